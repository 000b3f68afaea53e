"""One template or component to a `Page`: its dialect, its template syntax, and the elements that matter."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from paylint.frontend.decoding import Unparsed
from paylint.frontend.markup import Attribute, End, Start, tokens
from paylint.frontend.templates import braces, curly, directives, mako
from paylint.frontend.templates.marks import FILL, HOLE, Close, Extends, Mark, Open, Places, blot
from paylint.frontend.tree import Tree
from paylint.ir.pages import Dialect, Element, Hole, Include, Item, Page, Value
from paylint.location import Location, Path

_BY_EXTENSION: dict[str, Dialect] = {
    "jinja": "jinja",
    "jinja2": "jinja",
    "j2": "jinja",
    "mako": "mako",
    "mak": "mako",
    "pt": "tal",
    "zpt": "tal",
    "cpt": "tal",
    "xml": "qweb",
    "vue": "vue",
    "svelte": "svelte",
}
_TAL = re.compile(r"\s(?:tal|metal):[a-z-]+\s*=|xmlns:(?:tal|metal)=")
_QWEB = re.compile(r"\st-(?:call|name|att|attf|esc|out|foreach|if)\b[\w-]*\s*=")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(
    rb"(?:charset|encoding)\s*=\s*[\"']?((?:shift|windows|iso|euc|x-sjis|cp|big5|gb|koi8)[\w-]*)", re.IGNORECASE
)
_HEAD = 1024
_CURLY = re.compile(r"\{[{%]")
_XML: frozenset[Dialect] = frozenset({"tal", "qweb", "vue", "svelte"})
_HOLES = re.compile(f"{HOLE}{FILL}*")


def lower_page(path: Path, content: bytes) -> Page | Unparsed:
    """The page that a file holds. Broken markup gives what can be read of it; only what is no text is an `Unparsed`."""
    if b"\0" in content and not content.startswith(_WIDE):
        return Unparsed(path, Location(path, 1), f"{path} is binary, not a template, and was not read.")
    text = _decoded(content)
    dialect = dialect_of(path, text)
    places = Places(text)
    marks = tuple(_marks(dialect, places))
    extends = next((mark.meaning.template for mark in marks if isinstance(mark.meaning, Extends)), ())
    items = _Lowering(dialect, places, marks).run()
    return Page(path, dialect, extends, items, tuple(line.rstrip("\r") for line in text.split("\n")))


def _decoded(content: bytes) -> str:
    """Text by byte order mark or by the encoding that the page names, else UTF-8; bytes that do not decode are replaced."""
    if content.startswith(_WIDE):
        return content.decode("utf-16", "replace")
    named = _CHARSET.search(content, 0, _HEAD)
    try:
        return content.decode(named.group(1).decode() if named is not None else "utf-8-sig", "replace")
    except LookupError:
        return content.decode("utf-8-sig", "replace")


def dialect_of(path: str, text: str) -> Dialect:
    """The template language of a file, by its extension, else by the syntax in it."""
    known = _BY_EXTENSION.get(path.rpartition(".")[2].lower())
    if known is not None:
        return known
    if _CURLY.search(text):
        return curly.dialect(text)
    if mako.SIGN.search(text):
        return "mako"
    if _TAL.search(text):
        return "tal"
    return "qweb" if _QWEB.search(text) else "html"


def _marks(dialect: Dialect, places: Places) -> Iterator[Mark]:
    match dialect:
        case "django" | "jinja":
            return curly.scan(places)
        case "mako":
            return mako.scan(places)
        case "tal":
            return braces.dollars(places, directives.tal_expression)
        case "vue":
            return braces.vue(places)
        case "svelte":
            return braces.svelte(places)
        case "html" | "qweb" | "jsx":
            return iter(())


class _Lowering:
    """Walks tags and template syntax together, in the order of the text."""

    __slots__ = ("_dialect", "_marks", "_next", "_places", "_plain", "_starts", "_tree")

    def __init__(self, dialect: Dialect, places: Places, marks: Sequence[Mark]) -> None:
        self._dialect = dialect
        self._places = places
        self._marks = marks
        self._starts = {mark.start: mark for mark in marks}
        self._plain = blot(places.text, marks)
        self._next = 0
        self._tree = Tree(xml=dialect in _XML)

    def run(self) -> tuple[Item, ...]:
        place = 0
        for token in tokens(self._plain, xml=self._dialect in _XML):
            self._between(place, token.start)
            place = token.end
            match token:
                case Start():
                    self._start(token)
                    place = token.raw_end
                case End():
                    self._tree.end(token.tag)
                case _:
                    pass
            self._pass_over(place)
        self._between(place, len(self._plain))
        return self._tree.done()

    def _between(self, start: int, end: int) -> None:
        """Readable text, and the template syntax in it."""
        while self._next < len(self._marks) and self._marks[self._next].start < end:
            mark = self._marks[self._next]
            self._next += 1
            self._tree.text(self._plain[start : mark.start])
            start = mark.end
            match mark.meaning:
                case Hole() as hole:
                    self._tree.hole(hole)
                case Include() as include:
                    self._tree.add(include)
                case Open(name):
                    self._tree.open_block(*self._places.of(mark.start), name)
                case Close():
                    self._tree.close_block()
                case _:
                    pass
        self._tree.text(self._plain[start:end])

    def _pass_over(self, place: int) -> None:
        """Leave out the template syntax inside a tag, a comment or a script."""
        while self._next < len(self._marks) and self._marks[self._next].start < place:
            self._next += 1

    def _start(self, token: Start) -> None:
        attributes = tuple(self._attribute(attribute) for attribute in token.attributes)
        read = directives.read(self._dialect, self._places, token.start, token.tag, attributes)
        for hole in read.before:
            self._tree.hole(hole)
        raw = token.raw_end > token.end
        text = self._places.text[token.end : token.raw_end] if raw else ""
        line, column = self._places.of(token.start)
        element = Element(
            line, column, token.tag, read.attributes, (), text, self._places.of(token.end)[0] if raw else 0
        )
        self._tree.start(element, read, closed=token.closed)

    def _attribute(self, attribute: Attribute) -> tuple[str, Value]:
        name = _HOLES.sub("", attribute.name)
        start, end = attribute.value_start, attribute.value_end
        if start < 0 and not name:
            return "", tuple(self._value(attribute.start, attribute.start + len(attribute.name)))
        return name.lower() if self._dialect not in _XML else name, tuple(self._value(start, end)) if start >= 0 else ()

    def _value(self, start: int, end: int) -> Iterator[str | Hole]:
        place = start
        for match in _HOLES.finditer(self._plain, start, end):
            if match.start() > place:
                yield html.unescape(self._plain[place : match.start()])
            yield self._hole_at(match.start(), match.end())
            place = match.end()
        if place < end or start == end:
            yield html.unescape(self._plain[place:end])

    def _hole_at(self, start: int, end: int) -> Hole:
        mark = self._starts.get(start)
        if mark is not None and isinstance(mark.meaning, Hole):
            return mark.meaning
        return self._places.hole(start, end, "include", ())
