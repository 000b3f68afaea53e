"""Propagation as a stage: which functions to start from, in which order, and the facts that come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from paylint.dataflow.declared import declared_fields, field_kind, type_row
from paylint.dataflow.engine import Engine
from paylint.dataflow.frame import Frame, Hit
from paylint.dataflow.heap import State
from paylint.dataflow.values import Taint
from paylint.facts import Arrival, Declaration, Flow, Origin, Program
from paylint.finding import Confidence, Coverage, Step, Trace
from paylint.dataflow.hierarchy import program_classes
from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo
from paylint.location import Path

MAX_ROUNDS = 3
MAX_MENTIONS = 30
MAX_TRACE = 200

Holding = Callable[[str], tuple[Path, ...]]
Line = Callable[[Path, int], str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where propagation begins: the files that can hold a source, and how to find others that hold a word."""

    candidates: tuple[Path, ...]
    holding: Holding
    line: Line
    skip: Callable[[Path], bool]


def propagate(engine: Engine, start: Start, progress: Callable[[int, int], None]) -> Program:
    """Run the engine from the candidate files to a fixpoint, and give the facts, sorted by place."""
    done: set[Path] = set()
    waves = list(start.candidates)
    for _ in range(MAX_ROUNDS):
        fresh = [path for path in waves if path not in done]
        if not fresh:
            break
        done.update(fresh)
        for path in fresh:
            engine.mark_relevant(str(path))
        modules = [module for path in fresh if (module := load(engine, path)) is not None]
        run_all(engine, modules, progress)
        waves = sorted(reached_by_name(engine, start, modules) - done)
    for _ in range(MAX_ROUNDS):
        stale = sorted(engine.stale(), key=place)
        if not stale:
            break
        for info in stale:
            engine.rerun_root(info)
    return gather(engine, start, done)


def load(engine: Engine, path: Path) -> ModuleInfo | None:
    """A candidate file's module."""
    module = engine.layout.places.get(path)
    return engine.load(module) if module is not None else None


def place(info: FunctionInfo) -> tuple[Path, int, int]:
    """A function's place, for a stable order."""
    return (info.module.node.path, info.node.line, info.node.column)


def run_all(engine: Engine, modules: list[ModuleInfo], progress: Callable[[int, int], None]) -> None:
    """Interpret the functions of these modules: what frameworks call first, then what nobody mentions, then the rest."""
    functions = sorted((f for module in modules for f in module.functions if f.node.name != "<lambda>"), key=place)
    mentioned: set[str] = set()
    for module in modules:
        for info in module.functions:
            mentioned |= info.mentions - {info.name}
    first = [f for f in functions if f in engine.bindings or is_handler(engine, f)]
    second = [f for f in functions if f.name not in mentioned and f.parent is None]
    order = list(dict.fromkeys((*first, *second, *functions)))
    for position, info in enumerate(order):
        progress(position, len(order))
        if info.parent is not None and (info in engine.called or info.parent in engine.started):
            continue
        engine.run_root(info)


def is_handler(engine: Engine, info: FunctionInfo) -> bool:
    """Whether a framework calls the method."""
    if info.owner is None:
        return False
    for base in bases_of(info.owner):
        row = engine.catalog.type(base)
        if row is not None and info.name in row.handlers:
            return True
    return False


def bases_of(info: ClassInfo) -> Iterator[str]:
    """The library bases of a class."""
    from paylint.dataflow.hierarchy import library_bases

    return library_bases(info)


def reached_by_name(engine: Engine, start: Start, modules: list[ModuleInfo]) -> set[Path]:
    """The further files that mention what these modules hand out: functions that return labels, declaring classes."""
    names: set[str] = set()
    for module in modules:
        for info in module.functions:
            if engine.producers.get(info) and not info.name.startswith("__") and info.name != "<lambda>":
                names.add(info.name)
        for cls in module.classes:
            if any(field_kind(probe(engine, cls), f) for f in declared_fields(probe(engine, cls), cls)):
                names.add(cls.name)
                names.update(child.name for child in engine.descendants(cls))
    out: set[Path] = set()
    for name in sorted(names):
        paths = start.holding(name)
        if len(paths) <= MAX_MENTIONS:
            out.update(path for path in paths if path in engine.layout.places and not start.skip(path))
    return out


