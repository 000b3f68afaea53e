"""Which sentences are a promise."""

from __future__ import annotations

import pytest

from paylint.inventory.document import document
from paylint.inventory.sentences import Sentences
from paylint.location import Path
from paylint.models.schema import ClaimRow, RowOrigin

ROWS = (
    ClaimRow(
        "kept", "en", ("plum", "plum stones"), ("are not kept", "never keep"), ("must", "todo"), RowOrigin("m", 1)
    ),
    ClaimRow("kept", "ja", ("梅",), ("保持していません",), ("必要",), RowOrigin("m", 2)),
)


def said(text: str, language: str = "text") -> list[tuple[str, int]]:
    source = document(Path("x"), language, text.encode())
    return [(claim.text, claim.location.line) for claim in Sentences(ROWS).claims(source)]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Hello. Plums are fine. Plum stones are not kept. Bye.", ("Plum stones are not kept.", 1)),
        ("# Plum stones are\n# not kept here.\n", ("Plum stones are not kept here.", 1)),
        ("- We never keep a **plum**\n- next\n", ("We never keep a plum", 1)),
        ("前です。梅は保持していません。後です。", ("梅は保持していません。", 1)),
    ],
)
def test_a_sentence_with_a_thing_and_a_promise_is_a_claim(text: str, claim: tuple[str, int]) -> None:
    assert said(text) == [claim]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Plum stones must not be kept. They are not kept.", id="the thing stands in another sentence"),
        pytest.param("Plums must be washed if plum stones are not kept.", id="a demand"),
        pytest.param("TODO: plum stones are not kept", id="a plan"),
        pytest.param("Plumbers are not kept.", id="another word"),
        pytest.param("梅を保持していません と書く必要がある。", id="a demand in Japanese"),
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert said(text) == []


def test_tags_do_not_part_a_sentence_and_blocks_do() -> None:
    assert said("<p>Our <b>plum stones</b> are <i>not</i> kept</p>", "html") == [("Our plum stones are not kept", 1)]
    assert said("<p>Plum stones</p><p>are not kept</p>", "html") == []
