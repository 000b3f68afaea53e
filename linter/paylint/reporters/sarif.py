"""SARIF 2.1.0 (OASIS Standard of 27 March 2020), with traces as code flows and the standard as a taxonomy."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable, Sequence
from typing import TextIO
from urllib.parse import quote

from paylint.finding import Confidence, Finding, Problem, Report, RuleInfo, Severity, Skipped, Step, Suppression, Trace
from paylint.location import Location
from paylint.masking import masked
from paylint.reporters.wording import HOME_URI, STANDARD, STANDARD_BODY, STANDARD_URI, STANDARD_VERSION

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_STEPS = 1000
"""Code-scanning services refuse thread flows with more locations than this."""

_TAXONOMY_GUID = "2b6eb7a1-43f1-4c5a-9a0e-5e0b1d3c7f41"
_ROOT = "SRCROOT"
_SKIPPED = "left-out"
_SECURITY_SEVERITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.NOTE: "2.0"}
_RANK = {Confidence.HIGH: 90.0, Confidence.MEDIUM: 60.0, Confidence.LOW: 30.0}

_Object = dict[str, object]


def report(report: Report, stream: TextIO) -> None:
    """Write one SARIF log with one run on one line, keys in a fixed order and without times."""
    log: _Object = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(masked(report))]}
    stream.write(json.dumps(log, ensure_ascii=False, separators=(",", ":")) + "\n")


def _run(report: Report) -> _Object:
    numbers = _numbers(report)
    rules = [rule.code for rule in report.rules]
    descriptors = _descriptors(report)
    run: _Object = {
        "tool": {"driver": _driver(report, numbers, descriptors)},
        "automationDetails": {"id": "paylint/"},
        "invocations": [_invocation(report, descriptors)],
        "originalUriBaseIds": {
            _ROOT: {
                "uri": pathlib.Path(report.root).as_uri().rstrip("/") + "/",
                "description": {"text": "The folder that was checked."},
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, rules, numbers) for finding in report.findings),
            *(
                {**_result(item.finding, rules, numbers), "suppressions": [_suppression(item.suppression)]}
                for item in report.suppressed
            ),
        ],
    }
    if numbers:
        run["taxonomies"] = [_taxonomy(numbers)]
    return run


def _numbers(report: Report) -> list[str]:
    """All requirement numbers that the run mentions, in the standard's own order."""
    told = {number for rule in report.rules for number in rule.requirements}
    findings = (*report.findings, *(item.finding for item in report.suppressed))
    told.update(number for finding in findings for number in finding.requirements)
    return sorted(told, key=lambda number: [(not part.isdigit(), part.zfill(4)) for part in number.split(".")])


def _driver(report: Report, numbers: list[str], descriptors: list[str]) -> _Object:
    driver: _Object = {
        "name": "paylint",
        "fullName": f"paylint {report.version}",
        "semanticVersion": report.version,
        "informationUri": HOME_URI,
        "rules": [_rule(rule, numbers) for rule in report.rules],
    }
    if descriptors:
        driver["notifications"] = [_descriptor(descriptor) for descriptor in descriptors]
    if numbers:
        driver["supportedTaxonomies"] = [{"name": STANDARD, "index": 0, "guid": _TAXONOMY_GUID}]
    return driver


def _rule(rule: RuleInfo, numbers: list[str]) -> _Object:
    return {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": _sentence(rule.summary)},
        "fullDescription": {"text": f"{_sentence(rule.summary)} {_sentence(rule.remedy)}"},
        "help": {"text": _sentence(rule.remedy), "markdown": rule.help},
        "defaultConfiguration": {"level": rule.severity.label},
        "relationships": [
            {"target": _taxon_reference(number, numbers), "kinds": ["relevant"]} for number in rule.requirements
        ],
        "properties": {
            "precision": "high",
            "security-severity": _SECURITY_SEVERITY[rule.severity],
            "tags": ["security", rule.name, *rule.guideline],
        },
    }


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _taxonomy(numbers: list[str]) -> _Object:
    return {
        "name": STANDARD,
        "version": STANDARD_VERSION,
        "guid": _TAXONOMY_GUID,
        "organization": STANDARD_BODY,
        "informationUri": STANDARD_URI,
        "shortDescription": {"text": f"{STANDARD} v{STANDARD_VERSION}, as far as the rules of this run refer to it."},
        "isComprehensive": False,
        "taxa": [
            {"id": number, "shortDescription": {"text": f"{STANDARD} v{STANDARD_VERSION} requirement {number}."}}
            for number in numbers
        ],
    }


def _taxon_reference(number: str, numbers: list[str]) -> _Object:
    return {
        "id": number,
        "index": numbers.index(number),
        "toolComponent": {"name": STANDARD, "index": 0, "guid": _TAXONOMY_GUID},
    }


