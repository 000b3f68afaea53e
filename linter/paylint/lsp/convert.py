"""Findings as the protocol writes them. Its lines count from 0 and its columns in UTF-16 units."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path as FilePath

from lsprotocol import types

from paylint.finding import Finding, Problem, Report, Severity, Step
from paylint.location import Location, Path
from paylint.lsp.session import Action

SOURCE = "paylint"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_STEPS = {
    "source": "the data begins",
    "route": "route",
    "step": "step",
    "call": "passed on",
    "return": "returned",
    "sink": "here it ends",
}

Line = Callable[[Path, int], str]
"""A line of a file, without its end; empty where there is none."""


def diagnostics(report: Report, line: Line) -> dict[Path, list[types.Diagnostic]]:
    """Everything that a report has to say, by file."""
    found: dict[Path, list[types.Diagnostic]] = {}
    for finding in report.findings:
        found.setdefault(finding.location.path, []).append(_finding(finding, report.root, line))
    for problem in report.problems:
        found.setdefault(problem.location.path, []).append(_problem(problem, line))
    return found


def hover(findings: Iterable[Finding], pages: Callable[[str], str]) -> types.Hover | None:
    """What the findings of a line say, each with its rule's page; ``pages`` gives that in Markdown."""
    parts = [
        f"**{finding.code} {finding.name}**: {finding.message}\n\n{finding.meaning}\n\n---\n\n{pages(finding.code)}"
        for finding in findings
    ]
    text = "\n\n".join(parts)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if parts else None


def code_action(action: Action, uri: str, text: str, given: Iterable[types.Diagnostic]) -> types.CodeAction:
    """An action with its edit; ``text`` is the file's present text, ``given`` the diagnostics that the editor asked about."""
    about = [each for each in given if each.code == action.finding.code]
    return types.CodeAction(
        title=action.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=about,
        is_preferred=action.is_fix,
        edit=types.WorkspaceEdit(changes={uri: [edit(text, action.text)]}),
    )


def edit(before: str, after: str) -> types.TextEdit:
    """The shortest run of lines that differs, as one edit."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = _shared(zip(old, new, strict=False))
    end = _shared(zip(reversed(old[start:]), reversed(new[start:]), strict=False))
    first, last = types.Position(start, 0), types.Position(len(old) - end, 0)
    if end == 0 and old and not old[-1].endswith(("\n", "\r")):
        last = types.Position(len(old) - 1, _units(old[-1]))
    return types.TextEdit(types.Range(first, last), "".join(new[start : len(new) - end]))


def uri_of(root: str, path: Path) -> str:
    """The address of a file of the report."""
    return FilePath(os.path.join(root, path)).as_uri()


def _finding(finding: Finding, root: str, line: Line) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(uri_of(root, step.location.path), _range(step.location, line)), _said(step)
        )
        for trace in finding.traces[:1]
        for step in trace.steps
    ]
    numbers = f" (PCI DSS {', '.join(finding.requirements)})" if finding.requirements else ""
    return types.Diagnostic(
        range=_range(finding.location, line),
        message=f"{finding.message}{numbers}\n{finding.remedy}",
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        related_information=related,
    )


def _problem(problem: Problem, line: Line) -> types.Diagnostic:
    return types.Diagnostic(
        range=_range(problem.location, line),
        message=problem.message,
        severity=types.DiagnosticSeverity.Information,
        code=problem.code,
        source=SOURCE,
    )


def _said(step: Step) -> str:
    kind = _STEPS.get(step.kind, step.kind)
    return f"{kind}: {step.note}" if step.note else kind


def _range(location: Location, line: Line) -> types.Range:
    """From the place to the end of its line."""
    text = line(location.path, location.line)
    row = location.line - 1
    start = _units(text[: location.column - 1])
    return types.Range(types.Position(row, start), types.Position(row, max(start + 1, _units(text.rstrip()))))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in _while_equal(pairs))


def _while_equal(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for one, other in pairs:
        if one != other:
            return
        yield one
