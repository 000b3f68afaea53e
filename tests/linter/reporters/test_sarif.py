from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from paylint.finding import Problem, Report, Step, Trace
from paylint.location import Location, Path
from paylint.reporters import sarif


def run(report: Report) -> Any:
    stream = io.StringIO()
    sarif.report(report, stream)
    return json.loads(stream.getvalue())["runs"][0]


def test_paths_are_relative_to_the_root_and_percent_encoded(report: Report) -> None:
    written = run(report)

    place = written["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "src/shop/models%20tests/%E6%B1%BA%E6%B8%88.py", "uriBaseId": "SRCROOT"}
    assert written["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///srv/shop/"


def test_columns_count_code_points(report: Report) -> None:
    written = run(report)

    assert written["columnKind"] == "unicodeCodePoints"
    assert written["results"][0]["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 41,
        "startColumn": 18,
        "snippet": {"text": '    number = request.POST["card_number"]'},
    }


def test_each_trace_is_a_code_flow_and_each_source_a_related_location(report: Report) -> None:
    result = run(report)["results"][0]

    flows = [flow["threadFlows"][0]["locations"] for flow in result["codeFlows"]]
    assert [[step["kinds"][0] for step in flow] for flow in flows] == [
        ["source", "route", "step", "call", "sink"],
        ["source", "sink"],
    ]
    related = [place["physicalLocation"]["artifactLocation"]["uri"] for place in result["relatedLocations"]]
    assert related == ["templates/checkout/pay.html", "src/shop/api.py"]


def test_a_code_flow_has_at_most_a_thousand_locations_and_keeps_both_ends(report: Report) -> None:
    where = Location(Path("a.py"), 1)
    steps = (Step("source", where, "x"), *(Step("step", where, "x") for _ in range(3000)), Step("sink", where, "x"))
    finding = replace(report.findings[0], traces=(Trace(steps),))

    locations = run(replace(report, findings=(finding,)))["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]

    assert len(locations) == 1000
    assert (locations[0]["kinds"], locations[-1]["kinds"]) == (["source"], ["sink"])


def test_the_fingerprint_is_the_findings_own(report: Report) -> None:
    for result, finding in zip(run(report)["results"], report.findings, strict=True):
        assert result["partialFingerprints"] == {"paylint/v1": finding.fingerprint}


def test_a_rule_says_how_bad_it_is_and_how_to_fix_it(report: Report) -> None:
    rule = run(report)["tool"]["driver"]["rules"][0]

    assert rule["id"] == "PAY101"
    assert rule["help"]["markdown"] == report.rules[0].help
    assert rule["help"]["text"] == "Move to the link type or to a token from hosted fields."
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"]["security-severity"] == "8.0"


def test_the_standard_is_a_taxonomy_that_rules_and_results_refer_to(report: Report) -> None:
    written = run(report)

    taxonomy = written["taxonomies"][0]
    assert (taxonomy["name"], taxonomy["version"]) == ("PCI DSS", "4.0.1")
    assert [taxon["id"] for taxon in taxonomy["taxa"]] == ["1.2.4", "3.3.1.2", "12.5.2"]
    for reference in (
        *written["results"][0]["taxa"],
        *(relation["target"] for relation in written["tool"]["driver"]["rules"][0]["relationships"]),
    ):
        assert taxonomy["taxa"][reference["index"]]["id"] == reference["id"]


def test_files_not_analysed_are_notifications(report: Report) -> None:
    written = run(report)

    invocation = written["invocations"][0]
    told = [
        (
            notification["descriptor"]["id"],
            notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            notification["message"]["text"],
        )
        for notification in invocation["toolExecutionNotifications"]
    ]
    assert told[:2] == [
        ("PAY901", "src/legacy.py", "Not analysed: print statement of Python 2."),
        ("left-out", "static/x.min.js", "Not read: minified."),
    ]
    assert invocation["executionSuccessful"] is True
    assert invocation["exitCode"] == 1


def test_an_internal_error_makes_the_run_unsuccessful(report: Report) -> None:
    broken = replace(report, problems=(Problem("PAY999", Location(Path("a.py"), 1), "crashed", fatal=True),))

    assert run(broken)["invocations"][0]["executionSuccessful"] is False


def test_a_problem_of_the_whole_run_has_no_place(report: Report) -> None:
    broken = replace(report, problems=(Problem("PAY901", Location(Path("."), 1), "a rule crashed", fatal=True),))

    assert "locations" not in run(broken)["invocations"][0]["toolExecutionNotifications"][0]


def test_no_card_number_is_written_whole(report: Report) -> None:
    text = json.dumps(run(report))

    assert "4242 4242 4242 4242" not in text
    assert "4242424242424242" not in text


def test_equal_reports_give_equal_bytes(report: Report) -> None:
    first, second = io.StringIO(), io.StringIO()

    sarif.report(report, first)
    sarif.report(replace(report, seconds=(("parse", 2.0),)), second)

    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize("part", ["findings", "rules", "problems"])
def test_a_part_may_be_empty(report: Report, part: str) -> None:
    empty: dict[str, Any] = {part: ()}

    assert run(replace(report, **empty))["tool"]["driver"]["name"] == "paylint"
