"""What a module's text says of the libraries that it uses: imports, calls by dotted name, addresses.

Read from the tree alone, without following any value: enough to know that a library is there, and cheap enough for
every file that names one. Where data goes is propagation's question.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as OneOf

from paylint.graph.symbols import ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import children, walk
from paylint.location import Location

_ADDRESS = re.compile(r"(?:https?:)?//[\w{}%.-]+|[\w-]+(?:\.[\w-]+)+")
_MOST_TEXT = 400
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a library or an address.

    ``text`` is the dotted name imported or called, ``()`` where a call's result is used (``stripe.StripeClient().charges``),
    or the constant that looks like an address. ``given`` are the names of keyword arguments and the constant keys of
    dictionaries among a call's arguments. ``function`` is the qualified name of the enclosing function, or of the module.
    """

    kind: OneOf["import", "call", "address"]
    text: str
    location: Location
    function: str
    given: frozenset[str] = frozenset()


def uses(module: ModuleInfo, tails: Collection[str] = ()) -> Iterator[Use]:
    """The uses in a module, in no particular order. A constant that ends with one of ``tails`` counts as an address."""
    return _Reader(module, tails).read()


class _Reader:
    """The names that a module binds to library names, and the walk over it."""

    def __init__(self, module: ModuleInfo, tails: Collection[str]) -> None:
        self._module = module
        self._tails = tuple(tails)
        self._names: dict[str, str] = {}

    @cached_property
    def _bound(self) -> frozenset[str]:
        return frozenset(_bound(self._module))

    def read(self) -> Iterator[Use]:
        """Bind first, then look: a client made in ``__init__`` is called in a method that may stand before it."""
        body = self._module.node.body
        for statement in body:
            for node in walk(statement):
                yield from self._bind(node)
        for statement in body:
            yield from self._look(statement, self._module.name)

    def _bind(self, node: ir.Node) -> Iterator[Use]:
        match node:
            case ir.Import(module=module, name=name):
                self._names[name or module.partition(".")[0]] = module if name else module.partition(".")[0]
                yield self._use("import", module, node, self._module.name)
            case ir.ImportFrom(module=module, level=0, names=names):
                for name, bound in names:
                    self._names[bound] = f"{module}.{name}"
                    yield self._use("import", f"{module}.{name}", node, self._module.name)
            case ir.Assign(targets=targets, value=ir.Call() as value):
                made = self._dotted(value)
                for target in targets:
                    key = _spelled(target)
                    if made is not None and key is not None:
                        self._names.setdefault(key, made)
            case _:
                return

    def _look(self, node: ir.Node, function: str) -> Iterator[Use]:
        inside = self._module.definitions.get(id(node))
        where = inside.qualname if inside is not None and isinstance(node, ir.Function) else function
        match node:
            case ir.Call(function=callee, arguments=arguments):
                name = self._dotted(callee)
                if name is not None:
                    yield self._use("call", name, node, where, frozenset(_given(arguments)))
            case ir.Const(value=str(text)) if len(text) < _MOST_TEXT and self._leads(text):
                yield self._use("address", text, node, where)
            case _:
                pass
        for child in children(node):
            yield from self._look(child, where)

    def _leads(self, text: str) -> bool:
        return bool(_ADDRESS.match(text)) or (len(text) > _SHORT and text.split("?", 1)[0].endswith(self._tails))

    def _dotted(self, node: ir.Node) -> str | None:
        match node:
            case ir.Name(id=name):
                return self._names.get(name) or (name if name not in self._bound else None)
            case ir.Attribute(object=inner, name=name):
                known = self._names.get(_spelled(node) or "")
                if known is not None:
                    return known
                base = self._dotted(inner)
                return f"{base}.{name}" if base is not None else None
            case ir.Call(function=callee):
                base = self._dotted(callee)
                return f"{base}()" if base is not None else None
            case _:
                return None

    def _use(
        self,
        kind: OneOf["import", "call", "address"],
        text: str,
        node: ir.Node,
        function: str,
        given: frozenset[str] = frozenset(),
    ) -> Use:
        return Use(kind, text, Location(self._module.node.path, node.line, node.column), function, given)


def _bound(module: ModuleInfo) -> Iterator[str]:
    """The names that a module binds itself; one that it does not comes from a library by a star, or was forgotten."""
    yield from dir(builtins)
    for function in module.functions:
        yield function.name
        yield from (parameter.name for parameter in function.node.parameters)
    yield from (cls.name for cls in module.classes)
    for statement in module.node.body:
        for node in walk(statement):
            match node:
                case ir.Assign(targets=targets):
                    yield from (name for target in targets for name in _names_in(target))
                case ir.For(target=target) | ir.Generator(target=target):
                    yield from _names_in(target)
                case ir.WithItem(target=target) if target is not None:
                    yield from _names_in(target)
                case ir.Walrus(name=name):
                    yield name
                case ir.ImportFrom(names=names):
                    yield from (bound for _, bound in names)
                case _:
                    continue


def _names_in(target: ir.Node) -> Iterator[str]:
    yield from (node.id for node in walk(target) if isinstance(node, ir.Name))


def _spelled(node: ir.Node) -> str | None:
    match node:
        case ir.Name(id=name):
            return name
        case ir.Attribute(object=ir.Name(id="self"), name=name):
            return f"self.{name}"
        case _:
            return None


def _given(arguments: tuple[ir.Argument, ...]) -> Iterator[str]:
    for argument in arguments:
        if argument.name is not None:
            yield argument.name
        for node in walk(argument.value):
            match node:
                case ir.Mapping(entries=entries):
                    yield from (
                        key.value for key, _ in entries if isinstance(key, ir.Const) and isinstance(key.value, str)
                    )
                case _:
                    continue
