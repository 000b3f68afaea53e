"""``paylint scope``: its forms, the diagram alone, the diagram that was committed, and what it refuses in one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from paylint.cli.app import run
from paylint.config.settings import Settings
from paylint.finding import Report
from paylint.scope import Node, Scope
from tests.linter.reporters.scopes import MANY_WAYS

if TYPE_CHECKING:
    from tests.cli.conftest import StubPipeline

FILES = {"mermaid": "flow.mmd", "dot": "flow.dot", "svg": "flow.svg"}
every_form = pytest.mark.parametrize("form", FILES)


@dataclass
class StubScope:
    """What is found, and how often it was asked for."""

    report: Report
    found: Scope = MANY_WAYS
    settings: list[Settings] = field(default_factory=list)

    def scope(
        self, settings: Settings, _progress: Callable[[str, int, int], None], **_store: object
    ) -> tuple[Report, Scope]:
        self.settings.append(settings)
        return self.report, self.found

    def add_a_handler(self) -> None:
        """Change the code so that its diagram changes."""
        diagram = self.found.diagram
        added = Node("service:shop.audit", "shop.audit", "server")
        self.found = replace(self.found, diagram=replace(diagram, nodes=(*diagram.nodes, added)))


@pytest.fixture
def shop(pipeline: StubPipeline, monkeypatch: pytest.MonkeyPatch) -> StubScope:
    stub = StubScope(pipeline.report)
    monkeypatch.setattr(sys.modules["paylint.pipeline"], "scope", stub.scope, raising=False)
    return stub


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        pytest.param("text", "PCI DSS scope of shop\n", id="text"),
        pytest.param("json", '{\n  "version": 1', id="json"),
        pytest.param("markdown", "# PCI DSS scope of shop\n", id="markdown"),
        pytest.param("html", "<!doctype html>\n", id="html"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_each_form_goes_to_standard_output_or_to_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str, begins: str
) -> None:
    assert run(["scope", "--format", form]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(begins)
    assert err == ""

    assert run(["scope", "--format", form, "--output", "out"]) == 0
    assert (tmp_path / "out").read_text("utf-8") == out
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("shop")
def test_findings_do_not_fail_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scope", "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["verdict"]["saq"] == "D"


def test_an_internal_error_does(shop: StubScope) -> None:
    shop.report = replace(shop.report, exit_code=3)

    assert run(["scope"]) == 3


def test_paths_and_patterns_reach_the_settings(shop: StubScope, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()

    run(["scope", "src", "--exclude", "old/", "--jobs", "1"])

    assert shop.settings[0].paths == (str(tmp_path / "src"),)
    assert shop.settings[0].jobs == 1


@pytest.mark.usefixtures("shop")
@every_form
def test_the_diagram_is_written_alone(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["scope", "--diagram", form]) == 0

    drawn = capsys.readouterr().out
    assert "GMO Payment Gateway" in drawn
    assert "SAQ" not in drawn
    if form == "svg":
        ET.fromstring(drawn)


@every_form
def test_a_committed_diagram_is_compared_with_the_code(
    shop: StubScope, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert run(["scope", "--diagram", form, "--output", FILES[form]]) == 0
    assert run(["scope", "--check", FILES[form]]) == 0
    assert capsys.readouterr().out == ""

    shop.add_a_handler()

    assert run(["scope", "--check", FILES[form]]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"The data-flow diagram in {FILES[form]} is not that of the code:\n")
    assert err == ""
    assert ("shop.audit" in out) is (form != "svg")


def test_a_name_that_does_not_tell_its_form_is_helped_by_the_option(shop: StubScope) -> None:
    run(["scope", "--diagram", "dot", "--output", "flow.txt"])

    assert run(["scope", "--diagram", "dot", "--check", "flow.txt"]) == 0
    assert len(shop.settings) == 2


def test_a_large_drift_is_cut_short(shop: StubScope, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "flow.mmd").write_text("".join(f"line {number}\n" for number in range(60)))

    assert run(["scope", "--check", "flow.mmd"]) == 1

    out = capsys.readouterr().out
    assert len(out.splitlines()) == 22
    assert "more changed lines" in out
    assert shop.settings


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--check", "none.mmd"], "cannot read none.mmd: No such file or directory", id="no file"),
        pytest.param(
            ["--check", "none.mmd"], "paylint scope --diagram mermaid --output none.mmd", id="how to write it"
        ),
        pytest.param(["--check", "bytes.svg"], "cannot read bytes.svg: it is not UTF-8", id="no text"),
        pytest.param(["--check", "folder.dot"], "cannot read folder.dot: Is a directory", id="a folder"),
        pytest.param(["--check", "flow.txt"], "the name of flow.txt does not tell its form", id="no form"),
        pytest.param(["--check", "flow.mmd", "--output", "x"], "--check writes nothing", id="both"),
        pytest.param(["--diagram", "svg", "--format", "json"], "--diagram writes the diagram alone", id="two forms"),
        pytest.param(["--output", "no/such/file"], "cannot write no/such/file", id="no such folder"),
        pytest.param(["--format", "pdf"], "'pdf' is not one of", id="no such format"),
        pytest.param(["--diagram", "png"], "'png' is not one of", id="no such diagram"),
    ],
)
def test_what_cannot_be_done_is_refused_before_the_work(
    shop: StubScope, capsys: pytest.CaptureFixture[str], tmp_path: Path, options: list[str], message: str
) -> None:
    (tmp_path / "bytes.svg").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.dot").mkdir()

    assert run(["scope", *options]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert message in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err
    assert shop.settings == []


@pytest.mark.usefixtures("shop")
def test_no_colour_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run(["scope"])
    assert "\x1b" not in capsys.readouterr().out

    run(["scope", "--color", "always"])
    assert "\x1b" in capsys.readouterr().out
