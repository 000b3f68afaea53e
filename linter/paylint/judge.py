"""Judge: from facts and rules to findings. Rules only read; what they say of one place becomes one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from paylint.facts import Program
from paylint.finding import Confidence, Finding, Problem, Trace, numbered
from paylint.flows import listed
from paylint.location import Location, Path
from paylint.models.vocabulary import Kind
from paylint.rule import Rule, Verdict

MAX_TRACES = 12
INTERNAL_ERROR = "PAY901"


def judge(
    program: Program, rules: Sequence[Rule], kinds: Mapping[str, Kind]
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Run every rule over the facts.

    Gives the findings, sorted by place and code, and one fatal problem for each rule that failed; what such a rule
    said before it failed is kept. ``kinds`` are in order of weight: elements are named in that order.
    """
    findings: list[Finding] = []
    problems: list[Problem] = []
    for rule in rules:
        verdicts, problem = _run(rule, program)
        findings.extend(_finding(rule, group, kinds) for group in _grouped(verdicts))
        if problem is not None:
            problems.append(problem)
    findings.sort(key=_order)
    return numbered(findings), tuple(problems)


def _run(rule: Rule, program: Program) -> tuple[list[Verdict], Problem | None]:
    verdicts: list[Verdict] = []
    try:
        verdicts.extend(rule.judge(program))
    except Exception as error:  # noqa: BLE001 - a rule is foreign code; its failure must not hide what others find
        text = f"Internal error in rule {rule.code} {rule.name}: {type(error).__name__}: {error}; please report it."
        return verdicts, Problem(INTERNAL_ERROR, Location(Path("."), 1), text, fatal=True)
    return verdicts, None


def _grouped(verdicts: Iterable[Verdict]) -> Iterable[list[Verdict]]:
    groups: dict[tuple[Location, str], list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault((verdict.location, verdict.subject), []).append(verdict)
    return groups.values()


def _finding(rule: Rule, verdicts: Sequence[Verdict], kinds: Mapping[str, Kind]) -> Finding:
    surest = max(verdicts, key=lambda verdict: verdict.confidence)
    elements = _by_weight((element for verdict in verdicts for element in verdict.elements), kinds)
    traces = _traces(verdicts, kinds)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=max(verdict.severity or rule.severity for verdict in verdicts),
        confidence=surest.confidence,
        location=surest.location,
        message=_worded(surest.message, elements, kinds),
        elements=elements,
        traces=traces[:MAX_TRACES],
        sources=len(traces),
        requirements=rule.requirements,
        guideline=rule.guideline,
        meaning=rule.meaning,
        remedy=rule.remedy,
        function=surest.function,
        subject=surest.subject,
    )


def _by_weight(elements: Iterable[str], kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    weight = {kind: place for place, kind in enumerate(kinds)}
    return tuple(sorted(set(elements), key=lambda element: (weight.get(element, len(weight)), element)))


def _traces(verdicts: Iterable[Verdict], kinds: Mapping[str, Kind]) -> tuple[Trace, ...]:
    """One trace for each place where data begins: the surest first, then the weightiest, the shortest, then by place."""
    weight = {kind: place for place, kind in enumerate(kinds)}
    traces = [
        (verdict.confidence, min((weight.get(e, len(weight)) for e in verdict.elements), default=0), verdict.trace)
        for verdict in verdicts
        if verdict.trace is not None
    ]
    best: dict[tuple[Location, ...], Trace] = {}
    for *_, trace in sorted(traces, key=lambda row: _rank(*row)):
        begin = takewhile(lambda step: step.kind == "source", trace.steps)
        best.setdefault(tuple(step.location for step in begin) or (trace.source.location,), trace)
    return tuple(best.values())


def _rank(confidence: Confidence, weight: int, trace: Trace) -> tuple[int, int, int, tuple[Location, ...]]:
    return (-confidence, weight, len(trace.steps), tuple(step.location for step in trace.steps))


def _worded(message: str, elements: tuple[str, ...], kinds: Mapping[str, Kind]) -> str:
    labels = [_label(element, kinds) for element in elements]
    return message.replace("{data}", listed(labels)).replace("{is}", "are" if len(labels) > 1 else "is")


def _label(element: str, kinds: Mapping[str, Kind]) -> str:
    return dict(kinds[element].label).get("en", element) if element in kinds else element


def _order(finding: Finding) -> tuple[Location, str, str, tuple[str, ...]]:
    return (finding.location, finding.code, finding.subject, finding.elements)
