"""What a function does with one input: found out once, and applied at every call."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.dataflow import execute as statements
from paylint.dataflow.frame import Frame, Hit
from paylint.dataflow.heap import MAX_DEPTH as HEAP_DEPTH
from paylint.dataflow.heap import Obj, State, all_taints, close
from paylint.dataflow.objects import is_whole
from paylint.dataflow.passing import handed_on
from paylint.dataflow.seeds import SMALL, size
from paylint.dataflow.summary import BOTTOM, Summary, apply, canonical
from paylint.dataflow.values import CLEAN, ClassRef, Loc, Value, constant, join, of
from paylint.finding import Confidence
from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


MAX_DEPTH = 40
MAX_REPEATS = 5
MAX_SUMMARIES = 40
"""A function called in more ways than this is looked at with shallower inputs, so that ways fall together."""
MOST_SUMMARIES = 400
"""And past this not at all: its results hold what went in, and the report says so."""
SHALLOW = 2


class Summaries:
    """The summaries of one run, by function and canonical input, and how one is made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._depths: dict[FunctionInfo, int] = {}
        self._recursive: set[tuple[FunctionInfo, Hashable]] = set()
        self._active: dict[tuple[FunctionInfo, Hashable], Summary] = {}
        self._memo: dict[FunctionInfo, dict[Hashable, Summary]] = {}
        self._pertinence: dict[FunctionInfo, bool] = {}
        self._named: tuple[int, frozenset[str]] = (0, frozenset())

    def summarise(
        self,
        frame: Frame,
        info: FunctionInfo,
        env: Loc | None,
        variables: dict[str, Value],
        node: ir.Node,
        *,
        inline: bool = False,
    ) -> Value:
        """Apply the summary of a function for this input, making it first where it is new.

        With ``inline`` the function stands for a library's: what it does, it does at the place of the call.
        """
        if self._engine.catalog.lens is not None and not self.pertinent(info):
            taints = (taint for value in variables.values() for taint in value.taints)
            return Value(tuple(replace(taint, sure=Confidence.LOW) for taint in taints), frame.unknown().refs)
        if frame.depth >= MAX_DEPTH or self._depths.get(info, 0) >= MAX_REPEATS:
            return self.passed_through(frame, variables)
        if env is not None:
            variables = {**variables, "<env>": of(env)}
        memo = self._memo.setdefault(info, {})
        given = canonical(
            frame.live.heap,
            variables,
            self._engine.catalog.vocabulary.gives_context,
            lambda taint: is_whole(frame, taint),
            HEAP_DEPTH if len(memo) < MAX_SUMMARIES else SHALLOW,
            (lambda way: way) if inline else (lambda way: handed_on(frame, way, node, info)),
        )
        if frame.scripted:
            self._engine.budget.spent += len(given.heap)
        key: Hashable = (given.key, frame.at(node), frame.qualname) if inline else given.key
        summary = memo.get(key)
        if summary is not None and any(
            self._engine.cells.version(*dep) != version for dep, version in summary.deps.items()
        ):
            summary = None
        if summary is None:
            active = (info, key)
            if active in self._active:
                self._recursive.add(active)
                summary = self._active[active]
            elif len(memo) >= MAX_SUMMARIES and not inline and (not given.symbols or len(memo) >= MOST_SUMMARIES):
                if given.symbols:
                    self.cut_short(info)
                return self.passed_through(frame, variables)
            else:
                place = (frame.at(node), frame.qualname) if inline else None
                summary = self.fixpoint(info, given.variables, given.heap, active, frame.depth + 1, place)
                memo[key] = summary
        return apply(frame, summary, given, frame.at(node), info.qualname)

    def pertinent(self, info: FunctionInfo) -> bool:
        """Whether a function is looked into through a lens: it is concerned, it may end in a sink, or it is small."""
        known = self._pertinence.get(info)
        if known is None or not known:
            known = (
                info in self._engine.concerned
                or bool(info.mentions & self._engine.catalog.sink_names)
                or size(info) <= SMALL
            )
            self._pertinence[info] = known
        return known

    def cut_short(self, info: FunctionInfo | ModuleInfo) -> None:
        """Note that a function or a script was not followed all the way."""
        if info not in self._engine.results.exhausted:
            self._engine.results.exhausted.append(info)

    def passed_through(self, frame: Frame, variables: dict[str, Value]) -> Value:
        """The result of a call that is not followed: whatever labels went in."""
        out = CLEAN
        for value in variables.values():
            out = join(out, Value(all_taints(frame.live.heap, value, depth=2)))
        return Value(out.taints, frame.unknown().refs, unknown=False)

    def fixpoint(
        self,
        info: FunctionInfo,
        variables: dict[str, Value],
        heap: dict[Loc, Obj],
        active: tuple[FunctionInfo, Hashable],
        depth: int,
        stands_for: tuple[Location, str] | None = None,
    ) -> Summary:
        """Interpret a function until its own recursive use adds nothing."""
        self._active[active] = replace(BOTTOM, inputs=len(heap))
        self._depths[info] = self._depths.get(info, 0) + 1
        try:
            for _ in range(3):
                self._recursive.discard(active)
                summary = self.interpret(info, dict(variables), dict(heap), depth, stands_for)
                if active not in self._recursive or same_summary(summary, self._active[active]):
                    break
                self._active[active] = summary
            return summary
        finally:
            self._depths[info] -= 1
            del self._active[active]

    def interpret(
        self,
        info: FunctionInfo,
        variables: dict[str, Value],
        heap: dict[Loc, Obj],
        depth: int,
        stands_for: tuple[Location, str] | None = None,
    ) -> Summary:
        """Run a function's body on one input."""
        inputs = len(heap)
        frame = Frame(
            self._engine,
            info.module,
            State(variables, heap),
            info,
            info.owner,
            info.qualname,
            depth=depth,
            next_loc=inputs,
        )
        if stands_for is not None:
            frame.stands_at, frame.namespace = stands_for
        frame.env = next(iter(variables.pop("<env>", CLEAN).locs), None)
        if info.captured:
            kept = {name: variables.pop(name) for name in info.captured if name in variables}
            if frame.env is not None:
                kept["<parent>"] = of(frame.env)
            frame.env = frame.allocate(Obj("env", None, kept))
        before = dict(heap)
        statements.execute(frame, info.node.body)
        if frame.state is not None:
            frame.leave(constant(None))
        state = frame.exit if frame.exit is not None else State({}, before)
        if info.mentions & self.declaring_names():
            self.note_placed(state.heap)
        returned = frame.returned
        if info.node.generator:
            loc = Loc(frame.next_loc)
            frame.next_loc += 1
            state.heap[loc] = Obj("list", rest=frame.yielded)
            returned = of(loc)
        for loc, obj in frame.thrown.items():
            state.heap.setdefault(loc, obj)
        needed = Value(
            refs=tuple(
                dict.fromkeys(
                    (
                        *(Loc(i) for i in range(inputs)),
                        *returned.refs,
                        *frame.raised.refs,
                        *(ref for write in frame.writes for ref in write.value.refs),
                    )
                )
            )
        )
        kept_heap = close(state.heap, needed).heap
        return Summary(
            returned, frame.raised, kept_heap, tuple(dedupe(frame.hits)), tuple(frame.writes), frame.deps, inputs
        )

    def declaring_names(self) -> frozenset[str]:
        """The names of the classes that declare fields for labelled data."""
        if len(self._engine.declaring) != self._named[0]:
            names = frozenset(cls.name for cls in self._engine.declaring if isinstance(cls, ClassInfo))
            self._named = (len(self._engine.declaring), names)
        return self._named[1]

    def asked_for(self, name: str) -> tuple[str, ...]:
        """The constant keys by which the modules read so far ask anything of that name (``ICard["number"]``), in order."""
        self._engine.questions.everywhere.add(name)
        found: dict[str, None] = {}
        for key in sorted(self._engine.modules):
            module = self._engine.modules[key]
            if module is None or name not in module.mentions:
                continue
            for node in (node for statement in module.node.body for node in walk(statement)):
                match node:
                    case ir.Index(object=ir.Name(id=asked) | ir.Attribute(name=asked), index=ir.Const(value=str(text))):
                        if asked == name:
                            found[text] = None
                    case _:
                        continue
        return tuple(found)

    def note_placed(self, heap: Mapping[Loc, Obj]) -> None:
        """Note the keys under which objects stand whose classes declare fields for labelled data."""
        for obj in heap.values():
            if obj.kind == "env" or (obj.kind == "instance" and isinstance(obj.cls, ClassRef)):
                continue
            for name, value in obj.fields.items():
                for loc in value.locs:
                    made = heap.get(loc)
                    if made is not None and isinstance(made.cls, ClassRef) and made.cls.info in self._engine.declaring:
                        self._engine.results.placed.add((name, made.cls.info.qualname))


def dedupe(hits: list[Hit]) -> list[Hit]:
    """One hit for each sink, input and marks."""
    table: dict[Hashable, Hit] = {}
    for hit in hits:
        table.setdefault((hit.sink, hit.taint.key), hit)
    return list(table.values())


def same_summary(first: Summary, second: Summary) -> bool:
    """Whether two rounds of a recursive function agree."""
    return (
        first.returned.same(second.returned)
        and len(first.hits) == len(second.hits)
        and (first.heap.keys() == second.heap.keys())
    )
