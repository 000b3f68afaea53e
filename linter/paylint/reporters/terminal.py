"""Findings for people: where the data comes from, how it goes, what that means and what to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from paylint.finding import Confidence, Coverage, Finding, Report, Severity, Skipped, Step, Suppressed, Trace
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.wording import SUBJECT, counted, requirements

UNLIMITED = 0

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_INDENT = 8
_LABEL = 8
_NAMED = 3
_NARROWEST = 40


def report(report: Report, stream: TextIO, *, color: bool = False, width: int = UNLIMITED) -> None:
    """Write the report as text, at most ``width`` columns wide where that is not `UNLIMITED`."""
    columns = max(width, _NARROWEST) if width else UNLIMITED
    console = Console(
        file=stream,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        width=columns or 1_000_000,
    )
    for line in _lines(masked(report), columns, console):
        if color:
            console.print(line, soft_wrap=True, highlight=False, markup=False)
        else:
            stream.write(line.plain + "\n")


def _lines(report: Report, width: int, console: Console) -> Iterator[Text]:
    for finding in report.findings:
        yield from _finding(finding, width, console)
        yield Text()
    yield from _problems(report, width, console)
    yield from _skipped(report.coverage.skipped, width, console)
    yield from _fixed(report.fixed, width, console)
    yield _summary(report)


def _finding(finding: Finding, width: int, console: Console) -> Iterator[Text]:
    yield from _heading(finding, width, console)
    for trace in finding.traces[:1]:
        yield from _trace(trace, width)
    yield from _more_sources(finding, width, console)
    yield from _labelled("", _standing(finding), width, console)
    yield from _labelled("means", finding.meaning, width, console)
    yield from _labelled("fix", _remedy(finding), width, console)


def _heading(finding: Finding, width: int, console: Console) -> Iterator[Text]:
    heading = Text.assemble(
        (one_line(str(finding.location)), "bold"),
        "  ",
        (finding.severity.label, _STYLES[finding.severity]),
        "  ",
        (f"{finding.code} {finding.name}", _STYLES[finding.severity]),
    )
    message = one_line(finding.message)
    if not width or heading.cell_len + 2 + cell_len(message) <= width:
        yield heading.append("  " + message)
        return
    yield heading
    yield from _wrapped("", message, width, console, indent=4)


def _trace(trace: Trace, width: int) -> Iterator[Text]:
    places = [_place(step) for step in trace.steps]
    column = max(cell_len(place) for place in places)
    if width:
        column = min(column, (width - _INDENT - _LABEL) // 2)
    for step, place in zip(trace.steps, places, strict=True):
        yield _step(step, place, column, width)


def _place(step: Step) -> str:
    return one_line(f"{step.location.path}:{step.location.line}")


def _step(step: Step, place: str, column: int, width: int) -> Text:
    line = Text(" " * _INDENT)
    line.append(step.kind.ljust(_LABEL), "bold" if step.kind in ("source", "sink") else "dim")
    line.append(_end_of(place, column), "cyan")
    code, note = one_line(step.code.strip()), one_line(step.note)
    if code or note:
        line.append(" " * (column - cell_len(_end_of(place, column)) + 2))
    line.append(code)
    if note:
        line.append(("  " if code else "") + note, "dim")
    if width:
        line.truncate(width, overflow="ellipsis")
    return line


def _end_of(place: str, column: int) -> str:
    """``place``, cut on the left where it is wider than ``column``."""
    if cell_len(place) <= column:
        return place
    start = next(index for index in range(1, len(place) + 1) if cell_len(place[index:]) < column)
    return "…" + place[start:]


def _more_sources(finding: Finding, width: int, console: Console) -> Iterator[Text]:
    more = finding.sources - 1
    if more < 1 or not finding.traces:
        return
    places = list(dict.fromkeys(_place(trace.source) for trace in finding.traces[1:]))[:_NAMED]
    where = ": " + ", ".join(places) + (", …" if len(places) < more else "") if places else ""
    yield from _labelled("", f"and {counted(more, 'more source')}{where}", width, console)


def _standing(finding: Finding) -> str:
    parts = [requirements(finding.requirements), ", ".join(finding.guideline)]
    if finding.confidence is not Confidence.HIGH:
        parts.append(f"{finding.confidence.label} confidence")
    return " | ".join(part for part in parts if part)


def _remedy(finding: Finding) -> str:
    return f"{finding.remedy.rstrip('.')}: `paylint explain {finding.code}`" if finding.remedy else ""


def _labelled(label: str, text: str, width: int, console: Console) -> Iterator[Text]:
    if text:
        yield from _wrapped(label, one_line(text), width, console, indent=_INDENT)


def _wrapped(label: str, text: str, width: int, console: Console, indent: int) -> Iterator[Text]:
    hanging = indent + (_LABEL if label else 0)
    lines = Text(text).wrap(console, width - hanging) if width else [Text(text)]
    for number, line in enumerate(lines):
        head = label.ljust(hanging - indent) if number == 0 else " " * (hanging - indent)
        line.rstrip()
        yield Text.assemble(" " * indent, (head, "bold green"), line)


def _problems(report: Report, width: int, console: Console) -> Iterator[Text]:
    if not report.problems:
        return
    yield Text("Not fully analysed", "bold")
    for problem in report.problems:
        where = "" if problem.location.path == "." else f"{problem.location.path}:{problem.location.line}  "
        yield from _wrapped("", one_line(f"{where}{problem.code}  {problem.message}"), width, console, indent=4)
    yield Text()


def _skipped(skipped: tuple[Skipped, ...], width: int, console: Console) -> Iterator[Text]:
    if not skipped:
        return
    yield Text("Left out", "bold")
    for reason, count in sorted(Counter(item.reason for item in skipped).items()):
        names = [item.path for item in skipped if item.reason == reason][:_NAMED]
        more = f" and {count - len(names):,} more" if count > len(names) else ""
        line = one_line(f"{counted(count, 'file')} {reason}: {', '.join(names)}{more}")
        yield from _wrapped("", line, width, console, indent=4)
    yield Text()


def _fixed(fixed: tuple[str, ...], width: int, console: Console) -> Iterator[Text]:
    if not fixed:
        return
    yield Text("Fixed since the baseline (`paylint baseline prune` takes it out)", "bold")
    for line in fixed:
        yield from _wrapped("", one_line(line), width, console, indent=4)
    yield Text()


def _summary(report: Report) -> Text:
    where = f"in {_extent(report.coverage)}{_set_aside(report.suppressed)}"
    counts = Counter(finding.severity for finding in report.findings)
    if not counts:
        unseen = f"; {counted(len(report.problems), 'problem')} above" if report.problems else ""
        further = "further " if report.suppressed else ""
        return Text(f"no {further}{SUBJECT} found {where}{unseen}")
    levels = sorted(counts, reverse=True)
    worst = _STYLES[levels[0]]
    return Text.assemble((", ".join(counted(counts[level], level.label) for level in levels), worst), f" {where}")


def _set_aside(suppressed: tuple[Suppressed, ...]) -> str:
    counts = Counter(item.suppression.by == "baseline" for item in suppressed)
    parts = [f"{counts[False]:,} suppressed"] if counts[False] else []
    parts += [f"{counts[True]:,} in the baseline"] if counts[True] else []
    return f"; {', '.join(parts)}" if parts else ""


def _extent(coverage: Coverage) -> str:
    return f"{counted(coverage.files, 'file')} ({coverage.analysed:,} analysed)"
