from __future__ import annotations

import importlib.resources
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from paylint.finding import Coverage, Report
from paylint.reporters import json_file

SCHEMA = json.loads(importlib.resources.files("paylint").joinpath("schemas/check.schema.json").read_text("utf-8"))


def document(report: Report) -> Any:
    stream = io.StringIO()
    json_file.report(report, stream)
    return json.loads(stream.getvalue())


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("seconds", [(), (("parse", 0.25),)], ids=["without times", "with times"])
def test_the_document_follows_the_schema(report: Report, seconds: tuple[tuple[str, float], ...]) -> None:
    jsonschema.validate(document(replace(report, seconds=seconds)), SCHEMA)


def test_an_empty_report_follows_the_schema(report: Report) -> None:
    empty = replace(report, findings=(), problems=(), coverage=Coverage(), rules=(), exit_code=0)

    jsonschema.validate(document(empty), SCHEMA)


def test_a_finding_holds_its_trace_and_its_fingerprint(report: Report) -> None:
    finding = document(report)["findings"][0]

    assert finding["location"] == {"path": "src/shop/checkout/views.py", "line": 41, "column": 18}
    assert [step["kind"] for step in finding["traces"][0]] == ["source", "route", "step", "call", "sink"]
    assert finding["fingerprint"] == report.findings[0].fingerprint
    assert finding["sources"] == 3


def test_times_are_there_only_if_the_report_holds_them(report: Report) -> None:
    assert "seconds" not in document(report)
    assert document(replace(report, seconds=(("parse", 0.25),)))["seconds"] == {"parse": 0.25}


def test_no_card_number_is_written_whole(report: Report) -> None:
    stream = io.StringIO()
    json_file.report(report, stream)

    assert "4242 4242 4242 4242" not in stream.getvalue()
    assert "4242424242424242" not in stream.getvalue()
    assert "4242 42** **** 4242" in stream.getvalue()
