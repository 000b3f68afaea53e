"""Functions with which something begins that has to be noted, and whether they and their neighbours do.

Calls are followed by name alone, upwards and downwards, so that more is taken for a log than there is: who asks whether an
event leaves no trace gets few answers, and these are right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from paylint.facts import Event, Program
from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location, Path
from paylint.models.catalog import Catalog

Find = Callable[[str], tuple[FunctionInfo, ...]]
"""The functions of the program that have a name."""

_DEEP = 4
_HIGH = 3
_MOST_NAMES = 200
_REQUEST = frozenset({"request", "req", "environ"})
_ADDRESS = re.compile(r"https?://|[\w-]+(?:\.[\w-]+)+(?:/|$)")
_TELLING = 8
_LOGGER = ("logger", "info")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Functions by name, and those that call a name."""

    find: Find
    callers: Find


@dataclass(slots=True)
class _Walk:
    """What one search for log calls needs: where to look, and what is known already."""

    catalog: Catalog
    neighbours: Neighbours
    called: dict[FunctionInfo, frozenset[str]] = field(default_factory=dict)
    writing: dict[FunctionInfo, bool] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def callees(self, info: FunctionInfo) -> Iterator[FunctionInfo]:
        """The functions that a function can call, by name."""
        if info not in self.called:
            calls = (node.function for node in _body(info) if isinstance(node, ir.Call))
            decorators = (getattr(decorator, "function", decorator) for decorator in info.node.decorators)
            self.called[info] = frozenset(filter(None, map(_last, (*calls, *decorators))))
        for name in sorted(self.called[info]):
            self.asked.add(name)
            if len(self.asked) <= _MOST_NAMES:
                yield from self.neighbours.find(name)

    def callers(self, info: FunctionInfo) -> Iterator[FunctionInfo]:
        """The functions that can call one, by name."""
        self.asked.add(info.name)
        if len(self.asked) <= _MOST_NAMES:
            yield from self.neighbours.callers(info.name)

    def writes(self, info: FunctionInfo) -> bool:
        """Whether a function's own body calls a logger."""
        if info not in self.writing:
            self.writing[info] = any(
                isinstance(node, ir.Call) and _logs(node.function, self.catalog) for node in _body(info)
            )
        return self.writing[info]


def events(
    program: Program,
    contacts: Iterable[tuple[FunctionInfo, str]],
    catalog: Catalog,
    neighbours: Neighbours,
    line: Callable[[Path, int], str],
) -> tuple[Event, ...]:
    """The events of a program, sorted by place: handlers that take labelled data in, and those that lead to a provider."""
    walk = _Walk(catalog, neighbours)
    found: dict[FunctionInfo, Event] = {}
    for handler, location, kinds in _arrivals(program):
        name = handler.rpartition(".")[2]
        for info in (info for info in neighbours.find(name) if info.qualname == handler):
            code = line(location.path, location.line)
            found[info] = Event(handler, location, kinds, "", _logged(info, walk), code)
    for contact, provider in contacts:
        for info in _answering(contact, neighbours):
            if info not in found:
                at = info.location
                code = line(at.path, at.line)
                found[info] = Event(info.qualname, at, (), provider, _logged(info, walk), code)
    silent = [info for info, event in found.items() if not event.logged]
    inner = set(silent) - set(_outermost(silent, walk.callees))
    kept = (event for info, event in found.items() if info not in inner)
    return tuple(sorted(kept, key=lambda event: (event.location, event.function)))


def _outermost(
    functions: Sequence[FunctionInfo], step: Callable[[FunctionInfo], Iterable[FunctionInfo]]
) -> Iterator[FunctionInfo]:
    """The functions without those that another one calls on its way, unless the two call each other."""
    below = {info: set(_reach(_family(info), step, _DEEP)) for info in functions}
    for info in functions:
        above = [other for other in functions if other is not info and info in below[other]]
        if all(other in below[info] for other in above):
            yield info


