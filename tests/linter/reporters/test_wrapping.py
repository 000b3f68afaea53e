from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from paylint.reporters.wrapping import wrapped

SENTENCE = "カード番号の表示は、文書化された必要がない限り（例外あり）、多くてもBINと下4桁までとする。"


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_begins_with_a_closing_mark_or_is_too_wide(width: int):
    lines = [line.plain for line in wrapped(Text(SENTENCE), Console(width=200), width)]

    assert "".join(lines) == SENTENCE
    assert not [line for line in lines if line[0] in "、。）"]
    assert max(map(cell_len, lines)) <= width


def test_japanese_follows_a_name_on_its_line_and_a_long_address_is_cut():
    text = Text("SAQ D-Merchant に相当する。examples/club-gets/before/payment.py")

    assert [line.plain for line in wrapped(text, Console(width=200), 20)] == [
        "SAQ D-Merchant に相",
        "当する。",
        "examples/club-gets/b",
        "efore/payment.py",
    ]


def test_english_is_broken_as_ever():
    text = Text("Store the provider's token and the last four digits.")

    assert [line.plain.rstrip() for line in wrapped(text, Console(width=200), 20)] == [
        "Store the provider's",
        "token and the last",
        "four digits.",
    ]