def probe(engine: Engine, cls: ClassInfo) -> Frame:
    """A frame to ask questions from, in a class's module."""
    return Frame(engine, cls.module, State({}, {}), owner=cls, namespace=cls.qualname)


def gather(engine: Engine, start: Start, done: Iterable[Path]) -> Program:
    """The facts of a finished run."""
    results = engine.results
    hits = (hit for hit in results.hits.values() if plausible(engine, hit))
    flows = sorted((flow(hit, start.line) for hit in hits), key=flow_order)
    arrivals = sorted(
        (
            arrival(engine, origin, taint, start.line)
            for origin, taint in results.arrivals.items()
            if origin.source in ("request", "form")
        ),
        key=lambda a: (a.origin.location, a.origin.kind),
    )
    modules = [m for m in engine.modules.values() if m is not None and m.node.path in set(done)]
    declarations = sorted(
        (d for module in modules for cls in module.classes for d in declarations_of(engine, cls)),
        key=lambda d: (d.location, d.kind),
    )
    routes = tuple(sorted(set(results.routes), key=lambda r: (r.location, r.handler)))
    coverage = Coverage(
        functions=len(engine.started | engine.called), calls=0, unresolved=engine.unresolved
    )
    return Program(tuple(flows), tuple(arrivals), tuple(declarations), routes, coverage)


def plausible(engine: Engine, hit: Hit) -> bool:
    """Whether a parameter judged by its name can hold what the name says: not if all its callers pass something else."""
    origin = hit.taint.origin
    if not isinstance(origin, Origin) or origin.source != "parameter":
        return True
    return engine.passed.get(origin.location, True)


def flow(hit: Hit, line: Line) -> Flow:
    """A hit as a fact."""
    origin = hit.taint.origin
    assert isinstance(origin, Origin)
    sure = Confidence(min(origin.confidence, hit.taint.sure))
    return Flow(origin, hit.sink, trace(hit.taint, line), hit.taint.marks, sure, hit.echo)


def flow_order(fact: Flow) -> tuple[object, ...]:
    """Flows by sink, then by origin."""
    return (
        fact.sink.location, fact.sink.channel, fact.sink.callee, fact.sink.argument, fact.origin.kind,
        fact.origin.location, fact.origin.source, sorted(fact.marks),
    )


def trace(taint: Taint, line: Line) -> Trace:
    """A taint's way as steps with code lines; a very long one keeps its beginning and its end."""
    steps: list[Step] = []
    for way in taint.way.steps() if taint.way is not None else ():
        steps.append(Step(way.kind, way.at, line(way.at.path, way.at.line), way.note, way.function))
    if len(steps) > MAX_TRACE:
        steps = steps[: MAX_TRACE // 2] + steps[-MAX_TRACE // 2 :]
    return Trace(tuple(steps))


def arrival(engine: Engine, origin: Origin, taint: Taint, line: Line) -> Arrival:
    """A source that a request or a form brings in."""
    route = next((b.route for f, b in engine.bindings.items() if f.qualname == origin.function), "")
    return Arrival(origin, origin.function, route, trace(taint, line))


def declarations_of(engine: Engine, cls: ClassInfo) -> Iterator[Declaration]:
    """The fields for labelled data that a class itself declares."""
    frame = probe(engine, cls)
    row = type_row(frame, cls)
    if row is None:
        return
    engine.use(row.origin)
    masked = any("save" in c.methods for c in program_classes(cls))
    for field in declared_fields(frame, cls):
        if field.owner is not cls:
            continue
        kind = field_kind(frame, field)
        if kind is None:
            continue
        if field.row is not None:
            engine.use(field.row.origin)
        sure = Confidence.MEDIUM if kind[1] else Confidence.HIGH
        yield Declaration(
            kind[0],
            row.role,
            cls.qualname,
            field.name,
            field.location,
            sure,
            encrypted=field.row is not None and field.row.encrypts,
            masked=masked,
            unnamed=field.row is not None and field.row.unnamed,
        )
