"""Reports in another language: whole texts, and sentences that a rule or the engine made in English with values in them.

A sentence is matched against the catalogue's texts with ``{placeholders}``, and what stood in their place is put into the
translation. So rules say what they find once, in English, and neither they nor fingerprints know of languages.

A placeholder that some context (``msgctxt``) is named after, as ``{way}`` or ``{way_before}``, holds a list in English
(``a, b and c``) whose items are told in that context; any other holds what the checked code says and stays as it is, unless it is a
phrase that the catalogue knows (``a provider that no model knows``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from paylint.finding import Finding, Problem, Report, RuleInfo, Step, Trace
from paylint.messages import SOURCE, catalogue, say
from paylint.scope import Change, Diagram, Evidence, Holding, Integration, Requirement, Scope

NOTE = "note"
"""The context of what steps and evidence say."""

PLACE = "what"
"""The context of what a holding calls its place."""

WATCHER = "watcher"
"""The context of what a script on a payment page is called."""

_FACT = re.compile(r"- \*\*(.+?)\*\*: (.+)")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BETWEEN = re.compile(r", | and ")
_VERB = "is"
"""The one placeholder that agrees with English numbers only; a translation need not hold it."""


def translated(report: Report, language: str) -> Report:
    """``report`` with everything that people read in ``language``; what no catalogue knows stays English."""
    if language == SOURCE:
        return report
    return replace(
        report,
        findings=tuple(_finding(finding, language) for finding in report.findings),
        problems=tuple(_problem(problem, language) for problem in report.problems),
        rules=tuple(translated_rule(rule, language) for rule in report.rules),
    )


def translated_rule(rule: RuleInfo, language: str) -> RuleInfo:
    """A rule with its summary, its remedy and its page in ``language``; code stays as it is."""
    if language == SOURCE:
        return rule
    page = "\n".join(_page(rule.help.split("\n"), language))
    return replace(rule, summary=told(language, rule.summary), remedy=told(language, rule.remedy), help=page)


def translated_scope(scope: Scope, language: str) -> Scope:
    """``scope`` with everything that people read in ``language``."""
    if language == SOURCE:
        return scope
    reasons = tuple(told(language, reason) for reason in scope.verdict.reasons)
    return replace(
        scope,
        verdict=replace(scope.verdict, reasons=reasons),
        integrations=tuple(_integration(item, language) for item in scope.integrations),
        inventory=tuple(_holding(item, language) for item in scope.inventory),
        requirements=tuple(_requirement(item, language) for item in scope.requirements),
        changes=tuple(_change(item, language) for item in scope.changes),
        diagram=translated_diagram(scope.diagram, language),
        scripts=tuple(replace(item, what=told(language, item.what, WATCHER)) for item in scope.scripts),
    )


def translated_diagram(diagram: Diagram, language: str) -> Diagram:
    """``diagram`` with its labels in ``language``; names of code and addresses stay, and so do the nodes' ids."""
    if language == SOURCE:
        return diagram
    return Diagram(
        tuple(replace(node, label=told(language, node.label, PLACE)) for node in diagram.nodes),
        tuple(replace(arrow, note=told(language, arrow.note, PLACE)) for arrow in diagram.arrows),
    )


def told(language: str, text: str, context: str = "") -> str:
    """``text`` in ``language``: as a whole, else by the sentence that it was made from, else as it is."""
    if language == SOURCE or not text:
        return text
    whole = catalogue(language).get((context, text))
    if whole is not None:
        return whole
    for sentence in _sentences(language, context):
        match = sentence.pattern.fullmatch(text)
        if match:
            return sentence.told.format(
                **{name: _value(language, name, said) for name, said in match.groupdict().items()}
            )
    return text


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What a text with placeholders looks like in English, and its translation."""

    pattern: re.Pattern[str]
    told: str


@cache
def _sentences(language: str, context: str) -> tuple[_Sentence, ...]:
    """The texts with placeholders of a context; what says more of its own comes first."""
    texts = {text: said for (its, text), said in catalogue(language).items() if its == context}
    made = sorted(
        (text for text in texts if _PLACEHOLDER.search(text)),
        key=lambda text: (-len(_PLACEHOLDER.sub("", text)), text),
    )
    return tuple(_Sentence(_pattern(text), texts[text]) for text in made)


def _pattern(text: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(text)
    for index in range(1, len(parts), 2):
        parts[index - 1] = re.escape(parts[index - 1])
        parts[index] = "(?:is|are)" if parts[index] == _VERB else f"(?P<{parts[index]}>.+?)"
    parts[-1] = re.escape(parts[-1])
    return re.compile("".join(parts), re.DOTALL)


@cache
def _contexts(language: str) -> frozenset[str]:
    return frozenset(context for context, _ in catalogue(language) if context)


def _value(language: str, name: str, said: str) -> str:
    context = name.partition("_")[0]
    if context not in _contexts(language):
        return catalogue(language).get((PLACE, said), said) if " " in said else said
    items = [told(language, item, context) for item in _BETWEEN.split(said)]
    return catalogue(language).get(("", ", "), ", ").join(items)


def paragraphs(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks of a page in order, each as one text with its lines: paragraphs, items of lists, and single lines of anything else.

    The text of a line of code is empty.
    """
    held: list[str] = []
    code = False
    for line in lines:
        fence = line.startswith("```")
        single = fence or code or not line.strip() or line.startswith("#")
        if held and (single or line.startswith("- ")):
            yield " ".join(part.strip() for part in held), tuple(held)
            held = []
        if single:
            yield "" if fence or code else line, (line,)
        else:
            held.append(line)
        code = code != fence
    if held:
        yield " ".join(part.strip() for part in held), tuple(held)


def _page(lines: Iterable[str], language: str) -> Iterator[str]:
    for text, written in paragraphs(lines):
        told_here = _page_line(text, language) if text else ""
        yield from (told_here,) if text and told_here != text else written


def _page_line(line: str, language: str) -> str:
    fact = _FACT.fullmatch(line)
    if fact is None:
        return say(language, line)
    return f"- **{say(language, fact[1])}**: {say(language, fact[2])}"


def _finding(finding: Finding, language: str) -> Finding:
    return replace(
        finding,
        message=told(language, finding.message),
        meaning=told(language, finding.meaning),
        remedy=told(language, finding.remedy),
        traces=tuple(_trace(trace, language) for trace in finding.traces),
    )


def _trace(trace: Trace, language: str) -> Trace:
    return replace(trace, steps=tuple(_step(step, language) for step in trace.steps))


def _step(step: Step, language: str) -> Step:
    return replace(step, note=told(language, step.note, NOTE))


def _problem(problem: Problem, language: str) -> Problem:
    return replace(problem, message=told(language, problem.message))


def _integration(item: Integration, language: str) -> Integration:
    return replace(
        item,
        name=told(language, item.name, PLACE),
        evidence=tuple(_evidence(evidence, language) for evidence in item.evidence),
        trace=_trace(item.trace, language) if item.trace else None,
        conditional=told(language, item.conditional),
    )


def _evidence(evidence: Evidence, language: str) -> Evidence:
    return replace(evidence, note=told(language, evidence.note, NOTE))


def _holding(item: Holding, language: str) -> Holding:
    return replace(item, what=told(language, item.what, PLACE))


def _requirement(item: Requirement, language: str) -> Requirement:
    return replace(
        item,
        demand=told(language, item.demand),
        cannot=told(language, item.cannot),
        confirm=told(language, item.confirm),
    )


def _change(item: Change, language: str) -> Change:
    return replace(item, action=told(language, item.action))
