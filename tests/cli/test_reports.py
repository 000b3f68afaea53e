"""Several reports of one run, each in its file."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paylint.cli.app import run
from paylint.cli.formats import FORMATS

if TYPE_CHECKING:
    from tests.cli.conftest import StubPipeline


def test_one_run_writes_them_all(pipeline: StubPipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [f"--report={form}={form}.out" for form in FORMATS]

    assert run(["check", *options]) == 1

    assert len(pipeline.settings) == 1
    assert [(tmp_path / f"{form}.out").stat().st_size > 0 for form in FORMATS] == [True] * len(FORMATS)
    assert "1 error in 12 files" in capsys.readouterr().out


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.usefixtures("pipeline")
def test_every_form_can_be_the_main_one(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["check", "--format", form]) == 1

    out, err = capsys.readouterr()
    assert "4242424242424242" not in out
    assert out
    assert err == ""


@pytest.mark.usefixtures("pipeline")
def test_a_dash_is_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--output", "out.txt", "--report", "json=-"])

    assert json.loads(capsys.readouterr().out)["findings"]
    assert (tmp_path / "out.txt").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--report", "json"], "must be FORMAT=FILE", id="no file"),
        pytest.param(["--report", "xml=a"], "must be FORMAT=FILE, with one of the formats text", id="no such format"),
        pytest.param(["--report", "json=-"], "two reports go to standard output", id="standard output twice"),
        pytest.param(["--report", "json=a", "--report", "sarif=./a"], "two reports go to ./a", id="a file twice"),
        pytest.param(["--report", "json=no/such/a"], "does not exist", id="no such folder"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_before_the_work(
    pipeline: StubPipeline, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert run(["check", *options]) == 2

    assert message in capsys.readouterr().err
    assert pipeline.settings == []


@pytest.mark.usefixtures("pipeline")
def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from paylint.reporters import json_file

    def broken(_report: object, stream: object) -> None:
        stream.write("{")  # type: ignore[attr-defined]
        raise ZeroDivisionError

    monkeypatch.setattr(json_file, "report", broken)
    (tmp_path / "out.json").write_text("before")

    assert run(["check", "--report", "json=out.json"]) == 3

    assert (tmp_path / "out.json").read_text() == "before"
    assert os.listdir(tmp_path) == ["out.json"]


@pytest.mark.usefixtures("pipeline")
def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target.json"
    target.write_text("")
    target.chmod(0o640)
    (tmp_path / "link.json").symlink_to(target)

    run(["check", "--report", "json=link.json"])

    assert (tmp_path / "link.json").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert json.loads(target.read_text())


@pytest.mark.usefixtures("pipeline")
def test_paths_for_forges_begin_at_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "backend"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.paylint]\n")
    monkeypatch.chdir(inner)

    run(["check", "--format", "github"])

    assert "file=backend/shop/views 1.py," in capsys.readouterr().out


def test_the_exit_code_is_that_of_the_run(pipeline: StubPipeline) -> None:
    pipeline.report = replace(pipeline.report, findings=(), exit_code=0)

    assert run(["check", "--report", "junit=a.xml"]) == 0
