"""HTML as tokens with exact offsets. Never fails: whatever is broken is read as a browser would, or kept rather than lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"<(?:(?P<comment>!--)|(?P<other>[!?])|(?P<end>/)?(?P<tag>[A-Za-z][^\s/>]*))")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<close>>)|(?P<next><[A-Za-z/!])|(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*|["'][^\s>]*)))?)"""
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})
_MARKUP_IN_SCRIPT = re.compile(
    r"(?:text|application)/(?:(?:x-)?template|html|ng-template|x-[\w-]*(?:template|tmpl|handlebars|mustache)\S*)|x-template"
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute by offsets: its name's, and its value's without quotes, both -1 where it has none."""

    name: str
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag. ``tag`` is as written; ``raw_end`` is where the text of a script or text area ends, else ``end``."""

    start: int
    end: int
    tag: str
    attributes: tuple[Attribute, ...]
    closed: bool
    raw_end: int


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A comment or a declaration."""

    start: int
    end: int


Token = Start | End | Unread


def tokens(text: str, *, xml: bool = False) -> Iterator[Token]:
    """The tags and comments of a text in order; what is between them is readable text.

    In ``xml`` an element that closes itself has no raw text.
    """
    place = text.find("<")
    unclosed: set[str] = set()
    while place >= 0:
        match = _OPENING.match(text, place)
        if match is None:
            place = text.find("<", place + 1)
            continue
        token = _token(text, match, unclosed, xml=xml)
        yield token
        place = text.find("<", token.raw_end if isinstance(token, Start) else token.end)


def _token(text: str, match: re.Match[str], unclosed: set[str], *, xml: bool) -> Token:
    start = match.start()
    if match.group("comment"):
        return Unread(start, _after(text, "-->", start + 2))
    if match.group("other"):
        closer = "]]>" if text.startswith("<![CDATA[", start) else ">"
        return Unread(start, _after(text, closer, start + 2))
    if match.group("end"):
        return End(start, _after(text, ">", match.end()), match.group("tag"))
    attributes, end = _attributes(text, match.end())
    tag = match.group("tag")
    closed = text.endswith("/>", start, end)
    raw_end = end
    if tag.lower() in _RAW and not (closed and xml) and not _holds_markup(tag, attributes, text):
        raw_end = _raw_end(text, tag.lower(), end, unclosed)
    return Start(start, end, tag, attributes, closed, raw_end)


def _attributes(text: str, place: int) -> tuple[tuple[Attribute, ...], int]:
    """The attributes from ``place`` and where the tag ends: after its ``>``, before another tag, or with the text."""
    found: list[Attribute] = []
    while (match := _ATTRIBUTE.match(text, place)) is not None:
        if match.group("close"):
            return tuple(found), match.end()
        if match.group("next"):
            return tuple(found), match.start("next")
        group = next((number for number in (4, 5, 6) if match.start(number) >= 0), 0)
        value = match.span(group) if group else (-1, -1)
        found.append(Attribute(match.group("name"), match.start("name"), *value))
        place = match.end()
    return tuple(found), len(text)


def _holds_markup(tag: str, attributes: tuple[Attribute, ...], text: str) -> bool:
    """Whether a script is a template of the browser's, with inputs in it like anywhere else."""
    return tag.lower() == "script" and any(
        attribute.name.lower() == "type"
        and _MARKUP_IN_SCRIPT.fullmatch(text[attribute.value_start : attribute.value_end].strip().lower()) is not None
        for attribute in attributes
    )


def _raw_end(text: str, tag: str, start: int, unclosed: set[str]) -> int:
    if tag in unclosed:
        return start
    match = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(text, start)
    if match is not None:
        return match.start()
    unclosed.add(tag)
    return len(text) if tag in {"script", "style"} else start


def _after(text: str, closer: str, start: int) -> int:
    end = text.find(closer, start)
    return end + len(closer) if end >= 0 else len(text)
