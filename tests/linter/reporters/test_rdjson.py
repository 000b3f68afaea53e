from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema

from paylint.finding import Report
from paylint.reporters import rdjson

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "rdjson.json").read_text())


def written(report: Report, prefix: str = "") -> Any:
    stream = io.StringIO()
    rdjson.report(report, stream, prefix=prefix)
    document = json.loads(stream.getvalue())
    jsonschema.validate(document, SCHEMA)
    return document


def test_a_diagnostic_has_its_line_its_severity_and_its_rule(report: Report) -> None:
    diagnostics = written(report)["diagnostics"]

    assert diagnostics[0]["location"] == {"path": "src/shop/checkout/views.py", "range": {"start": {"line": 41}}}
    assert diagnostics[0]["code"] == {"value": "PAY101"}
    assert [diagnostic["severity"] for diagnostic in diagnostics] == ["ERROR", "WARNING", "WARNING"]


def test_the_sources_are_related_places(report: Report) -> None:
    related = written(report, "shop/")["diagnostics"][0]["related_locations"]

    assert [place["location"]["path"] for place in related] == [
        "shop/templates/checkout/pay.html",
        "shop/src/shop/api.py",
    ]
