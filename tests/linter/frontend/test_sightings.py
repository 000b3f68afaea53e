from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from paylint.facts import Sighting
from paylint.frontend.sightings import sight
from paylint.location import Path
from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.models.schema import Pattern, RowOrigin, told_apart
from paylint.packs import load_packs


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(load_packs())


def seen(catalog: Catalog, text: str, expression: str, language: str = "python", **options: Any) -> list[Sighting]:
    row = Pattern("it", RowOrigin("p.yaml", 1), (), expression, **options)
    return list(sight(Path("a.py"), text.encode(), language, catalog, [row]))


def test_a_sighting_names_place_line_and_the_definitions_around_it(catalog: Catalog) -> None:
    text = "class Gate:\n    def open(self):\n        if True:\n            push( 'it' )\n"

    (found,) = seen(catalog, text, "push")

    assert (found.location.line, found.location.column) == (4, 13)
    assert found.code == "push( 'it' )"
    assert found.function == "Gate.open"


@pytest.mark.parametrize(
    ("language", "line", "count"),
    [
        pytest.param("python", "x = 1  # push", 0, id="comment of Python"),
        pytest.param("python", "x = '#'; push", 1, id="a mark inside of a text is no comment"),
        pytest.param("javascript", "x() // push", 0, id="comment of JavaScript"),
        pytest.param("javascript", "f('http://a.example', push)", 1, id="an address is no comment"),
    ],
)
def test_what_stands_in_a_comment_is_not_seen(catalog: Catalog, language: str, line: str, count: int) -> None:
    assert len(seen(catalog, line, "push", language)) == count


def test_of_a_secret_only_the_beginning_is_shown_even_in_the_line(catalog: Catalog) -> None:
    (found,) = seen(catalog, "KEY = 'abcdefghijklmnopqrstuvwxyz'", r"'(?P<name>\w+)'", hidden=True)

    assert found.name == "abcdefgh…"
    assert found.code == "KEY = 'abcdefgh…'"


def test_a_short_secret_shows_less(catalog: Catalog) -> None:
    (found,) = seen(catalog, "KEY = 'abcdef'", r"'(?P<name>\w+)'", hidden=True)

    assert found.name == "ab…"


def test_what_fills_the_place_of_a_secret_is_none(catalog: Catalog) -> None:
    keys = "key_7f8da79f8da7f98ad7f98ad7f98df78e key_9c3f17be5a0d42e88b61f0c4d7a25e93"

    assert [one.location.column for one in seen(catalog, keys, r"(?P<name>key_\w{24,})", hidden=True)] == [38]


def test_a_card_number_is_never_shown_whole(catalog: Catalog) -> None:
    (found,) = seen(catalog, "CARD = '4539578763621486'", r"'(?P<name>\d+)'", luhn=True)

    assert found.name == "453957******1486"
    assert "4539578763621486" not in found.code


@pytest.mark.parametrize(
    ("options", "text", "count"),
    [
        pytest.param({"luhn": True}, "'4539578763621487'", 0, id="fails the Luhn test"),
        pytest.param({"known": frozenset({told_apart("4242424242424242")})}, "'4242424242424242'", 0, id="published"),
        pytest.param({"besides": re.compile("^4")}, "'4539578763621486'", 0, id="excluded by an expression"),
        pytest.param({"lens": "personal"}, "'password'", 1, id="means data of the lens"),
        pytest.param({"lens": "personal"}, "'password_hash'", 0, id="means what is left of it"),
        pytest.param({"meant": True}, "'card_number'", 1, id="means card data"),
        pytest.param({"meant": True}, "'colour'", 0, id="means nothing"),
        pytest.param({"stranger": True}, "'https://api.stripe.com/v1/tokens'", 0, id="is a provider's"),
        pytest.param({"languages": frozenset({"html"})}, "'x'", 0, id="another language"),
        pytest.param({"once": True}, "'a' 'b'", 1, id="one is enough"),
    ],
)
def test_a_pattern_says_what_counts(catalog: Catalog, options: dict[str, Any], text: str, count: int) -> None:
    assert len(seen(catalog, text, r"'(?P<name>[^']+)'", **options)) == count


def test_a_telling_pattern_wants_a_word_about_the_data_beside_it(catalog: Catalog) -> None:
    def sends(what: str) -> Iterator[str]:
        expression = r"send\('(?P<name>[^']+)',(?P<told>.*)\)"
        return (item.name for item in seen(catalog, f"send('x', {what})", expression, telling=True))

    assert list(sends("card_number")) == ["x"]
    assert not list(sends("colour"))
