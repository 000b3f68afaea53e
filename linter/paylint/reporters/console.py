"""Styled lines on a stream: with colours by rich, or as their plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text


def console(stream: TextIO, width: int, *, color: bool) -> Console:
    """A console that writes to ``stream`` and breaks text at ``width`` columns."""
    return Console(
        file=stream,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        width=width,
    )


def show(lines: Iterable[Text], console: Console, *, color: bool) -> None:
    """Write lines that are broken already."""
    for line in lines:
        if color:
            console.print(line, soft_wrap=True, highlight=False, markup=False)
        else:
            console.file.write(line.plain + "\n")
