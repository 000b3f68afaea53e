"""Edits as the protocol writes them."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="the protocol's types are needed")

from lsprotocol import types

from paylint.lsp.convert import edit


def applied(text: str, change: types.TextEdit) -> str:
    lines = text.splitlines(keepends=True) or [""]

    def offset(place: types.Position) -> int:
        return sum(map(len, lines[: place.line])) + place.character

    return text[: offset(change.range.start)] + change.new_text + text[offset(change.range.end) :]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\n", "a\nb\nx\nc\n"),
        ("a\nb\nc\n", "a\nc\n"),
        ("a\nb", "a\nB"),
        ("a\nb", "a\nb\nc"),
        ("a\r\nb\r\n", "a\r\nB\r\n"),
        ("a\na\na\n", "a\na\n"),
        ("a\n", "a\n"),
        ("", "a\n"),
    ],
)
def test_an_edit_turns_one_text_into_the_other(before: str, after: str) -> None:
    assert applied(before, edit(before, after)) == after


def test_an_edit_is_no_longer_than_it_must_be() -> None:
    assert edit("a\nb\nc\n", "a\nB\nc\n").new_text == "B\n"
