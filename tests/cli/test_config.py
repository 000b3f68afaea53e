from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from paylint.cli.app import run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.paylint]\nconfidence = "high"\nexclude = ["a", "b\\"c"]\nper-file-severity = { "x/" = { PAY3 = "note" } }\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("project")
def test_each_setting_has_its_value_and_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show"]) == 0

    out = capsys.readouterr().out
    rows = {line.split(" = ")[0]: line.rpartition("  # ")[2] for line in out.splitlines()[1:]}
    assert rows["confidence"] == rows["exclude"] == "pyproject.toml"
    assert rows["severity"] == rows["per-file-ignores"] == "default"
    told = tomllib.loads(out)
    assert told["exclude"] == ["a", 'b"c']
    assert told["per-file-severity"] == {"x/": {"PAY3": "note"}}
    assert told["per-file-ignores"] == {}


def test_what_is_shown_is_a_configuration_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["config", "show"])
    shown = capsys.readouterr().out
    (project / "paylint.toml").write_text(shown)

    assert run(["config", "show"]) == 0
    assert "default" not in capsys.readouterr().out


def test_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "show", "--format", "json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert document["root"] == str(project)
    assert document["settings"]["confidence"] == {"value": "high", "from": str(project / "pyproject.toml")}
    assert document["settings"]["severity"] == {"value": "note", "from": "default"}


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "paylint"