def _result(finding: Finding, rules: list[str], numbers: list[str]) -> _Object:
    result: _Object = {"ruleId": finding.code}
    if finding.code in rules:
        result["ruleIndex"] = rules.index(finding.code)
    result |= {
        "level": finding.severity.label,
        "message": {"text": _full_message(finding)},
        "locations": [_location(finding.location, _code_at(finding), finding.function)],
        "partialFingerprints": {"paylint/v1": finding.fingerprint},
        "rank": _RANK[finding.confidence],
    }
    if finding.requirements:
        result["taxa"] = [_taxon_reference(number, numbers) for number in finding.requirements]
    if finding.traces:
        result["codeFlows"] = [_code_flow(trace) for trace in finding.traces]
        result["relatedLocations"] = _sources(finding.traces)
    result["properties"] = {
        "confidence": finding.confidence.label,
        "elements": list(finding.elements),
        "subject": finding.subject,
        "sources": finding.sources,
        "guideline": list(finding.guideline),
    }
    return result


def _suppression(said: Suppression) -> _Object:
    """Text in the source is of kind ``inSource``; a configuration and a baseline are outside of it (SARIF 2.1.0, 3.35.2)."""
    until = f"until {said.until}" if said.until else ""
    suppression: _Object = {
        "kind": "inSource" if said.by == "comment" else "external",
        "status": "accepted",
        "justification": " -- ".join(part for part in (said.reason, until, said.owner) if part),
    }
    if said.by == "comment":
        suppression["location"] = _location(said.location)
    return suppression


def _code_at(finding: Finding) -> str:
    """The source line of the finding's place, as far as a trace holds it."""
    steps = (step for trace in finding.traces for step in trace.steps)
    here = (finding.location.path, finding.location.line)
    return next((step.code for step in steps if (step.location.path, step.location.line) == here), "")


def _full_message(finding: Finding) -> str:
    return " ".join(_sentence(part) for part in (finding.message, finding.meaning, finding.remedy) if part)


def _sources(traces: Sequence[Trace]) -> list[_Object]:
    steps = dict.fromkeys(trace.source for trace in traces)
    return [
        {"id": number, **_location(step.location, step.code), "message": {"text": _what(step)}}
        for number, step in enumerate(steps)
    ]


def _code_flow(trace: Trace) -> _Object:
    locations = [
        {"location": _thread_location(step), "kinds": [step.kind], "importance": _importance(step)}
        for step in _shortened(trace.steps)
    ]
    return {"threadFlows": [{"locations": locations}]}


def _shortened(steps: Sequence[Step]) -> Iterable[Step]:
    """At most `MOST_STEPS` of the steps, the first and the last ones."""
    if len(steps) <= MOST_STEPS:
        return steps
    half = MOST_STEPS // 2
    return [*steps[:half], *steps[-half:]]


def _thread_location(step: Step) -> _Object:
    return {**_location(step.location, step.code, step.function), "message": {"text": _what(step)}}


def _importance(step: Step) -> str:
    return "essential" if step.kind in ("source", "sink") else "important"


def _what(step: Step) -> str:
    return _sentence(f"{step.kind}: {step.note or step.code.strip() or step.location}")


def _location(location: Location, code: str = "", function: str = "") -> _Object:
    region: _Object = {"startLine": location.line, "startColumn": location.column}
    if code:
        region["snippet"] = {"text": code}
    place: _Object = {"physicalLocation": {"artifactLocation": _artifact(location.path), "region": region}}
    if function:
        place["logicalLocations"] = [{"fullyQualifiedName": function, "kind": "function"}]
    return place


def _artifact(path: str) -> _Object:
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _descriptors(report: Report) -> list[str]:
    codes = sorted({problem.code for problem in report.problems})
    return [*codes, _SKIPPED] if report.coverage.skipped else codes


def _descriptor(descriptor: str) -> _Object:
    skipped = descriptor == _SKIPPED
    told = "A file was found and not read." if skipped else "Something kept the run from seeing everything."
    help_text = "Change the configuration to have it read." if skipped else "Findings may be missing here."
    return {
        "id": descriptor,
        "name": "FileLeftOut" if skipped else "NotFullyAnalysed",
        "shortDescription": {"text": told},
        "fullDescription": {"text": told},
        "help": {"text": help_text},
    }


def _invocation(report: Report, descriptors: list[str]) -> _Object:
    invocation: _Object = {
        "executionSuccessful": not any(problem.fatal for problem in report.problems),
        "exitCode": report.exit_code,
    }
    if descriptors:
        invocation["toolExecutionNotifications"] = [
            *(_problem(problem, descriptors) for problem in report.problems),
            *(_left_out(skipped, descriptors) for skipped in report.coverage.skipped),
        ]
    return invocation


def _problem(problem: Problem, descriptors: list[str]) -> _Object:
    notification: _Object = {
        "descriptor": {"id": problem.code, "index": descriptors.index(problem.code)},
        "level": "error" if problem.fatal else "warning",
        "message": {"text": _sentence(problem.message)},
    }
    if problem.location.path != ".":
        notification["locations"] = [_location(problem.location)]
    return notification


def _left_out(skipped: Skipped, descriptors: list[str]) -> _Object:
    return {
        "descriptor": {"id": _SKIPPED, "index": descriptors.index(_SKIPPED)},
        "level": "note",
        "message": {"text": f"Not read: {skipped.reason}."},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(skipped.path)}}],
    }
