"""What a file defines, each definition with a digest that formatting and comments do not change.

Read from tokens alone: a file of any version of Python has definitions, and so has one that is broken or was written
to be hard to parse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paylint.frontend.decoding import Unparsed, decode
from paylint.frontend.lexer import Logical, logical_lines
from paylint.location import Path

MODULE_LEVEL = "<module>"
_TAB = 8


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, a class without its methods, or what stands in no function (`MODULE_LEVEL`).

    ``name`` is the name inside the module (``Gateway.charge``); ``digest`` the SHA-256 of the tokens, with the depth of
    each line; ``first`` and ``last`` are the lines that it spans, decorators included.
    """

    name: str
    digest: str
    first: int
    last: int


def definitions(path: Path, content: bytes) -> tuple[Definition, ...]:
    """The definitions of a Python file, in order of their names; none of one that is no text. Never raises.

    A function holds the functions inside it. Definitions of one name, such as a property and its setter, are one.
    """
    source = decode(path, content)
    if isinstance(source, Unparsed):
        return ()
    found: dict[str, list[_Line]] = {MODULE_LEVEL: []}
    for name, line in _owned(source.text):
        found.setdefault(name, []).append(line)
    return tuple(_definition(name, lines) for name, lines in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Line:
    first: int
    last: int
    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """An open block: its indentation, and the definition that its lines belong to."""

    width: int
    owner: str
    function: bool


def _owned(text: str) -> Iterator[tuple[str, _Line]]:
    """Each logical line with the name of the definition that it belongs to."""
    blocks: list[_Block] = []
    decorators: list[_Line] = []
    for logical in logical_lines(text):
        width = len(logical.indent.expandtabs(_TAB))
        while blocks and width <= blocks[-1].width:
            blocks.pop()
        outer = blocks[-1] if blocks else _Block(-1, "", function=False)
        line = _Line(logical.first + 1, logical.last + 1, len(blocks), "\0".join(t.text for t in logical.tokens))
        if logical.keyword == "@" and not outer.function:
            decorators.append(line)
            continue
        kind, name = _defined(logical)
        if kind and not outer.function:
            owner = f"{outer.owner}.{name}" if outer.owner else name
            blocks.append(_Block(width, owner, kind == "def"))
        else:
            owner = outer.owner
            if logical.opens_block:
                blocks.append(_Block(width, owner, outer.function))
        for each in (*decorators, line):
            yield owner or MODULE_LEVEL, each
        decorators = []
    for each in decorators:
        yield MODULE_LEVEL, each


def _defined(line: Logical) -> tuple[str, str]:
    words = [token.text for token in line.tokens[:3]]
    if words[0] == "async":
        words = words[1:]
    return (words[0], words[1]) if len(words) > 1 and words[0] in {"def", "class"} else ("", "")


def _definition(name: str, lines: Sequence[_Line]) -> Definition:
    top = min((line.depth for line in lines), default=0)
    text = "\n".join(f"{line.depth - top}\0{line.text}" for line in lines)
    first = min((line.first for line in lines), default=1)
    last = max((line.last for line in lines), default=1)
    return Definition(name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), first, last)
