"""What was found by rule, what was looked at, and how long each stage took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TextIO

from paylint.finding import Report


def report(report: Report, stream: TextIO) -> None:
    """Write the numbers as aligned lines: findings by rule, coverage, then wall times where the report holds them."""
    _aligned([*_rows(report), *_times(report)], stream)


def timings(report: Report, stream: TextIO) -> None:
    """Write how long each stage took."""
    _aligned(list(_times(report)), stream)


def _aligned(rows: Sequence[tuple[str, str]], stream: TextIO) -> None:
    name_width = max(len(name) for name, _ in rows)
    number_width = max(len(number) for _, number in rows)
    stream.writelines(f"{name:<{name_width}}  {number:>{number_width}}\n" for name, number in rows)


def _rows(report: Report) -> Iterator[tuple[str, str]]:
    for name, count in sorted(Counter(f"{finding.code} {finding.name}" for finding in report.findings).items()):
        yield name, f"{count:,}"
    if report.suppressed:
        yield "suppressed", f"{len(report.suppressed):,}"
    coverage = report.coverage
    yield "files", f"{coverage.files:,}"
    yield "files left out", f"{len(coverage.skipped):,}"
    yield "files analysed", f"{coverage.analysed:,}"
    yield "lines", f"{coverage.lines:,}"
    yield "functions followed", f"{coverage.functions:,}"
    yield "calls", f"{coverage.calls:,}"
    yield "calls unresolved", f"{coverage.unresolved:,}"


def _times(report: Report) -> Iterator[tuple[str, str]]:
    for stage, seconds in report.seconds:
        yield f"{stage}, seconds", f"{seconds:.3f}"
