"""Text in lines that fit, broken as Japanese is: between any two letters, but never before a mark that ends a phrase."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_JAPANESE = re.compile(r"[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_UNIT = re.compile(
    r"""
    \s+
    | [「『（]? (?: [\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60] | [^\s\u3001-\u30ff\u4e00-\u9fff\uff01-\uff60]+ ) [、。，．）」』！？ーぁぃぅぇぉっゃゅょァィゥェォッャュョ:]*
    """,
    re.VERBOSE,
)


def wrapped(text: Text, console: Console, width: int) -> list[Text]:
    """``text`` in lines of at most ``width`` columns; where it holds no Japanese, as rich breaks it."""
    if not _JAPANESE.search(text.plain):
        return list(text.wrap(console, width))
    lines = list(text.divide(_breaks(text.plain, width)))
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int) -> list[int]:
    """Where a new line begins. Blanks stay at the end of a line; what is too wide for any line is cut where it must be."""
    breaks: list[int] = []
    used = 0
    for unit in _UNIT.finditer(text):
        size = cell_len(unit[0])
        if unit[0].isspace():
            used += size
            continue
        if used and used + size > width:
            breaks.append(unit.start())
            used = 0
        if size <= width:
            used += size
            continue
        for offset, letter in enumerate(unit[0], start=unit.start()):
            if used and used + cell_len(letter) > width:
                breaks.append(offset)
                used = 0
            used += cell_len(letter)
    return breaks
