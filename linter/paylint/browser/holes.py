"""What the holes of a page write, as far as the page itself says: constant text, addresses, and fields of server-side forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal as OneOf

from paylint.ir.pages import Hole, Value
from paylint.location import Location

Kind = OneOf["own", "url", "route", "asset", "expression"]

_ROUTES = frozenset({"url", "url_for", "route_url", "route_path", "reverse", "resource_url", "pageurl", "slugurl"})
_ASSETS = frozenset({"static", "static_url", "static_path", "asset", "asset_url", "media"})
_TRANSLATIONS = frozenset({"trans", "translate", "_", "gettext", "ugettext", "$t", "t", "$_"})
_WRITES_NO_FIELD = _ROUTES | _ASSETS | _TRANSLATIONS | {"csrf_token", "now", "include"}
_QUOTED = re.compile(r"""(["'`])(.*)\1""", re.DOTALL)
_SEGMENTS = re.compile(r"""([A-Za-z_$][\w$-]*)|\[\s*["']([^"']+)["']\s*\]|\.(\w[\w-]*)|(\(\s*\))""")
_PATH = re.compile(r"""[A-Za-z_$][\w$-]*(?:\.\w[\w-]*|\[\s*["'][^"']+["']\s*\]|\(\s*\))*""")
_FORM = re.compile(r"(?:^|_)form(?:set)?$|Form(?:set)?$")
_RENDERS = re.compile(r"form|field|crispy|widget|input", re.IGNORECASE)
_RENDERS_BESIDE = re.compile(r"label|error|help|value|url|media|script|css|action", re.IGNORECASE)
_BARE_ROUTE = re.compile(r"\w[\w:.-]*")
_FIELD_NAME = re.compile(r"[A-Za-z_][\w.\[\]-]*")
_FIELD_FILTER = re.compile(
    r"\|\s*(?:add_?class|attr|set_attr|append_attr|add_error_class|bootstrap\w*|crispy|as_\w*|addcss|css_?class|foundation|materialize|tailwind|render_\w*)\b"
)
_AS_WHOLE = frozenset(
    {
        "as_p",
        "as_table",
        "as_ul",
        "as_div",
        "fields",
        "visible_fields",
        "hidden_fields",
        "values",
        "itervalues",
        "render",
        "as_widget",
    }
)
_OF_FORM = frozenset(
    {"errors", "non_field_errors", "media", "is_bound", "instance", "initial", "cleaned_data", "data"}
    | {"hidden_tag", "csrf_token", "management_form", "prefix", "helper", "is_valid", "action", "method"}
    | {"meta", "validate", "submit"}
)
_OF_FIELD = frozenset(
    {"label", "label_tag", "errors", "help_text", "id_for_label", "html_name", "html_initial_id"}
    | {"name", "auto_id", "value", "data", "description", "id", "initial", "widget_type", "css_classes"}
    | {"legend_tag", "legend", "short_name", "type", "flags", "field", "is_hidden", "render_kw"}
)
_NAMES_FIELD = frozenset({"html_name", "name", "auto_id", "id_for_label", "id", "short_name"})
_MOST_BINDINGS = 8
_HERE = frozenset({".", "./", "#", "?"})
"""Addresses that lead back to the page, or to the folder that it stands for."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where something leads.

    ``own``: the page's own address. ``url``: ``text`` is the address, with ``{}`` where the server fills something in.
    ``route``: ``text`` is a route's name and ``arguments`` its arguments as written. A name without quotes is taken as it
    stands, as Django did before 1.5; since then it is a variable, and names no route. ``asset``: ``text`` is a file of the
    site. ``expression``: the server puts it there, from ``text``.
    """

    kind: Kind
    text: str = ""
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Widget:
    """A place where the server writes a form, or one field of it.

    ``expression`` is what is written, with loop variables and other names of the template resolved; ``form`` the part of
    it that is the form, empty where no form is recognised; ``field`` the field's name, empty where ``whole``.
    """

    location: Location
    expression: str
    form: str
    field: str
    whole: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Each:
    """A loop variable over an expression."""

    expression: str


class Bindings:
    """The names that a page's template binds, in the order of the page: a later one of the same name counts."""

    __slots__ = ("_bound",)

    def __init__(self) -> None:
        self._bound: dict[str, str | _Each | Hole] = {}

    def bind(self, hole: Hole) -> tuple[str, ...]:
        """Take what a hole binds, and give the expressions bound."""
        match hole.call:
            case "for" if len(hole.arguments) == 2:
                self._bound[hole.arguments[0]] = _Each(hole.arguments[1])
                return ()
            case "with":
                pairs = [argument.partition("=") for argument in hole.arguments]
                expressions = [(name.strip(), value.strip()) for name, equals, value in pairs if equals]
                self._bound.update((name, value) for name, value in expressions if name != value)
                return tuple(value for _, value in expressions)
            case _:
                if len(hole.arguments) > 2 and hole.arguments[-2] == "as":
                    self._bound[hole.arguments[-1]] = hole
                return ()

    def text(self, value: Value) -> str:
        """The constant text of a value: translations as written, the name of a field for ``form.field.html_name``."""
        return "".join(part if isinstance(part, str) else self._constant(part) for part in value)

    def address(self, value: Value) -> Address:
        """Where a value leads."""
        parts = [part for part in value if not isinstance(part, str) or part.strip()]
        if not parts:
            return Address("own")
        first = parts[0]
        if isinstance(first, str):
            text = "".join(part if isinstance(part, str) else "{}" for part in parts).strip()
            return Address("own") if text in _HERE else Address("url", text)
        return self._target(first)

    def widget(self, hole: Hole, location: Location, code: str) -> Widget | None:
        """The form or field that a hole writes, if it does."""
        name = hole.call.rpartition(".")[2]
        if not hole.call:
            forced = _FIELD_FILTER.search(hole.text) is not None
            return self._widget(hole.arguments[0], location, code, forced=forced) if hole.arguments else None
        if name in _WRITES_NO_FIELD:
            return None
        if all("=" in argument for argument in hole.arguments):
            called = self._widget(hole.call, location, code, forced=False)
            if called is not None:
                return called
        if _RENDERS_BESIDE.search(name):
            return None
        forced = _RENDERS.search(name) is not None
        if forced and hole.arguments and (literal := _literal(hole.arguments[0])) and _FIELD_NAME.fullmatch(literal):
            return Widget(location, literal, "", literal, whole=False, code=code)
        for argument in hole.arguments:
            found = self._widget(argument.rpartition("=")[2].strip(), location, code, forced=forced)
            if found is not None:
                return found
        return None

    def bound_widget(self, expression: str, location: Location, code: str) -> Widget | None:
        """The form or field that a name is bound to, for an included template that may write it."""
        return self._widget(expression, location, code, forced=False)

    def _target(self, hole: Hole) -> Address:
        if not hole.call and hole.arguments:
            bound = self._bound.get(hole.arguments[0])
            if isinstance(bound, Hole):
                return self._target(bound)
            literal = _literal(hole.arguments[0])
            if literal is not None:
                return Address("url", literal) if literal.strip() else Address("own")
        name = hole.call.rpartition(".")[2]
        if name in _ROUTES | _ASSETS and hole.arguments:
            first, *rest = hole.arguments
            literal = _literal(first.rpartition("=")[2] if "=" in first else first)
            if literal is None and name == "url" and hole.text.startswith("{%") and _BARE_ROUTE.fullmatch(first):
                literal = first
            if literal is not None:
                kept = tuple(rest[: rest.index("as")]) if "as" in rest else tuple(rest)
                return Address("asset" if name in _ASSETS else "route", literal, kept)
        return Address("expression", hole.arguments[0] if not hole.call and hole.arguments else hole.text)

    def _constant(self, hole: Hole) -> str:
        if hole.call.rpartition(".")[2] in _TRANSLATIONS | _ASSETS and hole.arguments:
            return _literal(hole.arguments[0]) or ""
        if hole.call or not hole.arguments:
            return ""
        literal = _literal(hole.arguments[0])
        if literal is not None:
            return literal
        _, segments = self._resolved(hole.arguments[0])
        return segments[-2] if len(segments) > 2 and segments[-1] in _NAMES_FIELD else ""

    def _resolved(self, expression: str) -> tuple[bool, list[str]]:
        """The names in a path, with bound names resolved; true where one of them is a loop over what remains."""
        segments = _segments(expression)
        each = False
        for _ in range(_MOST_BINDINGS):
            bound = self._bound.get(segments[0]) if segments else None
            if bound is None or isinstance(bound, Hole):
                break
            text = bound.expression if isinstance(bound, _Each) else bound
            each = each or isinstance(bound, _Each)
            begun = _segments(text)
            if not begun or begun[0] == segments[0]:
                break
            segments = [*begun, *segments[1:]]
        return each, segments

    def _widget(self, written: str, location: Location, code: str, *, forced: bool) -> Widget | None:
        each, segments = self._resolved(written.strip())
        if not segments:
            return None
        expression = ".".join(segments)
        place = next((index for index, name in enumerate(segments) if _FORM.search(name)), -1)
        if place < 0:
            useful = forced and segments[-1] not in _OF_FIELD
            return Widget(location, expression, "", segments[-1], whole=False, code=code) if useful else None
        form, rest = ".".join(segments[: place + 1]), segments[place + 1 :]
        if not rest or rest[0] in _AS_WHOLE:
            shown = rest[1:] or ([] if not each else _segments(written)[1:])
            return (
                None
                if shown and shown[0] in _OF_FIELD
                else Widget(location, expression, form, "", whole=True, code=code)
            )
        if each and rest[0] in _OF_FIELD:
            return None
        if rest[0] in _OF_FORM or (len(rest) > 1 and rest[1] in _OF_FIELD):
            return None
        return Widget(location, expression, form, rest[0], whole=False, code=code)


def _segments(expression: str) -> list[str]:
    text = expression.strip()
    if _PATH.fullmatch(text) is None:
        return []
    groups = (match.groups() for match in _SEGMENTS.finditer(text))
    return [name or key or attribute for name, key, attribute, _ in groups if name or key or attribute]


def _literal(text: str) -> str | None:
    match = _QUOTED.fullmatch(text.strip())
    return match.group(2) if match is not None and match.group(1) not in match.group(2) else None
