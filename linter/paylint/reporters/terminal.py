"""Findings for people: where the data comes from, how it goes, what that means and what to change."""

from __future__ import annotations

import os
import pathlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from paylint.finding import Confidence, Finding, Report, Severity, Skipped, Step, Suppressed, Trace
from paylint.location import Location
from paylint.masking import masked
from paylint.messages import SOURCE, count, key, say
from paylint.reporters import wording
from paylint.reporters.console import console, show
from paylint.reporters.plain import one_line
from paylint.reporters.wording import requirements
from paylint.reporters.wrapping import wrapped
from paylint.translation import translated

UNLIMITED = 0

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}
_INDENT = 8
_LABEL = 8
_NAMED = 3
_NARROWEST = 40


def report(
    report: Report,
    stream: TextIO,
    language: str = SOURCE,
    *,
    color: bool = False,
    width: int = UNLIMITED,
    links: bool = False,
    findings_alone: bool = False,
) -> None:
    """Write the report as text in ``language``, at most ``width`` columns wide where that is not `UNLIMITED`.

    With ``links`` places lead to their files, in terminals that know how; with ``findings_alone`` there is nothing beside findings and
    problems.
    """
    columns = max(width, _NARROWEST) if width else UNLIMITED
    on = console(stream, columns or 1_000_000, color=color)
    page = _Page(translated(masked(report), language), language, columns, on, links)
    show(page.findings() if findings_alone else page.lines(), on, color=color)


