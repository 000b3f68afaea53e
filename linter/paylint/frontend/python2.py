"""Python 2 source made readable for a parser of Python 3: same lines, and the same columns wherever that is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from paylint.frontend.lexer import Logical, Token, logical_lines, statements

_OCTAL = re.compile(r"0[0-9]+[lL]?")
_LINE_END = re.compile(r"[^\r\n]")
_PRINTABLE = frozenset({"-", "+", "~", "[", "{", "`", ">>", "("})
_NOT_PRINTED = frozenset({"in", "is", "and", "or", "if", "else", "for", "as"})
_AFTER_ASYNC = frozenset({"def", "with", "for"})


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    start: int
    end: int
    text: str


def modernised(text: str) -> str:
    """The text with what only Python 2 understands written in Python 3; the text itself where there is nothing.

    What a tuple parameter unpacks becomes parameters of its own.
    """
    lines = list(logical_lines(text))
    edits = [edit for line in lines for edit in _line_edits(line, text, prints=not _has_print_function(lines))]
    if _mixes_tabs(lines):
        edits += _expanded_tabs(lines)
    return _applied(text, edits)


def _line_edits(line: Logical, text: str, *, prints: bool) -> Iterator[_Edit]:
    yield from _token_edits(line.tokens)
    yield from _tuple_parameters(line.tokens)
    for statement in statements(line):
        match statement[0].text:
            case "print" if prints:
                yield from _print(statement, text)
            case "exec":
                yield from _exec(statement, text)
            case "raise":
                yield from _raise(statement, text)
            case "except":
                yield from _except(statement, text)
            case _:
                pass


def _has_print_function(lines: Iterable[Logical]) -> bool:
    return any(
        line.keyword == "from" and len(line.tokens) > 2 and line.tokens[1].text == "__future__"
        and any(token.text == "print_function" for token in line.tokens)
        for line in lines
    )  # fmt: skip


def _token_edits(tokens: Sequence[Token]) -> Iterator[_Edit]:
    quoted = False
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.kind == "number":
            yield from _number(token)
        elif token.kind == "string" and token.text[:2].lower() == "ur":
            yield _Edit(token.start, token.start + 2, " r")
        elif token.text == "<>":
            yield _Edit(token.start, token.end, "!=")
        elif token.text == "`":
            yield _Edit(token.start, token.end, ")" if quoted else "repr(")
            quoted = not quoted
        elif token.text == "async" and following not in _AFTER_ASYNC:
            yield _Edit(token.start, token.end, "async_")


def _number(token: Token) -> Iterator[_Edit]:
    digits = token.text
    if digits[-1] in "lL":
        yield _Edit(token.end - 1, token.end, " ")
        digits = digits[:-1]
    if _OCTAL.fullmatch(digits) and digits.strip("0"):
        if set(digits) & {"8", "9"}:
            yield _Edit(token.start, token.start + len(digits), digits.lstrip("0").rjust(len(digits)))
        else:
            yield _Edit(token.start, token.start + 1, "0o")


def _print(statement: Sequence[Token], text: str) -> Iterator[_Edit]:
    keyword, *rest = statement
    if not rest:
        yield _Edit(keyword.end, keyword.end, "()")
        return
    first = rest[0]
    if (first.kind == "operator" and first.text not in _PRINTABLE) or first.text in _NOT_PRINTED:
        return
    if first.text == "(" and _closing(rest, 0) == len(rest) - 1:
        return
    yield _opening_bracket(keyword, text)
    end = rest[-1].end
    if first.text != ">>":
        yield _Edit(end, end, ")")
        return
    commas = _commas(rest)
    last = rest[commas[0] - 1] if commas else rest[-1]
    stream = " ".join(text[first.end : last.end].split())
    yield _blank(text, first.start, rest[commas[0]].end if commas else end)
    separator = "" if rest[-1].text == "," or not commas else ", "
    yield _Edit(end, end, f"{separator}file={stream})")


def _exec(statement: Sequence[Token], text: str) -> Iterator[_Edit]:
    keyword, *rest = statement
    if not rest or (rest[0].text == "(" and _closing(rest, 0) == len(rest) - 1):
        return
    if rest[0].kind == "operator" and rest[0].text != "(":
        return
    yield _opening_bracket(keyword, text)
    for index in _at_depth_0(rest, "in"):
        yield _Edit(rest[index].start, rest[index].end, ", ")
    yield _Edit(rest[-1].end, rest[-1].end, ")")


def _raise(statement: Sequence[Token], text: str) -> Iterator[_Edit]:
    commas = _commas(statement)
    if not commas:
        return
    comma = statement[commas[0]]
    value = statement[commas[0] + 1 : commas[1] if len(commas) > 1 else len(statement)]
    end = statement[-1].end
    if not value or [token.text for token in value] == ["None"]:
        yield _blank(text, comma.start, end)
        return
    yield _Edit(comma.start, comma.end, "(")
    yield _Edit(value[-1].end, value[-1].end, ")")
    if len(commas) > 1:
        yield _blank(text, statement[commas[1]].start, end)


def _except(statement: Sequence[Token], text: str) -> Iterator[_Edit]:
    commas = _commas(statement)
    if len(commas) != 1:
        return
    comma = statement[commas[0]]
    target = statement[commas[0] + 1 :]
    if len(target) == 1 and target[0].text[0].isupper():
        yield _Edit(statement[1].start, statement[1].start, "(")
        yield _Edit(target[0].end, target[0].end, ")")
    elif len(target) == 1:
        yield _Edit(comma.start, comma.end, " as")
    else:
        yield _blank(text, comma.start, statement[-1].end)


def _tuple_parameters(tokens: Sequence[Token]) -> Iterator[_Edit]:
    for index, token in enumerate(tokens):
        if token.text == "def" and index + 2 < len(tokens) and tokens[index + 2].text == "(":
            end = _closing(tokens, index + 2)
            yield from _unpacked(tokens[index + 3 : end])
        elif token.text == "lambda":
            colons = _at_depth_0(tokens[index:], ":")
            yield from _unpacked(tokens[index + 1 : index + (colons[0] if colons else 1)])


def _unpacked(parameters: Sequence[Token]) -> Iterator[_Edit]:
    expected = True
    index = 0
    while index < len(parameters):
        token = parameters[index]
        if token.text == "(":
            end = _closing(parameters, index)
            if expected:
                yield from (
                    _Edit(inner.start, inner.end, " ") for inner in parameters[index : end + 1] if inner.text in "()"
                )
            index = end
        expected = token.text == ","
        index += 1


def _opening_bracket(keyword: Token, text: str) -> _Edit:
    return _Edit(keyword.end, keyword.end + (text[keyword.end] == " "), "(")


def _blank(text: str, start: int, end: int) -> _Edit:
    return _Edit(start, end, _LINE_END.sub(" ", text[start:end]))


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].text in {"(", "[", "{"}) - (tokens[index].text in {")", "]", "}"})
        if depth == 0:
            return index
    return len(tokens) - 1


def _commas(tokens: Sequence[Token]) -> list[int]:
    return _at_depth_0(tokens, ",")


def _at_depth_0(tokens: Sequence[Token], text: str) -> list[int]:
    depth = 0
    found = []
    for index, token in enumerate(tokens):
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        if depth == 0 and token.text == text:
            found.append(index)
    return found


def _mixes_tabs(lines: Iterable[Logical]) -> bool:
    used = {character for line in lines for character in line.indent}
    return {" ", "\t"} <= used


def _expanded_tabs(lines: Iterable[Logical]) -> Iterator[_Edit]:
    for line in lines:
        if "\t" in line.indent:
            start = line.tokens[0].start
            yield _Edit(start - len(line.indent), start, line.indent.replace("\f", "").expandtabs(8))


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    parts: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= position:
            parts += (text[position : edit.start], edit.text)
            position = edit.end
    return "".join([*parts, text[position:]])
