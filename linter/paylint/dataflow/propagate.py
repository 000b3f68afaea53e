"""Propagation as a stage: which functions to start from, in which order, and the facts that come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from paylint.dataflow.declared import RENDERED, declared_fields, drawn_fields, field_kind, type_row
from paylint.dataflow.engine import Engine
from paylint.dataflow.frame import Frame, Hit
from paylint.dataflow.heap import State
from paylint.dataflow.hierarchy import library_bases, program_classes
from paylint.dataflow.objects import class_lookup
from paylint.dataflow.seeds import Seeds
from paylint.dataflow.values import ClassRef, Taint
from paylint.facts import Arrival, Declaration, Drawing, Flow, Origin, Program, Rendering, Sink
from paylint.finding import Confidence, Coverage, Step, Trace
from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location, Path
from paylint.models.vocabulary import telling_together

MAX_ROUNDS = 4
MAX_MENTIONS = 30
MAX_TRACE = 200
OUTSIDE = frozenset({"request", "form"})
ALL_FIELDS = ("__dict__", "vars")
"""What reads the attributes of an object without naming them."""
TEMPLATE = re.compile(r"(?:^|_)template(?:_name|_path|_file)?$")
TEMPLATE_FILE = re.compile(r"[\w/.:-]+\.\w{2,6}")

Holding = Callable[[str], tuple[Path, ...]]
Line = Callable[[Path, int], str]


@dataclass(frozen=True, slots=True)
class Start:
    """Where propagation begins: the files that can hold a source, and how to find others that hold a word.

    ``words`` make a function an entry point from the start: names of templates and routes of pages that matter.
    """

    candidates: tuple[Path, ...]
    holding: Holding
    line: Line
    skip: Callable[[Path], bool]
    words: frozenset[str] = frozenset()


def propagate(engine: Engine, start: Start, progress: Callable[[int, int], None]) -> Program:
    """Run the engine from the candidate files to a fixpoint, and give the facts, sorted by place.

    Only functions that mention a telling word are entry points, and what they hand out (a function that returns labels,
    a class that declares fields for them, an attribute that holds them) makes further words telling.
    """
    engine.holding = start.holding
    engine.skip = start.skip
    lens = engine.catalog.lens
    reach = Reach(engine, start) if lens is None else Seeds(engine, start, lens)
    reach.load(start.candidates)
    for _ in range(MAX_ROUNDS):
        fresh = reach.fresh()
        if not fresh:
            break
        run_all(engine, fresh, progress)
        for _ in range(MAX_ROUNDS if lens is None else 1):
            stale = sorted(engine.entries.stale(), key=place)
            if not stale:
                break
            for info in stale:
                engine.entries.rerun_root(info)
        reach.harvest()
    engine.questions.ask(reach.questions(), reach.modules)
    return gather(engine, start, reach.modules)


class Reach:
    """The modules and functions that labels can reach, as far as names tell, growing round by round."""

    def __init__(self, engine: Engine, start: Start) -> None:
        self.engine = engine
        self.start = start
        self.modules: dict[Path, ModuleInfo] = {}
        self._words: set[str] = set(start.words)
        self._families: dict[ClassInfo, set[str]] = {}
        self._held: set[tuple[str, str]] = set()
        self._telling: dict[str, bool] = {}

    def load(self, paths: Iterable[Path]) -> None:
        """Take modules in, with the words that their constants and declarations make telling."""
        fresh = []
        for path in sorted(paths):
            module_place = self.engine.layout.places.get(path)
            module = self.engine.imports.load(module_place) if module_place is not None else None
            if module is not None and path not in self.modules:
                self.modules[path] = module
                fresh.append(module)
        words: set[str] = set()
        for module in fresh:
            words |= self.constants(module.node.body)
            for cls in module.classes:
                words |= self.constants(cls.node.body)
                frame = probe(self.engine, cls)
                if any(field_kind(frame, field) for field in declared_fields(frame, cls)):
                    words.add(cls.name)
                    words.update(child.name for child in self.engine.classes.descendants(cls))
                    self.engine.declaring.update((cls, *self.engine.classes.descendants(cls)))
        self.widen(words)

    def questions(self) -> set[str]:
        """The words by which it is decided, beside the vocabulary, whether labels can begin in a function."""
        held = (name for pair in self._held for name in pair)
        return self._words.union(ALL_FIELDS, RENDERED, held, *self._families.values())

    def widen(self, words: set[str]) -> None:
        """Make words telling, and take in the files that mention those that are not everyday words."""
        paths: set[Path] = set()
        for word in sorted(words - self._words):
            found = self.start.holding(word)
            if len(found) <= MAX_MENTIONS:
                self._words.add(word)
                paths.update(p for p in found if p in self.engine.layout.places and not self.start.skip(p))
        paths -= self.modules.keys()
        if paths:
            self.load(paths)

    def constants(self, body: ir.Block) -> set[str]:
        """The variables of a block whose values hold telling words (``FIELDS = ("card_number", ...)``)."""
        out: set[str] = set()
        for statement in body:
            if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Sequence | ir.Mapping):
                texts = (n.value for n in walk(statement.value) if isinstance(n, ir.Const) and isinstance(n.value, str))
                if any(self.speaks(text) for text in texts):
                    out.update(target.id for target in statement.targets if isinstance(target, ir.Name))
        return out

    def speaks(self, word: str) -> bool:
        """Whether a word alone means data that matters alone."""
        known = self._telling.get(word)
        if known is None:
            known = self._telling[word] = bool(self.engine.telling(frozenset((word,))))
        return known

    def concerns(self, info: FunctionInfo) -> bool:
        """Whether labels can begin in a function: by a telling word, or by weak ones in context."""
        if self.engine.everything:
            return True
        mentions = info.mentions
        if mentions & self._words or any(self.speaks(word) for word in mentions):
            return True
        if any(cls in mentions and name in mentions for cls, name in self._held):
            return True
        if info.owner is not None:
            if any(mentions & self._families.get(cls, set()) for cls in program_classes(info.owner)):
                return True
            if any(word in self._words or self.speaks(word) for word in info.owner.own):
                return True
        return telling_together(mentions, self.engine.catalog.vocabulary)

    def fresh(self) -> list[FunctionInfo]:
        """The functions that have come to concern us since the last time."""
        known = self.engine.concerned
        functions = (info for module in self.modules.values() for info in module.functions)
        out = [info for info in functions if info not in known and self.concerns(info)]
        for info in out:
            self.engine.deferred.mark_concerned(info)
        return out

    def harvest(self) -> None:
        """Learn from what has been run: producers and the attributes and keys that hold labels."""
        words: set[str] = set()
        for info, returns in self.engine.producers.items():
            if returns and not info.name.startswith("__") and info.name != "<lambda>":
                words.add(info.name)
        for info in self.engine.consumers:
            if not info.name.startswith("__"):
                words.add(info.name)
            elif info.name == "__init__" and info.owner is not None:
                words.add(info.owner.name)
        for owner, name in self.engine.cells.telling(self.engine.declaring):
            scope, _, rest = owner.partition(":")
            if scope == "class":
                for module in self.modules.values():
                    for cls in module.classes:
                        if cls.qualname == rest:
                            self._held.add((cls.name, name))
                            row = type_row(probe(self.engine, cls), cls)
                            if row is not None and row.fields:
                                words.add(cls.name)
                                self.engine.declaring.add(cls)
                            for member in (*program_classes(cls), *self.engine.classes.descendants(cls)):
                                self._families.setdefault(member, set()).update((name, *ALL_FIELDS))
                continue
            holder = rest.rpartition(".")[2] if scope == "module" and not rest.endswith(".py") else ""
            words.update(word for word in (name, holder) if len(word) > 2)
        self.widen(words)


def place(info: FunctionInfo) -> tuple[Path, int, int]:
    """A function's place, for a stable order."""
    return (info.module.node.path, info.node.line, info.node.column)


