"""Which expressions at a place of a file carry data there: read from the text of one function, with the help of a trace.

Careful rather than clever. Where it is not plain which expression carries the data, or where it carries more than that
data (a dictionary, a whole form), the answer is that none is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from paylint.finding import Trace
from paylint.frontend.parser import Positions
from paylint.location import Location

_KEEPING = frozenset(
    {"get", "pop", "strip", "lstrip", "rstrip", "replace", "encode", "decode", "upper", "lower", "zfill"}
)
"""Methods whose result is the data still."""

_CARRYING = _KEEPING | frozenset(
    [
        "str",
        "repr",
        "format",
        "join",
        "sub",
        "dumps",
        "encrypt",
        "urlencode",
        "quote",
        "b64encode",
        "dict",
        "list",
        "tuple",
    ]
)
"""Functions and methods whose result holds what they are given."""

_SCALAR = _KEEPING | frozenset({"str", "int", "format", "sub", "encrypt", "quote", "b64encode"})
"""Those among them whose result is a single value."""

_KEPT = re.compile(r"(?:kept )?(?:as|under) '?([^']+)'?")
_DEEPEST = 4

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clue:
    """What a trace says of its data: where in this file it begins, its name, whether a caller passed it in.

    ``kept`` are the names of keys, attributes and fields that it was kept under on its way.
    """

    places: frozenset[Place]
    name: str
    passed: bool
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a finding stands: the expression or statement, its statement line, and the function around it."""

    node: cst.CSTNode
    line: cst.CSTNode
    function: cst.CSTNode


def clue(trace: Trace, at: Location) -> Clue:
    """The clue that a trace gives for a finding at that location."""
    sources = [step for step in trace.steps if step.kind == "source"]
    places = frozenset((s.location.line, s.location.column) for s in sources[-1:] if s.location.path == at.path)
    passed = any(step.kind == "call" and step.location != at for step in trace.steps)
    kept = frozenset(match[1] for step in trace.steps if (match := _KEPT.fullmatch(step.note)))
    return Clue(places, sources[-1].note if sources else "", passed, kept)


def find_site(module: cst.Module, positions: Positions, place: Place) -> Site | None:
    """The outermost call, raise statement or assigned subscript that begins there."""
    pending: list[tuple[cst.CSTNode, Site]] = [(module, Site(module, module, module))]
    while pending:
        node, above = pending.pop()
        line = node if isinstance(node, cst.SimpleStatementLine) else above.line
        if isinstance(node, cst.Call | cst.Raise) and positions.of(node) == place:
            return Site(node, line, above.function)
        if isinstance(node, cst.Assign) and any(
            isinstance(target.target, cst.Subscript) and positions.of(target.target) == place for target in node.targets
        ):
            return Site(node, line, above.function)
        function = node if isinstance(node, cst.FunctionDef | cst.Lambda) else above.function
        pending.extend((child, Site(child, line, function)) for child in reversed(node.children))
    return None


class Carriers:
    """Answers for one site."""

    def __init__(self, site: Site, positions: Positions, clue: Clue) -> None:
        self._site = site
        self._positions = positions
        self._clue = clue

    def found(self) -> list[cst.BaseExpression]:
        """The expressions that carry the data at the site; empty where that is not plain."""
        roots = tuple(_looked_at(self._site.node))
        sure = [found for root in roots for found in self._in(root, 0)]
        if sure:
            return sure
        names = self._clue.kept | {self._clue.name}
        paths = [path for root in roots for path in _paths(root) if _last_name(path) in names]
        return paths if len(paths) == 1 and self._clue.passed else []

    def kept_as(self) -> list[tuple[str, str]]:
        """The variables that the site's call works on and their attributes that hold the data: ``(order, note)``."""
        node = self._site.node
        if not isinstance(node, cst.Call):
            return []
        names = [
            root.value for path in (node.func, *(arg.value for arg in node.args)) if (root := _root(path)) is not None
        ]
        return [(name, attribute) for name in dict.fromkeys(names) for attribute in self._attributes(name)]

    def _attributes(self, name: str) -> Iterator[str]:
        for target, value in _assignments(self._site.function):
            match target:
                case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name(value=attribute)) if owner == name:
                    if any(self._in(value, 0)):
                        yield attribute
                case cst.Name(value=owner) if owner == name and isinstance(value, cst.Call):
                    for arg in value.args:
                        if arg.keyword is not None and any(self._in(arg.value, 0)):
                            yield arg.keyword.value
                case _:
                    pass

    def _in(self, node: cst.CSTNode, depth: int) -> Iterator[cst.BaseExpression]:
        match node:
            case cst.Name() | cst.Attribute() | cst.Subscript():
                if _is_path(node) and self._carries(node, depth):
                    yield node
            case cst.Call():
                if _is_path(node) and self._carries(node, depth):
                    yield node
                elif _called(node) in (_SCALAR if depth else _CARRYING) or (not depth and _called(node)[:1].isupper()):
                    yield from (found for part in _looked_at(node) for found in self._in(part, depth))
            case cst.Lambda() | cst.ListComp() | cst.SetComp() | cst.DictComp() | cst.GeneratorExp():
                return
            case cst.Comparison() | cst.UnaryOperation():
                return
            case cst.IfExp():
                yield from (found for part in (node.body, node.orelse) for found in self._in(part, depth))
            case cst.Dict() | cst.List() | cst.Set() if depth:
                return
            case _:
                yield from (found for child in node.children for found in self._in(child, depth))

    def _carries(self, path: cst.BaseExpression, depth: int) -> bool:
        if not self._clue.places.isdisjoint(map(self._positions.of, _marks(path))):
            return True
        name = _variable(path)
        return bool(name) and depth < _DEEPEST and self._bound(name, depth)

    def _bound(self, name: str, depth: int) -> bool:
        """Whether the function gives the data to a local name, by a parameter or an assignment."""
        function = self._site.function
        if isinstance(function, cst.FunctionDef | cst.Lambda):
            for parameter in _parameters(function.params):
                if parameter.name.value == name:
                    here = self._positions.of(parameter.name) in self._clue.places
                    if here or (self._clue.passed and name == self._clue.name):
                        return True
        return any(
            isinstance(target, cst.Name) and target.value == name and any(self._in(value, depth + 1))
            for target, value in _assignments(function)
        )


