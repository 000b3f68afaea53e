"""One activation of a function: its state, what it has gathered so far, and small operations on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from paylint.dataflow.cells import EVERY
from paylint.dataflow.heap import Cell, Closed, Obj, State, join_objects, join_states
from paylint.dataflow.values import CLEAN, Deferred, Loc, Symbol, Taint, Value, Way, join, of
from paylint.facts import Origin, Sink
from paylint.finding import Confidence
from paylint.ir import nodes as ir
from paylint.location import Location
from paylint.record import record

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine
    from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo


MAX_EVERY = 24


@record
class Hit:
    """A taint that arrives at a sink; its way ends there.

    ``delegated`` marks an overriding method that hands its receiver on to the library's method of the same name: what
    it does is done by whoever calls it.
    """

    sink: Sink
    taint: Taint
    echo: bool = False
    delegated: bool = False


@record
class CellWrite:
    """A value put under a name that outlives the activation; its addresses are those of the frame's heap."""

    cell: Cell
    name: str
    value: Value


@record
class Arguments:
    """Evaluated arguments of a call. ``more`` may stand at any further position, ``extra`` under any keyword."""

    positional: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    more: Value = CLEAN
    extra: Value = CLEAN

    def keyword(self, name: str) -> Value | None:
        """The argument passed under a keyword."""
        return next((value for key, value in self.named if key == name), None)

    def values(self) -> tuple[Value, ...]:
        """All arguments, unnamed ones first."""
        return (*self.positional, *(value for _, value in self.named), *(v for v in (self.more, self.extra) if v))

    def shifted(self) -> Arguments:
        """The arguments after the first positional one."""
        return replace(self, positional=self.positional[1:])

    def prefixed(self, value: Value) -> Arguments:
        """The arguments after a receiver."""
        return replace(self, positional=(value, *self.positional))


