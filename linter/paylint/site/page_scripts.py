"""The scripts that stand in a page, as one text in which every line is where it is in the page.

Scripts of one page share their variables, so they are lowered as one. What a template language writes into them is
made harmless: inside a string its quotes are set aside (the lowered string has them again), elsewhere a tag is blank
and a written value is ``null``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paylint.frontend.script import ScriptLanguage
from paylint.ir.pages import Block, Element, Item, Page, Value

_JAVASCRIPT = re.compile(
    r"(?:(?:text|application)/(?:x-)?(?:java|ecma)script|module|text/(?:babel|jsx))?(?:\s*;.*)?", re.IGNORECASE
)
_TYPESCRIPT = frozenset({"ts", "typescript", "tsx", "text/typescript"})
_HOLE = r"\{\{.*?\}\}|\{%.*?%\}|\{\#.*?\#\}|<%.*?%>"
_PIECE = re.compile(
    rf"""(?P<hole>{_HOLE})|(?P<comment>//[^\n]*|/\*.*?\*/)"""
    rf"""|(?P<string>"(?:{_HOLE}|\\.|[^"\\\n])*"|'(?:{_HOLE}|\\.|[^'\\\n])*'|`(?:{_HOLE}|\\.|[^`\\])*`)""",
    re.DOTALL,
)
_IN_A_STRING = re.compile(_HOLE, re.DOTALL)
_SET_ASIDE = str.maketrans({"'": "\ue000", '"': "\ue001"})
_EVERYTHING = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class PageScript:
    """The text of all scripts of a page, its first line being the page's first, and their language."""

    content: bytes
    language: ScriptLanguage


def page_script(page: Page) -> PageScript | None:
    """The scripts that stand in a page itself, or ``None`` where there are none."""
    found = [element for element in _elements(page.items) if _is_script(element)]
    if not found:
        return None
    lines: list[str] = []
    for element in found:
        first, *rest = without_holes(element.text).split("\n")
        while len(lines) < element.text_line:
            lines.append("")
        lines[-1] = f"{lines[-1]};{first}" if lines[-1] else first
        lines.extend(rest)
    typed = any(_attribute(element, "lang") in _TYPESCRIPT for element in found)
    return PageScript("\n".join(lines).encode(), "tsx" if typed else "js")


def without_holes(text: str) -> str:
    """A script without what a template language writes into it; every character stays in its place."""
    return _PIECE.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    piece = match.group()
    if match.lastgroup == "hole":
        blank = _EVERYTHING.sub(" ", piece)
        return f"null{blank[4:]}" if piece.startswith("{{") and "\n" not in piece[:4] else blank
    if match.lastgroup == "string":
        return piece[0] + _IN_A_STRING.sub(lambda hole: hole.group().translate(_SET_ASIDE), piece[1:-1]) + piece[-1]
    return piece


def _elements(items: tuple[Item, ...]) -> Iterator[Element]:
    for item in items:
        if isinstance(item, Element):
            yield item
        if isinstance(item, Element | Block):
            yield from _elements(item.items)


def _is_script(element: Element) -> bool:
    kind = _attribute(element, "type")
    known = _JAVASCRIPT.fullmatch(kind) is not None or kind in _TYPESCRIPT
    return element.tag == "script" and bool(element.text.strip()) and known


def _attribute(element: Element, name: str) -> str:
    value: Value = next((value for key, value in element.attributes if key == name), ())
    return "".join(part for part in value if isinstance(part, str)).strip().lower()
