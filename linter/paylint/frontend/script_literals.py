"""The values of literals of scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tree_sitter import Node

from paylint.frontend.script_names import text

_SIMPLE: Mapping[str, str] = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_HOLE_QUOTES = str.maketrans({"\ue000": "'", "\ue001": '"'})
"""Quotes that a template language's tag holds inside a string; the reader of pages writes them so."""


def string(node: Node) -> str:
    """The value of a quoted string."""
    return "".join(part(child) for child in node.named_children)


def part(node: Node) -> str:
    """The value of a piece of a string or template."""
    if node.type == "escape_sequence":
        return _escape(text(node)[1:])
    return text(node).translate(_HOLE_QUOTES)


def number(node: Node) -> int | float | None:
    """The value of a number."""
    written = text(node).replace("_", "").rstrip("n").lower()
    try:
        if re.fullmatch(r"0[0-7]+", written):
            return int(written, 8)
        return int(written, 0) if re.fullmatch(r"0[xob][0-9a-f]+|0|[1-9]\d*", written) else float(written)
    except ValueError:
        return None


def _escape(code: str) -> str:
    if code[:1] in ("u", "x"):
        digits = code[1:].strip("{}")
        try:
            return chr(int(digits, 16))
        except (ValueError, OverflowError):
            return ""
    if code in ("\n", "\r\n", "\r"):
        return ""
    return _SIMPLE.get(code, code)