def addresses(module: ModuleInfo, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The names under which a module's own top level holds an address of a provider, and the provider."""
    for statement in module.node.body:
        for assigned in walk(statement):
            if isinstance(assigned, ir.Function):
                break
            if isinstance(assigned, ir.Assign) and assigned.value is not None:
                provider = next(_providers(assigned.value, catalog), "")
                if provider:
                    yield from ((name, provider) for name in _names(assigned) if len(name) >= _TELLING and "_" in name)


def direct(module: ModuleInfo, catalog: Catalog) -> Iterator[tuple[FunctionInfo, str]]:
    """The functions that hold an address of a provider themselves, and the provider."""
    for info in module.functions:
        for statement in info.node.body:
            provider = next(_providers(statement, catalog), "")
            if provider:
                yield info, provider
                break


def _providers(root: ir.Node, catalog: Catalog) -> Iterator[str]:
    for node in walk(root):
        if isinstance(node, ir.Const) and isinstance(node.value, str) and _ADDRESS.match(node.value):
            provider = catalog.provider_of_host(node.value)
            if provider:
                yield provider


def _names(assigned: ir.Assign) -> Iterator[str]:
    for target in assigned.targets:
        if isinstance(target, ir.Name):
            yield target.id


def _arrivals(program: Program) -> Iterator[tuple[str, Location, tuple[str, ...]]]:
    kinds: dict[str, set[str]] = {}
    places: dict[str, Location] = {}
    for arrival in program.arrivals:
        if arrival.handler:
            kinds.setdefault(arrival.handler, set()).add(arrival.origin.kind)
            place = places.setdefault(arrival.handler, arrival.origin.location)
            places[arrival.handler] = min(place, arrival.origin.location)
    for handler, place in places.items():
        yield handler, place, tuple(sorted(kinds[handler]))


def _answering(info: FunctionInfo, neighbours: Neighbours) -> Iterator[FunctionInfo]:
    """The function itself or those above it that have a request in their hands, the nearest ones on each way."""
    level, known = [info], {info}
    for _ in range(_HIGH):
        above: list[FunctionInfo] = []
        for one in level:
            if _holds_request(one):
                yield one
            else:
                above.extend(caller for caller in neighbours.callers(one.name) if caller not in known)
                known.update(above)
        level = above


def _holds_request(info: FunctionInfo) -> bool:
    parameters = {parameter.name for parameter in info.node.parameters}
    return bool(_REQUEST & (parameters | (info.names - info.node.local)))


def _logged(info: FunctionInfo, walk: _Walk) -> bool:
    """Whether something near a function writes to a log; true as well where the search had to be given up."""
    family = _family(info)
    if any(map(walk.writes, family)):
        return True
    walk.asked.clear()
    above = _reach(family, walk.callers, _HIGH, walk.writes)
    below = _reach([*family, *above], walk.callees, _DEEP, walk.writes)
    return any(map(walk.writes, (*above, *below))) or len(walk.asked) > _MOST_NAMES


def _family(info: FunctionInfo) -> list[FunctionInfo]:
    """The function, and the other methods of its class: a framework may call any of them around it."""
    return [info, *(info.owner.methods.values() if info.owner is not None else ())]


def _never(_: FunctionInfo) -> bool:
    return False


def _reach(
    start: Sequence[FunctionInfo],
    step: Callable[[FunctionInfo], Iterable[FunctionInfo]],
    depth: int,
    enough: Callable[[FunctionInfo], bool] = _never,
) -> list[FunctionInfo]:
    """What is reached from ``start`` in so many steps, or until something is ``enough``."""
    known = dict.fromkeys(start)
    level = list(start)
    for _ in range(depth):
        further: list[FunctionInfo] = []
        for info in level:
            for one in step(info):
                if one not in known:
                    known[one] = None
                    further.append(one)
                    if enough(one):
                        return [info for info in known if info not in start]
        level = further
    return [info for info in known if info not in start]


def _logs(function: ir.Expr, catalog: Catalog) -> bool:
    """Whether a call writes into the channel of loggers, by the name of what is called and of what it is called on."""
    logger = catalog.shapes(*_LOGGER)
    if logger is None:
        return False
    name = _last(function)
    rows = catalog.behaviours(f"builtins.{name}") if isinstance(function, ir.Name) else ()
    if any(row.sink == logger.sink for row in rows):
        return True
    return any(
        row is not None and row.sink == logger.sink
        for part in _chain(function)
        for row in (catalog.shapes(part, "info"),)
    )


def _chain(function: ir.Expr) -> Iterator[str]:
    """The names of a dotted expression, the last one first."""
    node: ir.Expr | None = function
    while node is not None:
        yield _last(node)
        node = node.object if isinstance(node, ir.Attribute) else node.function if isinstance(node, ir.Call) else None


def _last(node: ir.Expr) -> str:
    match node:
        case ir.Name(id=name) | ir.Attribute(name=name):
            return name
        case ir.Call(function=function):
            return _last(function)
        case _:
            return ""


def _body(info: FunctionInfo) -> Iterator[ir.Node]:
    for statement in info.node.body:
        yield from walk(statement)
