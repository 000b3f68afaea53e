"""How wide text is in the data-flow diagram, and how it is broken into lines. No font is measured: places must not depend on one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

CELL = 7
"""The most that one column of a terminal takes in the diagram's type; wide characters take two."""

_BREAKS = ((", ", "、"), (" ",), ("/", ".", "_", "-"))


def width(lines: Sequence[str]) -> int:
    """The most that ``lines`` take, in the picture's units."""
    return max(cell_len(line) for line in lines) * CELL


def wrapped(texts: Sequence[str], cells: int) -> tuple[str, ...]:
    """The texts in lines of at most ``cells`` columns: broken after commas, else at spaces, else after marks, before capitals, or anywhere."""
    return tuple(line for text in texts for line in _broken(text, cells))


def _broken(text: str, cells: int) -> list[str]:
    lines = []
    rest = text.strip()
    while cell_len(rest) > cells:
        end = next(i for i in range(1, len(rest) + 1) if cell_len(rest[:i]) > cells) - 1
        cut = _cut(rest, end)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, rest] if rest else lines


def _cut(text: str, end: int) -> int:
    """Where a line of at most ``end`` characters best ends."""
    for marks in _BREAKS:
        cuts = [at + len(mark) for mark in marks if (at := text.rfind(mark, 1, end + len(mark) - 1)) > 0]
        if cuts:
            return max(cuts)
    capitals = (at for at in range(end, 1, -1) if text[at].isupper() and text[at - 1].islower())
    return next(capitals, end)
