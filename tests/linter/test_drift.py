"""What a change does to findings and to the scope, read from git's objects."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from paylint import drift, pipeline, revision
from paylint.config.settings import defaults
from paylint.errors import UsageError

LINK = "import stripe\n\n\ndef pay(request):\n    return stripe.checkout.Session.create(mode='payment').url\n"
API = "import stripe\n\n\ndef pay(request):\n    stripe.Token.create(card={'number': request.POST['card_number']})\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.email", "nobody@example.invalid")
    git(tmp_path, "config", "user.name", "nobody")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "a state")


def since(folder: Path, name: str) -> drift.Drift:
    repository = revision.top(str(folder))
    with revision.exported(repository, name) as old:
        before = pipeline.scope(defaults(*revision.moved([str(folder)], repository, old)))
    return drift.compare(name, before, pipeline.scope(defaults(str(folder))), revision.renames(repository, name))


def test_a_change_from_link_to_api_is_an_increase(repository: Path) -> None:
    commit(repository, shop=LINK)
    (repository / "shop.py").write_text(API)

    found = since(repository, "HEAD")

    assert found.increase
    assert [(move.provider, move.before, move.after) for move in found.moves] == [("stripe", "redirect", "api")]
    assert {finding.code for finding in found.new} >= {"PAY101", "PAY102"}


def test_the_way_back_is_none(repository: Path) -> None:
    commit(repository, shop=API)
    (repository / "shop.py").write_text(LINK)

    found = since(repository, "HEAD")

    assert not found.increase
    assert not found.new
    assert {finding.code for finding in found.gone} >= {"PAY101", "PAY102"}


def test_moved_lines_and_moved_files_change_nothing(repository: Path) -> None:
    commit(repository, shop=API)
    (repository / "shop.py").unlink()
    (repository / "payments.py").write_text(f"# moved\n\n{API}")
    git(repository, "add", "-A")

    repository_top = revision.top(str(repository))
    with revision.exported(repository_top, "HEAD") as old:
        before = pipeline.scope(defaults(*revision.moved([str(repository)], repository_top, old)))
    renames = revision.renames(repository_top, "HEAD", revision.STAGED)
    found = drift.compare("HEAD", before, pipeline.scope(defaults(str(repository))), renames)

    assert (found.new, found.gone, found.moves) == ((), (), ())
    assert found.unchanged


def test_the_index_can_be_read_apart_from_the_work_tree(repository: Path) -> None:
    commit(repository, shop=LINK)
    (repository / "shop.py").write_text(API)
    git(repository, "add", "-A")
    (repository / "shop.py").write_text(LINK)

    with revision.exported(revision.top(str(repository)), revision.STAGED) as staged:
        assert (Path(staged) / "shop.py").read_text() == API
    assert (repository / "shop.py").read_text() == LINK


def test_a_revision_that_does_not_exist_is_one_sentence(repository: Path) -> None:
    commit(repository, shop=LINK)

    with (
        pytest.raises(UsageError, match="git knows no revision 'nowhere'"),
        revision.exported(str(repository), "nowhere"),
    ):
        pass


def test_before_the_first_commit_there_is_nothing(repository: Path) -> None:
    (repository / "shop.py").write_text(API)
    git(repository, "add", "-A")

    assert revision.last(str(repository)) == revision.FIRST
    with revision.exported(str(repository), revision.FIRST) as nothing:
        assert not list(Path(nothing).iterdir())


def test_a_folder_without_a_repository_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="git says"):
        revision.top(str(tmp_path))
