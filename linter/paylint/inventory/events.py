"""Functions with which something begins that has to be noted, and the channels into which they and their neighbours write.

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
_REQUEST = frozenset({"request", "req", "environ"})
_ADDRESS = re.compile(r"https?://|[\w-]+(?:\.[\w-]+)+(?:/|$)")
_TELLING = 8


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Functions by name, and those that call a name."""

    find: Find
    callers: Find


@dataclass(slots=True)
class _Seen:
    """What is known of functions already looked at."""

    called: dict[FunctionInfo, frozenset[str]] = field(default_factory=dict)
    written: dict[FunctionInfo, frozenset[str]] = field(default_factory=dict)


def events(
    program: Program,
    contacts: Iterable[tuple[FunctionInfo, str]],
    catalog: Catalog,
    neighbours: Neighbours,
    line: Callable[[Path, int], str],
) -> tuple[Event, ...]:
    """The events of a program, sorted by place: handlers that take labelled data in, and those that lead to a provider."""
    seen = _Seen()
    found: dict[str, Event] = {}
    for handler, location, kinds in _arrivals(program):
        name = handler.rpartition(".")[2]
        for info in (info for info in neighbours.find(name) if info.qualname == handler):
            channels = _channels(info, catalog, neighbours, seen)
            found[handler] = Event(handler, location, kinds, "", channels, line(location.path, location.line))
    for contact, provider in contacts:
        for info in _answering(contact, neighbours):
            if info.qualname not in found:
                channels = _channels(info, catalog, neighbours, seen)
                at = info.location
                found[info.qualname] = Event(info.qualname, at, (), provider, channels, line(at.path, at.line))
    return tuple(sorted(found.values(), key=lambda event: (event.location, event.function)))


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
            if one.names & _REQUEST or any(parameter.name in _REQUEST for parameter in one.node.parameters):
                yield one
            else:
                above.extend(caller for caller in neighbours.callers(one.name) if caller not in known)
                known.update(above)
        level = above


def _channels(info: FunctionInfo, catalog: Catalog, neighbours: Neighbours, seen: _Seen) -> frozenset[str]:
    family = _family(info)
    above = _reach(family, lambda one: neighbours.callers(one.name), _HIGH)
    below = _reach([*family, *above], lambda one: _callees(one, neighbours, seen), _DEEP)
    return frozenset(channel for one in (*family, *above, *below) for channel in _written(one, catalog, seen))


def _family(info: FunctionInfo) -> list[FunctionInfo]:
    """The function, and the other methods of its class: a framework may call any of them around it."""
    return [info, *(info.owner.methods.values() if info.owner is not None else ())]


def _reach(
    start: Sequence[FunctionInfo], step: Callable[[FunctionInfo], Iterable[FunctionInfo]], depth: int
) -> list[FunctionInfo]:
    known = dict.fromkeys(start)
    level = list(start)
    for _ in range(depth):
        level = [one for info in level for one in step(info) if one not in known]
        known.update(dict.fromkeys(level))
    return [info for info in known if info not in start]


def _callees(info: FunctionInfo, neighbours: Neighbours, seen: _Seen) -> Iterator[FunctionInfo]:
    if info not in seen.called:
        calls = (node.function for node in _body(info) if isinstance(node, ir.Call))
        decorators = (getattr(decorator, "function", decorator) for decorator in info.node.decorators)
        seen.called[info] = frozenset(filter(None, map(_last, (*calls, *decorators))))
    for name in sorted(seen.called[info]):
        yield from neighbours.find(name)


def _written(info: FunctionInfo, catalog: Catalog, seen: _Seen) -> frozenset[str]:
    if info not in seen.written:
        seen.written[info] = frozenset(
            channel
            for node in _body(info)
            if isinstance(node, ir.Call)
            for channel in _channels_of_call(node.function, catalog)
        )
    return seen.written[info]


def _channels_of_call(function: ir.Expr, catalog: Catalog) -> Iterator[str]:
    """The kinds of sink that a call is, by the name of what is called and of what it is called on."""
    name = _last(function)
    if isinstance(function, ir.Name):
        yield from (row.sink for row in catalog.behaviours(f"builtins.{name}") if row.sink)
    if isinstance(function, ir.Attribute):
        row = catalog.shapes(_last(function.object), name)
        if row is not None and row.sink:
            yield row.sink
    for part in _chain(function):
        noted = catalog.shapes(part, "info")
        if noted is not None and noted.sink:
            yield noted.sink


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
