"""Which brackets of a script belong together, for tools that must not understand the rest of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<skip> //[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*` | \s+ )
    | (?P<open>[(\[{]) | (?P<close>[)\]}]) | (?P<arrow>=>) | (?P<word>[\w$]+) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BEFORE_OBJECT = frozenset({"(", "[", ",", ":", "=", "?", "return", "..."})


def groups(text: str) -> Iterator[tuple[int, int]]:
    """The outermost groups of brackets within each block of JavaScript or TypeScript, as offsets.

    A call with its arguments is one; the body of a function, a class or a condition is none, and what stands in it counts anew.
    """
    stack: list[tuple[str, int]] = []
    before = ""
    for match in _TOKEN.finditer(text):
        kind, value = match.lastgroup, match.group()
        if kind == "skip":
            continue
        if kind == "open":
            within = bool(stack) and stack[-1][0] != "block"
            block = value == "{" and not (within and before in _BEFORE_OBJECT)
            stack.append(("block" if block else value, match.start()))
        elif kind == "close" and stack:
            opened, start = stack.pop()
            if opened != "block" and (not stack or stack[-1][0] == "block"):
                yield start, match.end()
        before = value