@dataclass(slots=True, eq=False)
class Frame:
    """The activation. Mutable, and never kept once the function's summary is made.

    ``state`` is ``None`` in code that cannot be reached. ``thrown`` are the objects that labelled exceptions need, which
    outlive the state that they were raised in. ``deps`` are the cells that were read, with their versions. ``ended`` is true
    after a call that does not come back.
    """

    engine: Engine
    module: ModuleInfo
    state: State | None
    function: FunctionInfo | None = None
    owner: ClassInfo | None = None
    namespace: str = ""
    env: Loc | None = None
    depth: int = 0
    next_loc: int = 0
    returned: Value = CLEAN
    raised: Value = CLEAN
    thrown: dict[Loc, Obj] = field(default_factory=dict)
    yielded: Value = CLEAN
    exit: State | None = None
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    writes: list[CellWrite] = field(default_factory=list)
    deps: dict[tuple[Cell, str], int] = field(default_factory=dict)
    imported: dict[tuple[str, str], Value] = field(default_factory=dict)
    forced: dict[Deferred, Value] = field(default_factory=dict)
    children: dict[tuple[Loc, str], Loc] = field(default_factory=dict)
    stands_at: Location | None = None
    global_names: set[str] = field(default_factory=set)
    outer: Mapping[str, Value] = field(default_factory=dict)
    ended: bool = False
    stars: list[str] = field(default_factory=list)

    @property
    def live(self) -> State:
        """The state, in code that is reached."""
        assert self.state is not None
        return self.state

    @property
    def scripted(self) -> bool:
        """Whether the code that runs is a script: its values have that language's methods."""
        return self.module.node.language == "script"

    @property
    def qualname(self) -> str:
        """The qualified name of the code that runs."""
        return self.namespace

    def at(self, node: ir.Node) -> Location:
        """A node's place; in code that stands for a library function, the place of the call."""
        if self.stands_at is not None:
            return self.stands_at
        return Location(self.module.node.path, node.line, node.column)

    def allocate(self, obj: Obj) -> Loc:
        """A new heap object's address."""
        loc = Loc(self.next_loc)
        self.next_loc += 1
        self.live.set(loc, obj)
        return loc

    def new(self, obj: Obj) -> Value:
        """A new heap object as a value."""
        return of(self.allocate(obj))

    def unknown(
        self, hint: str = "", source: str = "", deferred: Deferred | None = None, bound: Way | None = None
    ) -> Value:
        """A new object of which nothing is known, or not yet."""
        return self.new(Obj("open", open=True, hint=hint, source=source, deferred=deferred, bound=bound))

    def obj(self, loc: Loc) -> Obj:
        """The object at an address."""
        found = self.live.heap.get(loc)
        return found if found is not None else Obj("open", open=True)

    def put(self, loc: Loc, obj: Obj, certain: bool = True) -> None:
        """Replace an object; where the address is one of several possible ones, join instead."""
        state = self.live
        present = state.heap.get(loc)
        if obj.parent is None:
            state.set(loc, obj if certain or present is None else join_objects(present, obj))
            return
        holder, name = obj.parent
        obj = replace(obj, parent=None)
        state.set(loc, obj if certain or present is None else join_objects(present, obj))
        above = state.heap.get(holder)
        if above is not None and name not in above.fields:
            self.put(holder, above.with_field(name, of(loc)))
            if above.home is not None:
                self.write_cell(above.home, name, of(loc))

    def child(self, loc: Loc, name: str) -> Value | None:
        """What an unwritten field of an object was last read as."""
        known = self.children.get((loc, name))
        return of(known) if known is not None and known in self.live.heap else None

    def adopt(self, loc: Loc, name: str, value: Value) -> Value:
        """A value read from a field that nobody wrote: it takes its place there when it is written to itself."""
        if len(value.refs) == 1 and isinstance(ref := value.refs[0], Loc) and not value.taints:
            obj = self.obj(ref)
            if obj.parent is None:
                self.live.set(ref, replace(obj, parent=(loc, name)))
            self.children[(loc, name)] = ref
        else:
            self.put(loc, self.obj(loc).with_field(name, value))
        return value

    def step(self, value: Value, node: ir.Node, note: str, kind: str = "step") -> Value:
        """The value with one more step on the way of each of its taints; steps on one line are one step."""
        if not value.taints:
            return value
        at = self.at(node)
        taints = tuple(self.stepped(taint, at, note, kind) for taint in value.taints)
        return Value(taints, value.refs, value.unknown)

    def stepped(self, taint: Taint, at: Location, note: str, kind: str = "step") -> Taint:
        """The taint with one more step, unless its newest step stands on that line."""
        way = taint.way
        if kind == "step" and way is not None and way.at.line == at.line and way.at.path == at.path:
            return taint
        if way is not None and way.kind == kind and way.at == at:
            return taint
        return Taint(taint.origin, taint.marks, taint.sure, Way(at, kind, note, self.qualname, way))

    def source(self, origin: Origin, note: str = "", bound: Way | None = None) -> Taint:
        """A fresh taint at its origin; ``bound`` is the way of the object that it is read from."""
        entry = bound if bound is not None and bound.at != origin.location else None
        way = Way(origin.location, "source", note or origin.name, origin.function, entry)
        return Taint(origin, frozenset(), origin.confidence, way)

    def entrance(self, node: ir.Node, note: str = "the data comes in here") -> Way:
        """The way of an object that outside data comes in by, or is given to."""
        return Way(self.at(node), "source", note, self.qualname)

    def overrides(self, method: str, receiver: Loc) -> bool:
        """Whether this is a method that hands its own receiver on to a library's method of the same name."""
        function = self.function
        if function is None or function.owner is None or function.name != method or not function.node.parameters:
            return False
        return receiver in self.engine.variable(self, function.node.parameters[0].name).locs

    def hit(self, sink: Sink, taint: Taint, node: ir.Node, note: str, *, delegated: bool = False) -> None:
        """Note that a taint reaches a sink; what is concrete goes to the engine, what stands for an input waits."""
        if not self.engine.catalog.watches(sink.channel):
            return
        arrived = self.stepped(taint, self.at(node), note, "sink")
        found = Hit(sink, arrived, delegated=delegated)
        if isinstance(taint.origin, Symbol):
            self.hits.append(found)
        elif not (delegated and self.depth == 0 and taint.origin.function != self.qualname):
            self.engine.record(found)

    def write_cell(self, cell: Cell, name: str, value: Value) -> None:
        """Note a write to a cell."""
        if value.taints or value.refs:
            self.writes.append(CellWrite(cell, name, value))

    def read_cell(self, cell: Cell, name: str) -> Value:
        """What the cell is known to hold, brought into this heap."""
        closed, version = self.engine.cells.read(cell, name)
        self.deps[(cell, name)] = version
        return self.bring(closed) if closed is not None else CLEAN

    def read_every(self, cell: Cell) -> Value:
        """What any field of the cell is known to hold, of the first so many."""
        names, count = self.engine.cells.names(cell)
        self.deps[(cell, EVERY)] = count
        out = CLEAN
        for name in names[:MAX_EVERY]:
            out = join(out, self.read_cell(cell, name))
        return out

    def bring(self, closed: Closed) -> Value:
        """Import a closed value into this heap."""
        from paylint.dataflow.heap import relocate

        if not closed.heap:
            return closed.value
        moves = {}
        for loc in closed.heap:
            moves[loc] = Loc(self.next_loc)
            self.next_loc += 1
        state = self.live
        for loc, obj in closed.heap.items():
            fields = {name: relocate(value, moves) for name, value in obj.fields.items()}
            state.set(moves[loc], obj.with_contents(fields, relocate(obj.rest, moves), obj.hint, None, None))
        return relocate(closed.value, moves)

    def leave(self, value: Value) -> None:
        """Return from the function with a value."""
        self.returned = join(self.returned, value)
        self.exit = join_states(self.exit, self.state)
        self.state = None


def lower(confidence: Confidence) -> Confidence:
    """One step less sure."""
    return Confidence(max(confidence - 1, Confidence.LOW))


def guessed(value: Value) -> Value:
    """The value with every taint one step less sure: it went through code that nobody described."""
    if not value.taints:
        return value
    taints = tuple(Taint(t.origin, t.marks, min(t.sure, Confidence.MEDIUM), t.way) for t in value.taints)
    return Value(taints, value.refs, value.unknown)


def marked(value: Value, mark: str) -> Value:
    """The value's taints with one more mark; references are dropped, since the result is a new scalar."""
    taints = tuple(replace(t, marks=t.marks | {mark}) for t in value.taints)
    return Value(taints, (), value.unknown and not taints)
