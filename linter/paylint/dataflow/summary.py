"""Summaries: what one function does with one shape of input, in terms that any caller can use.

A call's input is made *canonical* first: heap addresses are numbered in the order in which the parameters reach them,
and each distinct set of labels becomes a symbol. Two calls that differ only in where the data came from share one
summary; the caller's own addresses and labels are put back when it is applied.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.dataflow.frame import CellWrite, Frame, Hit
from paylint.dataflow.heap import MAX_DEPTH, MAX_REACH, Cell, Obj, all_taints, relocate_ref, targets
from paylint.dataflow.values import (
    NO_MARKS,
    Bound,
    Constant,
    Func,
    Loc,
    Ref,
    Symbol,
    Taint,
    Value,
    Way,
    join,
    merge_taints,
)
from paylint.facts import Origin
from paylint.finding import Confidence
from paylint.location import Location
from paylint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable


@record
class Summary:
    """What a function does: results, the heap as it leaves it, sinks and cells reached, in canonical terms."""

    returned: Value
    raised: Value
    heap: Mapping[Loc, Obj]
    hits: tuple[Hit, ...]
    writes: tuple[CellWrite, ...]
    deps: Mapping[tuple[Cell, str], int]
    inputs: int


BOTTOM = Summary(Value(), Value(), {}, (), (), {}, 0)


@record
class Input:
    """A canonical input: what the callee starts from, the memo key, and the way back to the caller's terms."""

    variables: dict[str, Value]
    heap: dict[Loc, Obj]
    key: Hashable
    back: Mapping[Loc, Loc]
    cut: frozenset[Loc]
    symbols: tuple[tuple[Taint, ...], ...]


def canonical(
    heap: Mapping[Loc, Obj],
    variables: Mapping[str, Value],
    keep: Callable[[str], bool],
    whole: Callable[[Taint], bool],
    max_depth: int = MAX_DEPTH,
    onward: Callable[[Way], Way] = lambda way: way,
) -> Input:
    """The canonical form of a call's input.

    ``keep`` tells which hints matter to the callee, ``whole`` which labels are those of a whole object, ``onward`` leads an
    object's way on by this call. Objects deeper
    than ``max_depth``, or too many, are cut: the callee knows only the labels inside them, and cannot change them.
    """
    moves: dict[Loc, Loc] = {}
    symbols: dict[tuple[tuple[Origin | Symbol, frozenset[str]], ...], int] = {}
    sets: list[tuple[Taint, ...]] = []
    queue: list[tuple[Loc, int]] = []
    cut: set[Loc] = set()

    def symbol(labels: tuple[Taint, ...], is_whole: bool) -> Taint:
        names = tuple(taint.key for taint in labels)
        index = symbols.get(names)
        if index is None:
            index = symbols[names] = len(sets)
            sets.append(labels)
        return Taint(Symbol(index, is_whole), NO_MARKS, Confidence.HIGH, None)

    def visit(value: Value, depth: int) -> Value:
        taints: tuple[Taint, ...] = ()
        if value.taints:
            wholes = tuple(taint for taint in value.taints if whole(taint))
            parts = value.taints if not wholes else tuple(taint for taint in value.taints if taint not in wholes)
            taints = tuple(symbol(labels, labels is wholes) for labels in (parts, wholes) if labels)
        elif not value.refs:
            return value
        for ref in value.refs:
            for loc in targets(ref):
                if loc not in moves:
                    moves[loc] = Loc(len(moves))
                    queue.append((loc, depth + 1))
        return Value(taints, tuple(shorten(relocate_ref(ref, moves)) for ref in value.refs), value.unknown)

    out_variables = {name: visit(value, 0) for name, value in variables.items()}
    out_heap: dict[Loc, Obj] = {}
    position = 0
    while position < len(queue):
        loc, depth = queue[position]
        position += 1
        here = moves[loc]
        obj = heap.get(loc)
        if obj is None or depth > max_depth or position > MAX_REACH:
            cut.add(here)
            inside = Value(all_taints(heap, Value(refs=(loc,)), depth=3)) if obj is not None else Value()
            cls = obj.cls if obj is not None else None
            hint = obj.hint if obj is not None and keep(obj.hint) else ""
            out_heap[here] = Obj("open", cls, {}, visit(inside, depth), open=True, hint=hint)
            continue
        fields = {name: visit(value, depth) for name, value in obj.fields.items()} if obj.fields else obj.fields
        rest = visit(obj.rest, depth) if obj.rest else obj.rest
        hint = obj.hint if obj.hint == "request" or (obj.hint and keep(obj.hint)) else ""
        bound = onward(obj.bound) if obj.bound is not None else None
        out_heap[here] = obj.with_contents(fields, rest, hint, None, bound)
    if sum(map(len, sets)) > len({taint.key for taints in sets for taint in taints}):
        shares, sets = apart(sets)
        out_variables = {name: split(value, shares) for name, value in out_variables.items()}
        for loc, obj in out_heap.items():
            fields = {name: split(value, shares) for name, value in obj.fields.items()}
            out_heap[loc] = replace(obj, fields=fields, rest=split(obj.rest, shares))
    key = (
        tuple((name, value_key(value)) for name, value in out_variables.items()),
        tuple(object_key(obj) for obj in out_heap.values()),
    )
    back = {new: old for old, new in moves.items()}
    return Input(out_variables, out_heap, key, back, frozenset(cut), tuple(sets))


