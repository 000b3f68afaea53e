"""Literals have the values that Python gives them."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylint.frontend import literals


@pytest.mark.parametrize(
    "source",
    [
        "'plain'",
        '"a\\tb\\n"',
        "r'\\d+'",
        'R"\\""',
        "u'\\u30ab'",
        "'\\x41\\101\\0'",
        "'\\N{BULLET}'",
        "'\\U0001F4B3'",
        "'''two\nlines'''",
        "'joined \\\nline'",
        "'\\q stays'",
        "b'\\xff\\x00'",
        "rb'\\xff'",
        "''",
        '""""quoted" inside"""',
    ],
)
def test_a_string_has_its_value(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = ast.literal_eval(source)

    assert literals.string(source) == expected


@given(st.text())
def test_what_repr_writes_is_read_back(value: str) -> None:
    assert literals.string(repr(value)) == value.encode("utf-8", "replace").decode() or "\\ud" in repr(value)


@given(st.binary())
def test_what_repr_writes_of_bytes_is_read_back(value: bytes) -> None:
    assert literals.string(repr(value)) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("'\\xZZ'", "\\xZZ", id="a broken escape stays as written"),
        pytest.param("'\\N{NO SUCH NAME}'", "\ufffd", id="an unknown character name"),
        pytest.param("'\\U00110000'", "\ufffd", id="beyond Unicode"),
        pytest.param("'\\ud83d\\ude00'", "\U0001f600", id="a surrogate pair is one character"),
        pytest.param("'\\ud83d'", "\ufffd", id="half a pair cannot be written out"),
        pytest.param("ur'\\d'", "\\d", id="a prefix of Python 2"),
        pytest.param("'a\r\nb'", "a\nb", id="line ends are unified"),
        pytest.param("b'\u30ab'", "カ".encode(), id="bytes that Python would refuse"),
    ],
)
def test_an_odd_string_still_has_a_value(source: str, value: str | bytes) -> None:
    assert literals.string(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [("0", 0), ("1_000", 1000), ("0xFF", 255), ("0o17", 15), ("0b11", 3), ("0777", 511), ("9" * 5000, "9" * 5000)],
)
def test_an_integer_has_its_value(source: str, value: int | str) -> None:
    assert literals.integer(source) == value


def test_the_other_numbers_have_their_values() -> None:
    assert literals.floating("1_0.5e1") == 105.0
    assert literals.imaginary("2.5j") == 2.5j