def run_all(engine: Engine, concerned: list[FunctionInfo], progress: Callable[[int, int], None]) -> None:
    """Interpret functions as entry points: what frameworks call first, then what nobody mentions, then the rest."""
    functions = sorted((f for f in concerned if f.node.name != "<lambda>"), key=place)
    mentioned: set[str] = set()
    for info in functions:
        mentioned |= info.mentions - {info.name}
    first = [f for f in functions if f in engine.bindings or is_handler(engine, f)]
    second = [f for f in functions if f.name not in mentioned and f.parent is None]
    order = list(dict.fromkeys((*first, *second, *functions)))
    for position, info in enumerate(order):
        progress(position, len(order))
        if info in engine.called and (info.parent is not None or engine.everything):
            continue
        if info.parent is not None and info.parent in engine.started and info.module.node.language == "python":
            continue
        engine.entries.run_root(info)


def is_handler(engine: Engine, info: FunctionInfo) -> bool:
    """Whether a framework calls the method."""
    if info.owner is None:
        return False
    rows = (engine.catalog.type(base) for base in library_bases(info.owner))
    return any(row is not None and row.handles(info.name) for row in rows)


def probe(engine: Engine, cls: ClassInfo) -> Frame:
    """A frame to ask questions from, in a class's module."""
    return Frame(engine, cls.module, State({}, {}), owner=cls, namespace=cls.qualname)


