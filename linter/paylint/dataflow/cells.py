"""Named cells: what outlives one activation, joined over all writes."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping

from paylint.dataflow.heap import Cell, Closed, Obj, all_taints, close, join_objects, reach, relocate
from paylint.dataflow.values import ClassRef, Loc, Value, join
from paylint.record import record

MAX_OBJECTS = 24

EVERY = "<every>"
"""In place of a field's name: which fields a cell has."""


@record
class Entry:
    """A cell's field: what it may hold, how often that has grown, and what it looks like for comparison."""

    closed: Closed
    version: int
    signature: Hashable


class Cells:
    """All cells of a run. They only grow."""

    def __init__(self) -> None:
        self._entries: dict[tuple[Cell, str], Entry] = {}
        self._names: dict[Cell, list[str]] = {}

    def read(self, cell: Cell, name: str) -> tuple[Closed | None, int]:
        """What is known to be there, and its version (0: nothing yet)."""
        entry = self._entries.get((cell, name))
        return (None, 0) if entry is None else (entry.closed, entry.version)

    def version(self, cell: Cell, name: str) -> int:
        """How often the field has grown; of `EVERY`, how many fields there are."""
        if name == EVERY:
            return len(self._names.get(cell, ()))
        entry = self._entries.get((cell, name))
        return 0 if entry is None else entry.version

    def telling(self, classes: Container[object]) -> list[tuple[str, str]]:
        """Owner and name of every cell's field that holds labels, or one of these classes; sorted."""
        out = [
            (cell.owner, name)
            for (cell, name), entry in self._entries.items()
            if all_taints(entry.closed.heap, entry.closed.value, depth=4)
            or any(isinstance(ref, ClassRef) and ref.info in classes for ref in entry.closed.value.refs)
        ]
        return sorted(out)

    def names(self, cell: Cell) -> tuple[list[str], int]:
        """The fields that the cell is known to have, in the order of their first writing, and how many there are."""
        known = self._names.get(cell, [])
        return known, len(known)

    def touch(self, cell: Cell, name: str) -> None:
        """Count a change of something that has no value of its own."""
        self._entries[(cell, name)] = Entry(Closed(Value(), {}), self.version(cell, name) + 1, ())

    def write(self, cell: Cell, name: str, heap: Mapping[Loc, Obj], value: Value) -> bool:
        """Join a value into a cell's field. Gives whether that added anything."""
        key = (cell, name)
        entry = self._entries.get(key)
        fresh = close(heap, value)
        if entry is None:
            self._entries[key] = Entry(fresh, 1, signature(fresh))
            self._names.setdefault(cell, []).append(name)
            return True
        merged = merge(entry.closed, fresh)
        seen = signature(merged)
        if seen == entry.signature:
            return False
        self._entries[key] = Entry(merged, entry.version + 1, seen)
        return True


def merge(old: Closed, new: Closed) -> Closed:
    """One closed value that covers both. Objects of one class at the top are folded into one."""
    offset = max(old.heap, default=-1) + 1
    moves = {loc: Loc(position + offset) for position, loc in enumerate(new.heap)}
    heap: dict[Loc, Obj] = dict(old.heap)
    for loc, obj in new.heap.items():
        fields = {name: relocate(value, moves) for name, value in obj.fields.items()}
        heap[moves[loc]] = obj.with_contents(fields, relocate(obj.rest, moves), obj.hint, obj.parent, obj.bound)
    value = join(old.value, relocate(new.value, moves))
    by_class: dict[Hashable, Loc] = {}
    refs = []
    for ref in value.refs:
        if isinstance(ref, Loc) and ref in heap:
            obj = heap[ref]
            twin = by_class.setdefault((obj.kind, obj.cls), ref)
            if twin != ref:
                heap[twin] = join_objects(heap[twin], obj)
                continue
        refs.append(ref)
    folded = Value(value.taints, tuple(refs), value.unknown)
    closed = close(heap, folded)
    if len(closed.heap) > MAX_OBJECTS + len(old.heap):
        return Closed(old.value if not new.value.taints else Value(folded.taints, old.value.refs, True), old.heap)
    return closed


def signature(closed: Closed) -> Hashable:
    """What a closed value says, addresses and ways aside."""
    out = []
    for path, value in reach(closed.heap, closed.value, depth=3):
        shapes = tuple(
            (closed.heap[ref].kind, closed.heap[ref].cls) if isinstance(ref, Loc) and ref in closed.heap else ref
            for ref in value.refs
        )
        out.append((path, tuple(sorted(map(repr, (t.key for t in value.taints)))), shapes, value.unknown))
    return tuple(dict.fromkeys(out))
