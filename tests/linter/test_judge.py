"""Judge: verdicts of one place become one finding, the same whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations

import pytest

from paylint.facts import Program
from paylint.finding import Confidence, Finding, Severity, Step, Trace
from paylint.judge import MAX_TRACES, judge
from paylint.location import Location, Path
from paylint.models.vocabulary import Kind
from paylint.rule import Rule, Verdict

SINK = Location(Path("shop/views.py"), 20, 5)
KINDS = {
    name: Kind(f"card.{name}", name, (("en", label), ("ja", "?")), decides=True, harmless=frozenset())
    for name, label in (("pan", "card number"), ("code", "security code"), ("expiry", "expiry date"))
}
KINDS = {kind.id: kind for kind in KINDS.values()}


def trace(*lines: int, path: str = "shop/views.py") -> Trace:
    return Trace(tuple(Step("step", Location(Path(path), line), "code") for line in lines))


def verdict(element: str = "card.pan", way: Trace | None = None, **changes: object) -> Verdict:
    plain = Verdict(SINK, "{data} {is} written", (element,), way or trace(1, 20), Confidence.HIGH, "shop.pay", "info")
    return replace(plain, **changes)  # type: ignore[arg-type]


def rule(
    *verdicts: Verdict, code: str = "XYZ101", judgement: Callable[[Program], Iterator[Verdict]] | None = None
) -> Rule:
    return Rule(
        code=code,
        name="thing-written",
        summary="A thing is written.",
        severity=Severity.WARNING,
        judge=judgement or (lambda _: iter(verdicts)),
        remedy="Do not.",
        requirements=("1.2.4",),
    )


def findings(*rules: Rule) -> tuple[Finding, ...]:
    found, problems = judge(Program(), rules, KINDS)
    assert problems == ()
    return found


def only(*verdicts: Verdict) -> Finding:
    (found,) = findings(rule(*verdicts))
    return found


def test_a_finding_carries_the_metadata_of_its_rule() -> None:
    found = only(verdict())

    assert (found.code, found.name, found.severity) == ("XYZ101", "thing-written", Severity.WARNING)
    assert (found.requirements, found.remedy, found.function) == (("1.2.4",), "Do not.", "shop.pay")


def test_elements_are_merged_and_named_in_the_order_of_their_weight() -> None:
    found = only(verdict("card.expiry"), verdict("card.code"), verdict("card.pan"), verdict("card.code"))

    assert found.elements == ("card.pan", "card.code", "card.expiry")
    assert found.message == "card number, security code and expiry date are written"


def test_one_element_takes_a_singular_verb() -> None:
    assert only(verdict("card.code")).message == "security code is written"


def test_an_element_that_no_vocabulary_introduces_is_named_by_its_id_and_comes_last() -> None:
    found = only(verdict("bank.iban"), verdict("card.expiry"))

    assert found.elements == ("card.expiry", "bank.iban")
    assert found.message == "expiry date and bank.iban are written"


def test_braces_of_the_code_in_a_message_are_left_alone() -> None:
    assert only(verdict(message="{data} {is} sent to {host}/x")).message == "card number is sent to {host}/x"


def test_the_finding_is_as_sure_as_its_surest_verdict() -> None:
    found = only(verdict(confidence=Confidence.LOW), verdict(confidence=Confidence.MEDIUM))

    assert found.confidence is Confidence.MEDIUM


def test_a_verdict_may_be_milder_or_worse_than_its_rule() -> None:
    assert only(verdict(severity=Severity.NOTE)).severity is Severity.NOTE
    assert only(verdict(severity=Severity.NOTE), verdict(severity=Severity.ERROR)).severity is Severity.ERROR


def test_verdicts_on_other_places_or_subjects_are_findings_of_their_own() -> None:
    elsewhere = replace(SINK, line=30)

    found = findings(rule(verdict(), verdict(subject="debug"), verdict(location=elsewhere)))

    assert [(item.location.line, item.subject) for item in found] == [(20, "debug"), (20, "info"), (30, "info")]


def test_there_is_one_trace_for_each_source_the_surest_first_and_then_the_shortest() -> None:
    long, short = trace(1, 5, 7, 20), trace(1, 20)
    other, unsure = trace(2, 3, 20), trace(4, 20)

    found = only(
        verdict(way=unsure, confidence=Confidence.LOW), verdict(way=long), verdict(way=other), verdict(way=short)
    )

    assert found.traces == (short, other, unsure)
    assert found.sources == 3


def test_many_sources_are_counted_and_a_few_are_shown() -> None:
    found = only(*(verdict(way=trace(line, 20)) for line in range(1, 13)))

    assert len(found.traces) == MAX_TRACES
    assert found.sources == 12
    assert found.traces[0].source.location.line == 1


def test_a_verdict_without_a_trace_is_a_finding_without_one() -> None:
    found = only(replace(verdict(), trace=None))

    assert found.traces == ()
    assert found.sources == 0


def test_the_order_of_verdicts_changes_nothing() -> None:
    verdicts = (
        verdict("card.expiry", trace(3, 20), confidence=Confidence.LOW),
        verdict("card.pan", trace(1, 20)),
        verdict("card.code", trace(2, 9, 20)),
    )

    assert len({only(*order) for order in permutations(verdicts)}) == 1


def test_findings_are_sorted_by_place_and_then_by_code() -> None:
    first = replace(SINK, path=Path("a.py"))

    found = findings(rule(verdict(), code="XYZ102"), rule(verdict(), verdict(location=first), code="XYZ101"))

    assert [(item.location.path, item.code) for item in found] == [
        ("a.py", "XYZ101"),
        ("shop/views.py", "XYZ101"),
        ("shop/views.py", "XYZ102"),
    ]


def test_findings_that_look_alike_are_numbered_so_that_their_fingerprints_differ() -> None:
    found = findings(rule(verdict(), verdict(location=replace(SINK, line=30))))

    assert [item.ordinal for item in found] == [0, 1]
    assert found[0].fingerprint != found[1].fingerprint


def test_a_fingerprint_survives_moved_lines() -> None:
    assert only(verdict()).fingerprint == only(verdict(location=replace(SINK, line=99))).fingerprint


def test_a_rule_that_fails_is_a_problem_and_hides_nothing() -> None:
    def broken(_: Program) -> Iterator[Verdict]:
        yield verdict(subject="before")
        raise KeyError("gone")

    found, problems = judge(Program(), (rule(judgement=broken), rule(verdict(), code="XYZ102")), KINDS)

    assert [(item.code, item.subject) for item in found] == [("XYZ101", "before"), ("XYZ102", "info")]
    (problem,) = problems
    assert (problem.code, problem.fatal) == ("PAY901", True)
    assert "XYZ101" in problem.message
    assert "KeyError" in problem.message


@pytest.mark.parametrize("rules", [pytest.param((), id="no rules"), pytest.param((rule(),), id="a silent rule")])
def test_nothing_said_is_nothing_found(rules: tuple[Rule, ...]) -> None:
    assert judge(Program(), rules, KINDS) == ((), ())
