"""A text file beside the code, and how places in it are told."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from paylint.location import Location, Path
from paylint.masking import mask_card_numbers

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its path, its language as discovery names it, its text, and where each of its lines begins."""

    path: Path
    language: str
    text: str
    starts: tuple[int, ...]

    @property
    def name(self) -> str:
        """The file's own name in lower case."""
        return self.path.rpartition("/")[2].lower()

    def at(self, offset: int) -> Location:
        """The place of a character."""
        line = bisect_right(self.starts, offset)
        return Location(self.path, line, offset - self.starts[line - 1] + 1)

    def on(self, line: int) -> Location:
        """The first character of a line that is no blank."""
        text = self.raw(line)
        return Location(self.path, line, len(text) - len(text.lstrip()) + 1)

    def raw(self, line: int) -> str:
        """A line as it stands; empty where there is none."""
        if not 0 < line <= len(self.starts):
            return ""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.text[self.starts[line - 1] : end].rstrip("\r\n")

    def code(self, line: int) -> str:
        """A line as findings show it."""
        return mask_card_numbers(self.raw(line).strip()[:_SHOWN])


def document(path: Path, language: str, content: bytes) -> Document:
    """Read a file's bytes as text. Bytes that are no UTF-8 are tried as the encodings of Japan before they are replaced."""
    text = _decoded(content).replace("\r\n", "\n")
    return Document(path, language, text, (0, *(match.end() for match in _NEWLINE.finditer(text))))


_NEWLINE = re.compile(r"\n")
_ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")
