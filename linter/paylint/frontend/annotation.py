"""Writing and taking out comments that suppress findings. Nothing but comments changes, and every other byte stays."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from paylint.frontend.brackets import Span, calls_around, spans
from paylint.frontend.lexer import logical_lines
from paylint.frontend.suppression import Comment, Lines, suppressions
from paylint.location import Path

_TAG = re.compile(r"""<[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*>""")
_SCRIPT = re.compile(r"<script\b[^>]*>(?P<code>.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_TEMPLATE = re.compile(r"\{[%{#]")
_SCRIPTS = ("javascript", "typescript")
_MIXED = (".jsx", ".tsx")
_MARKUP = (".vue", ".svelte", ".pt", ".mako")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file's new text, and the lines for which no place was found that is safe to write to."""

    text: str
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the text from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def text_of(language: str, content: bytes) -> tuple[str, str]:
    """A file's text with its line ends, and the encoding to write it back in.

    Raises:
        UnicodeDecodeError, SyntaxError, LookupError: it is not in the encoding that it says.
    """
    if language != "python":
        return content.decode("utf-8"), "utf-8"
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    return content.decode(encoding), encoding


def annotated(path: Path, language: str, text: str, wanted: Mapping[int, Collection[str]], words: str) -> Annotated:
    """Write a comment for the codes ``wanted`` at each line, with ``words`` behind the brackets.

    A comment that is there already gets the codes that it lacks.
    """
    lines = Lines(text)
    present = suppressions(path, language, text.encode("utf-8", "replace"))
    edits: dict[tuple[int, int], list[str]] = {}
    left: list[int] = []
    for line, codes in sorted(wanted.items()):
        place = _place(path, language, text, lines, line)
        if place is None:
            left.append(line)
            continue
        first, last = place
        own = next((c for c in present if first <= c.location.line <= last and not c.error and c.covers(line)), None)
        span = (own.start, own.end) if own else (_end_of(lines, last),) * 2
        edits.setdefault(span, []).extend(codes)
    changed = _changed(
        text, (_written(path, language, text, present, span, codes, words) for span, codes in edits.items())
    )
    if language == "python" and _tokens(text) != _tokens(changed):
        return Annotated(text, tuple(sorted(wanted)))
    return Annotated(changed, tuple(left))


def pruned(path: Path, language: str, text: str, unneeded: Mapping[tuple[int, int], Collection[str]]) -> str:
    """Take words out of comments, given by line and column, and the comment with its last word."""
    edits = []
    for comment in suppressions(path, language, text.encode("utf-8", "replace")):
        words = unneeded.get((comment.location.line, comment.location.column), ())
        kept = [code for code in comment.codes if code not in words]
        if len(kept) == len(comment.codes):
            continue
        if kept:
            edits.append(_with_codes(text, comment, kept))
        else:
            edits.append(_without(text, comment))
    return _changed(text, edits)


def _changed(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _place(path: Path, language: str, text: str, lines: Lines, line: int) -> tuple[int, int] | None:
    """The lines of the statement, call or tag that stands on a line; a comment goes to the end of the last one."""
    if not 0 < line <= lines.count:
        return None
    if language == "python":
        logical = next((each for each in logical_lines(text) if each.first < line <= each.last + 1), None)
        return (logical.first + 1, logical.last + 1) if logical else None
    if path.endswith(_MIXED):
        return None
    first = last = line
    for pair in _pairs(language, text, lines, line):
        begin, end = lines.place(pair.start)[0], lines.place(pair.end - 1)[0]
        if begin <= line <= end:
            first, last = min(first, begin), max(last, end)
    return first, last


def _pairs(language: str, text: str, lines: Lines, line: int) -> Iterable[Span]:
    if language in _SCRIPTS:
        return calls_around(list(spans(text)), lines.start(line))
    return (Span(*match.span(), block=False) for match in _TAG.finditer(text))


def _end_of(lines: Lines, line: int) -> int:
    return lines.start(line) + len(lines.text(line).rstrip())


def _written(
    path: Path,
    language: str,
    text: str,
    present: Collection[Comment],
    span: tuple[int, int],
    codes: Collection[str],
    words: str,
) -> Edit:
    own = next((comment for comment in present if (comment.start, comment.end) == span), None)
    if own is not None:
        return _with_codes(text, own, sorted({*own.codes, *codes}))
    said = f"paylint: ignore[{', '.join(sorted(set(codes)))}]{' ' if words else ''}{words}"
    opening, closing = _delimiters(path, language, text, span[0])
    return Edit(*span, f"  {opening} {said}{' ' if closing else ''}{closing}")


def _delimiters(path: Path, language: str, text: str, offset: int) -> tuple[str, str]:
    if language == "python":
        return "#", ""
    if language in _SCRIPTS:
        return "//", ""
    if _TEMPLATE.search(text) and not path.endswith(_MARKUP):
        return "{#", "#}"
    in_script = any(match.start("code") <= offset < match.end("code") for match in _SCRIPT.finditer(text))
    return ("/*", "*/") if in_script else ("<!--", "-->")


def _with_codes(text: str, comment: Comment, codes: Collection[str]) -> Edit:
    brackets = _BRACKETS.search(text, comment.start, comment.end)
    assert brackets is not None, "a comment without an error has brackets"
    return Edit(*brackets.span(), f"[{', '.join(codes)}]")


def _without(text: str, comment: Comment) -> Edit:
    """The comment and the blanks before it, or its whole lines where nothing else stands on them."""
    lines = Lines(text)
    first, last = lines.place(comment.start)[0], lines.place(max(comment.start, comment.end - 1))[0]
    before = text[lines.start(first) : comment.start]
    after = text[comment.end : lines.start(last + 1)]
    if not before.strip() and not after.strip():
        return Edit(lines.start(first), lines.start(last + 1), "")
    return Edit(comment.start - (len(before) - len(before.rstrip())), comment.end, "")


def _tokens(text: str) -> list[str]:
    return [token.text for line in logical_lines(text) for token in line.tokens]
