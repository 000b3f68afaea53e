"""``${...}`` of Chameleon and Zope, ``{...}`` of Svelte, ``{{ }}`` of Vue: one expression in brackets, outside scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from paylint.frontend.templates import expressions
from paylint.frontend.templates.marks import Mark, Places
from paylint.ir.pages import Hole

_DOLLAR = re.compile(r"\$\{")
_SVELTE = re.compile(r"<(script|style)\b|<!--|\{", re.IGNORECASE)
_VUE = re.compile(r"<(script|style)\b|<!--|\{\{", re.IGNORECASE)
_SVELTE_EACH = re.compile(r"#each\s+(.+?)\s+as\s+(\w+)")


def dollars(places: Places, read: Callable[[str], str]) -> Iterator[Mark]:
    """``${expression}``; ``read`` makes the expression that the hole shows."""
    yield from _bracketed(places, _DOLLAR, lambda start, end, inside: places.written(start, end, read(inside)))


def svelte(places: Places) -> Iterator[Mark]:
    """``{expression}``, ``{@html expression}``, ``{#each list as item}``."""
    yield from _bracketed(places, _SVELTE, lambda start, end, inside: _svelte(places, start, end, inside))


def vue(places: Places) -> Iterator[Mark]:
    """``{{ expression }}``."""
    yield from _bracketed(
        places, _VUE, lambda start, end, inside: places.written(start, end, inside.strip("{}").strip())
    )


def _svelte(places: Places, start: int, end: int, inside: str) -> Hole | None:
    each = _SVELTE_EACH.match(inside)
    if each is not None:
        return places.hole(start, end, "for", (each.group(2), each.group(1)))
    if inside.startswith(("#", "/", ":", "@const", "@debug")):
        return None
    return places.written(start, end, inside.removeprefix("@html").strip())


def _bracketed(
    places: Places, opening: re.Pattern[str], read: Callable[[int, int, str], Hole | None]
) -> Iterator[Mark]:
    text = places.text
    place = 0
    while (match := opening.search(text, place)) is not None:
        place = match.end()
        if match.group().startswith("<"):
            closer = f"</{match.group(1)}" if match.group(1) else "-->"
            place = max(places.after(closer, place), place)
            continue
        bracket = match.start() + match.group().index("{")
        end = expressions.closing(text, bracket) + 1
        if end > 0:
            yield Mark(match.start(), end, read(match.start(), end, text[bracket + 1 : end - 1].strip()))
            place = end
