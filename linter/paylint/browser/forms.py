"""From a composed page to what it asks of the customer: forms, fields, server-rendered fields, scripts, frames, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from paylint.browser import compose
from paylint.browser.compose import Composed, Placed
from paylint.browser.holes import Address, Bindings, Widget
from paylint.ir.pages import Element, Hole, Value
from paylint.location import Location, Path

_FIELDS = frozenset({"input", "select", "textarea"})
_NEVER_POSTED = frozenset({"button", "reset"})
_MOST_IN_CAPTION = 2
_LONGEST_CAPTION = 80
_SHORT = 4
_SCRIPTED = re.compile(r"(?:data-)?hx-(?:post|put|patch)|data-(?:[\w-]*-)?(?:url|action|route|endpoint|href)")
_ADDRESS = ("/", "http://", "https://")
_OUTSIDE = ("http://", "https://", "//")

Attributes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """An input, a select or a text area.

    Texts are constant texts, without what the server writes. ``label`` is the text of the label that belongs to it,
    else ``aria-label``; ``caption`` that of the table cell, term or label before it. ``posted`` is false where the
    browser sends nothing: no name, or disabled. ``code`` is the line that it begins on.
    """

    location: Location
    tag: str
    type: str
    name: str
    id: str
    classes: tuple[str, ...]
    autocomplete: str
    label: str
    caption: str
    placeholder: str
    attributes: Attributes
    code: str
    posted: bool

    def attribute(self, name: str) -> Value | None:
        """An attribute's value, or ``None`` where it is not there."""
        return next((value for key, value in self.attributes if key == name), None)


