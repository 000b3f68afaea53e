"""JUnit XML as Jenkins and others read it: one failed test for each finding, one passed test where there is none."""

from __future__ import annotations

import re
from typing import TextIO
from xml.etree import ElementTree as ET

from paylint.finding import Finding, Problem, Report
from paylint.masking import masked
from paylint.reporters.plain import one_line
from paylint.reporters.told import told, way

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, 2.2."""


def report(report: Report, stream: TextIO, *, prefix: str = "") -> None:
    """Write one test suite; ``prefix`` leads from the repository to the root of the report."""
    shown = masked(report)
    cases = [_finding(finding, prefix) for finding in shown.findings]
    cases += [_problem(problem, prefix) for problem in shown.problems]
    suite = ET.Element(
        "testsuite",
        name="paylint",
        tests=str(len(cases) or 1),
        failures=str(len(shown.findings)),
        errors=str(len(shown.problems)),
        skipped="0",
        time="0",
    )
    suite.extend(cases or [ET.Element("testcase", classname="paylint", name="check", time="0")])
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
    stream.write(ET.tostring(suites, encoding="unicode") + "\n")


def _finding(finding: Finding, prefix: str) -> ET.Element:
    path = prefix + finding.location.path
    case = _case(path, f"{finding.code} {finding.name} {finding.location.line}:{finding.location.column}")
    ways = [line for trace in finding.traces[:1] for line in way(trace)]
    failure = ET.SubElement(case, "failure", type=finding.severity.label, message=_clean(one_line(finding.message)))
    failure.text = _clean("\n".join([f"{path}:{finding.location.line}: {told(finding)}", *ways]))
    return case


def _problem(problem: Problem, prefix: str) -> ET.Element:
    case = _case(prefix + problem.location.path, f"{problem.code} {problem.location.line}:{problem.location.column}")
    message = _clean(one_line(problem.message))
    error = ET.SubElement(case, "error", type="fatal" if problem.fatal else "warning", message=message)
    error.text = message
    return case


def _case(path: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=_clean(path), name=_clean(name), time="0")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
