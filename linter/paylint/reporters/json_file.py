"""Everything a report holds, as JSON, in the form that ``schemas/check.schema.json`` describes.

`paylint check --format json` writes one document: each finding with its rule, severity, confidence, place, message, requirements,
remedy, fingerprint and the ways of the data step by step, findings that are suppressed, what could not be analysed, how far the run saw,
and the rules that ran. Equal trees give equal documents, apart from ``root`` and the wall times. ``version`` grows when something
changes its meaning or goes away. The schema comes with the package:
``importlib.resources.files("paylint") / "schemas" / "check.schema.json"``.
"""

from __future__ import annotations

import json
from typing import TextIO

from paylint.finding import Coverage, Finding, Problem, Report, RuleInfo, Step, Suppressed
from paylint.location import Location
from paylint.masking import masked

VERSION = 1

_Object = dict[str, object]


def report(report: Report, stream: TextIO) -> None:
    """Write one JSON document, keys in a fixed order. ``seconds`` is there only if the report holds times."""
    shown = masked(report)
    document: _Object = {
        "version": VERSION,
        "tool": {"name": "paylint", "version": shown.version},
        "root": shown.root,
        "exit_code": shown.exit_code,
        "findings": [_finding(finding) for finding in shown.findings],
        "suppressed": [_suppressed(item) for item in shown.suppressed],
        "fixed": list(shown.fixed),
        "problems": [_problem(problem) for problem in shown.problems],
        "coverage": _coverage(shown.coverage),
        "rules": rule_objects(shown.rules),
    }
    if shown.seconds:
        document["seconds"] = dict(shown.seconds)
    json.dump(document, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def rule_objects(rules: tuple[RuleInfo, ...]) -> list[_Object]:
    """The rules' metadata as JSON objects."""
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "summary": rule.summary,
            "severity": rule.severity.label,
            "requirements": list(rule.requirements),
            "guideline": list(rule.guideline),
            "remedy": rule.remedy,
            "help": rule.help,
        }
        for rule in rules
    ]


def _finding(finding: Finding) -> _Object:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "location": location_object(finding.location),
        "function": finding.function,
        "message": finding.message,
        "subject": finding.subject,
        "elements": list(finding.elements),
        "sources": finding.sources,
        "traces": [[step_object(step) for step in trace.steps] for trace in finding.traces],
        "requirements": list(finding.requirements),
        "guideline": list(finding.guideline),
        "meaning": finding.meaning,
        "remedy": finding.remedy,
        "fingerprint": finding.fingerprint,
    }


def _suppressed(item: Suppressed) -> _Object:
    said = item.suppression
    return {
        "by": said.by,
        "location": location_object(said.location),
        "reason": said.reason,
        "until": said.until,
        "owner": said.owner,
        "finding": _finding(item.finding),
    }


def step_object(step: Step) -> _Object:
    """One hop of a trace as a JSON object."""
    return {
        "kind": step.kind,
        "location": location_object(step.location),
        "function": step.function,
        "code": step.code,
        "note": step.note,
    }


def _problem(problem: Problem) -> _Object:
    return {
        "code": problem.code,
        "location": location_object(problem.location),
        "message": problem.message,
        "fatal": problem.fatal,
    }


def _coverage(coverage: Coverage) -> _Object:
    return {
        "files": coverage.files,
        "lines": coverage.lines,
        "analysed": coverage.analysed,
        "functions": coverage.functions,
        "calls": coverage.calls,
        "unresolved": coverage.unresolved,
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in coverage.skipped],
    }


def location_object(location: Location) -> _Object:
    """A place in a file as a JSON object."""
    return {"path": location.path, "line": location.line, "column": location.column}
