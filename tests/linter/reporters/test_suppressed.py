"""Findings that do not count: every form tells of them, or of none, and none fails for them."""

from __future__ import annotations

import importlib.resources
import io
import json
from dataclasses import replace

import jsonschema
import pytest

from paylint.finding import Report, Suppressed, Suppression
from paylint.location import Location, Path
from paylint.reporters import concise, csv_file, github, json_file, junit, markdown, rdjson, sarif, terminal


@pytest.fixture
def accepted(report: Report) -> Report:
    """The report's first finding is accepted by a comment, its second is in a baseline."""
    comment = Suppression("comment", Location(Path("src/a.py"), 7, 3), "card 4242424242424242", "2027-03-31", "team")
    known = Suppression("baseline", Location(Path("known.jsonl"), 1), "in the baseline known.jsonl")
    both = zip(report.findings, (comment, known), strict=True)
    return replace(report, findings=(), problems=(), suppressed=tuple(Suppressed(*pair) for pair in both))


def test_sarif_keeps_them_with_kind_reason_and_place(accepted: Report) -> None:
    stream = io.StringIO()
    sarif.report(accepted, stream)
    results = json.loads(stream.getvalue())["runs"][0]["results"]

    assert [result["suppressions"] for result in results] == [
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "card 424242******4242 -- until 2027-03-31 -- team",
                "location": {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "src/a.py", "uriBaseId": "SRCROOT"},
                        "region": {"startLine": 7, "startColumn": 3},
                    }
                },
            }
        ],
        [{"kind": "external", "status": "accepted", "justification": "in the baseline known.jsonl"}],
    ]


def test_json_lists_them_apart(accepted: Report) -> None:
    stream = io.StringIO()
    json_file.report(replace(accepted, fixed=("gone",)), stream)
    document = json.loads(stream.getvalue())

    schema = importlib.resources.files("paylint").joinpath("schemas/check.schema.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(schema))
    assert document["findings"] == []
    assert [(item["by"], item["finding"]["code"]) for item in document["suppressed"]] == [
        ("comment", "PAY101"),
        ("baseline", "PAY201"),
    ]
    assert document["fixed"] == ["gone"]


def test_the_text_counts_them_and_names_what_is_fixed(accepted: Report) -> None:
    stream = io.StringIO()
    terminal.report(replace(accepted, fixed=("a.py::pay: PAY301",)), stream)

    assert stream.getvalue().endswith(
        "Fixed since the baseline (`paylint baseline prune` takes it out)\n    a.py::pay: PAY301\n\n"
        "no further card flow found in 412 files (31 analysed); 1 suppressed, 1 in the baseline\n"
    )


@pytest.mark.parametrize("form", [concise, csv_file, github, junit, rdjson, markdown])
def test_the_other_forms_do_not_report_them(accepted: Report, form: object) -> None:
    stream = io.StringIO()
    form.report(accepted, stream)  # type: ignore[attr-defined]

    assert "PAY101" not in stream.getvalue()
