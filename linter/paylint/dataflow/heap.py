"""The heap of one activation: objects by address, copied on write, joined where branches meet.

An object's attributes and its keys share one table of fields, since Python programs pass between the two all the time
(``__dict__``, ``setattr``, ``asdict``, model keyword arguments). Elements of sequences are fields ``#0``, ``#1``, ...
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from paylint.dataflow.values import (
    CLEAN,
    Bound,
    ClassRef,
    Deferred,
    Ext,
    Func,
    Loc,
    Ref,
    Taint,
    Value,
    Way,
    join,
    merge_taints,
)
from paylint.record import record

Kind = Literal["dict", "list", "tuple", "set", "instance", "class", "env", "open", "partial", "super"]

MAX_FIELDS = 160
MAX_REACH = 600
MAX_DEPTH = 8


@record
class Cell:
    """A place that outlives one activation: a class's or module's variable, a session, a cache.

    ``owner`` names it (``class:shop.Gateway``, ``store:session``); a field of an object whose ``home`` it is, is read
    and written there as well.
    """

    owner: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and self.owner == other.owner

    def __hash__(self) -> int:
        return hash(self.owner)


@record
class Obj:
    """A heap object.

    ``cls`` is the program's class or the dotted library name of its type (``requests.Session()``). ``rest`` holds what
    is under unknown keys. ``open`` is true where more fields exist than are known: reading one by a telling name then
    makes a source. ``source`` is the strength of such a source (``request``), ``hint`` the name the object goes by.
    ``keyed`` is true once it was read by key. ``deferred`` says how to find out more. ``parent`` is the field that it
    was read from, where it does not stand yet: it takes its place there when it is first written to. ``bound`` is the way that outside data took
    to it: where it came in, and the calls that it was handed on by.
    """

    kind: Kind
    cls: ClassRef | Ext | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    rest: Value = CLEAN
    open: bool = False
    source: str = ""
    hint: str = ""
    home: Cell | None = None
    keyed: bool = False
    deferred: Deferred | None = None
    parent: tuple[Loc, str] | None = None
    bound: Way | None = None

    def with_field(self, name: str, value: Value) -> Obj:
        """The object with one field set; past the bound, fields melt into ``rest``."""
        if len(self.fields) >= MAX_FIELDS and name not in self.fields:
            return self.with_rest(value)
        return self.with_contents({**self.fields, name: value}, self.rest, self.hint, self.parent, self.bound)

    def with_rest(self, value: Value) -> Obj:
        """The object with the value joined under unknown keys."""
        joined = join(self.rest, value)
        if joined is self.rest:
            return self
        return self.with_contents(self.fields, joined, self.hint, self.parent, self.bound)

    def with_contents(
        self, fields: Mapping[str, Value], rest: Value, hint: str, parent: tuple[Loc, str] | None, bound: Way | None
    ) -> Obj:
        """The same object with other contents, and with what depends on the activation that it stands in."""
        return Obj(
            self.kind,
            self.cls,
            fields,
            rest,
            self.open,
            self.source,
            hint,
            self.home,
            self.keyed,
            self.deferred,
            parent,
            bound,
        )


def join_objects(first: Obj, second: Obj) -> Obj:
    """The object as it may be after either branch. A field missing on one side may be absent or is still unread."""
    if first is second:
        return first
    if first.fields is second.fields:
        fields = first.fields
    else:
        merged = dict(first.fields)
        for name, value in second.fields.items():
            known = merged.get(name)
            merged[name] = value if known is None else join(known, value)
        fields = merged
    return Obj(
        first.kind,
        first.cls or second.cls,
        fields,
        join(first.rest, second.rest),
        first.open or second.open,
        first.source or second.source,
        first.hint or second.hint,
        first.home or second.home,
        first.keyed or second.keyed,
        first.deferred or second.deferred,
        None,
        first.bound or second.bound,
    )


@record
class Mark:
    """A fork: how long the activation's log of changed addresses was then."""

    index: int


class State:
    """Variables and heap at one point of a function. Mutable inside one activation, forked at branches.

    All states of an activation share a ``log`` of the addresses that were written; ``lineage`` holds the forks that a
    state has been through, so that joining two states looks only at what was written since they were one.
    """

    __slots__ = ("heap", "lineage", "log", "variables")

    def __init__(
        self,
        variables: dict[str, Value],
        heap: dict[Loc, Obj],
        log: list[Loc] | None = None,
        lineage: tuple[Mark, ...] = (),
    ) -> None:
        self.variables = variables
        self.heap = heap
        self.log: list[Loc] = [] if log is None else log
        self.lineage = lineage

    def fork(self) -> State:
        """A copy that can change on its own."""
        self.lineage = (*self.lineage, Mark(len(self.log)))
        return State(dict(self.variables), dict(self.heap), self.log, self.lineage)

    def set(self, loc: Loc, obj: Obj) -> None:
        """Write an object."""
        self.heap[loc] = obj
        self.log.append(loc)


def written_since(first: State, second: State) -> tuple[Iterable[Loc], int]:
    """The addresses written since two states were one, and how many forks they have in common."""
    if first.log is not second.log:
        return tuple(dict.fromkeys((*first.heap, *second.heap))), 0
    common = 0
    for mine, other in zip(first.lineage, second.lineage, strict=False):
        if mine is not other:
            break
        common += 1
    start = first.lineage[common - 1].index if common else 0
    return dict.fromkeys(first.log[start:]), common