def apart(sets: list[tuple[Taint, ...]]) -> tuple[list[tuple[int, ...]], list[tuple[Taint, ...]]]:
    """Labels that overlapping sets share become symbols of their own, so that a callee sees what two inputs share.

    Gives the symbols that each old set falls into, and the labels of each new symbol.
    """
    members: dict[tuple[Origin | Symbol, frozenset[str]], list[int]] = {}
    for index, taints in enumerate(sets):
        for taint in taints:
            members.setdefault(taint.key, []).append(index)
    groups: dict[tuple[int, ...], int] = {}
    labels: list[list[Taint]] = []
    shares: list[dict[int, None]] = [{} for _ in sets]
    for index, taints in enumerate(sets):
        for taint in taints:
            where = tuple(members[taint.key])
            group = groups.setdefault(where, len(groups))
            if group == len(labels):
                labels.append([])
            if where[0] == index:
                labels[group].append(taint)
            shares[index][group] = None
    return [tuple(share) for share in shares], [tuple(group) for group in labels]


def split(value: Value, shares: list[tuple[int, ...]]) -> Value:
    """A canonical value with each symbol replaced by those that the symbol's set falls into."""
    if not value.taints:
        return value
    taints = tuple(
        Taint(Symbol(share, taint.origin.whole), NO_MARKS, Confidence.HIGH, None)
        for taint in value.taints
        if isinstance(taint.origin, Symbol)
        for share in shares[taint.origin.index]
    )
    return Value(taints, value.refs, value.unknown)


def shorten(ref: Ref) -> Ref:
    """The reference, long texts cut: a callee cannot tell two long messages apart in a way that matters."""
    if isinstance(ref, Constant) and isinstance(ref.value, str) and len(ref.value) > 200:
        return Constant(ref.value[:200], "str")
    return ref


def value_key(value: Value) -> Hashable:
    """What of a value the memo compares."""
    return (tuple(taint.origin for taint in value.taints), value.refs, value.unknown)


def object_key(obj: Obj) -> Hashable:
    """What of an object the memo compares."""
    fields = tuple((name, value_key(value)) for name, value in sorted(obj.fields.items()))
    return (
        obj.kind,
        obj.cls,
        fields,
        value_key(obj.rest),
        obj.open,
        obj.source,
        obj.hint,
        obj.home,
        obj.keyed,
        obj.deferred,
        obj.bound.start if obj.bound is not None else None,
    )


def apply(frame: Frame, summary: Summary, given: Input, at: Location, callee: str) -> Value:
    """Carry a summary's effects into the caller's frame. Gives the returned value."""
    moves: dict[Loc, Loc] = dict(given.back)

    def moved(loc: Loc) -> Loc:
        known = moves.get(loc)
        if known is None:
            known = moves[loc] = Loc(frame.next_loc)
            frame.next_loc += 1
        return known

    def carry_ref(ref: Ref) -> Ref:
        match ref:
            case Loc():
                return moved(ref)
            case Func(info=info, env=env) if env is not None:
                return Func(info, moved(env))
            case Bound(function=function, receiver=receiver):
                if isinstance(function, Func) and function.env is not None:
                    function = Func(function.info, moved(function.env))
                return Bound(function, moved(receiver) if isinstance(receiver, Loc) else receiver)
            case _:
                return ref

    def carry(value: Value) -> Value:
        if not value.refs and not value.taints:
            return value
        taints: tuple[Taint, ...] = ()
        for taint in value.taints:
            taints = merge_taints(taints, concrete(frame, taint, given, at, callee))
        refs = tuple(dict.fromkeys(carry_ref(ref) for ref in value.refs)) if value.refs else ()
        return Value(taints, refs, value.unknown)

    heap = frame.live.heap
    for loc, obj in summary.heap.items():
        if loc in given.cut:
            continue
        before = given.heap.get(loc)
        if before is obj:
            continue
        target = moved(loc)
        known = heap.get(target)
        hint = obj.hint or (known.hint if known is not None else "")
        bound = known.bound if known is not None and known.bound is not None else obj.bound
        fields: Mapping[str, Value] = {name: carry(value) for name, value in obj.fields.items()}
        parent = known.parent if known is not None else None
        frame.put(target, obj.with_contents(fields, carry(obj.rest), hint, parent, bound))
    for hit in summary.hits:
        for taint in concrete(frame, hit.taint, given, at, callee):
            sink = replace(hit.sink, location=at, function=frame.qualname) if hit.delegated else hit.sink
            found = Hit(sink, taint, hit.echo)
            if isinstance(taint.origin, Symbol):
                frame.hits.append(found)
            else:
                frame.engine.record(found)
    frame.writes.extend(CellWrite(write.cell, write.name, carry(write.value)) for write in summary.writes)
    for dep, version in summary.deps.items():
        seen = frame.deps.get(dep)
        frame.deps[dep] = version if seen is None else min(seen, version)
    frame.raised = join(frame.raised, carry(summary.raised))
    return carry(summary.returned)


def concrete(frame: Frame, taint: Taint, given: Input, at: Location, callee: str) -> tuple[Taint, ...]:
    """A callee's taint in the caller's terms: a symbol becomes the labels that were passed, with both ways joined."""
    if not isinstance(taint.origin, Symbol):
        back = frame.stepped(taint, at, f"comes back from {callee}", "return")
        return (back,)
    if taint.origin.index >= len(given.symbols):
        return ()
    out: list[Taint] = []
    for actual in given.symbols[taint.origin.index]:
        passed = frame.stepped(actual, at, f"passed to {callee}", "call")
        way = passed.way
        if taint.way is not None:
            way = Way(taint.way.at, "splice", "", callee, before=passed.way, inner=taint.way)
        out.append(Taint(actual.origin, actual.marks | taint.marks, min(actual.sure, taint.sure), way))
    return tuple(out)
