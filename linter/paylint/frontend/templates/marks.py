"""Template syntax in a text: where it stands, what it means, and the text with all of it blotted out at equal length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from paylint.frontend.templates import expressions
from paylint.ir.pages import Hole, Include, Value

HOLE = "\ue000"
"""Stands where a hole begins in a blotted text."""

FILL = "\ue001"
"""Stands for every other character of a hole."""

_OWN = str.maketrans({HOLE: "?", FILL: "?"})


@dataclass(frozen=True, slots=True)
class Extends:
    """The page that this one extends."""

    template: Value


@dataclass(frozen=True, slots=True)
class Open:
    """A block begins."""

    name: str


@dataclass(frozen=True, slots=True)
class Close:
    """The innermost block ends."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Template syntax from ``start`` to ``end``. ``None``: a comment, a condition, whatever writes nothing."""

    start: int
    end: int
    meaning: Hole | Include | Extends | Open | Close | None = None


class Places:
    """One text, with lines and columns of its offsets, both counted from 1."""

    __slots__ = ("_missing", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._missing: set[str] = set()
        self._starts = [0]
        end = text.find("\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = text.find("\n", end + 1)

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def after(self, closer: str, start: int) -> int:
        """Where the next ``closer`` ends, or -1. Asked from left to right: what is missing once is not looked for again."""
        if closer in self._missing:
            return -1
        found = self.text.find(closer, start)
        if found < 0:
            self._missing.add(closer)
            return -1
        return found + len(closer)

    def hole(self, start: int, end: int, call: str, arguments: tuple[str, ...]) -> Hole:
        """A hole that stands from ``start`` to ``end``."""
        line, column = self.of(start)
        return Hole(line, column, self.text[start:end], call, arguments)

    def written(self, start: int, end: int, expression: str) -> Hole:
        """A hole into which an expression is written; where it is one call, its function and arguments."""
        return self.hole(start, end, *expressions.call(expression))

    def include(self, start: int, template: Value) -> Include:
        """An include that stands at ``start``."""
        return Include(*self.of(start), template)


def blot(text: str, marks: Sequence[Mark]) -> str:
    """The text with holes and includes replaced by `HOLE` and `FILL`, other marks by spaces; no offset changes."""
    parts: list[str] = []
    place = 0
    plain = text.translate(_OWN) if HOLE in text or FILL in text else text
    for mark in marks:
        length = mark.end - mark.start
        parts.append(plain[place : mark.start])
        writes = isinstance(mark.meaning, Hole | Include)
        parts.append(HOLE + FILL * (length - 1) if writes else " " * length)
        place = mark.end
    parts.append(plain[place:])
    return "".join(parts)


def template_name(argument: str) -> Value:
    """The name in a quoted argument, or in the first of a list of them; a hole without a place where it is computed."""
    text = argument.strip()
    if text[:1] in "[(":
        listed = expressions.arguments(text[1:-1])
        text = listed[0] if listed else ""
    name = expressions.unquoted(text)
    if name is not None:
        return (name,)
    return (Hole(0, 0, text, *expressions.call(text)),)
