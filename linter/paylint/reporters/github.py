"""Annotations of GitHub Actions, as workflow commands on standard output.

GitHub documents the commands under "Workflow commands for GitHub Actions". It keeps ten annotations of each level for
a step and drops the rest without a word, so what goes beyond that is written as plain lines of the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from paylint.finding import Finding, Problem, Report, Severity
from paylint.location import Location
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.told import place, told

MOST_PER_LEVEL = 10

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def report(report: Report, stream: TextIO, *, prefix: str = "") -> None:
    """Write one line for each finding, then for each problem; ``prefix`` leads from the repository to the root."""
    stream.writelines(line + "\n" for line in _lines(masked(report), prefix))


def _lines(report: Report, prefix: str) -> Iterator[str]:
    used: Counter[str] = Counter()
    rest: list[str] = []
    for level, location, title, message in _annotations(report):
        used[level] += 1
        if used[level] <= MOST_PER_LEVEL:
            yield _command(level, location, title, message, prefix)
        else:
            rest.append(one_line(f"{prefix}{location}: {level}: {title}: {message}"))
    if rest:
        yield f"GitHub shows {MOST_PER_LEVEL} annotations of each level; these are {len(rest)} more:"
        yield from rest


def _annotations(report: Report) -> Iterator[tuple[str, Location, str, str]]:
    for finding in report.findings:
        yield _LEVELS[finding.severity], finding.location, f"{finding.code} {finding.name}", _message(finding)
    for problem in report.problems:
        yield _level(problem), problem.location, problem.code, one_line(problem.message)


def _level(problem: Problem) -> str:
    return "error" if problem.fatal else "warning"


def _message(finding: Finding) -> str:
    source = finding.traces[0].source if finding.traces else None
    if source is None or source.location == finding.location:
        return told(finding)
    return f"{told(finding)} From {place(source)}."


def _command(level: str, location: Location, title: str, message: str, prefix: str) -> str:
    values = {"title": title}
    if location.path != ".":
        at = {"file": prefix + location.path, "line": str(location.line), "col": str(location.column)}
        values = {**at, **values}
    properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    return f"::{level} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
