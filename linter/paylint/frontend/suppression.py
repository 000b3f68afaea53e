"""Comments that suppress findings: ``# paylint: ignore[CODE] reason -- until 2027-03-31 -- owner``.

In Python such a comment speaks of its statement, of the statement below where it stands alone on its line, and of the
whole function on the line of a ``def``. In templates and scripts (``{# #}``, ``<!-- -->``, ``//``, ``/* */``) it speaks
of its line, of the line below where it stands alone, and of the tag or the call that reaches over several lines there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from paylint.frontend.brackets import Span, calls_around, spans
from paylint.frontend.decoding import Unparsed, decode
from paylint.frontend.lexer import Logical, comments, logical_lines
from paylint.location import Location, Path

QUICK = b"paylint:"
"""What a file must hold for there to be anything to find in it."""

_WORDS = re.compile(r"(?:^|[#\s])(?P<words>paylint:\s*ignore\b)")
_CODES = re.compile(r"\s*\[(?P<codes>[^\]]*)\]")
_BETWEEN = re.compile(r"(?:^|\s+)(?:--|—)(?:\s+|$)")
_UNTIL = re.compile(r"until\s+(?P<day>\S+)")
_NEXT_COMMENT = re.compile(r"\s#\s.*", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKED = re.compile(r"(?P<open>\{#-?|<!--|/\*+|//|##|\{%-?\s*comment\b[^%\n]*%\})\s*(?P<words>paylint:\s*ignore\b)")
_CLOSERS = (("{#", "#}"), ("<!--", "-->"), ("/*", "*/"), ("{%", "{%"))
_TAG = re.compile(r"""<[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*>""")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment that suppresses findings, and the lines that it speaks of.

    ``start`` and ``end`` are offsets in the file's text. ``error`` says why it cannot be obeyed, and is empty where it can.
    """

    location: Location
    first: int
    last: int
    codes: tuple[str, ...]
    reason: str = ""
    until: date | None = None
    owner: str = ""
    error: str = ""
    start: int = 0
    end: int = 0

    def covers(self, line: int) -> bool:
        """Whether it speaks of a line."""
        return self.first <= line <= self.last


def suppressions(path: Path, language: str, content: bytes) -> tuple[Comment, ...]:
    """The suppressing comments of one file, in order."""
    if QUICK not in content:
        return ()
    text = _text(path, language, content)
    return tuple(_in_python(path, text) if language == "python" else _elsewhere(path, language, text))


def _text(path: Path, language: str, content: bytes) -> str:
    if language == "python":
        source = decode(path, content)
        return "" if isinstance(source, Unparsed) else source.text
    return content.decode("utf-8", "replace").removeprefix("\ufeff")


class Lines:
    """Offsets of a text as lines and columns, counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._text = text

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """The offset at which a line begins; the end of the text behind the last one."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self._text)

    def text(self, line: int) -> str:
        """A line with its end."""
        return self._text[self.start(line) : self.start(line + 1)]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._starts)


def _in_python(path: Path, text: str) -> Iterator[Comment]:
    lines = Lines(text)
    logical: Sequence[Logical] | None = None
    for token in comments(text):
        match = _WORDS.search(token.text)
        if match is None:
            continue
        logical = logical or list(logical_lines(text))
        line, column = lines.place(token.start)
        said = _NEXT_COMMENT.sub("", token.text[match.end("words") :])
        hash_sign = token.text.rindex("#", 0, match.start("words"))
        end = token.start + match.end("words") + len(said)
        yield _read(
            Location(path, line, column),
            scope(logical, lines, line),
            said,
            token.start + hash_sign,
            min(end, token.end),
        )


