"""Text of checked code made fit for a terminal."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """``text`` without line breaks, escape sequences and characters that change the direction of writing."""
    return _UNSAFE.sub(_visible, text.expandtabs(4))


def _visible(match: re.Match[str]) -> str:
    return " " if match.group() in "\r\n\x0b\x0c\x85\u2028\u2029" else "\N{REPLACEMENT CHARACTER}"
