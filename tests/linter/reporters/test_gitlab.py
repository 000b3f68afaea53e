from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema

from paylint.finding import Report
from paylint.reporters import gitlab

SCHEMAS = Path(__file__).parents[2] / "schemas"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def sast(report: Report, ended: datetime = NOON, prefix: str = "") -> Any:
    stream = io.StringIO()
    gitlab.report_sast(report, stream, ended=ended, prefix=prefix)
    document = json.loads(stream.getvalue())
    jsonschema.validate(document, json.loads((SCHEMAS / "gitlab-sast.json").read_text()))
    return document


def quality(report: Report, prefix: str = "") -> Any:
    stream = io.StringIO()
    gitlab.report_code_quality(report, stream, prefix=prefix)
    document = json.loads(stream.getvalue())
    jsonschema.validate(document, json.loads((SCHEMAS / "gitlab-quality.json").read_text()))
    return document


def test_a_vulnerability_is_known_by_the_fingerprint_and_named_by_its_rule(report: Report) -> None:
    first = sast(report)["vulnerabilities"][0]

    assert first["id"].replace("-", "") == report.findings[0].fingerprint
    assert first["name"] == "Card data enters this server."
    assert first["severity"] == "High"
    assert [identifier["value"] for identifier in first["identifiers"]] == ["PAY101", "1.2.4", "12.5.2"]
    assert first["location"] == {
        "file": "src/shop/checkout/views.py",
        "start_line": 41,
        "end_line": 41,
        "method": "shop.checkout.views.pay",
    }


def test_the_way_is_a_list_of_places_and_a_block_of_code(report: Report) -> None:
    first = sast(report)["vulnerabilities"][0]

    places = [item["file_name"] for item in first["details"]["trace"]["items"] if item["type"] == "file-location"]
    assert places[0] == "templates/checkout/pay.html"
    assert len(places) == 5
    assert '    source  templates/checkout/pay.html:12  <input name="card_number">' in first["description"]


def test_the_time_is_utc_whatever_the_zone(report: Report) -> None:
    tokyo = datetime(2026, 11, 24, 21, 0, tzinfo=timezone(timedelta(hours=9)))

    assert sast(report, tokyo)["scan"]["end_time"] == "2026-11-24T12:00:00"


def test_an_internal_error_makes_the_scan_a_failure_and_is_told(report: Report) -> None:
    broken = replace(report, problems=(replace(report.problems[0], fatal=True),))

    assert sast(report)["scan"]["status"] == "success"
    assert sast(broken)["scan"]["status"] == "failure"
    assert sast(broken)["scan"]["messages"][0]["level"] == "fatal"


def test_paths_begin_at_the_top_of_the_repository(report: Report) -> None:
    assert sast(report, prefix="shop/")["vulnerabilities"][0]["location"]["file"] == "shop/src/shop/checkout/views.py"
    assert quality(report, "shop/")[0]["location"]["path"] == "shop/src/shop/checkout/views.py"


def test_code_quality_tells_the_same_findings_with_severities_of_its_own(report: Report) -> None:
    issues = quality(report)

    assert [issue["fingerprint"] for issue in issues] == [finding.fingerprint for finding in report.findings]
    assert [issue["severity"] for issue in issues] == ["critical", "major"]
    assert "424242******4242" in issues[1]["description"]


def test_nothing_found_is_a_report_too(report: Report) -> None:
    clean = replace(report, findings=(), problems=())

    assert sast(clean)["vulnerabilities"] == []
    assert quality(clean) == []
