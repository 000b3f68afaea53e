"""A summary in Markdown, for a job's page or a comment on a change: numbers, a table, then the ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from paylint.finding import Finding, Problem, Report, Step
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.told import said, sentence
from paylint.reporters.wording import SUBJECT, counted, requirements

MOST_BYTES = 900_000
"""GitHub refuses the summary of a step that has more than 1 MiB."""

_PLAIN = frozenset(" ./:,;=-'")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


def report(report: Report, stream: TextIO, *, prefix: str = "") -> None:
    """Write the summary; what goes beyond `MOST_BYTES` is left out and counted."""
    shown = masked(report)
    parts = list(_head(shown))
    parts += _table(shown, prefix)
    written = 0
    for part in parts:
        stream.write(part)
        written += len(part.encode())
    for number, finding in enumerate(shown.findings):
        part = _details(finding, prefix)
        written += len(part.encode())
        if written > MOST_BYTES:
            stream.write(f"\nThe ways of {counted(len(shown.findings) - number, 'more finding')} are left out here.\n")
            return
        stream.write(part)


def _head(report: Report) -> Iterator[str]:
    counts = Counter(finding.severity for finding in report.findings)
    extent = f"{counted(report.coverage.files, 'file')} ({report.coverage.analysed:,} analysed)"
    found = ", ".join(counted(counts[level], level.label) for level in sorted(counts, reverse=True))
    further = "further " if report.suppressed else ""
    yield f"## paylint: {found or f'no {further}{SUBJECT} found'}\n\n"
    aside = f" {len(report.suppressed):,} accepted by comment, configuration or baseline." if report.suppressed else ""
    yield f"In {extent}.{aside}\n"


def _table(report: Report, prefix: str) -> Iterator[str]:
    budget = MOST_BYTES // 2
    rows = [_row(finding, prefix) for finding in report.findings]
    rows += [_problem_row(problem, prefix) for problem in report.problems]
    if rows:
        yield "\n| | where | rule | what |\n|---|---|---|---|\n"
    for number, row in enumerate(rows):
        budget -= len(row.encode())
        if budget < 0:
            yield f"\n{counted(len(rows) - number, 'more row')} left out here.\n"
            return
        yield row


def _row(finding: Finding, prefix: str) -> str:
    where = f"{prefix}{finding.location.path}:{finding.location.line}"
    rule = f"{finding.code} {finding.name}"
    return f"| {finding.severity.label} | {_code(where)} | {_text(rule)} | {_text(sentence(finding.message))} |\n"


def _problem_row(problem: Problem, prefix: str) -> str:
    where = f"{prefix}{problem.location.path}:{problem.location.line}"
    return f"| not analysed | {_code(where)} | {problem.code} | {_text(sentence(problem.message))} |\n"


def _details(finding: Finding, prefix: str) -> str:
    """The first way of a finding, folded."""
    title = f"{finding.code} {prefix}{finding.location.path}:{finding.location.line}"
    lines = [f"\n<details><summary>{_html(title)}</summary>\n", ""]
    for trace in finding.traces[:1]:
        lines += [f"{number}. {_step(step, prefix)}" for number, step in enumerate(trace.steps, 1)]
        lines.append("")
    facts = (requirements(finding.requirements), ", ".join(finding.guideline), finding.meaning)
    lines += [f"- {_text(fact)}" for fact in facts if fact]
    if finding.remedy:
        lines.append(f"- Fix: {_text(sentence(finding.remedy))}")
    return "\n".join([*lines, "", "</details>", ""])


def _step(step: Step, prefix: str) -> str:
    where = _code(f"{prefix}{step.location.path}:{step.location.line}")
    return " ".join(part for part in (step.kind, where, _code(said(step))) if part)


def _code(text: str) -> str:
    """A span of code that may hold anything, a pipe within a table and a backquote too."""
    return f"<code>{_html(text)}</code>" if text else ""


def _html(text: str) -> str:
    """Text as character references where a character means something to Markdown or HTML; `<code>` alone stops neither."""
    return "".join(char if char.isalnum() or char in _PLAIN else f"&#{ord(char)};" for char in one_line(text))


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))
