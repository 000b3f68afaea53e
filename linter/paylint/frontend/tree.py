"""Tags in the order of the text to a tree of what matters: forms and fields, their captions, scripts, frames and links."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from paylint.frontend.templates.directives import Directives
from paylint.frontend.templates.expressions import unquoted
from paylint.ir.pages import Block, Element, Hole, Include, Item

_VOID = frozenset({"input", "meta", "base", "link", "frame"})
_LEAVES = frozenset({"iframe", "textarea"})
_CAPTIONS = frozenset({"th", "td", "dt", "legend"})
_UNNESTED = frozenset({"label", "button", "a", "select"})
_KEPT = _VOID | _LEAVES | _CAPTIONS | _UNNESTED | {"form", "script"}
_DISSOLVED_VOID = frozenset({"br", "hr", "img", "area", "col", "embed", "source", "track", "wbr", "param"})
_READABLE = _CAPTIONS | {"label", "button", "a"}
_ENDS_CAPTION = _CAPTIONS | {"tr", "table", "tbody", "thead", "tfoot", "dl", "dd", "fieldset"}
_ENDS_SELECT = frozenset({"select", "input", "textarea", "form"})
_MOST_TEXTS = 40
_DEEPEST = 50
_TRANSLATIONS = frozenset({"trans", "translate", "_", "gettext", "ugettext", "$t", "t", "$_"})


@dataclass(slots=True)
class _Level:
    """What is open: the page, an element, or a block.

    ``tag`` is the tag whose end closes it; ``depth`` counts open elements of the same tag that were dissolved inside a
    block; ``wrapped`` how many levels below end with it.
    """

    tag: str
    node: Element | Block | None
    items: list[Item] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    depth: int = 0
    wrapped: int = 0


class Tree:
    """Builds the items of one page. An end that was never begun is left out; what never ends, ends with the page."""

    __slots__ = ("_levels", "_xml")

    def __init__(self, *, xml: bool) -> None:
        self._xml = xml
        self._levels = [_Level("", None)]

    def done(self) -> tuple[Item, ...]:
        """The finished items."""
        self._pop_to(1)
        return tuple(self._levels[0].items)

    def add(self, item: Item) -> None:
        """Put an item where the tree stands."""
        self._levels[-1].items.append(item)

    def hole(self, hole: Hole) -> None:
        """Put a hole where the tree stands; a text to be translated is read as well."""
        self.add(hole)
        if hole.call in _TRANSLATIONS and hole.arguments:
            self.text(unquoted(hole.arguments[0]) or "")

    def text(self, text: str) -> None:
        """Readable text, which belongs to the captions that are open; that of options says nothing."""
        if not text or text.isspace():
            return
        for level in reversed(self._levels):
            if level.tag in {"select", "script"}:
                return
            if level.tag in _READABLE and len(level.texts) < _MOST_TEXTS:
                level.texts.append(text)

    def start(self, element: Element, read: Directives, *, closed: bool) -> None:
        """An element begins; ``closed`` where it ends itself. Whether it matters is decided here."""
        tag = self._name(element.tag)
        self._end_implied(tag)
        ends = tag in _VOID or tag in _LEAVES or tag in _DISSOLVED_VOID or (closed and (self._xml or "-" in tag))
        ends = ends or len(self._levels) > _DEEPEST
        kept = not read.gone and (tag in _KEPT or "-" in tag or tag[:1].isupper())
        before = len(self._levels)
        for name in read.blocks:
            self._levels.append(_Level("", Block(element.line, element.column, name, ())))
        if kept:
            self._levels.append(_Level(tag, replace(element, tag=tag), wrapped=len(read.blocks)))
        elif read.blocks:
            self._levels[-1].tag = tag
            self._levels[-1].wrapped = len(read.blocks) - 1
        elif not ends:
            self._deepen(tag)
        for template in read.includes:
            self.add(Include(element.line, element.column, template))
        for hole in read.inside:
            self.hole(hole)
        if ends:
            self._pop_to(before)

    def end(self, written: str) -> None:
        """An element ends, and all that is open inside it."""
        tag = self._name(written)
        if tag in _ENDS_CAPTION:
            self._close(_CAPTIONS if tag not in _CAPTIONS else frozenset({tag}))
        if tag == "form":
            self._end_forms()
            return
        for index in range(len(self._levels) - 1, 0, -1):
            level = self._levels[index]
            if level.tag == tag:
                if level.depth:
                    level.depth -= 1
                else:
                    self._pop_to(index - level.wrapped)
                return
            if level.tag == "form" or (isinstance(level.node, Block) and not level.tag):
                return

    def open_block(self, line: int, column: int, name: str) -> None:
        """A block of the template language begins; one that is nested too deeply to be read has no bounds."""
        if len(self._levels) > _DEEPEST:
            return
        self._levels.append(_Level("", Block(line, column, name, ())))

    def close_block(self) -> None:
        """The innermost block ends. A form that is still open goes on after it, as the same element once more."""
        for index in range(len(self._levels) - 1, 0, -1):
            level = self._levels[index]
            if isinstance(level.node, Block) and not level.tag:
                forms = [one.node for one in self._levels[index:] if one.tag == "form"]
                self._pop_to(index)
                self._levels.extend(_Level("form", form) for form in forms)
                return

    def _name(self, tag: str) -> str:
        return tag if self._xml and tag[:1].isupper() else tag.lower()

    def _end_implied(self, tag: str) -> None:
        if tag in _ENDS_CAPTION:
            self._close(_CAPTIONS)
        if tag in _UNNESTED:
            self._close(frozenset({tag}))
        if tag in _ENDS_SELECT:
            self._close(frozenset({"select"}))

    def _close(self, tags: frozenset[str]) -> None:
        """End the outermost open element of these tags, as far as the nearest form or block."""
        found = len(self._levels)
        for index, level in self._inner():
            if level.tag in tags:
                found = index - level.wrapped
        self._pop_to(found)

    def _inner(self) -> Iterator[tuple[int, _Level]]:
        for index in range(len(self._levels) - 1, 0, -1):
            level = self._levels[index]
            if level.tag == "form" or isinstance(level.node, Block):
                return
            yield index, level

    def _end_forms(self) -> None:
        """End every open form: branches of a template may each have begun one, and HTML nests none."""
        found = len(self._levels)
        for index in range(len(self._levels) - 1, 0, -1):
            level = self._levels[index]
            if isinstance(level.node, Block) and not level.tag:
                break
            if level.tag == "form":
                found = index - level.wrapped
        self._pop_to(found)

    def _deepen(self, tag: str) -> None:
        for level in reversed(self._levels):
            if level.tag == tag and isinstance(level.node, Block):
                level.depth += 1
                return

    def _pop_to(self, length: int) -> None:
        while len(self._levels) > max(length, 1):
            level = self._levels.pop()
            self._levels[-1].items.extend(_finished(level))


def _finished(level: _Level) -> Iterator[Item]:
    match level.node:
        case Element() as element:
            text = " ".join(html.unescape(" ".join(level.texts)).split())
            if level.tag in _CAPTIONS and not text:
                yield from level.items
            else:
                yield replace(element, items=tuple(level.items), text=element.text or text)
        case Block() as block:
            yield replace(block, items=tuple(level.items))
        case None:
            yield from level.items
