"""A repository of several projects: the nearest configuration holds for a file, and what concerns the run is said at its root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from paylint import pipeline
from paylint.cli.app import run
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings
from paylint.errors import ConfigError, UsageError
from paylint.finding import Severity

APP = """\
import logging

from flask import Flask, request

app = Flask(__name__)


@app.post("/pay")
def pay():
    logging.info("paid with %s", request.form["card_number"])
    return "ok"
"""


class Repository:
    """Projects ``services/a`` and ``services/b`` and an ``app.py`` in each folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("", "services/a", "services/a/legacy", "services/b"):
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / "app.py").write_text(APP)

    def configure(self, folder: str, text: str) -> None:
        (self.folder / folder / "pyproject.toml").write_text(f"[tool.paylint]\n{text}\n")

    def settings(self, *paths: str, said: RawConfig | None = None, config: str = "") -> Settings:
        return merge.settings([str(self.folder / path) for path in paths or (".",)], said or RawConfig(), config)

    def found(self, *paths: str, said: RawConfig | None = None, config: str = "") -> list[str]:
        report = pipeline.check(self.settings(*paths, said=said, config=config))
        return [f"{finding.location.path} {finding.code}" for finding in report.findings]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.configure("", "")
    return made


def both(*files: str) -> list[str]:
    return [f"{file} {code}" for file in files for code in ("PAY301", "PAY101")]


EVERYWHERE = both("app.py", "services/a/app.py", "services/a/legacy/app.py", "services/b/app.py")


def but(left_out: Sequence[str]) -> list[str]:
    return [each for each in EVERYWHERE if not any(word in each for word in left_out)]


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        pytest.param(
            'exclude = ["legacy/"]', ["legacy"], id="a pattern is relative to the folder of its configuration"
        ),
        pytest.param('exclude = ["/app.py"]', ["services/a/app.py"], id="an anchored one too"),
        pytest.param('ignore = ["PAY3"]', ["services/a/app.py PAY301", "legacy/app.py PAY301"], id="rules"),
        pytest.param('select = ["PAY1"]', ["services/a/app.py PAY301", "legacy/app.py PAY301"], id="a selection"),
        pytest.param('per-file-ignores = {"legacy/" = ["PAY1"]}', ["legacy/app.py PAY101"], id="per-file-ignores"),
        pytest.param(
            'severity = "error"\nper-file-severity = {"/app.py" = {PAY3 = "note"}}',
            ["services/a/app.py PAY301"],
            id="severities",
        ),
        pytest.param("max-bytes = 10", ["services/a/"], id="the size of files"),
    ],
)
def test_what_a_nested_configuration_says_holds_in_its_folder_alone(
    repository: Repository, said: str, left_out: list[str]
) -> None:
    repository.configure("services/a", said)

    assert repository.found() == but(left_out)


def test_it_holds_in_place_of_the_one_above(repository: Repository) -> None:
    repository.configure("", 'ignore = ["PAY301"]\nexclude = ["legacy/"]')
    repository.configure("services/a", "")

    assert repository.found() == [
        "app.py PAY101",
        *both("services/a/app.py", "services/a/legacy/app.py"),
        "services/b/app.py PAY101",
    ]


def test_of_several_the_nearest_counts(repository: Repository) -> None:
    repository.configure("services/a", 'ignore = ["PAY301"]')
    repository.configure("services/a/legacy", 'ignore = ["PAY101"]')

    assert repository.found() == but(["a/app.py PAY301", "legacy/app.py PAY101"])


def test_a_file_is_judged_alike_from_the_root_and_from_its_project(repository: Repository) -> None:
    repository.configure("services/a", 'ignore = ["PAY301"]\nexclude = ["legacy/"]')

    from_the_root = [each for each in repository.found() if each.startswith("services/a/")]

    assert from_the_root == [f"services/a/{each}" for each in repository.found("services/a")]


def test_single_files_have_the_configuration_of_their_project(repository: Repository) -> None:
    repository.configure("services/a", 'ignore = ["PAY301"]')
    repository.configure("services/b", 'ignore = ["PAY101"]')

    assert repository.found("services/a/app.py", "services/b/app.py") == [
        "services/a/app.py PAY101",
        "services/b/app.py PAY301",
    ]


def test_what_the_root_leaves_out_is_not_asked_for_a_configuration(repository: Repository) -> None:
    repository.configure("", 'exclude = ["services/a/"]')
    (repository.folder / "services" / "a" / "paylint.toml").write_text("nonsense = 1")
    (repository.folder / "node_modules" / "x").mkdir(parents=True)
    (repository.folder / "node_modules" / "x" / "paylint.toml").write_text("nonsense = 1")

    assert repository.found() == but(["services/a/"])


def test_a_mistake_in_a_nested_configuration_is_named_with_its_file(repository: Repository) -> None:
    repository.configure("services/b", "ignroe = []")

    with pytest.raises(ConfigError, match=r'services.b.pyproject\.toml: .*unknown key "ignroe"; did you mean "ignore"'):
        repository.settings()

    repository.configure("services/b", 'ignore = ["PAY30l"]')
    with pytest.raises(UsageError, match=r'unknown rule "PAY30l" in ignore of .*services.b.pyproject\.toml'):
        repository.found()


