"""What a file defines, and which changes of its text change a digest."""

from __future__ import annotations

import pytest

from paylint.frontend.definitions import Definition, definitions
from paylint.location import Path

SHOP = """\
import requests

LIMIT = 3


class Gateway(Base):
    host = "a.example"

    @property
    def name(self):
        return "a"

    @name.setter
    def name(self, value):
        pass

    async def charge(self, card):
        def inner():
            return card
        if card:
            return inner()


@app.route("/pay")
def pay(card): return Gateway().charge(card)
"""


def read(text: str) -> dict[str, Definition]:
    return {item.name: item for item in definitions(Path("shop.py"), text.encode())}


def changed(text: str) -> set[str]:
    before, now = read(SHOP), read(text)
    names = before.keys() | now.keys()
    return {name for name in names if name not in before or name not in now or before[name].digest != now[name].digest}


def test_functions_classes_and_the_module_level_are_definitions_and_functions_hold_their_inner_ones() -> None:
    found = read(SHOP)

    assert set(found) == {"<module>", "Gateway", "Gateway.charge", "Gateway.name", "pay"}


def test_a_definition_spans_its_decorators_and_all_its_lines() -> None:
    found = read(SHOP)

    assert (found["pay"].first, found["pay"].last) == (24, 25)
    assert (found["Gateway.charge"].first, found["Gateway.charge"].last) == (17, 21)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("LIMIT = 3", "LIMIT = 3  # tries", id="a comment"),
        pytest.param("LIMIT = 3\n", "\n\nLIMIT=3\n", id="blank lines and spaces"),
        pytest.param("return inner()", "return inner(\n            )", id="a call over two lines"),
        pytest.param("\n", "\r\n", id="line ends"),
        pytest.param("    ", "  ", id="indentation"),
    ],
)
def test_formatting_changes_no_digest(old: str, new: str) -> None:
    assert changed(SHOP.replace(old, new)) == set()


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("LIMIT = 3", "LIMIT = 4", "<module>"),
        ("a.example", "b.example", "Gateway"),
        ("(Base)", "(Other)", "Gateway"),
        ("            return card", "            return None", "Gateway.charge"),
        ("            return inner()", "            pass\n        return inner()", "Gateway.charge"),
        ('"/pay"', '"/paid"', "pay"),
        ("        pass\n", "        self.x = 1\n", "Gateway.name"),
    ],
)
def test_a_change_is_one_of_the_definition_that_it_stands_in(old: str, new: str, name: str) -> None:
    assert changed(SHOP.replace(old, new)) == {name}


def test_broken_source_and_source_of_python_2_have_definitions_too() -> None:
    found = read("def pay(card):\n    print card, (\ndef refund(card):\n    exec card\n")

    assert {"pay", "refund"} <= set(found)


def test_what_is_no_text_defines_nothing() -> None:
    assert definitions(Path("x.py"), b"\0\1") == ()