@dataclass(frozen=True, slots=True)
class _Page:
    """The report, its language, the number of columns, what wraps text, and whether places are links."""

    report: Report
    language: str
    width: int
    console: Console
    links: bool

    def findings(self) -> Iterator[Text]:
        """Findings and problems."""
        for finding in self.report.findings:
            yield from self._finding(finding)
            yield Text()
        yield from self._problems()

    def lines(self) -> Iterator[Text]:
        """All there is to say."""
        yield from self.findings()
        yield from self._skipped(self.report.coverage.skipped)
        yield from self._fixed(self.report.fixed)
        yield self._summary()

    def _say(self, text: str, /, **values: object) -> str:
        return say(self.language, text, **values)

    def _count(self, number: int, one: str, many: str, /, **values: object) -> str:
        return count(self.language, number, one, many, **values)

    def _finding(self, finding: Finding) -> Iterator[Text]:
        yield from self._heading(finding)
        for trace in finding.traces[:1]:
            yield from self._trace(trace)
        yield from self._more_sources(finding)
        yield from self._labelled("", self._standing(finding))
        yield from self._labelled(key("means"), finding.meaning)
        yield from self._labelled(key("fix"), self._remedy(finding))

    def _heading(self, finding: Finding) -> Iterator[Text]:
        heading = Text.assemble(
            (one_line(str(finding.location)), self._leading("bold", finding.location)),
            "  ",
            (self._say(finding.severity.label), _STYLES[finding.severity]),
            "  ",
            (f"{finding.code} {finding.name}", _STYLES[finding.severity]),
        )
        message = one_line(finding.message)
        if not self.width or heading.cell_len + 2 + cell_len(message) <= self.width:
            yield heading.append("  " + message)
            return
        yield heading
        yield from self._wrapped("", message, indent=4)

    def _trace(self, trace: Trace) -> Iterator[Text]:
        places = [_place(step) for step in trace.steps]
        column = max(cell_len(place) for place in places)
        if self.width:
            column = min(column, (self.width - _INDENT - _LABEL) // 2)
        for step, place in zip(trace.steps, places, strict=True):
            yield self._step(step, place, column)

    def _step(self, step: Step, place: str, column: int) -> Text:
        line = Text(" " * _INDENT)
        kind = self._say(wording.STEPS.get(step.kind, step.kind))
        line.append(_filled(kind, _LABEL), "bold" if step.kind in ("source", "sink") else "dim")
        line.append(_end_of(place, column), self._leading("cyan", step.location))
        code, note = one_line(step.code.strip()), one_line(step.note)
        if code or note:
            line.append(" " * (column - cell_len(_end_of(place, column)) + 2))
        line.append(code)
        if note:
            line.append(("  " if code else "") + note, "dim")
        if self.width:
            line.truncate(self.width, overflow="ellipsis")
        return line

    def _leading(self, style: str, place: Location) -> Style:
        """A style that leads to the file of a place. No line: what opens a `file:` address may refuse one with a fragment."""
        if not self.links:
            return Style.parse(style)
        file = os.path.abspath(os.path.join(self.report.root, place.path))
        return Style.parse(style) + Style(link=pathlib.Path(file).as_uri())

    def _more_sources(self, finding: Finding) -> Iterator[Text]:
        more = finding.sources - 1
        if more < 1 or not finding.traces:
            return
        places = list(dict.fromkeys(_place(trace.source) for trace in finding.traces[1:]))[:_NAMED]
        where = ": " + ", ".join(places) + (", …" if len(places) < more else "") if places else ""
        yield from self._labelled("", self._count(more, "and {n} more source", "and {n} more sources") + where)

    def _standing(self, finding: Finding) -> str:
        parts = [requirements(finding.requirements), ", ".join(finding.guideline)]
        if finding.confidence is not Confidence.HIGH:
            parts.append(self._say(wording.CONFIDENCES[finding.confidence]))
        return " | ".join(part for part in parts if part)

    def _remedy(self, finding: Finding) -> str:
        if not finding.remedy:
            return ""
        remedy = finding.remedy.rstrip(".。")
        return self._say("{remedy}: `paylint explain {code}`", remedy=remedy, code=finding.code)

    def _labelled(self, label: str, text: str) -> Iterator[Text]:
        if text:
            yield from self._wrapped(self._say(label) if label else "", one_line(text), indent=_INDENT)

    def _wrapped(self, label: str, text: str, indent: int) -> Iterator[Text]:
        hanging = indent + (_LABEL if label else 0)
        lines = wrapped(Text(text), self.console, self.width - hanging) if self.width else [Text(text)]
        for number, line in enumerate(lines):
            head = _filled(label, hanging - indent) if number == 0 else " " * (hanging - indent)
            line.rstrip()
            yield Text.assemble(" " * indent, (head, "bold green"), line)

    def _problems(self) -> Iterator[Text]:
        if not self.report.problems:
            return
        yield Text(self._say("Not fully analysed"), "bold")
        for problem in self.report.problems:
            where = "" if problem.location.path == "." else f"{problem.location.path}:{problem.location.line}  "
            yield from self._wrapped("", one_line(f"{where}{problem.code}  {problem.message}"), indent=4)
        yield Text()

    def _skipped(self, skipped: tuple[Skipped, ...]) -> Iterator[Text]:
        if not skipped:
            return
        yield Text(self._say("Left out"), "bold")
        for reason, number in sorted(Counter(item.reason for item in skipped).items()):
            names = [item.path for item in skipped if item.reason == reason][:_NAMED]
            more = self._say(" and {n} more", n=f"{number - len(names):,}") if number > len(names) else ""
            line = self._say(
                "{files} {reason}: {names}",
                files=self._count(number, "{n} file", "{n} files"),
                reason=self._say(reason),
                names=", ".join(names) + more,
            )
            yield from self._wrapped("", one_line(line), indent=4)
        yield Text()

    def _fixed(self, fixed: tuple[str, ...]) -> Iterator[Text]:
        if not fixed:
            return
        yield Text(self._say("Fixed since the baseline (`paylint baseline prune` takes it out)"), "bold")
        for line in fixed:
            yield from self._wrapped("", one_line(line), indent=4)
        yield Text()

    def _summary(self) -> Text:
        extent = wording.extent(self.report.coverage, self.language) + self._set_aside(self.report.suppressed)
        counts = Counter(finding.severity for finding in self.report.findings)
        if counts:
            levels = sorted(counts, reverse=True)
            style = _STYLES[levels[0]]
            found = self._say(", ").join(self._count(counts[level], *wording.COUNTED[level]) for level in levels)
            unseen = ""
        else:
            style, found = "", wording.nothing(self.report, self.language)
            problems = len(self.report.problems)
            unseen = self._count(problems, "; {n} problem above", "; {n} problems above") if problems else ""
        line = Text(self._say("{found} in {extent}", found=found, extent=extent) + unseen)
        if style:
            line.highlight_words([found], style)
        return line

    def _set_aside(self, suppressed: tuple[Suppressed, ...]) -> str:
        counts = Counter(item.suppression.by == "baseline" for item in suppressed)
        parts = [self._say("{n} suppressed", n=f"{counts[False]:,}")] if counts[False] else []
        parts += [self._say("{n} in the baseline", n=f"{counts[True]:,}")] if counts[True] else []
        return f"; {', '.join(parts)}" if parts else ""


def _place(step: Step) -> str:
    return one_line(f"{step.location.path}:{step.location.line}")


def _filled(text: str, width: int) -> str:
    """``text`` with blanks up to ``width`` columns; a Japanese letter takes two."""
    return text + " " * (width - cell_len(text))


def _end_of(place: str, column: int) -> str:
    """``place``, cut on the left where it is wider than ``column``."""
    if cell_len(place) <= column:
        return place
    start = next(index for index in range(1, len(place) + 1) if cell_len(place[index:]) < column)
    return "…" + place[start:]
