"""Setting a project up, over the real line and the installed rules."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from paylint.cli.app import run

SHOP = 'from flask import request\n\n\ndef pay():\n    print(request.form["card_number"])\n'


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_answers_it_writes_a_configuration_alone_and_shows_it(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init"]) == 0

    assert capsys.readouterr().out == "wrote paylint.toml\n  + require-reason = true\n"
    assert sorted(path.name for path in shop.iterdir()) == ["paylint.toml", "shop.py"]
    assert run(["check"]) == 1


def test_it_adds_to_pyproject_and_leaves_every_byte_that_was_there(shop: Path) -> None:
    before = '# mine\r\n[project]\r\nname = "x"   # why\r\n\r\n[tool.ruff]\r\nline-length=99'
    (shop / "pyproject.toml").write_bytes(before.encode())

    assert run(["init"]) == 0

    after = (shop / "pyproject.toml").read_bytes().decode()
    assert after.startswith(before)
    assert tomllib.loads(after)["tool"]["paylint"] == {"require-reason": True}
    assert run(["config", "show"]) == 0


def test_a_second_time_nothing_changes(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--ci", "gitlab", "--hook", "--baseline"]
    run(["init", *options])
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()}
    capsys.readouterr()

    assert run(["init", *options]) == 0

    assert {path: path.read_bytes() for path in shop.rglob("*") if path.is_file()} == before
    assert "wrote" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("service", "file"),
    [
        ("github", ".github/workflows/paylint.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("bitbucket", "bitbucket-pipelines.yml"),
        ("jenkins", "Jenkinsfile"),
    ],
)
def test_a_ci_file_that_is_there_is_not_touched(
    shop: Path, capsys: pytest.CaptureFixture[str], service: str, file: str
) -> None:
    run(["init", "--ci", service])
    assert (shop / file).exists()
    (shop / file).write_text("mine: true\n")
    capsys.readouterr()

    run(["init", "--ci", service])

    assert (shop / file).read_text() == "mine: true\n"
    assert f"{file} is there and stays as it is; join this to it:" in capsys.readouterr().out


def test_a_baseline_makes_the_first_check_pass(shop: Path) -> None:
    assert run(["init", "--baseline"]) == 0

    assert run(["check"]) == 0
    (shop / "shop.py").write_text(SHOP + SHOP.replace("def pay", "def refund"))
    assert run(["check"]) == 1


def test_the_hook_is_one_that_pre_commit_takes(shop: Path) -> None:
    run(["init", "--hook"])

    hooks = yaml.safe_load((shop / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["paylint"]
    command = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_questions_are_asked_on_a_terminal_only_for_what_no_option_says(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["svn", "jenkins"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr("typer.confirm", lambda question, **_: "baseline" in question)

    assert run(["init", "--no-hook"]) == 0

    assert sorted(path.name for path in shop.iterdir()) == [
        "Jenkinsfile",
        "paylint-baseline.jsonl",
        "paylint.toml",
        "shop.py",
    ]


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("content", "message"), [("[tool", "pyproject.toml is not valid TOML"), (b"\xff", "cannot read pyproject.toml")]
)
def test_a_broken_pyproject_is_one_sentence(
    shop: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, message: str
) -> None:
    (shop / "pyproject.toml").write_bytes(content if isinstance(content, bytes) else content.encode())

    assert run(["init"]) == 2
    assert message in capsys.readouterr().err
