from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from paylint import moves

CODE = "".join(f"line_{number} = {number}\n" for number in range(20))


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "views.py").write_text(CODE)
    (tmp_path / "known.jsonl").write_text("{}\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def renamed(folder: Path) -> dict[str, str]:
    return dict(moves.renamed(str(folder), {"shop/views.py"}, str(folder / "known.jsonl")))


def test_a_move_that_is_staged_is_seen(repository: Path) -> None:
    git(repository, "mv", "shop/views.py", "shop/pages.py")

    assert renamed(repository) == {"shop/views.py": "shop/pages.py"}


def test_moves_and_changes_in_several_commits_since_the_baseline_are_seen(repository: Path) -> None:
    git(repository, "mv", "shop/views.py", "shop/pages.py")
    git(repository, "commit", "-qm", "two")
    (repository / "shop" / "pages.py").write_text("import os\n" + CODE)
    git(repository, "mv", "shop/pages.py", "pages.py")
    git(repository, "commit", "-qam", "three")

    assert renamed(repository) == {"shop/views.py": "pages.py"}


def test_a_file_that_was_rewritten_on_its_way_is_found_by_its_steps(repository: Path) -> None:
    git(repository, "mv", "shop/views.py", "shop/pages.py")
    git(repository, "commit", "-qm", "moved")
    for cut in (6, 12, 18):
        lines = [f"new_{number} = {number}" if number < cut else f"line_{number} = {number}" for number in range(20)]
        (repository / "shop" / "pages.py").write_text("\n".join(lines))
        git(repository, "commit", "-qam", f"rewritten to {cut}")
    git(repository, "mv", "shop/pages.py", "shop/checkout.py")
    git(repository, "commit", "-qm", "moved again")

    assert renamed(repository) == {"shop/views.py": "shop/checkout.py"}


def test_paths_are_relative_to_the_root_and_not_to_the_repository(repository: Path) -> None:
    (repository / "shop" / "known.jsonl").write_text("{}\n")
    git(repository, "mv", "shop/views.py", "shop/pages.py")

    shop = repository / "shop"
    assert moves.renamed(str(shop), {"views.py"}, str(shop / "known.jsonl")) == {"views.py": "pages.py"}


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    assert renamed(tmp_path) == {}


def test_without_git_nothing_is_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert renamed(repository) == {}
