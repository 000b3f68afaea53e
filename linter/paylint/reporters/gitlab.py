"""The two reports that GitLab reads: SAST (security report schemas, version 15) and Code Quality.

GitLab documents them under "Security scanner integration" and "Code Quality: import Code Quality results".
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import TextIO

from paylint.finding import Finding, Report, Severity, Step, Trace
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.told import said, sentence, told, way
from paylint.reporters.wording import HOME_URI, STANDARD

SCHEMA_VERSION = "15.0.7"
SCHEMA_URI = (
    "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/"
    f"v{SCHEMA_VERSION}/dist/sast-report-format.json"
)
LONGEST_NAME = 255
LONGEST_SOLUTION = 7000
LONGEST_DESCRIPTION = 1_000_000

_SEVERITY = {Severity.ERROR: "High", Severity.WARNING: "Medium", Severity.NOTE: "Low"}
_QUALITY_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "minor"}

_Object = dict[str, object]


def report_sast(report: Report, stream: TextIO, *, ended: datetime, prefix: str = "") -> None:
    """Write a SAST report; ``ended`` is when the run was over, ``prefix`` leads from the repository to the root.

    Unlike the other forms this one holds the time, because GitLab asks for it.
    """
    shown = masked(report)
    summaries = {rule.code: rule.summary for rule in shown.rules}
    at = ended.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    document: _Object = {
        "version": SCHEMA_VERSION,
        "schema": SCHEMA_URI,
        "scan": {
            "analyzer": _tool(shown),
            "scanner": _tool(shown),
            "type": "sast",
            "start_time": at,
            "end_time": at,
            "status": "failure" if any(problem.fatal for problem in shown.problems) else "success",
            "messages": [
                {
                    "level": "fatal" if problem.fatal else "warn",
                    "value": one_line(f"{problem.location}: {problem.message}"),
                }
                for problem in shown.problems
            ],
        },
        "vulnerabilities": [
            _vulnerability(finding, summaries.get(finding.code, finding.name), prefix) for finding in shown.findings
        ],
    }
    _write(document, stream)


def report_code_quality(report: Report, stream: TextIO, *, prefix: str = "") -> None:
    """Write a Code Quality report; ``prefix`` leads from the repository to the root of the report."""
    issues: list[_Object] = [
        {
            "description": one_line(f"{finding.code}: {sentence(finding.message)}"),
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": finding.fingerprint,
            "severity": _QUALITY_SEVERITY[finding.severity],
            "location": {"path": prefix + finding.location.path, "lines": {"begin": finding.location.line}},
        }
        for finding in masked(report).findings
    ]
    _write(issues, stream)


def _tool(report: Report) -> _Object:
    return {
        "id": "paylint",
        "name": "paylint",
        "url": HOME_URI,
        "vendor": {"name": "paylint"},
        "version": report.version,
    }


def _vulnerability(finding: Finding, summary: str, prefix: str) -> _Object:
    location: _Object = {
        "file": prefix + finding.location.path,
        "start_line": finding.location.line,
        "end_line": finding.location.line,
    }
    if finding.function:
        location["method"] = finding.function
    vulnerability: _Object = {
        "id": str(uuid.UUID(finding.fingerprint)),
        "name": one_line(sentence(summary))[:LONGEST_NAME],
        "description": _description(finding)[:LONGEST_DESCRIPTION],
        "severity": _SEVERITY[finding.severity],
        "solution": one_line(sentence(finding.remedy))[:LONGEST_SOLUTION] if finding.remedy else "",
        "identifiers": [
            {"type": "paylint_rule", "name": f"paylint {finding.code} {finding.name}", "value": finding.code},
            *(
                {"type": STANDARD.lower().replace(" ", "_"), "name": f"{STANDARD} {number}", "value": number}
                for number in finding.requirements
            ),
        ],
        "location": location,
    }
    if finding.traces:
        vulnerability["details"] = {"trace": _details(finding.traces[0], prefix)}
    return vulnerability


def _description(finding: Finding) -> str:
    """GitLab reads this as Markdown, so the way stands in a block of code."""
    if not finding.traces:
        return told(finding)
    return "\n".join([told(finding), "", *("    " + line for line in way(finding.traces[0]))])


def _details(trace: Trace, prefix: str) -> _Object:
    items = [item for step in trace.steps for item in _step(step, prefix)]
    return {"name": "Way from source to sink", "type": "list", "items": items}


def _step(step: Step, prefix: str) -> list[_Object]:
    where: _Object = {
        "type": "file-location",
        "file_name": prefix + step.location.path,
        "line_start": step.location.line,
    }
    return [where, {"type": "text", "value": one_line(f"{step.kind}: {said(step)}")}]


def _write(document: object, stream: TextIO) -> None:
    json.dump(document, stream, ensure_ascii=False, indent=2)
    stream.write("\n")
