"""Text in lines that fit, as Japanese is broken too: no line begins with a mark that ends what stands before it."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

_CLOSING = re.compile(r"[、。，．）」』】！？ー]+")


def wrapped(text: Text, console: Console, width: int) -> list[Text]:
    """``text`` in lines of at most ``width`` columns; closing marks hang behind the line before, for which room is kept."""
    room = 2 * max(map(len, _CLOSING.findall(text.plain)), default=0)
    lines: list[Text] = []
    for line in text.wrap(console, max(width - room, 1)):
        marks = _CLOSING.match(line.plain)
        if lines and marks:
            lines[-1].rstrip()
            lines[-1].append_text(line[: marks.end()])
            line = line[marks.end() :]  # noqa: PLW2901 - the rest of it
        if line.plain:
            lines.append(line)
    return lines