def gather(engine: Engine, start: Start, read: Mapping[Path, ModuleInfo]) -> Program:
    """The facts of a finished run."""
    results = engine.results
    hits = unexplained(engine, [hit for hit in results.hits.values() if plausible(engine, hit)])
    flows = sorted((flow(hit, start.line) for hit in addressed(hits)), key=flow_order)
    inside = own_methods(engine)
    arrivals = sorted(
        (
            arrival(engine, origin, taint, start.line)
            for origin, taint in results.arrivals.items()
            if origin.source in ("request", "form") and origin.function not in inside
        ),
        key=lambda a: (a.origin.location, a.origin.kind),
    )
    declarations = sorted(
        (d for module in read.values() for cls in module.classes for d in declarations_of(engine, cls)),
        key=lambda d: (d.location, d.kind),
    )
    routes = tuple(sorted(set(results.routes), key=lambda r: (r.location, r.handler)))
    views = (view for module in read.values() for cls in module.classes for view in shown_by(engine, cls))
    renderings = tuple(sorted({*results.renderings, *views}, key=lambda r: (r.location, r.template)))
    coverage = Coverage(
        functions=len(engine.started | engine.called), calls=len(engine.calls), unresolved=engine.unresolved
    )
    placed = tuple(sorted(results.placed))
    drawn = (one for module in read.values() for cls in module.classes for one in drawn_by(engine, cls))
    return Program(
        tuple(flows),
        tuple(arrivals),
        tuple(declarations),
        routes,
        renderings,
        coverage=coverage,
        placed=placed,
        drawings=tuple(sorted(drawn, key=lambda d: (d.location, d.field))),
    )


def shown_by(engine: Engine, cls: ClassInfo) -> Iterator[Rendering]:
    """The templates that a view class names in an attribute, with the class of its form; any class may name its template so."""
    rows = [row for base in library_bases(cls) if (row := engine.catalog.type(base)) is not None and row.shows]
    frame = probe(engine, cls)
    if not rows:
        for name in cls.table:
            shown = class_lookup(frame, cls, name) if TEMPLATE.search(name) else None
            for template in shown.strings if shown is not None else ():
                if TEMPLATE_FILE.fullmatch(template):
                    yield Rendering(template, cls.qualname, cls.location)
        return
    for row in rows[:1]:
        engine.use(row.origin)
        made = class_lookup(frame, cls, row.forms) if row.forms else None
        forms = [("form", ref.info.qualname) for ref in (made.refs if made else ()) if isinstance(ref, ClassRef)]
        shown = class_lookup(frame, cls, row.shows)
        for template in shown.strings if shown is not None else ():
            yield Rendering(template, cls.qualname, cls.location, tuple(forms))


def drawn_by(engine: Engine, cls: ClassInfo) -> Iterator[Drawing]:
    """The inputs of a class that is a page of inputs for schemas."""
    frame = probe(engine, cls)
    for where, field in drawn_fields(frame, cls):
        kind = field_kind(frame, field)
        if kind is not None and not field.unnamed:
            sure = Confidence.MEDIUM if kind[1] else Confidence.HIGH
            yield Drawing(kind[0], field.name, cls.qualname, where, sure)


