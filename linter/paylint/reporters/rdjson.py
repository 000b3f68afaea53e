"""Reviewdog Diagnostic Format (RDFormat), one ``DiagnosticResult``, for comments on a change in review.

Places have no column: the format counts columns in bytes of UTF-8, paylint in characters, and reviewers comment on lines.
"""

from __future__ import annotations

import json
from typing import TextIO

from paylint.finding import Finding, Problem, Report, Severity
from paylint.location import Location
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.told import said, sentence, told
from paylint.reporters.wording import HOME_URI

_SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}

_Object = dict[str, object]


def report(report: Report, stream: TextIO, *, prefix: str = "") -> None:
    """Write one JSON document; ``prefix`` leads from the repository to the root of the report."""
    shown = masked(report)
    document: _Object = {
        "source": {"name": "paylint", "url": HOME_URI},
        "diagnostics": [
            *(_finding(finding, prefix) for finding in shown.findings),
            *(_problem(problem, prefix) for problem in shown.problems),
        ],
    }
    json.dump(document, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _finding(finding: Finding, prefix: str) -> _Object:
    steps = {trace.source.location: trace.source for trace in finding.traces}
    steps.pop(finding.location, None)
    diagnostic: _Object = {
        "message": told(finding),
        "location": _location(finding.location, prefix),
        "severity": _SEVERITY[finding.severity],
        "code": {"value": finding.code},
    }
    if steps:
        diagnostic["related_locations"] = [
            {"message": one_line(sentence(f"source: {said(step)}")), "location": _location(step.location, prefix)}
            for step in steps.values()
        ]
    return diagnostic


def _problem(problem: Problem, prefix: str) -> _Object:
    return {
        "message": one_line(sentence(problem.message)),
        "location": _location(problem.location, prefix),
        "severity": "ERROR" if problem.fatal else "WARNING",
        "code": {"value": problem.code},
    }


def _location(location: Location, prefix: str) -> _Object:
    return {"path": prefix + location.path, "range": {"start": {"line": location.line}}}
