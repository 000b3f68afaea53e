"""A file that was looked into counts with what was read of it: a change elsewhere in it costs no analysis."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from paylint.cache.store import Store
from paylint.config.settings import defaults
from paylint.finding import Report
from paylint.pipeline import check
from tests.linter.cache.conftest import Analyses

VIEWS = """\
from shop.tools import Basket, last_four


def pay(request):
    basket = Basket()
    basket.keep(last_four(request.POST["card_number"]))
    print(request.POST["card_number"])
"""
TOOLS = '''\
"""Tools of the shop."""

LIMIT = 3


def last_four(number):
    return number[-4:]


def total(lines):
    """What all lines cost."""
    return sum(line.price for line in lines)


class Basket:
    def keep(self, shown):
        self.shown = shown

    def describe(self, language):
        text = f"{self.count} of {LIMIT}"
        return text

    def sorted(self, lines):
        return sorted(lines, key=lambda line: line.price)
'''
OLD = 1_600_000_000


@pytest.fixture
def analysed(tmp_path: Path, analyses: Analyses) -> Callable[[str], bool]:
    """Whether a run over the shop with this text of its tools is an analysis, after one over the shop as it was.

    What it says is compared with what a run without a cache says.
    """
    folder = tmp_path / "shop"
    settings = defaults(str(folder), root=str(folder))

    def write(path: str, text: str) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        os.utime(file, (OLD, OLD + len(text)))

    def run() -> Report:
        store = Store(tmp_path / "cache")
        found = check(settings, store=store)
        store.close()
        return found

    def after(text: str) -> bool:
        run()
        before = analyses.count
        write("shop/tools.py", text)
        found = run()
        was = analyses.count > before
        assert found == check(settings), "not what a run without a cache says"
        return was

    write("shop/__init__.py", "")
    write("shop/views.py", VIEWS)
    write("shop/tools.py", TOOLS)
    return after


def changed(old: str, new: str) -> str:
    assert TOOLS.count(old) == 1
    return TOOLS.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        changed("    return sum(", "    unheard_of = 1\n    return sum("),
        changed('    """What all lines cost."""\n', ""),
        changed(
            "        return text\n", "        for word in text:\n            logger.info(word)\n        return None\n"
        ),
        changed("\n\nclass Basket", "\n\ndef fresh(lines, most=5):\n    return lines[:most]\n\n\nclass Basket"),
        TOOLS + "\n\ndef fresh():\n    return 1\n",
    ],
    ids=[
        "in a function that was not read",
        "a line fewer there",
        "in such a method",
        "a function that nobody knows",
        "one at the end",
    ],
)
def test_it_costs_nothing(analysed: Callable[[str], bool], text: str) -> None:
    assert not analysed(text)


@pytest.mark.parametrize(
    "text",
    [
        changed("    return number[-4:]", "    print(number)\n    return number[-4:]"),
        changed("    return sum(", "    print(card_number)\n    return sum("),
        changed("def total(lines):", "def total(lines, card_number=None):"),
        changed("def total(lines):", "@cached\ndef total(lines):"),
        changed("        text = f", "        self.shown = language\n        text = f"),
        changed("LIMIT = 3", "LIMIT = 4"),
        changed("key=lambda line: line.price", "key=lambda line: line.cost"),
        changed("    return sum(", "    return sum(  # paylint: ignore[PAY301] nothing\n        "),
        changed("def total(lines):\n", "def total(lines):\n    return None\n\n\ndef total_of(lines):\n")
        + "\nBasket = total\n",
        TOOLS + "\n\ndef last_four(number):\n    return number\n",
        TOOLS + "\n\ndef fresh(card_number):\n    return card_number\n",
        TOOLS + "\n\n@register\ndef fresh():\n    return 1\n",
        TOOLS + "\n\ndef fresh(most=total([])):\n    return 1\n",
        TOOLS + "\n\ndef __getattr__(name):\n    return last_four\n",
        TOOLS.replace("def total", "def describe"),
    ],
    ids=[
        "in a function that was read",
        "a card's name",
        "a card's name as a parameter",
        "a decorator",
        "an attribute that is written",
        "in the module",
        "in a function that holds another",
        "a suppressing comment",
        "another meaning of a name",
        "a function in place of another",
        "a function for a card",
        "a function that is handed on",
        "one that calls another",
        "one that answers for all names",
        "another name",
    ],
)
def test_it_is_analysed(analysed: Callable[[str], bool], text: str) -> None:
    assert analysed(text)


def test_a_line_more_in_a_file_that_the_report_names_is_analysed(analysed: Callable[[str], bool]) -> None:
    leaking = changed("    return number[-4:]", "    print(number)\n    return number[-4:]")
    assert analysed(leaking)

    assert analysed(leaking.replace("    return sum(", "    unheard_of = 1\n    return sum("))
