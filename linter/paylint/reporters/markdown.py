"""A summary in Markdown, for a job's page or a comment on a change: numbers, a table, then the ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from paylint.finding import Finding, Problem, Report, Step
from paylint.masking import masked
from paylint.messages import SOURCE, count, say
from paylint.reporters.plain import one_line
from paylint.reporters.told import said, sentence
from paylint.reporters.wording import COUNTED, STEPS, extent, nothing, requirements
from paylint.translation import translated

MOST_BYTES = 900_000
"""GitHub refuses the summary of a step that has more than 1 MiB."""

_PLAIN = frozenset(" ./:,;=-'")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


def report(report: Report, stream: TextIO, language: str = SOURCE, *, prefix: str = "") -> None:
    """Write the summary; what goes beyond `MOST_BYTES` is left out and counted."""
    shown = translated(masked(report), language)
    parts = list(_head(shown, language))
    parts += _table(shown, prefix, language)
    written = 0
    for part in parts:
        stream.write(part)
        written += len(part.encode())
    for number, finding in enumerate(shown.findings):
        part = _details(finding, prefix, language)
        written += len(part.encode())
        if written > MOST_BYTES:
            left = count(
                language,
                len(shown.findings) - number,
                "The ways of {n} more finding are left out here.",
                "The ways of {n} more findings are left out here.",
            )
            stream.write(f"\n{left}\n")
            return
        stream.write(part)


def _head(report: Report, language: str) -> Iterator[str]:
    counts = Counter(finding.severity for finding in report.findings)
    found = say(language, ", ").join(
        count(language, counts[level], *COUNTED[level]) for level in sorted(counts, reverse=True)
    )
    yield f"## paylint: {found or nothing(report, language)}\n\n"
    accepted = f"{len(report.suppressed):,}" if report.suppressed else ""
    aside = say(language, "{n} accepted by comment, configuration or baseline.", n=accepted) if accepted else ""
    seen = say(language, "In {extent}.", extent=extent(report.coverage, language))
    yield f"{seen} {aside}".rstrip() + "\n"


def _table(report: Report, prefix: str, language: str) -> Iterator[str]:
    budget = MOST_BYTES // 2
    rows = [_row(finding, prefix, language) for finding in report.findings]
    rows += [_problem_row(problem, prefix, language) for problem in report.problems]
    if rows:
        yield f"\n| | {say(language, 'where')} | {say(language, 'rule')} | {say(language, 'what')} |\n|---|---|---|---|\n"
    for number, row in enumerate(rows):
        budget -= len(row.encode())
        if budget < 0:
            left = count(language, len(rows) - number, "{n} more row left out here.", "{n} more rows left out here.")
            yield f"\n{left}\n"
            return
        yield row


def _row(finding: Finding, prefix: str, language: str) -> str:
    where = f"{prefix}{finding.location.path}:{finding.location.line}"
    rule = f"{finding.code} {finding.name}"
    severity = say(language, finding.severity.label)
    return f"| {severity} | {_code(where)} | {_text(rule)} | {_text(sentence(finding.message))} |\n"


def _problem_row(problem: Problem, prefix: str, language: str) -> str:
    where = f"{prefix}{problem.location.path}:{problem.location.line}"
    return (
        f"| {say(language, 'not analysed')} | {_code(where)} | {problem.code} | {_text(sentence(problem.message))} |\n"
    )


def _details(finding: Finding, prefix: str, language: str) -> str:
    """The first way of a finding, folded."""
    title = f"{finding.code} {prefix}{finding.location.path}:{finding.location.line}"
    lines = [f"\n<details><summary>{_html(title)}</summary>\n", ""]
    for trace in finding.traces[:1]:
        lines += [f"{number}. {_step(step, prefix, language)}" for number, step in enumerate(trace.steps, 1)]
        lines.append("")
    facts = (requirements(finding.requirements), ", ".join(finding.guideline), finding.meaning)
    lines += [f"- {_text(fact)}" for fact in facts if fact]
    if finding.remedy:
        lines.append(f"- {say(language, 'Fix')}: {_text(sentence(finding.remedy))}")
    return "\n".join([*lines, "", "</details>", ""])


def _step(step: Step, prefix: str, language: str) -> str:
    where = _code(f"{prefix}{step.location.path}:{step.location.line}")
    return " ".join(part for part in (say(language, STEPS.get(step.kind, step.kind)), where, _code(said(step))) if part)


def _code(text: str) -> str:
    """A span of code that may hold anything, a pipe within a table and a backquote too."""
    return f"<code>{_html(text)}</code>" if text else ""


def _html(text: str) -> str:
    """Text as character references where a character means something to Markdown or HTML; `<code>` alone stops neither."""
    return "".join(char if char.isalnum() or char in _PLAIN else f"&#{ord(char)};" for char in one_line(text))


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
