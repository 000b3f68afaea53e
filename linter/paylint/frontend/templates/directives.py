"""Template languages that live in attributes: TAL and METAL, QWeb, Vue. An element's attributes, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from paylint.frontend.templates import expressions
from paylint.frontend.templates.marks import Places
from paylint.ir.pages import Dialect, Hole, Value

Attributes = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Directives:
    """An element as its directives make it.

    ``attributes`` are those that the browser gets; ``before`` holes in front of the element (bindings and loops);
    ``inside`` what is written into it; ``includes`` templates that stand in its place; ``blocks`` names under which it
    may be used or replaced. ``gone`` is true where the element itself is not written.
    """

    attributes: Attributes
    before: tuple[Hole, ...] = ()
    inside: tuple[Hole, ...] = ()
    includes: tuple[Value, ...] = ()
    blocks: tuple[str, ...] = ()
    gone: bool = False


@dataclass(slots=True)
class _Made:
    attributes: dict[str, Value] = field(default_factory=dict)
    before: list[Hole] = field(default_factory=list)
    inside: list[Hole] = field(default_factory=list)
    includes: list[Value] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    gone: bool = False

    def done(self) -> Directives:
        return Directives(
            tuple(self.attributes.items()),
            tuple(self.before),
            tuple(self.inside),
            tuple(self.includes),
            tuple(self.blocks),
            self.gone,
        )


class _Element:
    """Makes the holes of one element, all of which stand where it begins."""

    __slots__ = ("_column", "_line")

    def __init__(self, places: Places, start: int) -> None:
        self._line, self._column = places.of(start)

    def hole(self, text: str, expression: str) -> Hole:
        return Hole(self._line, self._column, text, *expressions.call(expression))

    def named(self, text: str, call: str, *arguments: str) -> Hole:
        return Hole(self._line, self._column, text, call, arguments)


def read(dialect: Dialect, places: Places, start: int, tag: str, attributes: Attributes) -> Directives:
    """What the attributes of an element that begins at ``start`` mean in a dialect."""
    element = _Element(places, start)
    match dialect:
        case "tal":
            return _tal(element, attributes)
        case "qweb":
            return _qweb(element, tag, attributes)
        case _:
            return _bound(element, attributes)


def tal_expression(text: str) -> str:
    """The first alternative of a TALES expression: Python as it is, a path ``a/b/c`` as ``a.b.c``."""
    bare = text.strip()
    for prefix in ("structure ", "structure:", "text ", "python:", "nocall:", "path:"):
        bare = bare.removeprefix(prefix).strip()
    first = expressions.without_filters(bare)
    return first.replace("/", ".") if _TAL_PATH.fullmatch(first) else first


def _tal(element: _Element, attributes: Attributes) -> Directives:
    made = _Made()
    for name, value in attributes:
        prefix, _, directive = name.rpartition(":")
        if prefix not in {"tal", "metal"}:
            made.attributes.setdefault(name, value)
        else:
            _tal_directive(element, made, f"{prefix}:{directive}", _plain(value))
    return made.done()


def _tal_directive(element: _Element, made: _Made, directive: str, text: str) -> None:
    match directive:
        case "tal:attributes":
            for statement in expressions.statements(text):
                name, _, expression = statement.partition(" ")
                made.attributes[name.lower()] = _tal_value(element, statement, expression.strip())
        case "tal:replace" | "tal:content":
            made.inside.append(element.hole(text, tal_expression(text)))
            made.gone = made.gone or directive == "tal:replace"
        case "tal:repeat" | "tal:define":
            for statement in expressions.statements(text):
                name, _, expression = statement.removeprefix("global ").removeprefix("local ").strip().partition(" ")
                made.before.append(_tal_binding(element, directive, name, tal_expression(expression), statement))
        case "tal:omit-tag":
            made.gone = made.gone or not text.strip()
        case "metal:use-macro" | "metal:extend-macro":
            made.includes.append((re.sub(r"^(?:load|path|python):\s*", "", text.strip()),))
        case "metal:define-macro" | "metal:define-slot" | "metal:fill-slot":
            made.blocks.append(text.strip())
        case _:
            pass


def _tal_binding(element: _Element, directive: str, name: str, expression: str, text: str) -> Hole:
    if directive == "tal:repeat":
        return element.named(text, "for", name, expression)
    return element.named(text, "with", f"{name}={expression}")


def _tal_value(element: _Element, text: str, expression: str) -> Value:
    if expression.startswith("string:"):
        return tuple(_parts(element, expression.removeprefix("string:"), _TAL_STRING))
    return (element.hole(text, tal_expression(expression)),)


def _qweb(element: _Element, tag: str, attributes: Attributes) -> Directives:
    made = _Made(gone=tag in {"t", "template"})
    plain = {name: _plain(value) for name, value in attributes}
    if tag == "template" and plain.get("id"):
        made.blocks.append(plain["id"])
    for name, value in attributes:
        if name.startswith("t-attf-"):
            made.attributes[name.removeprefix("t-attf-")] = tuple(_parts(element, plain[name], _QWEB_STRING))
        elif name.startswith("t-att-"):
            made.attributes[name.removeprefix("t-att-")] = (element.hole(plain[name], plain[name]),)
        elif name in _QWEB_WRITES:
            made.inside.append(element.hole(plain[name], plain[name]))
        elif not name.startswith("t-"):
            made.attributes.setdefault(name, value)
    if "t-call" in plain:
        made.includes.append((plain["t-call"],))
    if plain.get("t-name"):
        made.blocks.append(plain["t-name"])
    if "t-foreach" in plain and "t-as" in plain:
        made.before.append(element.named(plain["t-foreach"], "for", plain["t-as"], plain["t-foreach"]))
    if "t-set" in plain and "t-value" in plain:
        made.before.append(element.named(plain["t-value"], "with", f"{plain['t-set']}={plain['t-value']}"))
    return made.done()


def _bound(element: _Element, attributes: Attributes) -> Directives:
    """Vue's bindings, which also stand in pages of other dialects."""
    made = _Made()
    for name, value in attributes:
        bound = name[1:] if name.startswith(":") else name.removeprefix("v-bind:") if name.startswith("v-bind:") else ""
        text = _plain(value)
        if bound:
            literal = expressions.unquoted(text.strip())
            made.attributes[bound] = (literal,) if literal is not None else (element.hole(text, text.strip()),)
        elif name in {"v-html", "v-text"}:
            made.inside.append(element.hole(text, text.strip()))
        elif name == "v-for" and " in " in text:
            target, _, source = text.partition(" in ")
            made.before.append(element.named(text, "for", target.strip(), source.strip()))
        elif name not in made.attributes or not name:
            made.attributes[name] = value if name else (*made.attributes.get(name, ()), *value)
    return made.done()


def _plain(value: Value) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in value)


def _parts(element: _Element, text: str, pattern: re.Pattern[str]) -> Iterator[str | Hole]:
    place = 0
    for match in pattern.finditer(text):
        if match.start() > place:
            yield text[place : match.start()]
        expression = next(group for group in match.groups() if group is not None)
        yield element.hole(match.group(), tal_expression(expression))
        place = match.end()
    if place < len(text):
        yield text[place:]


_TAL_PATH = re.compile(r"[\w?-]+(?:/[\w?.-]+)*")
_TAL_STRING = re.compile(r"\$\{([^}]*)\}|\$(\w+(?:/\w+)*)")
_QWEB_STRING = re.compile(r"#\{([^}]*)\}|\{\{(.*?)\}\}")
_QWEB_WRITES = frozenset({"t-esc", "t-out", "t-raw", "t-field"})
