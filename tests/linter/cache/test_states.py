"""What is staged is judged without an analysis where it cannot change what was said of the last commit, and only there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from paylint.cache.store import Store
from paylint.cli.changed import compared
from paylint.config.settings import defaults
from paylint.finding import Report
from paylint.progress import ignore
from tests.linter.cache.conftest import Analyses

VIEWS = """\
from django.shortcuts import render

from shop.audit import note


def pay(request):
    note(request.POST["card_number"])
    return render(request, "pay.html")
"""
FILES = {
    "shop/__init__.py": "",
    "shop/views.py": VIEWS,
    "shop/audit.py": "def note(value):\n    return value\n",
    "shop/stock.py": "def count():\n    return 3\n",
    "shop/templates/pay.html": "<form method=post action=/pay><input name=card_number></form>\n",
    "shop/templates/about.html": "<p>Who we are</p>\n",
    "static/menu.js": "function open() { return 1; }\n",
    "README.md": "A shop.\n",
    "logo.png": "P",
}


class Repository:
    """A shop in git, its commits checked with one store, and the number of analyses."""

    def __init__(self, folder: Path, cache: Path, counted: Analyses) -> None:
        self.folder = folder
        self.cache = cache
        self._counted = counted
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.email", "nobody@example.invalid")
        self.git("config", "user.name", "nobody")
        for path, text in FILES.items():
            self.write(path, text)
        self.commit()

    @property
    def analyses(self) -> int:
        """The runs that were analyses."""
        return self._counted.count

    def git(self, *words: str) -> None:
        subprocess.run(["git", "-C", str(self.folder), *words], check=True, capture_output=True)

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "--quiet", "-m", "a state")

    def check(self, root: str = ".") -> Report:
        """What is staged, against the last commit; the same as without a store."""
        self.git("add", "-A")
        settings = defaults(str(self.folder / root), root=str(self.folder / root))
        store = Store(self.cache)
        found, _ = compared(settings, "", staged=True, progress=ignore, store=store)
        store.close()
        analyses = self.analyses
        assert found == compared(settings, "", staged=True, progress=ignore)[0], "not what is said without a cache"
        self._counted.count = analyses
        return found


@pytest.fixture
def shop(tmp_path: Path, analyses: Analyses) -> Repository:
    made = Repository(tmp_path / "shop", tmp_path / "cache", analyses)
    made.check()
    assert made.analyses == 1, "both states are one tree"
    return made


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/stock.py", "def count():\n    return 4\n\n\ndef more():\n    return 5\n"),
        ("shop/templates/about.html", "<p>Who we were</p>\n"),
        ("static/menu.js", "function open() { return 2; }\n"),
        ("README.md", "A good shop.\n"),
        ("logo.png", "Q"),
        ("notes.odt", "new"),
    ],
    ids=["code", "a page", "a script", "a text", "a picture", "a file that nothing reads"],
)
def test_a_commit_far_from_any_card_costs_no_analysis(shop: Repository, path: str, text: str) -> None:
    shop.write(path, text)

    assert shop.check().findings == ()
    assert shop.analyses == 1


def test_nor_does_the_next_one(shop: Repository) -> None:
    shop.write("shop/stock.py", "def count():\n    return 4\n")
    shop.check()
    shop.commit()
    shop.write("shop/stock.py", "def count():\n    return 4\n\n\ndef more():\n    return 5\n")
    shop.write("README.md", "Another text.\n")

    shop.check()

    assert shop.analyses == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/audit.py", 'import logging\n\n\ndef note(value):\n    logging.info("%s", value)\n'),
        ("shop/stock.py", 'def count(request):\n    return request.POST["card_number"]\n'),
        ("shop/stock.py", "def note(value):\n    return value\n"),
        ("shop/templates/about.html", "<form><input autocomplete=cc-number name=n></form>\n"),
        ("shop/templates/about.html", '<p>{% include "pay.html" %}</p>\n'),
        ("static/menu.js", 'fetch("/pay", {body: JSON.stringify({card_number: number.value})});\n'),
        ("README.md", "We never store card numbers. Card data does not pass through our servers.\n"),
        ("shop/fresh.py", "x = 1\n"),
        (".gitignore", "shop/views.py\n"),
        ("shop/stock.py", "# @generated\nx = 1\n"),
    ],
    ids=[
        "on the way",
        "a card",
        "a name",
        "a card's input",
        "a part",
        "a post",
        "a claim",
        "a file",
        "ignored",
        "left out",
    ],
)
def test_what_may_change_a_finding_is_analysed(shop: Repository, path: str, text: str) -> None:
    shop.write(path, text)

    shop.check()

    assert shop.analyses > 1


def test_a_file_that_goes_is_noticed(shop: Repository) -> None:
    (shop.folder / "shop" / "stock.py").unlink()

    shop.check()

    assert shop.analyses > 1


def test_only_new_findings_are_shown(shop: Repository) -> None:
    shop.write("shop/audit.py", 'import logging\n\n\ndef note(value):\n    logging.info("%s", value)\n')

    assert {finding.code for finding in shop.check().findings} == {"PAY301"}


LEAKING = 'import logging\n\n\ndef note(value):\n    logging.info("%s", value)\n'
QUIET = "def note(value):\n    return value\n"


def test_the_same_is_said_as_often_as_it_is_asked(shop: Repository) -> None:
    shop.write("shop/audit.py", LEAKING)
    for _ in range(3):
        assert {finding.code for finding in shop.check().findings} == {"PAY301"}
    shop.write("shop/audit.py", QUIET + "\n\nnote(1)\n")
    assert not shop.check().findings
    shop.write("shop/audit.py", LEAKING)
    for _ in range(2):
        assert {finding.code for finding in shop.check().findings} == {"PAY301"}


def test_a_leak_is_an_old_one_only_once_it_is_committed(shop: Repository) -> None:
    shop.write("shop/audit.py", LEAKING)
    assert shop.check().findings
    shop.commit()
    assert not shop.check().findings
    shop.write("shop/stock.py", "def count():\n    return 5\n")
    shop.commit()
    assert not shop.check().findings


def test_a_part_of_the_repository_is_a_state_of_its_own(shop: Repository) -> None:
    shop.check("shop")
    analyses = shop.analyses
    shop.write("README.md", "We never store card numbers. Card data does not pass through our servers.\n")

    shop.check("shop")

    assert shop.analyses == analyses, "what lies beside the checked folder is not read"
