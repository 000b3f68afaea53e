"""GraphQL operations in the texts of scripts: which field of the server each variable is handed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATION = re.compile(r"^\s*(?:#[^\n]*\n\s*)*(mutation|query)\b")
_COMMENT = re.compile(r"#[^\n]*")
_FIELD = re.compile(r"(?:(\w+)\s*:\s*)?(\w+)\s*(?=[({\s}]|$)")
_GIVEN = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Operation:
    """One field of an operation's top level, and the variables that its arguments take."""

    kind: str
    field: str
    variables: frozenset[str]

    @property
    def name(self) -> str:
        """As a route of the server is called: ``mutation payByCard``."""
        return f"{self.kind} {self.field}"


def is_operation(text: str) -> bool:
    """Whether a text begins as an operation does."""
    return _OPERATION.match(text) is not None


def operations(text: str) -> Iterator[Operation]:
    """The fields at the top level of an operation, each with its variables; broken text gives what it holds up to there."""
    found = _OPERATION.match(text)
    if found is None:
        return
    bare = _COMMENT.sub("", text)
    start = _opening(bare)
    at = start + 1
    while 0 < at < len(bare):
        match = _FIELD.search(bare, at)
        if match is None or "}" in bare[at : match.start()]:
            return
        at = match.end()
        arguments, at = _enclosed(bare, at, "()")
        yield Operation(found[1], match[2], frozenset(_GIVEN.findall(arguments)))
        _, at = _enclosed(bare, at, "{}")


def _opening(text: str) -> int:
    """Where the body of an operation begins: after its name and variables, whose defaults may have braces."""
    depth = 0
    for index, char in enumerate(text):
        if char == "{" and depth == 0:
            return index
        depth += (char == "(") - (char == ")")
    return len(text)


def _enclosed(text: str, at: int, marks: str) -> tuple[str, int]:
    """What stands between a pair of marks that begins here, and the place after it; nothing where none begins."""
    begin = at + len(text[at:]) - len(text[at:].lstrip())
    if text[begin : begin + 1] != marks[0]:
        return "", at
    depth = 0
    for index in range(begin, len(text)):
        depth += (text[index] == marks[0]) - (text[index] == marks[1])
        if depth == 0:
            return text[begin + 1 : index], index + 1
    return text[begin + 1 :], len(text)
