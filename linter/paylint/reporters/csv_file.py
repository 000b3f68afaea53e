"""One row a finding as CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TextIO

from paylint.finding import Finding, Report
from paylint.masking import masked
from paylint.reporters.plain import one_line

COLUMNS = (
    *("code", "name", "severity", "confidence", "path", "line", "column", "function", "subject"),
    *("elements", "message", "source", "meaning", "remedy", "requirements", "guideline", "fingerprint"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def report(report: Report, stream: TextIO) -> None:
    """Write a head and one row for each finding.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, as OWASP's page on CSV injection says.
    """
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([_harmless(cell) for cell in _cells(finding)] for finding in masked(report).findings)


def _cells(finding: Finding) -> tuple[str, ...]:
    source = finding.traces[0].source.location if finding.traces else finding.location
    return (
        *(finding.code, finding.name, finding.severity.label, finding.confidence.label),
        *(finding.location.path, str(finding.location.line), str(finding.location.column)),
        *(finding.function, finding.subject, ", ".join(finding.elements), finding.message),
        *(f"{source.path}:{source.line}", finding.meaning, finding.remedy),
        *(", ".join(finding.requirements), ", ".join(finding.guideline), finding.fingerprint),
    )


def _harmless(cell: str) -> str:
    line = one_line(cell)
    return "'" + line if line.lstrip().startswith(_FORMULA) else line
