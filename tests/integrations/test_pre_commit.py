"""The hook of this repository under the real pre-commit, in real git repositories.

The manifest is ours but for two keys: the hook runs the interpreter of the tests, so that nothing has to be installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from tests.integrations import repository as repositories
from tests.integrations.repository import Repository, said

ROOT = Path(__file__).resolve().parents[2]
SAFE = """\
import logging

from flask import request

log = logging.getLogger(__name__)


def audit(value):
    log.info("value %s", value)


def pay():
    audit("nothing")
"""
LEAK = 'from flask import request\n\nfrom shop import audit\n\n\ndef pay():\n    audit(request.form["card_number"])\n'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return repositories.environment(tmp_path)


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    hooks = Repository(tmp_path / "hooks", environment)
    hooks.folder.mkdir()
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hook in manifest:
        assert hook["entry"].startswith("paylint ")
        hook |= {"language": "system", "entry": f"{sys.executable} -m {hook['entry']}"}
    hooks.write(".pre-commit-hooks.yaml", yaml.safe_dump(manifest))
    hooks.git("init", "-q")
    hooks.git("add", "-A")
    hooks.git("commit", "-qm", "hooks")
    revision = hooks.git("rev-parse", "HEAD").strip()

    shop = Repository(tmp_path / "shop", environment)
    shop.folder.mkdir()
    config = {"repos": [{"repo": f"file://{hooks.folder}", "rev": revision, "hooks": [{"id": "paylint"}]}]}
    shop.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    shop.write("shop.py", SAFE)
    shop.git("init", "-q", "-b", "main")
    shop.git("add", "-A")
    shop.git("commit", "-qm", "before the hook")
    done = shop.run(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, said(done)
    return shop


def test_a_change_that_opens_a_flow_in_another_file_is_refused(repository: Repository) -> None:
    repository.write("pay.py", LEAK)
    repository.git("add", "-A")

    done = repository.commit()

    assert done.returncode != 0
    assert "shop.py:9" in said(done)
    assert "PAY301" in said(done)
    assert repository.git("log", "--format=%s").splitlines() == ["before the hook"]


def test_a_change_without_a_flow_is_taken(repository: Repository) -> None:
    repository.write("other.py", "x = 1\n")
    repository.git("add", "-A")

    assert repository.commit().returncode == 0


def test_what_was_there_before_does_not_stop_a_commit(repository: Repository) -> None:
    repository.write("pay.py", LEAK)
    repository.write("other.py", "x = 1\n")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "known", "--no-verify")
    repository.git("rm", "-q", "other.py")

    done = repository.commit()

    assert done.returncode == 0, said(done)


def test_a_change_that_only_deletes_is_looked_at(repository: Repository) -> None:
    repository.write("hide/__init__.py", "def hide(value):\n    return value[-4:]\n")
    repository.write("hide.py", "def hide(value):\n    return value\n")
    repository.write(
        "pay.py",
        LEAK.replace("audit(request", "audit(hide(request").replace("])", "]))") + "\n\nfrom hide import hide\n",
    )
    repository.git("add", "-A")
    repository.git("commit", "-qm", "the number is cut down", "--no-verify")
    repository.git("rm", "-q", "hide/__init__.py")

    done = repository.commit()

    assert done.returncode != 0
    assert "PAY301" in said(done)


def test_of_a_file_that_is_staged_in_part_only_that_part_counts(repository: Repository) -> None:
    repository.write("shop.py", SAFE + "\n\nx = 1\n")
    repository.git("add", "-A")
    repository.write("shop.py", SAFE.replace('"nothing"', 'request.form["card_number"]') + "\n\nx = 1\n")

    assert repository.commit().returncode == 0

    repository.git("add", "-A")
    assert repository.commit().returncode != 0


def test_a_renamed_and_a_deleted_file(repository: Repository) -> None:
    repository.write("old.py", "x = 1\n")
    repository.git("add", "-A")
    assert repository.commit().returncode == 0

    repository.git("mv", "old.py", "new.py")
    assert repository.commit().returncode == 0
    repository.git("rm", "-q", "new.py")
    assert repository.commit().returncode == 0


def test_a_merge_that_brings_two_halves_of_a_flow_together_is_refused(repository: Repository) -> None:
    repository.git("checkout", "-qb", "receives")
    repository.write("pay.py", LEAK.replace("shop import audit", "helper import audit"))
    repository.git("add", "-A")
    repository.git("commit", "-qm", "half", "--no-verify")
    repository.git("checkout", "-q", "main")
    repository.write("helper.py", SAFE)
    repository.git("add", "-A")
    assert repository.commit().returncode == 0

    repository.git("merge", "--no-commit", "receives")
    done = repository.commit()

    assert done.returncode != 0
    assert "helper.py:9" in said(done)


def test_in_a_worktree_its_own_files_count(repository: Repository, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", "-b", "side", str(tree))
    (tree / "pay.py").write_text(LEAK)
    repository.git("add", "-A", folder=tree)

    assert repository.commit(folder=tree).returncode != 0

    repository.write("fine.py", "x = 1\n")
    repository.git("add", "-A")
    assert repository.commit().returncode == 0


def test_a_submodule_may_be_there(repository: Repository, tmp_path: Path) -> None:
    library = Repository(tmp_path / "library", repository.environment)
    library.folder.mkdir()
    library.write("lib.py", "x = 1\n")
    library.git("init", "-q")
    library.git("add", "-A")
    library.git("commit", "-qm", "library")
    repository.git("submodule", "add", "-q", f"file://{library.folder}", "library")
    repository.write("fine.py", "x = 1\n")
    repository.git("add", "-A")

    assert repository.commit().returncode == 0


def test_all_files_is_one_run_of_one_process(repository: Repository) -> None:
    for number in range(30):
        repository.write(f"module_{number}.py", "x = 1\n")
    repository.write("pay.py", LEAK)
    repository.git("add", "-A")

    done = repository.run(sys.executable, "-m", "pre_commit", "run", "--all-files")

    assert done.returncode != 0
    assert said(done).count("PAY301 card-data-logged") == 1
    assert "in 32 files" in said(done)


def test_all_files_are_checked_where_nothing_is_staged(repository: Repository) -> None:
    repository.write("pay.py", LEAK)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "known", "--no-verify")

    done = repository.run(sys.executable, "-m", "pre_commit", "run", "--all-files")

    assert done.returncode != 0
    assert "PAY301" in said(done)


def test_between_two_revisions_the_newer_ones_findings_count(repository: Repository) -> None:
    repository.write("pay.py", LEAK)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "known", "--no-verify")
    repository.write("other.py", "x = 1\n")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "more", "--no-verify")

    def between(older: str) -> int:
        return repository.run(
            sys.executable, "-m", "pre_commit", "run", "--from-ref", older, "--to-ref", "HEAD"
        ).returncode

    assert between("HEAD~2") != 0
    assert between("HEAD~1") == 0


def test_without_git_the_command_of_the_hook_works_the_same(repository: Repository, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "shop.py").write_text(SAFE)

    assert repository.run(sys.executable, "-m", "paylint", "check", "--hook", folder=folder).returncode == 0
    (folder / "pay.py").write_text(LEAK)
    assert repository.run(sys.executable, "-m", "paylint", "check", "--hook", folder=folder).returncode == 1