def test_the_command_line_goes_before_all_of_them(repository: Repository) -> None:
    repository.configure("services/a", 'severity = "warning"\nselect = ["PAY1"]')

    assert repository.found(said=RawConfig(select=("PAY301",), exclude=("services/b/", "/services/a/app.py"))) == [
        "app.py PAY301",
        "services/a/legacy/app.py PAY301",
    ]
    assert repository.settings(said=RawConfig(severity=Severity.ERROR)).nested[0].settings.severity is Severity.ERROR


def test_a_configuration_that_is_named_is_the_only_one(repository: Repository) -> None:
    repository.configure("services/a", 'ignore = ["PAY"]')

    assert repository.found(config=str(repository.folder / "pyproject.toml")) == EVERYWHERE


def test_a_repository_needs_no_configuration_at_its_top(repository: Repository) -> None:
    (repository.folder / "pyproject.toml").unlink()
    (repository.folder / ".git").mkdir()
    repository.configure("services/a", 'ignore = ["PAY301"]')

    assert repository.found() == but(["services/a/app.py PAY301", "legacy/app.py PAY301"])


def test_a_comment_for_a_rule_that_does_not_run_in_its_project_is_not_unused(repository: Repository) -> None:
    repository.configure("services/a", 'ignore = ["PAY301"]')
    commented = APP.replace('["card_number"])\n', '["card_number"])  # paylint: ignore[PAY301, PAY101] known\n')
    (repository.folder / "services" / "a" / "app.py").write_text(commented)

    assert repository.found("services/a/app.py", "app.py") == both("app.py")
    assert not [each for each in repository.found() if "PAY911" in each]


def test_a_reason_is_asked_for_where_the_project_asks_for_it(repository: Repository) -> None:
    repository.configure("services/b", "require-reason = true")
    commented = APP.replace('["card_number"])\n', '["card_number"])  # paylint: ignore[PAY301, PAY101]\n')
    for project in ("a", "b"):
        (repository.folder / "services" / project / "app.py").write_text(commented)

    assert [each for each in repository.found() if "PAY914" in each] == ["services/b/app.py PAY914"]


def test_what_concerns_the_run_is_told_not_to_count(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.configure("services/a", 'baseline = "known.jsonl"\njobs = 3')
    monkeypatch.chdir(repository.folder)

    assert run(["check", "--format", "concise"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"paylint: {repository.folder / 'services' / 'a' / 'pyproject.toml'}: baseline, jobs ")
    assert f"say it in {repository.folder / 'pyproject.toml'}" in sentence

    assert run(["check", "--format", "concise", "--exclude", "services/"]) == 1
    assert capsys.readouterr().err == ""


def test_config_show_says_what_holds_where(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.configure("", 'severity = "warning"')
    repository.configure("services/a", 'ignore = ["PAY301"]\njobs = 3')
    monkeypatch.chdir(repository.folder)

    run(["config", "show"])
    whole, inner = capsys.readouterr().out.split(f"\n# in services/a/ instead, by {Path('services/a/pyproject.toml')}")
    run(["config", "show", "services/a/app.py"])
    alone = capsys.readouterr().out

    assert 'severity = "warning"' in whole
    assert "ignore = []" in whole
    assert inner.splitlines()[1:] == ['#   ignore = ["PAY301"]', "#   jobs = 3  (does not count here)"]
    assert f"# {Path('services/a/pyproject.toml')}" in next(line for line in alone.splitlines() if "ignore = [" in line)
    assert next(line for line in alone.splitlines() if line.startswith("severity")).endswith("# default")


def test_a_baseline_at_the_root_forgets_nothing_that_a_project_leaves_out(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository.folder)
    assert run(["baseline", "create"]) == 0
    repository.configure("services/a", 'ignore = ["PAY301"]')
    capsys.readouterr()

    assert run(["baseline", "prune"]) == 0

    assert ": 0 flows taken out" in capsys.readouterr().out


def test_both_states_of_a_comparison_are_judged_by_the_configuration_of_today(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository.folder)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "as it is")
    repository.configure("services/a", 'ignore = ["PAY301"]')
    (repository.folder / "services" / "a" / "new.py").write_text(APP.replace("/pay", "/other"))
    git("add", "-A")

    assert run(["check", "--staged", "--format", "concise"]) == 1

    assert [line.partition("[")[0] for line in capsys.readouterr().out.splitlines()] == [
        "services/a/new.py:10:34: PAY101"
    ]


def test_what_was_kept_of_a_state_does_not_hold_under_another_nested_configuration(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository.folder)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "as it is")
    (repository.folder / "services" / "a" / "new.py").write_text(APP.replace("/pay", "/other"))
    git("add", "-A")
    told = []

    for said in ("", 'exclude = ["/new.py"]', "max-bytes = 10", 'ignore = ["PAY1"]'):
        repository.configure("services/a", said)
        run(["check", "--staged", "--format", "concise"])
        told.append(sum("new.py" in line for line in capsys.readouterr().out.splitlines()))

    assert told == [2, 0, 0, 1]


def git(*arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True, env=environment)