@dataclass(frozen=True, slots=True)
class Form:
    """A form with all fields that belong to it, in the order of the page.

    ``action`` is where it posts, ``others`` where its buttons send it instead (``formaction``),
    ``scripted`` the addresses that it gives to scripts (``hx-post``, ``data-action-url``). ``method`` is in lower
    case, ``get`` where none is given and empty where the server decides.
    """

    location: Location
    action: Address
    others: tuple[Address, ...]
    method: str
    id: str
    name: str
    classes: tuple[str, ...]
    fields: tuple[Field, ...]
    widgets: tuple[Widget, ...]
    attributes: Attributes
    code: str
    scripted: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """A script: from elsewhere (``src``) or in the page (``text`` from ``text_line`` on). ``src`` is ``own`` where none is given."""

    location: Location
    src: Address
    integrity: str
    crossorigin: str
    nonce: str
    type: str
    text: str
    text_line: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Frame:
    """An iframe or a frame."""

    location: Location
    src: Address
    name: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Policy:
    """A content security policy in the page itself."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link or button to a constant address outside the site."""

    location: Location
    address: Address
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a composed page holds. ``fields``, ``widgets`` and ``scripted`` are those that stand in no form of it.

    ``base`` is the address in ``<base>``, against which others are read; ``paths`` and ``missing`` are the composed page's.
    """

    path: Path
    forms: tuple[Form, ...]
    fields: tuple[Field, ...]
    widgets: tuple[Widget, ...]
    scripts: tuple[Script, ...]
    frames: tuple[Frame, ...]
    policies: tuple[Policy, ...]
    links: tuple[Link, ...]
    base: Address | None
    paths: tuple[Path, ...]
    missing: tuple[str, ...]
    scripted: tuple[Address, ...] = ()


def contents(composed: Composed) -> Contents:
    """Read a composed page once, in its order."""
    reader = _Reader()
    reader.items(composed.items)
    return reader.done(composed)


@dataclass(slots=True)
class _OpenForm:
    form: Form
    scripted: list[Address] = field(default_factory=list)
    fields: dict[Location, Field] = field(default_factory=dict)
    widgets: dict[tuple[str, str, bool], Widget] = field(default_factory=dict)
    others: list[Address] = field(default_factory=list)


class _Reader:
    """Collects, in page order. A form that goes on after a block is the same form: it has the same place."""

    def __init__(self) -> None:
        self.bindings = Bindings()
        self.forms: dict[Location, _OpenForm] = {}
        self.loose = _OpenForm(_NO_FORM)
        self.attached: list[tuple[str, Field]] = []
        self.labels: dict[str, str] = {}
        self.scripts: list[Script] = []
        self.frames: list[Frame] = []
        self.policies: list[Policy] = []
        self.links: list[Link] = []
        self.base: Address | None = None
        self._open: tuple[_OpenForm, ...] = ()
        self._only_bound: set[tuple[str, str, bool]] = set()
        self._label = ""
        self._caption = ""

    def items(self, items: Sequence[Placed]) -> None:
        for item in items:
            if isinstance(item.node, Hole):
                self._hole(item, item.node)
            else:
                self._element(item, item.node)

    def done(self, composed: Composed) -> Contents:
        for form_id, one in self.attached:
            owners = [form for form in self.forms.values() if form.form.id == form_id] or [self.loose]
            for owner in owners:
                owner.fields[one.location] = one
        inside = {location for form in self.forms.values() for location in form.fields}
        written = {key for form in self.forms.values() for key in form.widgets}
        return Contents(
            path=composed.path,
            forms=tuple(self._finished(form) for form in self.forms.values()),
            fields=tuple(self._labelled(one) for one in self.loose.fields.values() if one.location not in inside),
            widgets=tuple(one for key, one in self.loose.widgets.items() if key not in written),
            scripts=tuple(self.scripts),
            frames=tuple(self.frames),
            policies=tuple(self.policies),
            links=tuple(self.links),
            base=self.base,
            paths=composed.paths,
            missing=composed.missing,
            scripted=tuple(dict.fromkeys(self.loose.scripted)),
        )

    def _finished(self, one: _OpenForm) -> Form:
        fields = tuple(self._labelled(each) for each in one.fields.values())
        return replace(
            one.form,
            fields=fields,
            widgets=tuple(one.widgets.values()),
            others=tuple(dict.fromkeys(one.others)),
            scripted=tuple(dict.fromkeys(one.scripted)),
        )

    def _labelled(self, one: Field) -> Field:
        return replace(one, label=self.labels[one.id]) if one.id and one.id in self.labels else one

    def _hole(self, placed: Placed, hole: Hole) -> None:
        location = Location(placed.page.path, hole.line, hole.column)
        code = _line(placed, hole.line)
        for expression in self.bindings.bind(hole):
            self._widget(self.bindings.bound_widget(expression, location, code), bound=True)
        if hole.call not in {"for", "with"}:
            self._widget(self.bindings.widget(hole, location, code))

    def _widget(self, widget: Widget | None, *, bound: bool = False) -> None:
        """Keep a place where fields are written, the first of several; one where they only get a name gives way, in the same file."""
        if widget is None:
            return
        key = (widget.form or widget.expression, widget.field, widget.whole)
        for owner in self._open or (self.loose,):
            known = owner.widgets.get(key)
            if known is not None and key in self._only_bound and known.location.path == widget.location.path:
                del owner.widgets[key]
            owner.widgets.setdefault(key, widget)
        (self._only_bound.add if bound else self._only_bound.discard)(key)

    def _element(self, placed: Placed, element: Element) -> None:
        location = Location(placed.page.path, element.line, element.column)
        attributes = dict(element.attributes)
        match element.tag:
            case "form":
                self._form(placed, element, location, attributes)
                return
            case "input" | "select" | "textarea":
                self._scripted(attributes)
                self._field(placed, element, location, attributes)
            case "label" | "th" | "td" | "dt" | "legend":
                self._captioned(placed, element, attributes)
                return
            case "script":
                self.scripts.append(self._script(element, location, attributes))
            case "iframe" | "frame":
                src = self.bindings.address(attributes.get("src", ()))
                self.frames.append(Frame(location, src, self._text(attributes, "name"), element.attributes))
            case "meta" if self._text(attributes, "http-equiv").lower() == "content-security-policy":
                self.policies.append(Policy(location, self._text(attributes, "content")))
            case "base":
                self.base = self.base or self.bindings.address(attributes.get("href", ()))
            case "a" | "button":
                self._scripted(attributes)
                self._link(element, location, attributes)
            case _:
                pass
        self.items(placed.items)

    def _form(self, placed: Placed, element: Element, location: Location, attributes: Mapping[str, Value]) -> None:
        form = Form(
            location=location,
            action=self.bindings.address(attributes.get("action", ())),
            others=(),
            method=self._method(attributes),
            id=self._text(attributes, "id"),
            name=self._text(attributes, "name"),
            classes=tuple(self._text(attributes, "class").split()),
            fields=(),
            widgets=(),
            attributes=element.attributes,
            code=_line(placed, element.line),
        )
        before, self._caption = self._open, ""
        self._open = (*before, self.forms.setdefault(location, _OpenForm(form)))
        self._scripted(attributes)
        self.items(placed.items)
        self._open, self._caption = before, ""

    def _method(self, attributes: Mapping[str, Value]) -> str:
        value = attributes.get("method", ())
        return (
            "" if any(isinstance(part, Hole) for part in value) else self._text(attributes, "method").lower() or "get"
        )

    def _field(self, placed: Placed, element: Element, location: Location, attributes: Mapping[str, Value]) -> None:
        kind = self._text(attributes, "type").lower() or ("text" if element.tag == "input" else element.tag)
        if kind in {"submit", "image"} and "formaction" in attributes:
            self._other(attributes)
        one = Field(
            location=location,
            tag=element.tag,
            type=kind,
            name=self._text(attributes, "name"),
            id=self._text(attributes, "id"),
            classes=tuple(self._text(attributes, "class").split()),
            autocomplete=self._text(attributes, "autocomplete").lower(),
            label=self._label or self._text(attributes, "aria-label"),
            caption=self._caption,
            placeholder=self._text(attributes, "placeholder"),
            attributes=element.attributes,
            code=_line(placed, element.line),
            posted=_named(attributes) and "disabled" not in attributes and kind not in _NEVER_POSTED,
        )
        if "form" in attributes:
            self.attached.append((self._text(attributes, "form"), one))
            return
        for owner in self._open or (self.loose,):
            owner.fields[location] = one
        if element.tag == "input" and kind != "hidden" and not _is_part(attributes):
            self._caption = ""

    def _captioned(self, placed: Placed, element: Element, attributes: Mapping[str, Value]) -> None:
        target = self._text(attributes, "for")
        if target:
            self.labels.setdefault(target, element.text)
        fields = sum(1 for _ in _fields_in(placed.items))
        short = len(element.text) <= _LONGEST_CAPTION and any(char.isalpha() for char in element.text)
        if element.tag == "label" and fields:
            before, self._label = self._label, element.text
            self.items(placed.items)
            self._label = before
            return
        if short and fields <= _MOST_IN_CAPTION and not (element.tag == "label" and target):
            self._caption = element.text
        self.items(placed.items)

    def _script(self, element: Element, location: Location, attributes: Mapping[str, Value]) -> Script:
        return Script(
            location=location,
            src=self.bindings.address(attributes.get("src", ())),
            integrity=self._text(attributes, "integrity"),
            crossorigin=self._text(attributes, "crossorigin"),
            nonce="".join(part if isinstance(part, str) else part.text for part in attributes.get("nonce", ())),
            type=self._text(attributes, "type").lower(),
            text=element.text,
            text_line=element.text_line,
            attributes=element.attributes,
        )

    def _link(self, element: Element, location: Location, attributes: Mapping[str, Value]) -> None:
        if "formaction" in attributes:
            self._other(attributes)
        address = self.bindings.address(attributes.get("href", attributes.get("formaction", ())))
        if address.kind == "url" and address.text.lower().startswith(_OUTSIDE):
            self.links.append(Link(location, address, element.text))

    def _other(self, attributes: Mapping[str, Value]) -> None:
        for owner in self._open:
            owner.others.append(self.bindings.address(attributes["formaction"]))

    def _scripted(self, attributes: Mapping[str, Value]) -> None:
        for name, value in attributes.items():
            if not _SCRIPTED.fullmatch(name):
                continue
            address = self.bindings.address(value)
            if address.kind in {"route", "expression"} or address.text.startswith(_ADDRESS):
                for owner in self._open or (self.loose,):
                    owner.scripted.append(address)

    def _text(self, attributes: Mapping[str, Value], name: str) -> str:
        return " ".join(self.bindings.text(attributes.get(name, ())).split())


def _fields_in(items: Sequence[Placed]) -> Iterator[Placed]:
    for item in items:
        if isinstance(item.node, Element) and item.node.tag in _FIELDS:
            yield item
        yield from _fields_in(item.items)


def _is_part(attributes: Mapping[str, Value]) -> bool:
    """Whether a field is so short that what it takes may go on in the next."""
    room = compose.constant(attributes.get("maxlength", ()))
    return room.isdigit() and int(room) <= _SHORT


def _named(attributes: Mapping[str, Value]) -> bool:
    return any(not isinstance(part, str) or part.strip() for part in attributes.get("name", ()))


def _line(placed: Placed, line: int) -> str:
    lines = placed.page.lines
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


_NO_FORM = Form(Location(Path(""), 0), Address("own"), (), "", "", "", (), (), (), (), "")
