"""One line a finding: ``path:line:column: CODE[name] message``, as editors and grep like it."""

from __future__ import annotations

from typing import TextIO

from paylint.finding import Report
from paylint.masking import masked
from paylint.reporters.plain import one_line


def report(report: Report, stream: TextIO) -> None:
    """Write findings, then problems (which have no name), one line each; nothing where there is nothing."""
    shown = masked(report)
    lines = [f"{finding.location}: {finding.code}[{finding.name}] {finding.message}" for finding in shown.findings]
    lines += [f"{problem.location}: {problem.code} {problem.message}" for problem in shown.problems]
    stream.writelines(one_line(line) + "\n" for line in lines)
