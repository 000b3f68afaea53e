"""Bytes to text, and the files that give none."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass

from paylint.location import Location, Path

_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A file that gave no tree, and why, in one sentence. ``broken`` marks an error of syntax, as against other limits."""

    path: Path
    location: Location
    message: str
    broken: bool = False


@dataclass(frozen=True, slots=True)
class SourceText:
    """Decoded source; ``partial`` says when bytes had to be replaced."""

    text: str
    partial: tuple[str, ...] = ()


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text as Python's tokenizer counts them, without their ends."""
    return tuple(_NEWLINE.split(text))


def decode(path: Path, content: bytes) -> SourceText | Unparsed:
    """Text by byte order mark or coding line (PEP 263), else UTF-8; bytes that do not decode are replaced."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_as(content, "utf-16")
    if b"\0" in content:
        return Unparsed(path, Location(path, 1), f"{path} is binary, not Python source, and was not read.")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError:
        encoding = "utf-8-sig"
    return _decode_as(content, encoding)


def _decode_as(content: bytes, encoding: str) -> SourceText:
    try:
        return SourceText(content.decode(encoding).removeprefix("\ufeff"))
    except (UnicodeDecodeError, LookupError):
        text = content.decode("utf-8", "replace").removeprefix("\ufeff")
        return SourceText(text, (f"undecodable as {encoding.removesuffix('-sig')}",))