def join_states(first: State | None, second: State | None) -> State | None:
    """The state where two branches meet; ``None`` is a branch that never arrives."""
    if first is None:
        return second
    if second is None or first is second:
        return first
    variables = first.variables
    for name, value in second.variables.items():
        known = variables.get(name)
        if known is None:
            variables[name] = value
        elif known is not value:
            variables[name] = join(known, value)
    heap = first.heap
    changed, common = written_since(first, second)
    for loc in changed:
        obj = second.heap.get(loc)
        if obj is None:
            continue
        present = heap.get(loc)
        if present is None:
            heap[loc] = obj
        elif present is not obj:
            heap[loc] = join_objects(present, obj)
    first.lineage = first.lineage[: max(common - 1, 0)]
    return first


def settled(before: State, after: State) -> bool:
    """Whether nothing new was learned between the two of what was there before."""
    if len(before.variables) != len(after.variables):
        return False
    for name, value in after.variables.items():
        known = before.variables.get(name)
        if known is None or not known.same(value):
            return False
    for loc in written_since(before, after)[0]:
        present, obj = before.heap.get(loc), after.heap.get(loc)
        if present is obj or present is None or obj is None:
            continue
        if not present.rest.same(obj.rest) or present.fields.keys() != obj.fields.keys():
            return False
        if any(not present.fields[name].same(value) for name, value in obj.fields.items()):
            return False
    return True


def targets(ref: Ref) -> tuple[Loc, ...]:
    """The heap addresses that a reference holds on to."""
    match ref:
        case Loc():
            return (ref,)
        case Func(env=env):
            return (env,) if env is not None else ()
        case Bound(function=function, receiver=receiver):
            held = (receiver,) if isinstance(receiver, Loc) else ()
            return (*held, function.env) if isinstance(function, Func) and function.env is not None else held
        case _:
            return ()


def reach(
    heap: Mapping[Loc, Obj], value: Value, depth: int = 4, skip: Callable[[Obj], bool] = lambda _: False
) -> Iterator[tuple[str, Value]]:
    """Every value held by ``value``, with its dotted path (``""`` for itself); bounded and free of loops.

    What is inside an object that ``skip`` names is left out.
    """
    seen: set[Loc] = set()
    pending: deque[tuple[str, Value, int]] = deque([("", value, 0)])
    while pending and len(seen) < MAX_REACH:
        path, current, level = pending.popleft()
        yield path, current
        if level >= depth:
            continue
        for loc in (loc for ref in current.refs for loc in targets(ref)):
            if loc in seen:
                continue
            seen.add(loc)
            obj = heap.get(loc)
            if obj is None or skip(obj):
                continue
            for name, inner in obj.fields.items():
                if inner.taints or inner.refs:
                    pending.append((f"{path}.{name}" if path else name, inner, level + 1))
            if obj.rest.taints or obj.rest.refs:
                pending.append((f"{path}.[]" if path else "[]", obj.rest, level + 1))


def all_taints(heap: Mapping[Loc, Obj], value: Value, depth: int = 4) -> tuple[Taint, ...]:
    """The labels anywhere inside a value, nearest first; as bounded as `reach`."""
    out = value.taints
    seen: set[Loc] = set()
    level = [value] if value.refs else []
    while level and depth and len(seen) < MAX_REACH:
        depth -= 1
        inside: list[Value] = []
        for current in level:
            for ref in current.refs:
                for loc in targets(ref):
                    if loc in seen:
                        continue
                    seen.add(loc)
                    obj = heap.get(loc)
                    if obj is None:
                        continue
                    for inner in (*obj.fields.values(), obj.rest):
                        if inner.taints:
                            out = merge_taints(out, inner.taints)
                        if inner.refs:
                            inside.append(inner)
        level = inside
    return out


@record
class Closed:
    """A value together with the part of the heap that it needs: what cells and summaries keep."""

    value: Value
    heap: Mapping[Loc, Obj]


def close(heap: Mapping[Loc, Obj], value: Value) -> Closed:
    """The value with everything it reaches, nearest first, addresses as they are; past the bound, nothing is kept."""
    kept: dict[Loc, Obj] = {}
    pending = deque(loc for ref in value.refs for loc in targets(ref))
    while pending and len(kept) < MAX_REACH:
        loc = pending.popleft()
        if loc in kept or loc not in heap:
            continue
        obj = heap[loc]
        kept[loc] = obj
        for inner in (*obj.fields.values(), obj.rest):
            pending.extend(loc for ref in inner.refs for loc in targets(ref))
    return Closed(value, kept)


def relocate_ref(ref: Ref, moves: Mapping[Loc, Loc]) -> Ref:
    """The reference with its addresses renamed."""
    match ref:
        case Loc():
            return moves.get(ref, ref)
        case Func(info=info, env=env) if env is not None:
            return Func(info, moves.get(env, env))
        case Bound(function=function, receiver=receiver):
            moved = moves.get(receiver, receiver) if isinstance(receiver, Loc) else receiver
            if isinstance(function, Func) and function.env is not None:
                function = Func(function.info, moves.get(function.env, function.env))
            return Bound(function, moved)
        case _:
            return ref


def relocate(value: Value, moves: Mapping[Loc, Loc]) -> Value:
    """The value with its addresses renamed."""
    if not value.refs:
        return value
    refs = tuple(dict.fromkeys(relocate_ref(ref, moves) for ref in value.refs))
    return Value(value.taints, refs, value.unknown)


def unknown_object(hint: str = "", source: str = "", cls: ClassRef | Ext | None = None) -> Obj:
    """An object of which nothing is known but, perhaps, its type and the name it goes by."""
    return Obj("open", cls, open=True, source=source, hint=hint)
