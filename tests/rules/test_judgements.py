"""Which rules speak of which facts, tried without an analysis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paylint.facts import Arrival, Declaration, Flow, Origin, Program, Sink
from paylint.finding import Confidence, Finding, Severity, Step, Trace
from paylint.judge import judge
from paylint.location import Location, Path
from paylint.models.vocabulary import Kind
from paylint_rules import PACK

RULES = PACK.rules()
FILE = Path("shop/views.py")
KINDS = {
    f"card.{name}": Kind(f"card.{name}", label, (("en", label),), decides=True, harmless=frozenset())
    for name, label in (
        ("pan", "card number"),
        ("code", "security code"),
        ("pin", "PIN"),
        ("track", "track data"),
        ("object", "card data"),
        ("expiry", "expiry date"),
        ("holder", "cardholder name"),
    )
}


def origin(kind: str, line: int = 10, name: str = "") -> Origin:
    return Origin(kind, "request", name or kind, Location(FILE, line), Confidence.HIGH, "shop.views.pay")


def flow(kind: str, channel: str, *marks: str, **sink: str) -> Flow:
    start = origin(kind)
    end = Sink(channel, "pkg.call", Location(FILE, 20), function="shop.views.pay", **sink)
    way = Trace((Step("source", start.location, ""), Step("sink", end.location, "")))
    return Flow(start, end, way, frozenset(marks), Confidence.HIGH)


def declared(kind: str, role: str, **changes: object) -> Declaration:
    plain = Declaration(kind, role, "shop.Card", "number", Location(FILE, 5), Confidence.HIGH)
    return replace(plain, **changes)  # type: ignore[arg-type]


def arrival(kind: str, line: int = 10, name: str = "") -> Arrival:
    start = origin(kind, line, name)
    return Arrival(start, "shop.views.pay", "/pay", Trace((Step("source", start.location, ""),)))


def found(program: Program) -> tuple[Finding, ...]:
    findings, problems = judge(program, RULES, KINDS)
    assert problems == ()
    return findings


def codes(*facts: Flow) -> list[str]:
    return [finding.code for finding in found(Program(flows=facts))]


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        ("psp", "PAY102"),
        ("http", "PAY104"),
        ("library", "PAY105"),
        ("storage", "PAY204"),
        ("session", "PAY207"),
        ("cache", "PAY208"),
        ("file", "PAY209"),
        ("log", "PAY301"),
        ("exception", "PAY302"),
        ("email", "PAY303"),
        ("chat", "PAY304"),
        ("response", "PAY305"),
        ("template", "PAY305"),
        ("queue", "PAY306"),
        ("telemetry", "PAY307"),
        ("url", "PAY308"),
        ("subprocess", "PAY309"),
    ],
)
def test_a_readable_card_number_is_one_finding_in_every_channel(channel: str, code: str) -> None:
    assert codes(flow("card.pan", channel)) == [code]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("card.code", "PAY201"), ("card.pin", "PAY202"), ("card.track", "PAY203"), ("card.object", "PAY204")],
)
@pytest.mark.parametrize("mark", [(), ("encoded",)])
def test_each_kind_that_is_stored_has_its_rule(kind: str, code: str, mark: tuple[str, ...]) -> None:
    assert codes(flow(kind, "storage", *mark)) == [code]


@pytest.mark.parametrize("channel", ["storage", "session", "cache", "file"])
def test_a_card_number_that_rests_encrypted_or_hashed_has_rules_of_its_own(channel: str) -> None:
    assert codes(flow("card.pan", channel, "encrypted")) == ["PAY205"]
    assert codes(flow("card.pan", channel, "hashed")) == ["PAY206"]
    assert codes(flow("card.pan", channel, "hashed", "encrypted")) == ["PAY205"]


@pytest.mark.parametrize(("kind", "code"), [("card.code", "PAY201"), ("card.pin", "PAY202"), ("card.track", "PAY203")])
@pytest.mark.parametrize("mark", ["encrypted", "hashed"])
def test_sensitive_authentication_data_may_not_be_stored_even_unreadable(kind: str, code: str, mark: str) -> None:
    assert codes(flow(kind, "storage", mark)) == [code]


@pytest.mark.parametrize("kind", ["card.expiry", "card.holder"])
@pytest.mark.parametrize("channel", ["psp", "storage", "session", "log", "email", "response"])
def test_expiry_and_holder_alone_are_no_finding(kind: str, channel: str) -> None:
    assert codes(flow(kind, channel)) == []


def test_a_log_line_with_number_code_and_expiry_is_one_finding_that_names_all() -> None:
    (finding,) = found(Program(flows=(flow("card.expiry", "log"), flow("card.code", "log"), flow("card.pan", "log"))))

    assert finding.message.startswith("card number, security code and expiry date from request values ")
    assert finding.message.endswith(" are written to the log by pkg.call")


def test_number_and_code_in_one_row_are_two_findings_for_they_are_two_demands() -> None:
    assert codes(flow("card.pan", "storage"), flow("card.code", "storage")) == ["PAY201", "PAY204"]


@pytest.mark.parametrize(
    ("sink", "code"),
    [
        ({"provider": "stripe", "host": "https://api.stripe.com/v1/tokens"}, "PAY102"),
        ({"host": "https://collect.example.com/events"}, "PAY310"),
        ({"host": "collect.example.com"}, "PAY310"),
        ({"host": "https://{region}.example.com/"}, "PAY310"),
        ({"host": ""}, "PAY104"),
        ({"host": "/payment/execute"}, "PAY104"),
        ({"host": "https://{host}/pay"}, "PAY104"),
        ({"host": "http://localhost:8000/vault"}, "PAY104"),
        ({"host": "http://10.0.0.7/vault"}, "PAY104"),
        ({"host": "http://[::1]/vault"}, "PAY104"),
        ({"host": "http://vault:8080/cards"}, "PAY104"),
        ({"host": "http://vault.payments.svc.cluster.local/"}, "PAY104"),
    ],
)
def test_every_request_is_judged_by_its_host_and_by_one_rule_only(sink: dict[str, str], code: str) -> None:
    assert codes(flow("card.pan", "http", **sink)) == [code]


def test_a_host_that_nobody_names_is_never_sure() -> None:
    (finding,) = found(Program(flows=(flow("card.pan", "http"),)))

    assert finding.confidence is Confidence.MEDIUM
    assert "a host that the code does not name" in finding.message


def test_what_a_handler_reads_is_one_finding_at_the_first_value_that_decides() -> None:
    program = Program(arrivals=(arrival("card.expiry", 8), arrival("card.pan", 10), arrival("card.code", 12)))

    (finding,) = found(program)

    assert (finding.code, finding.location.line, finding.function) == ("PAY101", 10, "shop.views.pay")
    assert finding.elements == ("card.pan", "card.code", "card.expiry")
    assert "are received by shop.views.pay at /pay" in finding.message


def test_an_expiry_date_alone_does_not_make_a_handler_receive_card_data() -> None:
    assert found(Program(arrivals=(arrival("card.expiry"), arrival("card.holder")))) == ()


@pytest.mark.parametrize("role", ["form", "serializer"])
def test_a_class_that_accepts_card_data_is_one_finding(role: str) -> None:
    number = declared("card.pan", role)
    code = declared("card.code", role, field="cvv", location=Location(FILE, 6))

    (finding,) = found(Program(declarations=(number, code)))

    assert (finding.code, finding.location.line) == ("PAY103", 5)
    assert finding.message == f"the {role} shop.Card accepts card number and security code in number and cvv"


def test_a_schema_is_reported_surely_only_where_a_route_reads_its_field() -> None:
    schema = declared("card.pan", "schema", field="card_number")

    (alone,) = found(Program(declarations=(schema,)))
    read = found(Program(declarations=(schema,), arrivals=(arrival("card.pan", name="card_number"),)))

    assert alone.confidence is Confidence.LOW
    assert [(item.code, item.confidence) for item in read] == [("PAY103", Confidence.HIGH), ("PAY101", Confidence.HIGH)]


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param(declared("card.pan", "form", unnamed=True), id="an input without a name posts nothing"),
        pytest.param(declared("card.expiry", "form"), id="an expiry date alone"),
        pytest.param(declared("card.pan", "record"), id="a plain value class"),
        pytest.param(declared("card.pan", "model", masked=True), id="a model that masks when it is saved"),
        pytest.param(declared("card.expiry", "model"), id="a column for the expiry date"),
    ],
)
def test_what_no_declaration_rule_speaks_of(fact: Declaration) -> None:
    assert found(Program(declarations=(fact,))) == ()


@pytest.mark.parametrize(
    ("kind", "encrypted", "severity", "words"),
    [
        ("card.pan", False, Severity.ERROR, "a readable column number for card number"),
        ("card.pan", True, Severity.WARNING, "an encrypted column number for card number"),
        ("card.code", False, Severity.ERROR, "a readable column number for security code"),
        ("card.code", True, Severity.ERROR, "an encrypted column number for security code"),
    ],
)
def test_a_column_is_judged_by_what_it_holds_and_how(
    kind: str, encrypted: bool, severity: Severity, words: str
) -> None:
    (finding,) = found(Program(declarations=(declared(kind, "model", encrypted=encrypted),)))

    assert (finding.code, finding.severity) == ("PAY210", severity)
    assert finding.message == f"the model shop.Card has {words}"


@pytest.mark.parametrize("role", ["form", "model"])
def test_a_field_named_only_card_is_never_sure(role: str) -> None:
    (finding,) = found(Program(declarations=(declared("card.object", role),)))

    assert finding.confidence is Confidence.LOW


def test_a_form_shown_again_is_no_finding() -> None:
    assert codes(replace(flow("card.pan", "response"), echo=True)) == []
