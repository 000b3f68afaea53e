"""The command line over the real line and the installed rules: the forms of output agree about one small shop."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

import jsonschema
import pytest

from paylint.cli.app import run

SHOP = """\
from flask import Flask, request
import logging

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/pay")
def pay():
    log.info("paying with %s", request.form["card_number"])  # such as 4242424242424242
    return "ok"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "broken.py").write_text('def pay(card_number:\n    return "')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert run(["check", *options]) == 1
    return capsys.readouterr().out


@pytest.mark.usefixtures("shop")
def test_all_forms_of_output_tell_the_same_findings(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(written(capsys, "--format", "json"))
    schema = importlib.resources.files("paylint").joinpath("schemas/check.schema.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(schema))
    codes = [finding["code"] for finding in document["findings"]]
    assert codes

    results = json.loads(written(capsys, "--format", "sarif"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == codes
    lines = written(capsys, "--format", "concise").splitlines()
    assert [line.split(": ")[1].split("[")[0] for line in lines if "[" in line] == codes
    text = written(capsys)
    assert all(code in text for code in codes)


@pytest.mark.usefixtures("shop")
def test_a_file_that_cannot_be_analysed_is_named_and_hides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys)

    assert "broken.py" in text
    assert "shop.py:10" in text


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif"])
def test_the_output_is_the_same_every_time_and_holds_no_card_number(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    first = written(capsys, "--format", form, "--jobs", "1")

    assert written(capsys, "--format", form, "--jobs", "2") == first
    assert "4242424242424242" not in first


@pytest.mark.usefixtures("shop")
def test_the_call_graph_is_in_the_form_of_pycg(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reveal", "calls", "shop.py", "--format", "json"]) == 0

    graph = json.loads(capsys.readouterr().out)
    assert "logging.getLogger" in graph["shop"]
    assert all(isinstance(callee, str) for callees in graph.values() for callee in callees)


@pytest.mark.usefixtures("shop")
def test_the_first_and_the_last_stage_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reveal", "files"]) == 0
    assert "shop.py  " in capsys.readouterr().out

    assert run(["reveal", "facts"]) == 0
    facts = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in facts} >= {"arrival", "flow"}
    assert any("shop.py:10" in line for line in facts)


@pytest.mark.usefixtures("shop")
def test_an_unknown_rule_is_refused_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--select", "card-data-recieved"]) == 2

    assert 'unknown rule "card-data-recieved" in select; did you mean "card-data-received"?' in capsys.readouterr().err
