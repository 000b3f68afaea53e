from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config import raw
from paylint.config.raw import RawConfig
from paylint.errors import ConfigError
from paylint.finding import Confidence, Severity


def test_every_key_is_read(tmp_path: Path) -> None:
    file = tmp_path / "paylint.toml"
    file.write_text(
        """
        exclude = ["old/"]
        exclude-tests = true
        respect-gitignore = false
        max-bytes = 5
        select = ["PAY1"]
        ignore = ["PAY102"]
        severity = "warning"
        confidence = "high"
        fail-on = "error"
        baseline = "known.jsonl"
        require-reason = true
        fail-on-unanalysed = true
        jobs = 2
        models = ["models", "/etc/models.yaml"]
        packs = ["builtin"]

        [per-file-ignores]
        "legacy/" = ["PAY205", "card-data-logged"]

        [per-file-severity]
        "tools/*.py" = { PAY3 = "note" }
        """
    )

    assert raw.find(str(tmp_path)) == RawConfig(
        file=str(file),
        exclude=("old/",),
        exclude_tests=True,
        respect_gitignore=False,
        max_bytes=5,
        select=("PAY1",),
        ignore=("PAY102",),
        severity=Severity.WARNING,
        confidence=Confidence.HIGH,
        fail_on="error",
        baseline=str(tmp_path / "known.jsonl"),
        require_reason=True,
        per_file_ignores=(("legacy/", ("PAY205", "card-data-logged")),),
        per_file_severity=(("tools/*.py", (("PAY3", Severity.NOTE),)),),
        fail_on_unanalysed=True,
        jobs=2,
        models=(str(tmp_path / "models"), "/etc/models.yaml"),
        packs=("builtin",),
    )


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "paylint.toml").write_text("jobs = 1")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.paylint]\njobs = 2")

    assert raw.find(str(inner)).jobs == 2


def test_a_pyproject_without_our_table_is_passed_over_even_if_it_is_broken(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "paylint.toml").write_text("jobs = 1")
    (inner / "pyproject.toml").write_text("[tool.other\n")

    assert raw.find(str(inner)).jobs == 1


def test_a_pyproject_that_only_depends_on_paylint_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["paylint"]')

    assert raw.find(str(tmp_path)).jobs is None


def test_our_own_file_goes_first_in_a_folder_with_both(tmp_path: Path) -> None:
    (tmp_path / "paylint.toml").write_text("jobs = 1")
    (tmp_path / "pyproject.toml").write_text("[tool.paylint]\njobs = 2")

    assert raw.find(str(tmp_path)).jobs == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('exlude = ["a"]', 'unknown key "exlude"; did you mean "exclude"?'),
        ("exclude_tests = true", 'unknown key "exclude_tests"; did you mean "exclude-tests"?'),
        ("zzz = 1", 'unknown key "zzz"; known keys are baseline, confidence, exclude, exclude-tests, '),
        ('exclude = "a"', '"exclude" must be a list of strings, not "a"'),
        ('select = ["PAY1", 2]', '"select" must be a list of strings, not 2'),
        ("exclude-tests = 1", '"exclude-tests" must be true or false, not 1'),
        ("jobs = 0", '"jobs" must be a whole number of at least 1, not 0'),
        ("jobs = true", '"jobs" must be a whole number of at least 1, not true'),
        ('severity = "high"', '"severity" must be one of "note", "warning", "error", not "high"'),
        ('severity = "Eror"', 'not "Eror"; did you mean "error"?'),
        ('select = "PAY1"', 'not "PAY1"; write ["PAY1"]'),
        ("[tool.paylint]\njobs = 2", "settings stand here without the table's name; leave out [tool.paylint]"),
        ("confidence = {}", '"confidence" must be one of "low", "medium", "high", not a table'),
        ("jobs = ", "is not valid TOML: "),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "paylint.toml"
    file.write_text(text)

    with pytest.raises(ConfigError) as caught:
        raw.find(str(tmp_path))

    assert str(caught.value).startswith(str(file))
    assert complaint in str(caught.value)


def test_a_complaint_about_pyproject_names_the_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.paylint]\njobs = 0")

    with pytest.raises(ConfigError, match=r'pyproject\.toml: \[tool\.paylint\] "jobs" must be'):
        raw.find(str(tmp_path))


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\npaylint = 1")

    with pytest.raises(ConfigError, match=r"tool\.paylint must be a table"):
        raw.find(str(tmp_path))


def test_a_named_file_without_our_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[project]\n")

    with pytest.raises(ConfigError, match="has no table"):
        raw.read(str(file))


def test_a_named_file_may_have_any_name(tmp_path: Path) -> None:
    file = tmp_path / "ci.toml"
    file.write_text("jobs = 4")

    assert raw.read(str(file)).jobs == 4


def test_a_file_as_editors_on_windows_write_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xef\xbb\xbf[tool.paylint]\r\njobs = 2\r\n")

    assert raw.find(str(tmp_path)).jobs == 2