def plausible(engine: Engine, hit: Hit) -> bool:
    """Whether a parameter judged by its name can hold what the name says: not if all its callers pass something else."""
    origin = hit.taint.origin
    if not isinstance(origin, Origin) or origin.source != "parameter":
        return True
    return engine.passed.get(origin.location, True)


def unexplained(engine: Engine, hits: list[Hit]) -> list[Hit]:
    """The hits without those that begin at a parameter where what callers pass for it arrives at the same sink itself."""

    def doubtful(hit: Hit) -> bool:
        way = hit.taint.way
        return way is not None and way.steps()[0].at in engine.given

    def arrival(hit: Hit) -> tuple[Location, str, str]:
        kind = hit.taint.origin.kind if isinstance(hit.taint.origin, Origin) else ""
        return (hit.sink.location, hit.sink.channel, kind)

    def named(hit: Hit) -> bool:
        return isinstance(hit.taint.origin, Origin) and hit.taint.origin.source == "parameter"

    sure = [hit for hit in hits if not doubtful(hit)]
    certain = {arrival(hit) for hit in sure}
    entered = {
        arrival(hit) for hit in sure if isinstance(hit.taint.origin, Origin) and hit.taint.origin.source in OUTSIDE
    }
    return [hit for hit in hits if not doubtful(hit) or arrival(hit) not in (certain if named(hit) else entered)]


def addressed(hits: list[Hit]) -> list[Hit]:
    """The hits, each with the address that its call is known to go to when it is reached another way."""
    known: dict[tuple[Location, str], Sink] = {}
    for hit in hits:
        if hit.sink.host or hit.sink.provider:
            known.setdefault((hit.sink.location, hit.sink.callee), hit.sink)

    def named(hit: Hit) -> Hit:
        sink = known.get((hit.sink.location, hit.sink.callee))
        if sink is None or hit.sink.host or hit.sink.provider:
            return hit
        return replace(hit, sink=replace(hit.sink, host=sink.host, provider=sink.provider))

    return [named(hit) for hit in hits]


def own_methods(engine: Engine) -> set[str]:
    """The methods of classes that declare the fields: what such a class does with its own fields is no arrival yet."""
    return {
        method.qualname for cls in engine.declaring if isinstance(cls, ClassInfo) for method in cls.methods.values()
    }


def flow(hit: Hit, line: Line) -> Flow:
    """A hit as a fact."""
    origin = hit.taint.origin
    assert isinstance(origin, Origin)
    sure = Confidence(min(origin.confidence, hit.taint.sure))
    return Flow(origin, hit.sink, trace(hit.taint, origin.kind, line), hit.taint.marks, sure, hit.echo)


def flow_order(fact: Flow) -> tuple[object, ...]:
    """Flows by sink, then by origin."""
    return (
        fact.sink.location,
        fact.sink.channel,
        fact.sink.callee,
        fact.sink.argument,
        fact.origin.kind,
        fact.origin.location,
        fact.origin.source,
        sorted(fact.marks),
    )


def trace(taint: Taint, kind: str, line: Line) -> Trace:
    """A taint's way as steps with code lines; a very long one keeps its beginning and its end."""
    ways = taint.way.steps() if taint.way is not None else ()
    steps = [Step(way.kind, way.at, line(way.at.path, way.at.line), way.note, way.function) for way in ways]
    if len(steps) > MAX_TRACE:
        steps = steps[: MAX_TRACE // 2] + steps[-MAX_TRACE // 2 :]
    return Trace(tuple(steps), kind)


def arrival(engine: Engine, origin: Origin, taint: Taint, line: Line) -> Arrival:
    """A source that a request or a form brings in."""
    route = next((b.route for f, b in engine.bindings.items() if f.qualname == origin.function and b.route), "")
    if not route:
        owner = origin.function.rpartition(".")[0]
        route = next((r.pattern for r in engine.results.routes if r.handler in (origin.function, owner)), "")
    return Arrival(origin, origin.function, route, trace(taint, origin.kind, line))


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
            unnamed=field.unnamed,
        )
