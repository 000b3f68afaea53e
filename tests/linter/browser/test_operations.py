"""Which fields of a server a GraphQL operation calls, and with which variables."""

from __future__ import annotations

import pytest

from paylint.browser.operations import is_operation, operations


def read(text: str) -> list[tuple[str, str, list[str]]]:
    return [(one.kind, one.field, sorted(one.variables)) for one in operations(text)]


def test_a_mutation_s_fields_and_their_variables() -> None:
    text = """
    # pays
    mutation Pay($card: CardInput!, $note: String = "{", $id: ID) {
      payByCard(card: $card, order: {id: $id, lines: [1, 2]}) { ok errors { field(first: 1) } }
      renamed: addNote(text: $note)  # the rest
      refresh
    }
    """

    assert read(text) == [
        ("mutation", "payByCard", ["card", "id"]),
        ("mutation", "addNote", ["note"]),
        ("mutation", "refresh", []),
    ]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("query { card(id: 1) { last4 } }", ["card"]),
        ("mutation { pay(a: $a", ["pay"]),
        ("mutation Pay($a: String", []),
        ("mutation", []),
    ],
)
def test_short_and_broken_operations(text: str, fields: list[str]) -> None:
    assert [field for _, field, _ in read(text)] == fields


@pytest.mark.parametrize(
    "text", ["query the database", "A mutation { x }", "fragment F on Card { last4 }", "queryString"]
)
def test_other_texts_call_nothing(text: str) -> None:
    assert read(text) == []
    assert is_operation(text) == text.startswith("query ")
