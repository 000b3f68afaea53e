from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings, defaults
from paylint.finding import Confidence, Severity


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").touch()
    return tmp_path


def settings(path: Path, said: RawConfig | None = None, config: str = "") -> Settings:
    return merge.settings([str(path)], said or RawConfig(), config)


def test_what_nobody_said_has_its_default(project: Path) -> None:
    found = settings(project)

    assert found.exclude_tests is False
    assert found.respect_gitignore is True
    assert found.max_bytes == 1024 * 1024
    assert found.severity is Severity.NOTE
    assert found.confidence is Confidence.MEDIUM
    assert found.jobs >= 1


def test_the_command_line_goes_before_the_file(project: Path) -> None:
    (project / "paylint.toml").write_text(
        'severity = "error"\njobs = 7\nfail-on-unanalysed = true\nexclude-tests = true'
    )

    found = settings(project, RawConfig(severity=Severity.NOTE, fail_on_unanalysed=False))

    assert (found.severity, found.jobs) == (Severity.NOTE, 7)
    assert (found.fail_on_unanalysed, found.exclude_tests) == (False, True)


def test_the_command_line_adds_to_what_the_file_excludes_and_ignores(project: Path) -> None:
    (project / "paylint.toml").write_text('exclude = ["a"]\nignore = ["PAY1"]')

    found = settings(project, RawConfig(exclude=("b",), ignore=("PAY2",)))

    assert (found.exclude, found.ignore) == (("a", "b"), ("PAY1", "PAY2"))


def test_a_selection_on_the_command_line_is_the_whole_selection(project: Path) -> None:
    (project / "paylint.toml").write_text('select = ["PAY2"]\nignore = ["PAY101"]')

    found = settings(project, RawConfig(select=("PAY101",)))

    assert (found.select, found.ignore) == (("PAY101",), ())


def test_the_root_is_the_folder_of_the_configuration(project: Path) -> None:
    (project / "paylint.toml").touch()

    assert settings(project / "src" / "a.py").root == str(project)


@pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", ".git"])
def test_without_configuration_the_root_is_the_nearest_project(project: Path, mark: str) -> None:
    (project / mark).touch()

    assert settings(project / "src").root == str(project)


def test_several_paths_have_a_root_that_holds_them_all(project: Path) -> None:
    for name in ("a", "b"):
        (project / name).mkdir()
        (project / name / "pyproject.toml").write_text("[tool.paylint]\n")
    (project / "setup.cfg").touch()

    found = merge.settings([str(project / "a"), str(project / "b")], RawConfig())

    assert found.root == str(project)


def test_a_configuration_from_elsewhere_does_not_move_the_root(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("ci") / "ci.toml"
    elsewhere.write_text("jobs = 3")
    (project / "setup.py").touch()

    found = settings(project / "src", config=str(elsewhere))

    assert (found.root, found.jobs) == (str(project), 3)


def test_a_glob_belongs_to_the_folder_it_starts_in(project: Path) -> None:
    assert defaults(str(project / "src" / "**" / "*.py")).root == str(project / "src")


def test_the_default_root_of_a_file_is_its_folder(project: Path) -> None:
    assert defaults(str(project / "src" / "a.py")).root == str(project / "src")
