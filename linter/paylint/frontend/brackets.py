"""Which brackets of a script belong together, for tools that must not understand the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<skip> //[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*` | \s+ )
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<arrow>=>) | (?P<word>[\w$]+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BEFORE_OBJECT = frozenset({"(", "[", ",", ":", "=", "?", "return", "..."})


@dataclass(frozen=True, slots=True)
class Span:
    """What one pair of brackets holds, as offsets: a block of statements, or not."""

    start: int
    end: int
    block: bool

    def holds(self, offset: int) -> bool:
        """Whether something stands between the brackets."""
        return self.start < offset < self.end


def spans(text: str) -> Iterator[Span]:
    """The pairs of brackets of JavaScript or TypeScript, the inner ones first.

    Braces are a block unless they stand where only an object can. What is never closed is left out.
    """
    stack: list[tuple[bool, int]] = []
    before = ""
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind == "skip":
            continue
        if kind == "open":
            within = bool(stack) and not stack[-1][0]
            stack.append((value == "{" and not (within and before in _BEFORE_OBJECT), match.start()))
        elif kind == "close" and stack:
            block, start = stack.pop()
            yield Span(start, match.end(), block)
        before = value


def calls_around(pairs: Sequence[Span], offset: int) -> Iterator[Span]:
    """Those pairs that are no blocks, and between which and ``offset`` no block stands."""
    blocks = [pair for pair in pairs if pair.block and pair.holds(offset)]
    for pair in pairs:
        if not pair.block and not any(pair.holds(block.start) for block in blocks):
            yield pair