def scope(logical: Sequence[Logical], lines: Lines, line: int) -> tuple[int, int]:
    """The lines that a comment on ``line`` speaks of: a statement, or a function with its decorators."""
    index = next((i for i, each in enumerate(logical) if each.last + 1 >= line), None)
    if index is None or any(not lines.text(between).strip() for between in range(line, logical[index].first + 1)):
        return line, line  # it stands alone, and a blank line parts it from what follows
    head = index
    while logical[head].keyword == "@" and head + 1 < len(logical):
        head += 1
    if not _defines(logical[head]):
        return min(line, logical[index].first + 1), logical[index].last + 1
    first = head
    while first > 0 and logical[first - 1].keyword == "@":
        first -= 1
    last = _end_of_block(logical, head) if _is_def(logical[head]) else logical[head].last + 1
    return min(line, logical[first].first + 1), last


def _defines(line: Logical) -> bool:
    return _is_def(line) or line.keyword == "class"


def _is_def(line: Logical) -> bool:
    return line.keyword == "def" or [token.text for token in line.tokens[:2]] == ["async", "def"]


def _end_of_block(logical: Sequence[Logical], head: int) -> int:
    indent = _width(logical[head])
    last = logical[head].last
    for line in logical[head + 1 :]:
        if _width(line) <= indent:
            break
        last = line.last
    return last + 1


def _width(line: Logical) -> int:
    return len(line.indent.expandtabs(8))


def _elsewhere(path: Path, language: str, text: str) -> Iterator[Comment]:
    lines = Lines(text)
    pairs: list[Span] | None = None
    for match in _MARKED.finditer(text):
        closer = next((end for begin, end in _CLOSERS if match["open"].startswith(begin)), "")
        end = text.find(closer, match.end()) if closer else -1
        if end < 0:
            end = lines.start(lines.place(match.start())[0] + 1)
        said = text[match.end() : end].rstrip("\r\n").rstrip("-" if closer == "#}" else "")
        if pairs is None:
            pairs = list(_pairs(language, text))
        line, column = lines.place(match.start())
        last = lines.place(end)[0] if closer else line
        stop = min(end + len(closer), len(text)) if closer else match.end() + len(said)
        ranges = [
            (lines.place(pair.start)[0], lines.place(pair.end - 1)[0]) for pair in calls_around(pairs, match.start())
        ]
        covered = _around(lines, ranges, line, last, alone=_alone(lines, text, match.start(), stop))
        yield _read(Location(path, line, column), covered, " ".join(said.split()), match.start(), stop)


def _pairs(language: str, text: str) -> Iterator[Span]:
    """What belongs together over several lines: brackets of a script, tags of a template."""
    if language in ("javascript", "typescript"):
        return spans(text)
    return (Span(*match.span(), block=False) for match in _TAG.finditer(text))


def _alone(lines: Lines, text: str, start: int, end: int) -> bool:
    before = text[lines.start(lines.place(start)[0]) : start]
    after = text[end : lines.start(lines.place(max(start, end - 1))[0] + 1)]
    return not before.strip("{ \t") and not after.strip("} \t\r\n")


def _around(lines: Lines, ranges: Sequence[tuple[int, int]], first: int, last: int, *, alone: bool) -> tuple[int, int]:
    low, high = first, last
    if alone:
        high = next((n for n in range(last + 1, lines.count + 1) if lines.text(n).strip()), last)
    for begin, end in ranges:
        if begin <= high and end >= first:
            low, high = min(low, begin), max(high, end)
    return low, high


def _read(location: Location, lines: tuple[int, int], said: str, start: int, end: int) -> Comment:
    codes = _CODES.match(said)
    names = tuple(name.strip() for name in codes["codes"].split(",") if name.strip()) if codes else ()
    reason, until, owner, error = "", None, "", ""
    for number, part in enumerate(_BETWEEN.split(said[codes.end() if codes else 0 :].strip())):
        day = _UNTIL.fullmatch(part.strip())
        if day:
            until, error = _date(day["day"])
        elif number == 0:
            reason = part.strip()
        else:
            owner = part.strip()
    if not names:
        error = "it names no rule; write the codes in brackets"
    return Comment(location, *lines, names, reason, until, owner, error, start, end)


def _date(text: str) -> tuple[date | None, str]:
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, f'"{text}" is no date; write it as 2027-03-31'