def _looked_at(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The parts of a call, raise statement or assignment in which data can stand."""
    match node:
        case cst.Call():
            if not isinstance(node.func, cst.Name) and not _is_path(node.func):
                yield from _looked_at(node.func)
            yield from (arg.value for arg in node.args)
        case cst.Attribute():
            yield node.value
        case cst.Raise(exc=cst.Call() as made):
            yield from (arg.value for arg in made.args)
        case cst.Assign():
            yield node.value
        case _:
            pass


def _paths(node: cst.CSTNode) -> Iterator[cst.BaseExpression]:
    """The attribute and key chains in an expression, outermost only."""
    match node:
        case cst.Name() | cst.Attribute() | cst.Subscript() if _is_path(node):
            yield node
        case cst.Call():
            if _is_path(node):
                yield node
            else:
                yield from (path for part in _looked_at(node) for path in _paths(part))
        case _:
            yield from (path for child in node.children for path in _paths(child))


def _is_path(node: cst.CSTNode) -> bool:
    """Whether it is a chain of names, attributes, whole keys and methods that keep the data."""
    match node:
        case cst.Name():
            return True
        case cst.Attribute():
            return _is_path(node.value)
        case cst.Subscript():
            return _is_path(node.value) and all(isinstance(part.slice, cst.Index) for part in node.slice)
        case cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value=method))):
            return method in _KEEPING and _is_path(base)
        case _:
            return False


def _called(node: cst.Call) -> str:
    """The last name of what is called."""
    match node.func:
        case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
            return name
        case _:
            return ""


def _marks(path: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The nodes of a chain by whose places it may be known: its start, and each attribute's name."""
    while True:
        yield path
        match path:
            case cst.Attribute():
                yield path.attr
                path = path.value
            case cst.Subscript():
                path = path.value
            case cst.Call():
                path = path.func
            case _:
                return


def _root(node: cst.CSTNode) -> cst.Name | None:
    while True:
        match node:
            case cst.Name():
                return node
            case cst.Attribute() | cst.Subscript():
                node = node.value
            case cst.Call():
                node = node.func
            case _:
                return None


def _last_name(path: cst.CSTNode) -> str:
    """The attribute or constant key that a chain ends with, but for methods that keep the data."""
    while isinstance(path, cst.Call) and isinstance(path.func, cst.Attribute):
        path = path.func.value
    match path:
        case cst.Attribute(attr=cst.Name(value=name)):
            return name
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))]):
            return key.raw_value
        case _:
            return ""


def _variable(path: cst.CSTNode) -> str:
    """The variable that a chain is, but for methods that keep the data; empty where it is a part of something."""
    while isinstance(path, cst.Call) and isinstance(path.func, cst.Attribute):
        path = path.func.value
    return path.value if isinstance(path, cst.Name) else ""


def _parameters(params: cst.Parameters) -> Iterator[cst.Param]:
    yield from (*params.posonly_params, *params.params, *params.kwonly_params)


def _assignments(function: cst.CSTNode) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    """Targets and values in a function's own body; pairs of tuples are taken one by one."""
    pending = list(function.body.children) if isinstance(function, cst.FunctionDef) else list(function.children)
    while pending:
        node = pending.pop()
        match node:
            case cst.FunctionDef() | cst.ClassDef() | cst.Lambda():
                continue
            case cst.Assign():
                for target in node.targets:
                    yield from _paired(target.target, node.value)
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                yield target, value
            case _:
                pass
        pending.extend(node.children)


def _paired(
    target: cst.BaseExpression, value: cst.BaseExpression
) -> Iterator[tuple[cst.BaseExpression, cst.BaseExpression]]:
    if isinstance(target, cst.Tuple) and isinstance(value, cst.Tuple) and len(target.elements) == len(value.elements):
        for one, other in zip(target.elements, value.elements, strict=True):
            yield from _paired(one.value, other.value)
    else:
        yield target, value
