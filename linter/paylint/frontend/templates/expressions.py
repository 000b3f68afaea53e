"""The small grammar that template languages share: words, arguments, calls and filters, with quotes and brackets kept whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_CALL = re.compile(r"([A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)\s*\(")
_OPENING = "([{"
_CLOSING = ")]}"
_QUOTES = "\"'`"
_LONGEST = 10_000
_DEEPEST = 40


def words(text: str) -> tuple[str, ...]:
    """The words of a tag, parted by spaces outside quotes and brackets."""
    return tuple(part for part in _split(text, lambda char: char.isspace()) if part)


def arguments(text: str) -> tuple[str, ...]:
    """The arguments of a call, parted by commas outside quotes and brackets."""
    return tuple(part.strip() for part in _split(text, lambda char: char == ",") if part.strip())


def statements(text: str) -> tuple[str, ...]:
    """The parts of a text between semicolons; two semicolons stand for one."""
    parts = text.replace(";;", "\0").split(";")
    return tuple(part.replace("\0", ";").strip() for part in parts if part.strip())


def without_filters(text: str) -> str:
    """An expression up to its first ``|``; ``||`` is an operator and stays."""
    for start, char in _outside(text):
        if char == "|" and text[start + 1 : start + 2] != "|" and text[start - 1 : start] != "|":
            return text[:start].strip()
    return text.strip()


def call(expression: str) -> tuple[str, tuple[str, ...]]:
    """The function and its arguments where the expression is one call, else an empty name and the expression itself."""
    match = _CALL.match(expression)
    if match is not None and closing(expression, match.end() - 1) == len(expression) - 1:
        name = "".join(match.group(1).split())
        return name, arguments(expression[match.end() : -1])
    return "", (expression,)


def closing(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` is closed, or -1 where it is not, or only far away or very deep inside."""
    depth = 0
    for place, char in _outside(text, start, start + _LONGEST):
        if char in _OPENING:
            depth += 1
            if depth > _DEEPEST:
                break
        elif char in _CLOSING:
            depth -= 1
            if depth == 0:
                return place
    return -1


def unquoted(text: str) -> str | None:
    """The text inside a quoted argument, or ``None`` where it is not one quoted string."""
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0] and text[0] not in text[1:-1]:
        return text[1:-1]
    return None


def _split(text: str, parts: Callable[[str], bool]) -> Iterator[str]:
    depth = start = 0
    for place, char in _outside(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
        elif depth <= 0 and parts(char):
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _outside(text: str, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, str]]:
    """The characters outside quoted strings, with their places. A quote that is never closed is a character."""
    place = start
    last = len(text) if stop is None else min(stop, len(text))
    while place < last:
        char = text[place]
        if char in _QUOTES:
            end = text.find(char, place + 1, last)
            if end > 0:
                place = end + 1
                continue
        yield place, char
        place += 1
