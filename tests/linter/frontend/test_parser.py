"""Bytes become a tree with places, or one sentence that says why not."""

from __future__ import annotations

import libcst as cst
import pytest

from paylint.frontend.decoding import Unparsed
from paylint.frontend.parser import Parsed, Positions, parse
from paylint.location import Location, Path

PATH = Path("shop/pay.py")


def parsed(content: bytes) -> Parsed:
    result = parse(PATH, content)
    assert isinstance(result, Parsed)
    return result


def unparsed(content: bytes) -> Unparsed:
    result = parse(PATH, content)
    assert isinstance(result, Unparsed)
    return result


def place(positions: Positions, module: cst.Module, index: int) -> tuple[int, int]:
    return positions.of(module.body[index])


def test_a_coding_line_decides_how_bytes_are_read() -> None:
    source = "# -*- coding: euc-jp -*-\nname = 'カード'\n"

    assert parsed(source.encode("euc-jp")).lines[1] == "name = 'カード'"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_source(encoding: str) -> None:
    assert parsed("x = 1\n".encode(encoding)).lines == ("x = 1", "")


def test_bytes_that_do_not_decode_are_replaced_and_said() -> None:
    result = parsed(b"name = 'caf\xe9'\nx = 1\n")

    assert result.lines[0] == "name = 'caf\ufffd'"
    assert result.partial == ("undecodable as utf-8",)


def test_an_unknown_coding_is_read_as_utf8() -> None:
    assert parsed("# coding: no-such-coding\nx = 'é'\n".encode()).lines[1] == "x = 'é'"


def test_binary_content_is_named_as_such() -> None:
    assert unparsed(b"\x00\x05\x16\x07\x00").message == f"{PATH} is binary, not Python source, and was not read."


def test_a_syntax_error_has_a_line() -> None:
    result = unparsed(b"x = 1\ny = = 2\n")

    assert result.broken
    assert result.location == Location(PATH, 2)
    assert result.message == f"{PATH} is not valid Python: syntax error in line 2."


def test_an_error_of_the_tokenizer_says_what_it_is() -> None:
    result = unparsed(b"x = 1\ny = 'a\n")

    assert result.broken
    assert result.message == f"{PATH} is not valid Python: unterminated string literal."


@pytest.mark.parametrize("brackets", [("(", ")"), ("[", "]"), ("{", "}")])
def test_brackets_nested_beyond_what_python_takes_do_not_reach_the_native_parser(brackets: tuple[str, str]) -> None:
    opening, closing = brackets

    assert "nests brackets more than 200 deep" in unparsed((opening * 5000 + "1" + closing * 5000).encode()).message


def test_brackets_in_strings_and_comments_are_not_nesting() -> None:
    parsed(b"x = '" + b"(" * 500 + b"'  # " + b"[" * 500 + b"\n")


def test_a_statement_starts_at_its_first_word_not_at_its_comments() -> None:
    result = parsed(b"# about\n\n# more\nif (  # why\n    a):\n    pass\nx = 1  # end\n\n\n@deco\ndef f(): pass\n")

    places = [place(result.positions, result.module, index) for index in range(2)]

    assert places == [(4, 1), (7, 1)]


def test_blanks_that_the_tree_does_not_keep_do_not_shift_what_follows() -> None:
    result = parsed(b"try:\n    pass\nexcept (A, B)   :\n    pass\nx = 1\n")

    assert place(result.positions, result.module, 1) == (5, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_at_every_kind_of_line_end(end: str) -> None:
    result = parsed(f"a = '''1{end}2'''{end}b = 2{end}".encode())

    assert place(result.positions, result.module, 1) == (3, 1)
    assert result.lines == ("a = '''1", "2'''", "b = 2", "")


def test_columns_count_characters_not_bytes() -> None:
    result = parsed("x = 'カード'; y = 1\n".encode())
    line = result.module.body[0]
    assert isinstance(line, cst.SimpleStatementLine)

    assert result.positions.of(line.body[1]) == (1, 12)


def test_an_empty_file_is_an_empty_module() -> None:
    assert parsed(b"").module.body == ()
