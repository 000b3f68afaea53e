"""Flows: one finding for each sink, named after all that reaches it."""

from __future__ import annotations

from dataclasses import replace

from paylint.facts import Flow, Origin, Program, Sink
from paylint.finding import Confidence, Severity, Step, Trace
from paylint.flows import Flows, describe, listed, subject
from paylint.location import Location, Path
from paylint.rule import Verdict

FILE = Path("shop/views.py")
SINK = Sink("log", "logging.Logger().info", Location(FILE, 20, 5), "0", function="shop.views.pay")
JUDGEMENT = Flows(
    channels=frozenset({"log"}),
    kinds=frozenset({"card.pan", "card.code"}),
    beside=frozenset({"card.expiry"}),
    message="{data} from {origin} {is} written by {callee}",
)


def origin(kind: str = "card.pan", name: str = "card_number", source: str = "request") -> Origin:
    return Origin(kind, source, name, Location(FILE, 10), Confidence.HIGH)


def flow(start: Origin | None = None, sink: Sink = SINK, *marks: str, **changes: object) -> Flow:
    start = start or origin()
    way = Trace((Step("source", start.location, ""), Step("sink", sink.location, "")))
    return replace(Flow(start, sink, way, frozenset(marks), Confidence.HIGH), **changes)  # type: ignore[arg-type]


def verdicts(judgement: Flows, *flows: Flow) -> list[Verdict]:
    return list(judgement(Program(flows=flows)))


def test_a_flow_of_a_deciding_kind_into_the_channel_is_a_verdict_at_the_sink() -> None:
    (said,) = verdicts(JUDGEMENT, flow())

    assert said.location == SINK.location
    assert said.elements == ("card.pan",)
    assert said.message == "{data} from request value card_number {is} written by logging.Logger().info"
    assert (said.subject, said.function) == ("info", "shop.views.pay")


def test_flows_of_one_sink_share_their_message() -> None:
    first, second = verdicts(JUDGEMENT, flow(), flow(origin("card.code", "cvv")))

    assert first.message == second.message
    assert "request values card_number and cvv" in first.message


def test_origins_are_named_in_reading_order_the_deciding_ones_first() -> None:
    late = replace(origin(), location=Location(FILE, 15))
    early = replace(origin("card.expiry", "exp"), location=Location(FILE, 1))

    said = verdicts(JUDGEMENT, flow(late), flow(early), flow(origin("card.code", "cvv")))

    assert "request values cvv, card_number and exp" in said[0].message


def test_a_supporting_kind_alone_says_nothing() -> None:
    assert verdicts(JUDGEMENT, flow(origin("card.expiry", "exp"))) == []


def test_a_supporting_kind_is_named_beside_a_deciding_one() -> None:
    said = verdicts(JUDGEMENT, flow(origin("card.expiry", "exp")), flow())

    assert {item.elements for item in said} == {("card.pan",), ("card.expiry",)}


def test_a_supporting_kind_does_not_make_the_finding_surer() -> None:
    said = verdicts(JUDGEMENT, flow(origin("card.expiry", "exp")), flow(confidence=Confidence.LOW))

    assert {item.confidence for item in said} == {Confidence.LOW}


def test_supporting_data_at_another_sink_is_not_named() -> None:
    elsewhere = replace(SINK, location=Location(FILE, 30))

    (said,) = verdicts(JUDGEMENT, flow(), flow(origin("card.expiry", "exp"), elsewhere))

    assert said.elements == ("card.pan",)


def test_other_channels_and_kinds_are_not_its_business() -> None:
    assert verdicts(JUDGEMENT, flow(sink=replace(SINK, channel="file")), flow(origin("bank.iban", "iban"))) == []


def test_a_form_shown_again_is_no_finding() -> None:
    assert verdicts(JUDGEMENT, flow(echo=True)) == []


def test_the_condition_is_asked_of_deciding_flows_alone() -> None:
    encrypted = replace(JUDGEMENT, where=lambda item: "encrypted" in item.marks)

    said = verdicts(encrypted, flow(None, SINK, "encrypted"), flow(origin("card.code")), flow(origin("card.expiry")))

    assert {item.elements for item in said} == {("card.pan",), ("card.expiry",)}


def test_a_judgement_may_limit_confidence_and_change_severity() -> None:
    (said,) = verdicts(replace(JUDGEMENT, confidence=Confidence.MEDIUM, severity=Severity.NOTE), flow())

    assert (said.confidence, said.severity) == (Confidence.MEDIUM, Severity.NOTE)


def test_two_hosts_behind_one_call_are_two_subjects() -> None:
    one, two = replace(SINK, host="a.example"), replace(SINK, host="b.example")

    assert [item.subject for item in verdicts(JUDGEMENT, flow(sink=one), flow(sink=two))] == ["a.example", "b.example"]


def test_the_subject_is_the_provider_or_the_host_or_what_is_called() -> None:
    assert subject(replace(SINK, provider="stripe", host="api.stripe.com")) == "stripe"
    assert subject(replace(SINK, host="api.stripe.com")) == "api.stripe.com"
    assert subject(SINK) == "info"


def test_origins_are_grouped_by_what_they_are_and_the_rest_is_counted() -> None:
    assert describe([origin(name="a"), origin(name="a"), origin(name="b", source="parameter"), origin(name="c")]) == (
        "request values a and c and parameter b"
    )
    assert describe([origin(name=name) for name in "abcde"]) == "request values a, b, c and 2 more"


def test_a_literal_is_not_repeated_in_the_message() -> None:
    assert describe([origin(name="4111111111111111", source="literal")]) == "a literal value"


def test_words_are_joined_as_in_a_sentence() -> None:
    assert [listed(""), listed("a"), listed("ab"), listed("abc")] == ["", "a", "a and b", "a, b and c"]
