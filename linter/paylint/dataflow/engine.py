"""Propagation: calls resolved and summarised, modules loaded when something asks for them, facts collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace

from paylint.dataflow import execute as statements
from paylint.dataflow import script_methods as script
from paylint.dataflow.cells import Cells
from paylint.dataflow.declared import declared_fields, type_row
from paylint.dataflow.frame import Arguments, CellWrite, Frame, Hit, guessed
from paylint.dataflow.functions import BUILTIN_NAMES, FUNCTIONS, as_dict, import_string, substituted
from paylint.dataflow.heap import MAX_DEPTH as HEAP_DEPTH
from paylint.dataflow.heap import Cell, Closed, Obj, State, all_taints, close, reach
from paylint.dataflow.hierarchy import library_bases, linearise, program_classes
from paylint.dataflow.library import (
    LibraryCall,
    attribute_written,
    call_library,
    item_written,
    keep_arguments,
    result_object,
)
from paylint.dataflow.methods import METHODS, scalar_method
from paylint.dataflow.methods import call_method as builtin_method
from paylint.dataflow.naming import labelled, opaque, possible
from paylint.dataflow.objects import (
    apply_attribute,
    as_mapping,
    bind,
    class_cell,
    class_lookup,
    is_whole,
    module_cell,
    own_class,
    put_unknown_key,
    read_attribute,
    read_element,
    write_field,
)
from paylint.dataflow.questions import Questions
from paylint.dataflow.routing import camel, decorated, shown
from paylint.dataflow.seeds import SMALL, size
from paylint.dataflow.summary import BOTTOM, Summary, apply, canonical
from paylint.dataflow.text import stringified
from paylint.dataflow.values import (
    CLEAN,
    UNKNOWN,
    Bound,
    ClassRef,
    Constant,
    Deferred,
    Ext,
    Func,
    Imported,
    Loc,
    ModuleRef,
    Ref,
    Taint,
    Value,
    Way,
    constant,
    join,
    join_all,
    merge_taints,
    of,
)
from paylint.facts import Origin, Rendering, Route, Sink
from paylint.finding import Confidence
from paylint.graph.callgraph import CallGraph
from paylint.graph.layout import Layout, ModulePlace
from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location, Path
from paylint.models.catalog import Catalog
from paylint.models.schema import Behaviour, RowOrigin

NAMED_TUPLES = frozenset({"typing.NamedTuple", "collections.namedtuple()"})

DESCRIPTORS = frozenset({"builtins.property", "builtins.classmethod", "builtins.staticmethod"})
"""What decorates methods: no calls, as a reader of a call graph sees it."""

MAX_DEPTH = 40
MAX_REPEATS = 5
MAX_SUMMARIES = 40
"""A function called in more ways than this is looked at with shallower inputs, so that ways fall together."""
MOST_SUMMARIES = 400
"""And past this not at all: its results hold what went in, and the report says so."""
SHALLOW = 2
SCRIPTS = "js."
"""How rows of calls known by their looks spell the methods of scripts."""
MAX_HOLDING = 12
OF_A_MAPPING = frozenset({"items", "iteritems", "values", "itervalues", "copy", "get"})
"""What is asked of ``self.__dict__`` as of any dict; what changes it, changes the object."""
HOLDING_BY_KEY = frozenset({"dict", "list", "tuple", "set"})
MAX_DEFINING = 4
"""A method that more files define is no name to go by."""
MAX_NAMESAKES = 2
"""So many unrelated classes with a method of one name, and a call by name alone may mean any of them."""
ROOT_STEPS = 150_000
LENS_STEPS = 30_000
"""What is looked for through a lens stands near to where it begins."""
STEP_LIMIT = 1_500_000
SCRIPT_STEPS = 20_000
"""Among 823 scripts of 69 packages only libraries and bundles (d3, MathJax) need more; scripts of shops some 5,000."""
MOST_SCRIPT_STEPS = 60_000
"""For all entry points of one script."""

Loader = Callable[[ModulePlace], ModuleInfo | None]
Snippet = Callable[[str], ir.Function]


class BudgetSpentError(Exception):
    """The work allowed for one entry point is used up."""


@dataclass(slots=True, eq=False)
class Budget:
    """Work units spent and allowed, never seconds: evaluated expressions, in scripts also the objects that a call can reach."""

    spent: int = 0
    limit: int = ROOT_STEPS


@dataclass(frozen=True, slots=True)
class Binding:
    """How a framework calls a function: the types of its parameters, the URL pattern where known, where results go.

    ``answer`` is the channel that the function's result reaches, if the framework sends it on; with ``named``, clients call it by name, and
    what it is given comes from them.
    """

    types: tuple[tuple[str, str], ...] = ()
    route: str = ""
    answer: str = ""
    named: bool = False


@dataclass(slots=True, eq=False)
class Results:
    """What a run has learned so far."""

    hits: dict[Hashable, Hit] = field(default_factory=dict)
    arrivals: dict[Origin, Taint] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    renderings: list[Rendering] = field(default_factory=list)
    exhausted: list[FunctionInfo | ModuleInfo] = field(default_factory=list)
    failures: list[tuple[FunctionInfo | ModuleInfo, Exception]] = field(default_factory=list)
    used: set[RowOrigin] = field(default_factory=set)
    placed: set[tuple[str, str]] = field(default_factory=set)


class Engine:
    """One run of propagation over one program. See ``ARCHITECTURE.md``, *propagate*."""

    def __init__(
        self,
        catalog: Catalog,
        layout: Layout,
        loader: Loader,
        snippet: Snippet,
        stdlib: frozenset[str],
        defines: Callable[[str, str], bool],
    ) -> None:
        self.catalog = catalog
        self.defines = defines
        self.everything = False
        self.questions = Questions()
        self.concerned: set[FunctionInfo] = set()
        self.pertinence: dict[FunctionInfo, bool] = {}
        self.declaring: set[object] = set()
        self._named: tuple[int, frozenset[str]] = (0, frozenset())
        self.layout = layout
        self.loader = loader
        self.snippet = snippet
        self.stdlib = stdlib
        self.calls = CallGraph()
        self.cells = Cells()
        self.results = Results()
        self.budget = Budget()
        self.spent: dict[ModuleInfo, int] = {}
        self.unresolved = 0
        self.modules: dict[str, ModuleInfo | None] = {}
        self.tables: dict[str, dict[str, Closed]] = {}
        self.running: dict[str, Frame] = {}
        self.memo: dict[FunctionInfo, dict[Hashable, Summary]] = {}
        self.active: dict[tuple[FunctionInfo, Hashable], Summary] = {}
        self.recursive: set[tuple[FunctionInfo, Hashable]] = set()
        self.depths: dict[FunctionInfo, int] = {}
        self.children: dict[ClassInfo, list[ClassInfo]] = {}
        self.decorations: dict[ClassInfo, list[str]] = {}
        self.bindings: dict[FunctionInfo, Binding] = {}
        self.likes: dict[RowOrigin, FunctionInfo] = {}
        self.contexts: dict[object, frozenset[str]] = {}
        self.started: set[FunctionInfo] = set()
        self.called: set[FunctionInfo] = set()
        self.called_back: set[FunctionInfo] = set()
        self.root_deps: dict[FunctionInfo, dict[tuple[Cell, str], int]] = {}
        self.given: set[Location] = set()
        self.holding: Callable[[str], tuple[Path, ...]] = lambda _: ()
        self.skip: Callable[[Path], bool] = lambda _: False
        self.wrappers: dict[FunctionInfo, list[Ref | Deferred]] = {}
        self.unwrapped: set[FunctionInfo] = set()
        self.made_into: dict[FunctionInfo, list[str]] = {}
        self.producers: dict[FunctionInfo, bool] = {}
        self.passed: dict[Location, bool] = {}
        self.root: FunctionInfo | None = None
        self.consumers: set[FunctionInfo] = set()
        self.stars: dict[str, list[str]] = {}
        self.handing_out: set[str] = set()
        self.methods_named: dict[str, tuple[FunctionInfo, ...]] = {}

    # --- bookkeeping ---

    def spend(self) -> None:
        """Count one unit of work.

        Raises:
            BudgetSpentError: when the current entry point has used what it may.
        """
        self.budget.spent += 1
        if self.budget.spent > self.budget.limit:
            raise BudgetSpentError

    def allowed(self, module: ModuleInfo) -> Budget:
        """What an entry point of a module may use."""
        if module.node.language == "python":
            return Budget(limit=ROOT_STEPS if self.catalog.lens is None else LENS_STEPS)
        return Budget(limit=min(SCRIPT_STEPS, MOST_SCRIPT_STEPS - self.spent.get(module, 0)))

    def account(self, module: ModuleInfo, outer: Budget) -> None:
        """Note what an entry point has used, and go on with the work that it stood in."""
        self.spent[module] = self.spent.get(module, 0) + self.budget.spent
        self.budget = outer

    def use(self, origin: RowOrigin) -> None:
        """Note that a model row applied."""
        self.results.used.add(origin)

    def record(self, hit: Hit) -> None:
        """Keep a concrete hit: one for each sink, origin and marks, the surest."""
        origin = hit.taint.origin
        assert isinstance(origin, Origin)
        kind = self.catalog.vocabulary.kinds[origin.kind]
        harmless = kind.harmless | {f"masked:{origin.kind}"}
        if hit.taint.marks & harmless or (kind.whole and "redacted" in hit.taint.marks):
            return
        if origin.source in ("request", "form") and hit.taint.way is not None:
            first = hit.taint.way.steps()
            self.arrive(origin, replace(hit.taint, way=next((w for w in first if w.at == origin.location), None)))
        key = (hit.sink, origin, hit.taint.marks)
        known = self.results.hits.get(key)
        if known is None or further(hit.taint, known.taint):
            self.results.hits[key] = hit

    def arrive(self, origin: Origin, taint: Taint) -> None:
        """Keep a source that code reads."""
        self.results.arrivals.setdefault(origin, taint)

    def in_stdlib(self, path: str) -> bool:
        """Whether a dotted name belongs to the language's own library."""
        head = path.partition(".")[0].removesuffix("()")
        return head in self.stdlib or head in ("builtins", "function()", "")

    # --- modules ---

    def load(self, place: ModulePlace) -> ModuleInfo | None:
        """Load and execute the module at a place, once."""
        key = str(place.path)
        if key in self.modules:
            return self.modules[key]
        self.modules[key] = None
        info = self.loader(place)
        self.modules[key] = info
        if info is not None:
            self.run_module(info, key)
        return info

    def run_module(self, info: ModuleInfo, key: str, *, again: bool = False) -> None:
        """Execute a module's top level, on a budget of its own.

        A script's top level runs all that it does; it runs once more where one handler keeps what another reads.
        """
        frame = Frame(self, info, State({}, {}), namespace=info.name)
        self.running[key] = frame
        outer, self.budget = self.budget, self.allowed(info)
        try:
            statements.execute(frame, info.node.body)
        except (BudgetSpentError, RecursionError):
            self.cut_short(info)
        except Exception as error:  # noqa: BLE001 - what fails in one module must not hide what others show
            self.results.failures.append((info, error))
        finally:
            self.account(info, outer)
            del self.running[key]
        state = frame.state or frame.exit or State({}, {})
        self.tables[key] = {
            name: self.closed_global(state, info, name, value) for name, value in state.variables.items()
        }
        self.flush(frame.writes, state)
        if frame.scripted and not again and any(self.cells.version(*d) != v for d, v in frame.deps.items()):
            self.run_module(info, key, again=True)

    def closed_global(self, state: State, info: ModuleInfo, name: str, value: Value) -> Closed:
        """A module variable as functions see it; a container or an instance keeps what they put into it."""
        heap = state.heap
        for loc in value.locs:
            obj = heap.get(loc)
            if obj is not None and obj.home is None and obj.kind in ("dict", "list", "instance", "set"):
                heap[loc] = replace(obj, home=Cell(f"module:{info.name}.{name}"))
        return close(heap, value)

    def flush(self, writes: list[CellWrite], state: State) -> None:
        """Carry out the cell writes of a finished entry point."""
        for write in writes:
            self.cells.write(write.cell, write.name, state.heap, write.value)

    def path_of(self, module: ModuleInfo) -> str:
        """The key under which a module is kept."""
        return str(module.node.path)

    def module_attribute(self, frame: Frame, module: str, name: str) -> Value:
        """``module.name``; ``module`` is the key (the path) of a program module."""
        if not self.lazy(module, name):
            self.ensure(module)
        running = self.running.get(module)
        if running is not None and running is not frame and running.state is not None:
            known = running.live.variables.get(name)
            if known is not None:
                return self.resolve(frame, frame.bring(close(running.live.heap, known)))
        info = self.modules.get(module)
        if info is None and module not in self.modules:
            return of(Imported(module, name))
        table = self.tables.get(module, {})
        if name in table:
            key = (module, name)
            value = frame.imported.get(key)
            if value is None or any(loc not in frame.live.heap for loc in value.locs):
                value = frame.imported[key] = self.resolve(frame, frame.bring(table[name]))
            if info is not None:
                value = join(value, frame.read_cell(module_cell(module), name))
            return value
        if info is not None:
            place = self.layout.find(f"{info.name}.{name}", info.node.path)
            if place is not None:
                return of(ModuleRef(str(place.path)))
            for star in self.stars.get(module, []):
                return of(Ext(self.catalog.alias(f"{star}.{name}")))
            written = frame.read_cell(module_cell(module), name)
            if written:
                return written
        return UNKNOWN

    def ensure(self, module: str) -> None:
        """Load the module with that key, if it is not."""
        if module not in self.modules:
            place = self.layout.places.get(Path(module))
            if place is not None:
                self.load(place)

    def import_name(self, frame: Frame, name: str, level: int) -> Value:
        """The value of ``import name``: a program module, or a library's."""
        place = self.layout.resolve(name, level, frame.module.node.path)
        if place is not None and place.path != frame.module.node.path:
            return of(ModuleRef(str(place.path)))
        return of(Ext(self.catalog.alias(name)))

    def import_member(self, frame: Frame, module: str, level: int, name: str) -> Value:
        """The value of ``from module import name``; a program module is not loaded before the name is used."""
        importer = frame.module.node.path
        place = self.layout.resolve(module, level, importer)
        if place is not None:
            if place.path == importer:
                inner = self.layout.resolve(f"{module}.{name}" if module else name, level, importer)
                return of(ModuleRef(str(inner.path))) if inner is not None else UNKNOWN
            return of(Imported(str(place.path), name))
        inner = self.layout.resolve(f"{module}.{name}" if module else name, level, importer)
        if inner is not None:
            return of(ModuleRef(str(inner.path)))
        return self.library_name(frame, self.catalog.alias(f"{module}.{name}" if module else name))

    def library_name(self, frame: Frame, path: str) -> Value:
        """What is imported from a library: the name itself, or, where a row says so, the object that it stands for."""
        row = self.catalog.attribute(path)
        if row is None:
            return of(Ext(path))
        return apply_attribute(frame, row, path, None, ir.Jump(1, 1, "pass"))

    def import_star(self, frame: Frame, module: str, level: int) -> None:
        """``from module import *``."""
        place = self.layout.resolve(module, level, frame.module.node.path)
        key = self.path_of(frame.module)
        if place is None:
            self.stars.setdefault(key, []).append(self.catalog.alias(module))
            return
        target = str(place.path)
        self.ensure(target)
        for name in self.tables.get(target, {}):
            if not name.startswith("_"):
                self.set_variable(frame, name, of(Imported(target, name)))
        self.stars.setdefault(key, []).extend(self.stars.get(target, []))

    def lazy(self, module: str, name: str) -> bool:
        """Whether a name of a module that is not loaded is a function or class of its own, which can wait."""
        return module not in self.modules and self.defines(module, name)

    def resolve(self, frame: Frame, value: Value, *, needed: bool = False) -> Value:
        """The value with names imported from program modules looked up; what can wait, waits unless it is needed."""
        if not any(isinstance(ref, Imported) and (needed or not self.lazy(ref.module, ref.name)) for ref in value.refs):
            return value
        out = Value(value.taints, tuple(ref for ref in value.refs if not isinstance(ref, Imported)), value.unknown)
        for ref in value.refs:
            if isinstance(ref, Imported):
                if needed:
                    self.ensure(ref.module)
                elif self.lazy(ref.module, ref.name):
                    out = join(out, of(ref))
                    continue
                frame.engine.spend()
                place = self.layout.places.get(Path(ref.module))
                found = self.module_attribute(frame, ref.module, ref.name)
                if place is not None and found is UNKNOWN:
                    inner = self.layout.find(f"{place.name}.{ref.name}", place.path)
                    found = of(ModuleRef(str(inner.path))) if inner is not None else UNKNOWN
                out = join(out, found)
        return out

    # --- variables ---

    def variable(self, frame: Frame, name: str) -> Value:
        """A variable read: local, closed over, of the enclosing class body, global, built in."""
        variables = frame.live.variables
        found = variables.get(name)
        if found is not None:
            if found.refs and isinstance(found.refs[0], Imported):
                found = variables[name] = self.resolve(frame, found)
            return found
        env = frame.env
        while env is not None:
            fields = frame.obj(env).fields
            if name in fields:
                return self.resolve(frame, fields[name])
            parent = fields.get("<parent>", CLEAN).locs
            env = parent[0] if parent else None
        found = frame.outer.get(name)
        if found is not None:
            return self.resolve(frame, found)
        inside = frame.function is not None or frame.owner is not None
        written = self.global_variable(frame, name) if inside else CLEAN
        if written:
            return written
        if name in BUILTIN_NAMES:
            return of(Ext(f"builtins.{name}"))
        for star in self.stars.get(self.path_of(frame.module), []):
            return of(Ext(self.catalog.alias(f"{star}.{name}")))
        return UNKNOWN

    def global_variable(self, frame: Frame, name: str) -> Value:
        """A module variable read from inside a function."""
        key = self.path_of(frame.module)
        running = self.running.get(key)
        if running is not None:
            if running.state is not None:
                known = running.live.variables.get(name)
                kept = frame.read_cell(module_cell(key), name) if frame.scripted else CLEAN
                if known is not None:
                    closed = self.closed_global(running.live, frame.module, name, known)
                    return self.resolve(frame, join(frame.bring(closed), kept))
                return kept
            return CLEAN
        if name not in self.tables.get(key, {}):
            return frame.read_cell(module_cell(key), name)
        return self.module_attribute(frame, key, name)

    def set_variable(self, frame: Frame, name: str, value: Value) -> None:
        """A variable bound."""
        function = frame.function
        in_class = frame.owner is not None and (function is None or frame.namespace != function.qualname)
        if function is not None and not in_class:
            if name in frame.global_names:
                frame.write_cell(module_cell(self.path_of(frame.module)), name, value)
                return
            env = frame.env
            if name in function.captured or name not in function.node.local:
                while env is not None:
                    obj = frame.obj(env)
                    if name in obj.fields or (name in function.captured and env is frame.env):
                        frame.put(env, obj.with_field(name, value))
                        return
                    parent = obj.fields.get("<parent>", CLEAN).locs
                    env = parent[0] if parent else None
        frame.live.variables[name] = value

    # --- context of weak names ---

    def has_context(self, function: FunctionInfo | None, module: ModuleInfo, name: str) -> bool:
        """Whether other names in the same function say that this is about the kind of data a weak name hints at."""
        where = function if function is not None else module
        known = self.contexts.get(where)
        if known is None:
            known = self.contexts[where] = self.telling(where.mentions)
        return bool(known - {name})

    def has_class_context(self, info: ClassInfo, name: str) -> bool:
        """The same for a class's own fields."""
        known = self.contexts.get(info)
        if known is None:
            names = frozenset(
                target.id
                for statement in info.node.body
                if isinstance(statement, ir.Assign)
                for target in statement.targets
                if isinstance(target, ir.Name)
            )
            known = self.contexts[info] = self.telling(names)
        return bool(known - {name})

    def telling(self, names: frozenset[str]) -> frozenset[str]:
        """The names that, alone, mean data that matters alone."""
        vocabulary = self.catalog.vocabulary
        return frozenset(
            name
            for name in names
            if (meaning := vocabulary.meaning(name)) is not None
            and not meaning.weak
            and vocabulary.kinds[meaning.kind].decides
        )

    # --- calls ---

    def call_method(
        self, frame: Frame, receiver: Value, callee: Value, function: ir.Attribute, args: Arguments, node: ir.Node
    ) -> Value:
        """``receiver.name(...)`` where ``callee`` is what the attribute gave."""
        name = function.name
        out: Value | None = None
        if frame.scripted and (answer := script.language_method(frame, receiver, name, args, node)) is not None:
            return answer
        if self.waiting(frame, receiver) and self.tainted(frame, args):
            for loc in receiver.locs:
                self.settle(frame, loc)
            receiver = self.force_value(frame, self.resolve(frame, receiver, needed=True))
            callee = read_attribute(frame, receiver, name, function, calling=True)
        if isinstance(function.object, ir.Attribute) and function.object.name == "__dict__" and name in OF_A_MAPPING:
            receiver, callee = as_mapping(frame, receiver), CLEAN
        looks = self.shape(function, f"{SCRIPTS}{name}") if frame.scripted else None
        if looks is not None and all(
            isinstance(ref, Ext) and not self.catalog.behaviours(ref.path) for ref in callee.refs
        ):
            return self.shaped(frame, looks, receiver, name, args, node)
        if any(not isinstance(ref, Constant) for ref in callee.refs):
            out = self.call(frame, callee, args, node, name=name)
        scalar = Value(receiver.taints, tuple(r for r in receiver.refs if isinstance(r, Constant)), receiver.unknown)
        if receiver.taints or (scalar.refs and len(scalar.refs) == len(receiver.refs)):
            of_scalars = script.scalar_method if frame.scripted else scalar_method
            result = of_scalars(frame, scalar, name, args, function)
            if result is not None:
                return result if out is None else join(result, out)
        if out is not None:
            return out
        behaviour = looks if frame.scripted else self.shape(function, name)
        if behaviour is not None and not all(frame.obj(loc).kind in ("dict", "list", "tuple") for loc in receiver.locs):
            return self.shaped(frame, behaviour, receiver, name, args, node)
        of_containers = script.call_method if frame.scripted else builtin_method
        result = of_containers(frame, receiver, name, args, function)
        if result is not None:
            return result
        if behaviour is not None:
            return self.shaped(frame, behaviour, receiver, name, args, node)
        answer = self.call_namesakes(frame, receiver, name, args, node)
        return answer if answer is not None else self.unresolved_call(frame, receiver, name, args, node)

    def call_namesakes(self, frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
        """A call with labelled data, on an object of which nothing is known: the only methods of that name answer.

        What hands out labelled texts or mappings is called as well, so that they are known where they come from; not for
        objects that it gives.
        """
        if frame.scripted or name.startswith("__") or self.catalog.lens is not None:
            return None
        if any(frame.obj(loc).cls is not None or frame.obj(loc).kind != "open" for loc in receiver.locs):
            return None
        if any(not isinstance(ref, Loc) and ref != Constant(None, "NoneType") for ref in receiver.refs):
            return None
        given = any(labelled_data(frame.live.heap, value) for value in args.values())
        out: Value | None = None
        for method in self.namesakes(name) if given or name in self.handing_out else ():
            owner = method.owner
            if owner is None or not accepts(method, args, node):
                continue
            if frame.owner is not None and akin(owner, frame.owner):
                continue
            made = of(self.some(frame, owner))
            answer = self.call(frame, read_attribute(frame, made, name, node, calling=True), args, node)
            if not given:
                kept = (r for r in answer.refs if isinstance(r, Loc) and frame.obj(r).kind in HOLDING_BY_KEY)
                answer = Value(answer.taints, tuple(kept), answer.unknown)
            out = answer if out is None else join(out, answer)
        return out

    def namesakes(self, name: str) -> tuple[FunctionInfo, ...]:
        """The program's methods of a name, those that override another left out; none if they are too many to mean one thing."""
        known = self.methods_named.get(name)
        if known is None:
            paths = [path for path in self.holding(f"def {name}") if not self.skip(path)]
            found: list[FunctionInfo] = []
            for path in paths if len(paths) <= MAX_DEFINING else ():
                place = self.layout.places.get(path)
                info = self.load(place) if place is not None else None
                if info is not None:
                    found += [cls.methods[name] for cls in info.classes if name in cls.methods]
            owners = [method.owner for method in found]
            top = [m for m in found if not any(o is not m.owner and o in linearise(m.owner) for o in owners if m.owner)]
            known = self.methods_named[name] = tuple(top) if len(top) <= MAX_NAMESAKES else ()
        return known

    def shape(self, function: ir.Attribute, name: str) -> Behaviour | None:
        """The row of a call that looks like one, by the receiver's last name."""
        inner = function.object
        while isinstance(inner, ir.Call | ir.Index):
            inner = inner.function if isinstance(inner, ir.Call) else inner.object
        last = inner.id if isinstance(inner, ir.Name) else inner.name if isinstance(inner, ir.Attribute) else ""
        return self.catalog.shapes(last, name) if last else None

    def shaped(self, frame: Frame, row: Behaviour, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value:
        """A call known by its looks alone."""
        self.use(row.origin)
        loc = next(iter(receiver.locs), None)
        if loc is not None and self.is_given(frame, loc) and self.labels(frame, args):
            self.consumed()
        outcome = LibraryCall(frame, row, name, args, node, loc).run()
        return outcome if outcome is not None else result_object(frame, name, args, loc, passing=False)

    def is_given(self, frame: Frame, loc: Loc) -> bool:
        """Whether an object is, or was read from, what the caller of an entry point passed."""
        if frame.depth or frame.function is None:
            return False
        above = frame.obj(loc).parent
        while above is not None:
            loc, above = above[0], frame.obj(above[0]).parent
        parameters = frame.function.node.parameters[1 if frame.function.owner is not None else 0 :]
        return any(loc in frame.live.variables.get(parameter.name, CLEAN).locs for parameter in parameters)

    def unresolved_call(self, frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value:
        """A method that nobody knows: its arguments may come back, and the receiver may keep them."""
        self.unresolved += 1
        vocabulary = self.catalog.vocabulary
        if name and vocabulary.harmless(name):
            return frame.new(Obj("open", hint=name))
        taints: tuple[Taint, ...] = receiver.taints
        kept = CLEAN
        for value in args.values():
            kept = join(kept, Value(all_taints(frame.live.heap, value, depth=3)))
        for loc in receiver.locs:
            if kept.taints:
                put_unknown_key(frame, loc, guessed(kept))
            kept = join(kept, Value(frame.obj(loc).rest.taints))
        result = guessed(join(Value(taints), kept))
        source = next((frame.obj(loc).source for loc in receiver.locs if frame.obj(loc).source), "")
        if name and not result.taints and name.startswith("get_"):
            found = labelled(frame, name[4:], None, node, "attribute")
            if found is not None:
                return guessed(found)
        made = frame.unknown(name, source, self.later(frame, receiver, name, args, node))
        if result.taints:
            frame.put(made.locs[0], frame.obj(made.locs[0]).with_rest(result))
        return Value(result.taints, made.refs)

    def call(
        self,
        frame: Frame,
        callee: Value,
        args: Arguments,
        node: ir.Node,
        name: str = "",
    ) -> Value:
        """Call a value: each thing that it may be answers, and the answers are joined."""
        callee = self.resolve(frame, callee)
        if self.waiting(frame, callee) and self.tainted(frame, args):
            callee = self.force_value(frame, self.resolve(frame, callee, needed=True))
        out: Value | None = None
        for ref in callee.refs:
            answer = self.call_reference(frame, ref, args, node)
            if answer is not None:
                out = answer if out is None else join(out, answer)
        if out is None and (given := self.labels(frame, args)):
            for loc in callee.locs:
                put_unknown_key(frame, loc, guessed(Value(given)))
        if out is None or (callee.unknown and not callee.refs):
            out = join(out or CLEAN, self.unresolved_call(frame, CLEAN, name, args, node))
        return out

    def call_back(self, frame: Frame, args: Arguments, node: ir.Node) -> None:
        """Call what a script has handed out to be called later."""
        script.call_back(frame, args, node)

    def call_reference(self, frame: Frame, ref: Ref, args: Arguments, node: ir.Node) -> Value | None:
        """Call one thing that a value may be; ``None`` where it is nothing that can be called."""
        if self.can_wait(frame, ref, args):
            return self.wait(frame, ref, args, node)
        match ref:
            case Func(info=info, env=env):
                if named := row_name(info, self.catalog):
                    return call_library(frame, named, args, node, None)
                return self.invoke(frame, info, env, args, node)
            case Bound(function=function, receiver=bound):
                if isinstance(function, Func) and (named := row_name(function.info, self.catalog)):
                    return call_library(frame, named, args, node, bound)
                if isinstance(function, Func):
                    return self.invoke(frame, function.info, function.env, args.prefixed(of(bound)), node)
                return self.call_bound(frame, function.path, bound, args, node)
            case ClassRef(info=info):
                return self.construct(frame, info, args, node)
            case Ext(path=path):
                handler = FUNCTIONS.get(path)
                if handler is not None and not self.catalog.behaviours(path):
                    if path not in DESCRIPTORS:
                        self.calls.add(frame.qualname, path)
                    return handler(frame, args, node)
                return self.call_named(frame, path, args, node)
            case Loc():
                return self.call_object(frame, ref, args, node)
            case Imported():
                return self.call(frame, self.resolve(frame, of(ref), needed=True), args, node)
            case Constant() | ModuleRef():
                return None

    def call_named(self, frame: Frame, path: str, args: Arguments, node: ir.Node) -> Value:
        """Call a library function by its dotted name."""
        rows = self.catalog.behaviours(path)
        for row in rows:
            if row.returns in ("import(0)", "dict(0)"):
                self.use(row.origin)
                return (import_string if row.returns == "import(0)" else as_dict)(frame, args, node)
        if not rows and path.rpartition(".")[2] == "cached_property":
            return frame.new(
                Obj(
                    "instance", Ext("builtins.property"), {"function": args.positional[0] if args.positional else CLEAN}
                )
            )
        return call_library(frame, path, args, node, None)

    def call_bound(
        self, frame: Frame, path: str, receiver: Loc | ClassRef | Func, args: Arguments, node: ir.Node
    ) -> Value:
        """Call a library method on a receiver."""
        name = path.rpartition(".")[2]
        rows = self.catalog.behaviours(path)
        if path.startswith("builtins.property") and isinstance(receiver, Loc):
            obj = frame.obj(receiver)
            field_name = {"setter": "setter", "getter": "function", "deleter": "deleter"}.get(name)
            if field_name and args.positional:
                return frame.new(obj.with_field(field_name, args.positional[0]))
        shown = next((row for row in rows if row.returns == "dict(0)"), None)
        if shown is not None and isinstance(receiver, Loc):
            self.use(shown.origin)
            return as_mapping(frame, of(receiver))
        if name == "sub" and path.endswith("compile().sub") and isinstance(receiver, Loc):
            return self.pattern_sub(frame, receiver, args, node)
        if not rows and isinstance(receiver, Loc):
            obj = frame.obj(receiver)
            if name == "__init__":
                return keep_arguments(frame, receiver, args)
            if name == "__setattr__" and len(args.positional) > 1:
                for text in args.positional[0].strings:
                    write_field(frame, receiver, text, args.positional[1])
                return CLEAN
            if name in METHODS and not frame.scripted and (obj.kind != "instance" or isinstance(obj.cls, ClassRef)):
                return METHODS[name](frame, of(receiver), args, node)
            if obj.rest.taints or obj.source:
                of_scalars = script.scalar_method if frame.scripted else scalar_method
                result = of_scalars(frame, Value(obj.rest.taints, (), unknown=True), name, args, node)
                if result is not None and (frame.scripted or name not in METHODS):
                    return result
        return call_library(frame, path, args, node, receiver)

    def pattern_sub(self, frame: Frame, receiver: Loc, args: Arguments, node: ir.Node) -> Value:
        """``re.compile(pattern).sub(replacement, text)``."""
        pattern = frame.obj(receiver).fields.get("#0", CLEAN)
        replacement = args.positional[0] if args.positional else CLEAN
        subject = args.positional[1] if len(args.positional) > 1 else CLEAN
        return substituted(frame, pattern, replacement, subject, node)

    def call_object(self, frame: Frame, loc: Loc, args: Arguments, node: ir.Node) -> Value | None:
        """Call an object: a partial, an instance with ``__call__``, something a library made."""
        obj = frame.obj(loc)
        if obj.kind == "partial":
            function = obj.fields.get("#0", CLEAN)
            positional = tuple(v for name, v in obj.fields.items() if name.startswith("#") and name != "#0")
            named = tuple((name, v) for name, v in obj.fields.items() if not name.startswith("#"))
            combined = Arguments((*positional, *args.positional), (*named, *args.named), args.more, args.extra)
            return self.call(frame, function, combined, node)
        if isinstance(obj.cls, ClassRef):
            found = class_lookup(frame, obj.cls.info, "__call__")
            if found is not None:
                return self.call(frame, bind(frame, found, loc, node), args, node)
            for base in library_bases(obj.cls.info):
                if self.catalog.behaviours(f"{base}().__call__"):
                    return call_library(frame, f"{base}().__call__", args, node, loc)
        if isinstance(obj.cls, Ext):
            if obj.cls.path == "collections.namedtuple()":
                names = [value.only_string or "" for name, value in obj.fields.items() if name.startswith("#")]
                fields = dict(zip(names, args.positional, strict=False))
                positions = {f"#{i}": v for i, v in enumerate(args.positional)}
                return frame.new(Obj("tuple", None, {**fields, **positions, **dict(args.named)}))
            return call_library(frame, obj.cls.path, args, node, loc)
        return None

    def construct(self, frame: Frame, info: ClassInfo, args: Arguments, node: ir.Node) -> Value:
        """``Class(...)``: a new instance, initialised by the program's or the library's constructor."""
        if "collections.namedtuple()" in library_bases(info):
            order = self.field_order(frame, info)
            fields = dict(zip(order, args.positional, strict=False)) | dict(args.named)
            return frame.new(Obj("instance", ClassRef(info), fields))
        loc = frame.allocate(Obj("instance", ClassRef(info)))
        init = class_lookup(frame, info, "__init__")
        if init is not None:
            self.call(frame, bind(frame, init, loc, node), args, node)
            if any(base != "builtins.object" for base in library_bases(info)):
                frame.put(loc, replace(frame.obj(loc), open=True, bound=self.outside(frame, info, args, node)))
            return of(loc)
        row = type_row(frame, info)
        base = next(library_bases(info), "")
        rows = self.catalog.behaviours(f"{base}().__init__") if base else ()
        if rows:
            call_library(frame, f"{base}().__init__", args, node, loc)
        if row is not None and row.fields and row.role in ("record", "model", "schema"):
            order = self.field_order(frame, info)
            for name, value in zip(order, args.positional, strict=False):
                write_field(frame, loc, name, frame.step(value, node, f"as {name}"))
            keep_arguments(frame, loc, replace(args, positional=args.positional[len(order) :]))
            made = frame.obj(loc)
            frame.put(loc, replace(made, open=True))
        elif base or args.values():
            keep_arguments(frame, loc, self.without_attributes(args, base))
            if base:
                frame.put(loc, replace(frame.obj(loc), open=True, bound=self.outside(frame, info, args, node)))
        if base in NAMED_TUPLES:
            self.number_fields(frame, loc, info, node)
        after = class_lookup(frame, info, "__post_init__")
        if after is not None:
            self.call(frame, bind(frame, after, loc, node), Arguments(), node)
        return of(loc)

    def number_fields(self, frame: Frame, loc: Loc, info: ClassInfo, node: ir.Node) -> None:
        """Give a named tuple's fields their positions too."""
        order = self.field_order(frame, info)
        values = {f"#{i}": read_attribute(frame, of(loc), name, node) for i, name in enumerate(order)}
        made = frame.obj(loc)
        frame.put(loc, replace(made, kind="tuple", fields={**made.fields, **values}, open=False))

    def without_attributes(self, args: Arguments, base: str) -> Arguments:
        """The arguments, those moved to the unnamed ones whose names mean another thing on such an object later."""
        taken = [value for name, value in args.named if self.catalog.attribute(f"{base}().{name}") is not None]
        if not taken:
            return args
        named = tuple((name, value) for name, value in args.named if value not in taken)
        return replace(args, positional=(*args.positional, *taken), named=named)

    def outside(self, frame: Frame, info: ClassInfo, args: Arguments, node: ir.Node) -> Way | None:
        """The way of an instance that is given outside data as it came, or that its library fills by itself."""
        row = type_row(frame, info)
        given = (frame.obj(loc).source for value in args.values() for loc in value.locs)
        if any(given) or (row is not None and row.filled):
            return frame.entrance(node, f"the request is given to {info.name}")
        return None

    def field_order(self, frame: Frame, info: ClassInfo) -> tuple[str, ...]:
        """The declared fields in constructor order, bases first."""
        fields = declared_fields(frame, info)
        rank = {cls: -i for i, cls in enumerate(program_classes(info))}
        return tuple(f.name for f in sorted(fields, key=lambda f: (rank.get(f.owner, 0), f.location.line)))

    def instance(self, frame: Frame, info: ClassInfo) -> Value:
        """Some instance of a class, of which only the class is known."""
        return frame.new(Obj("instance", ClassRef(info), open=True, home=class_cell(info)))

    def typed(self, frame: Frame, path: str) -> Value:
        """A value of a dotted library type: ``x.Y()`` an instance, ``x.y`` the thing of that name."""
        if path.endswith("()"):
            hint = path.removesuffix("()").rpartition(".")[2]
            hint = "request" if hint.endswith("Request") else hint
            return frame.new(Obj("instance", Ext(path), open=True, hint=hint))
        return of(Ext(path))

    def attribute_written(
        self, frame: Frame, cls: Ext, loc: Loc | None, name: str, value: Value, node: ir.Node
    ) -> None:
        """``library_object.name = value``."""
        attribute_written(frame, cls, loc, name, value, node)

    def item_written(self, frame: Frame, cls: Ext, loc: Loc, key: Value, value: Value, node: ir.Node) -> None:
        """``library_object[key] = value``."""
        item_written(frame, cls, loc, key, value, node)

    def function_attribute(self, function: Func, name: str) -> Value:
        """An attribute of a function: what a framework's decorator may have put there (a task's ``delay``)."""
        paths = (f"{kind}.{name}" for kind in ("function()", *self.made_into.get(function.info, ())))
        return next((of(Bound(Ext(path), function)) for path in paths if self.catalog.behaviours(path)), UNKNOWN)

    def like(
        self, frame: Frame, row: Behaviour, path: str, args: Arguments, node: ir.Node, receiver: Ref | None
    ) -> Value:
        """A library function described by equivalent code."""
        info = self.likes.get(row.origin)
        if info is None:
            function = self.snippet(row.like)
            module = ModuleInfo(ir.Module(Path(row.origin.file), path, False, (), ()))
            info = self.likes[row.origin] = FunctionInfo(path, function, module)
        own = of(receiver) if receiver is not None else CLEAN
        positional = frame.new(Obj("list", None, {f"#{i}": v for i, v in enumerate(args.positional)}, args.more))
        named = frame.new(Obj("dict", None, dict(args.named)))
        for source in args.extra.locs:
            builtin_method(frame, named, "update", Arguments((of(source),)), node)
        cls: Value = own
        if isinstance(receiver, Loc) and isinstance(inner := frame.obj(receiver).cls, ClassRef):
            cls = of(inner)
        variables = {"self": own, "cls": cls, "args": positional, "kwargs": named}
        return self.summarise(frame, info, None, variables, node, inline=True)

    def invoke(self, frame: Frame, info: FunctionInfo, env: Loc | None, args: Arguments, node: ir.Node) -> Value:
        """Call a function of the program."""
        self.calls.add(frame.qualname, info.qualname)
        self.called.add(info)
        if info in self.wrappers and info not in self.unwrapped and self.tainted(frame, args):
            return self.through_wrappers(frame, Func(info, env), args, node)
        return self.summarise(frame, info, env, self.bind(frame, info, args, node), node)

    def through_wrappers(self, frame: Frame, function: Func, args: Arguments, node: ir.Node) -> Value:
        """Call a function by way of its decorators, which were put off until a label reaches it."""
        info = function.info
        self.unwrapped.add(info)
        try:
            value = of(function)
            for wrapper in self.wrappers[info]:
                found = self.force(frame, wrapper) if isinstance(wrapper, Deferred) else of(wrapper)
                found = self.force_value(frame, self.resolve(frame, found, needed=True))
                given = Arguments((value,))
                answers = [
                    self.construct(frame, ref.info, given, node)
                    if isinstance(ref, ClassRef)
                    else self.carry_out(frame, ref, given, node)
                    for ref in found.refs
                ]
                wrapped = join_all(answers)
                if any(isinstance(ref, Func | Bound | Loc) for ref in wrapped.refs):
                    value = wrapped
            return self.call(frame, value, args, node)
        finally:
            self.unwrapped.discard(info)

    def bind(self, frame: Frame, info: FunctionInfo, args: Arguments, node: ir.Node) -> dict[str, Value]:
        """Arguments to parameters."""
        variables: dict[str, Value] = {}
        positional = list(args.positional)
        named = dict(args.named)
        for parameter in info.node.parameters:
            name = parameter.name
            if parameter.kind == "*":
                fields = {f"#{i}": v for i, v in enumerate(positional)}
                variables[name] = frame.new(Obj("list", None, fields, args.more))
                positional = []
            elif parameter.kind == "**":
                rest = frame.new(Obj("dict", None, named))
                for loc in args.extra.locs:
                    builtin_method(frame, rest, "update", Arguments((of(loc),)), node)
                if args.extra.taints:
                    put_unknown_key(frame, rest.locs[0], Value(args.extra.taints))
                variables[name] = rest
            elif positional and parameter.kind != "keyword":
                variables[name] = positional.pop(0)
            elif name in named:
                variables[name] = named.pop(name)
            else:
                variables[name] = self.missing(frame, info, parameter, args, node)
            if parameter.kind in ("", "keyword", "positional"):
                variables[name] = self.by_parameter(frame, info, parameter, variables[name], node)
                if frame.function is not info:
                    self.observe(frame, info, parameter, variables[name])
        return variables

    def observe(self, frame: Frame, info: FunctionInfo, parameter: ir.Parameter, value: Value) -> None:
        """Remember what callers pass: whether it is labelled, and whether a telling name can be right about it."""
        place = Location(info.module.node.path, parameter.line, parameter.column)
        unmarked = any(not taint.marks for taint in all_taints(frame.live.heap, value, depth=2))
        if unmarked:
            self.given.add(place)
        if self.catalog.vocabulary.meaning(parameter.name) is None:
            return
        self.passed[place] = self.passed.get(place, False) or unmarked or possible(frame, value)

    def missing(
        self, frame: Frame, info: FunctionInfo, parameter: ir.Parameter, args: Arguments, node: ir.Node
    ) -> Value:
        """A parameter that no argument names: from a spread, or its default."""
        if args.extra.locs or args.extra.taints:
            out = Value(args.extra.taints)
            for loc in args.extra.locs:
                out = join(out, read_element(frame, loc, parameter.name, node))
            return out
        if args.more and parameter.kind != "keyword":
            return args.more
        if parameter.default is None:
            return frame.unknown(parameter.name)
        if isinstance(parameter.default, ir.Const):
            return constant(parameter.default.value)
        inner = Frame(
            self, info.module, frame.live, namespace=frame.namespace, next_loc=frame.next_loc, depth=frame.depth
        )
        inner.function = frame.function or info
        saved = frame.live.variables
        at_top = frame.function is None and frame.owner is None and frame.module is info.module
        frame.live.variables = saved if at_top else {}
        from paylint.dataflow.evaluate import evaluate

        try:
            return evaluate(inner, parameter.default)
        finally:
            frame.live.variables = saved
            frame.next_loc = inner.next_loc

    def default(self, frame: Frame, info: FunctionInfo, parameter: ir.Parameter) -> Value:
        """What of a parameter's default can be called: a class or function that a caller may leave in place."""
        if parameter.default is None or isinstance(parameter.default, ir.Const):
            return CLEAN
        value = self.missing(frame, info, parameter, Arguments(), parameter)
        return Value(refs=tuple(ref for ref in value.refs if isinstance(ref, ClassRef | Func | Imported)))

    def by_parameter(
        self, frame: Frame, info: FunctionInfo, parameter: ir.Parameter, value: Value, node: ir.Node
    ) -> Value:
        """A parameter of a telling name that gets something of which nothing is known is labelled by its name."""
        if not opaque(frame, value):
            return value
        inner = Frame(self, info.module, frame.state, function=info, namespace=info.qualname, next_loc=frame.next_loc)
        before = next((way for loc in value.locs if (way := frame.obj(loc).bound) is not None), None)
        passed = handed_on(frame, before, node, info) if before is not None else None
        found = labelled(inner, parameter.name, None, parameter, "parameter", passed)
        frame.next_loc = inner.next_loc
        return found if found is not None else value

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
        if self.catalog.lens is not None and not self.pertinent(info):
            taints = (taint for value in variables.values() for taint in value.taints)
            return Value(tuple(replace(taint, sure=Confidence.LOW) for taint in taints), frame.unknown().refs)
        if frame.depth >= MAX_DEPTH or self.depths.get(info, 0) >= MAX_REPEATS:
            return self.passed_through(frame, variables)
        if env is not None:
            variables = {**variables, "<env>": of(env)}
        memo = self.memo.setdefault(info, {})
        given = canonical(
            frame.live.heap,
            variables,
            self.catalog.vocabulary.gives_context,
            lambda taint: is_whole(frame, taint),
            HEAP_DEPTH if len(memo) < MAX_SUMMARIES else SHALLOW,
            (lambda way: way) if inline else (lambda way: handed_on(frame, way, node, info)),
        )
        if frame.scripted:
            self.budget.spent += len(given.heap)
        key: Hashable = (given.key, frame.at(node), frame.qualname) if inline else given.key
        summary = memo.get(key)
        if summary is not None and any(self.cells.version(*dep) != version for dep, version in summary.deps.items()):
            summary = None
        if summary is None:
            active = (info, key)
            if active in self.active:
                self.recursive.add(active)
                summary = self.active[active]
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
        known = self.pertinence.get(info)
        if known is None or not known:
            known = info in self.concerned or bool(info.mentions & self.catalog.sink_names) or size(info) <= SMALL
            self.pertinence[info] = known
        return known

    def cut_short(self, info: FunctionInfo | ModuleInfo) -> None:
        """Note that a function or a script was not followed all the way."""
        if info not in self.results.exhausted:
            self.results.exhausted.append(info)

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
        self.active[active] = replace(BOTTOM, inputs=len(heap))
        self.depths[info] = self.depths.get(info, 0) + 1
        try:
            for _ in range(3):
                self.recursive.discard(active)
                summary = self.interpret(info, dict(variables), dict(heap), depth, stands_for)
                if active not in self.recursive or same_summary(summary, self.active[active]):
                    break
                self.active[active] = summary
            return summary
        finally:
            self.depths[info] -= 1
            del self.active[active]

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
            self, info.module, State(variables, heap), info, info.owner, info.qualname, depth=depth, next_loc=inputs
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
        if len(self.declaring) != self._named[0]:
            names = frozenset(cls.name for cls in self.declaring if isinstance(cls, ClassInfo))
            self._named = (len(self.declaring), names)
        return self._named[1]

    def asked_for(self, name: str) -> tuple[str, ...]:
        """The constant keys by which the modules read so far ask anything of that name (``ICard["number"]``), in order."""
        self.questions.everywhere.add(name)
        found: dict[str, None] = {}
        for key in sorted(self.modules):
            module = self.modules[key]
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
                    if made is not None and isinstance(made.cls, ClassRef) and made.cls.info in self.declaring:
                        self.results.placed.add((name, made.cls.info.qualname))

    # --- what can wait ---

    def concerns(self, frame: Frame, info: FunctionInfo) -> bool:
        """Whether labels can begin in a function; noted, since that may become true later."""
        while info.parent is not None:
            info = info.parent
        cell = Cell(f"concern:{info.qualname}")
        frame.deps[(cell, "")] = self.cells.version(cell, "")
        return info in self.concerned

    def mark_concerned(self, info: FunctionInfo) -> None:
        """From now on labels can begin in that function."""
        while info.parent is not None:
            self.concerned.add(info)
            info = info.parent
        if info not in self.concerned:
            self.concerned.add(info)
            self.cells.touch(Cell(f"concern:{info.qualname}"), "")

    def tainted(self, frame: Frame, args: Arguments) -> bool:
        """Whether any argument holds a label."""
        return any(all_taints(frame.live.heap, value, depth=6) for value in args.values())

    def labels(self, frame: Frame, args: Arguments) -> tuple[Taint, ...]:
        """The labels that the arguments hold."""
        out: tuple[Taint, ...] = ()
        for value in args.values():
            out = merge_taints(out, all_taints(frame.live.heap, value, depth=3))
        return out

    def waiting(self, frame: Frame, value: Value) -> bool:
        """Whether more could be known of a value."""
        return any(
            isinstance(ref, Imported) or (isinstance(ref, Loc) and frame.obj(ref).deferred is not None)
            for ref in value.refs
        )

    def can_wait(self, frame: Frame, ref: Ref, args: Arguments) -> bool:
        """Whether a call cannot matter yet: no label goes in, none can begin there, and it builds nothing up."""
        if self.everything:
            return False
        match ref:
            case Imported():
                held = CLEAN
            case Func(info=info) | Bound(function=Func(info=info)):
                if self.concerns(frame, info) or row_name(info, self.catalog):
                    return False
                held = of(ref)
            case ClassRef(info=info):
                for cls in program_classes(info):
                    init = cls.methods.get("__init__")
                    if init is not None:
                        if self.concerns(frame, init):
                            return False
                        break
                else:
                    return False
                held = CLEAN
            case _:
                return False
        if self.catalog.lens is not None and any(self.brings(frame, value) for value in args.values()):
            return False
        if frame.function is None and any(isinstance(ref, ClassRef | Func) for v in args.values() for ref in v.refs):
            return False
        if any(self.being_built(frame, value) or self.hands_on(frame, value) for value in args.values()):
            return False
        if isinstance(ref, Bound) and isinstance(ref.receiver, Loc) and self.own_instance(frame, ref.receiver):
            return False
        making = isinstance(ref, ClassRef) or (isinstance(ref, Bound) and held_name(ref) == "__init__")
        if making and self.configures(frame, args):
            return False
        return not self.tainted(frame, args) and not all_taints(frame.live.heap, held, depth=6)

    def brings(self, frame: Frame, value: Value) -> bool:
        """Whether a value is an object from which labels are read, whatever their names."""
        objects = [frame.obj(loc) for loc in value.locs]
        paths = [obj.cls.path for obj in objects if isinstance(obj.cls, Ext)]
        paths += [ref.path for ref in value.refs if isinstance(ref, Ext)]
        paths += [obj.hint for obj in objects if obj.cls is None]
        return any(self.catalog.brings(path) for path in paths)

    def of_clean_type(self, path: str) -> bool:
        """Whether values of a type, by its dotted name or by that of a built-in one, hold nothing that matters."""
        rows = (*self.catalog.behaviours(path), *self.catalog.behaviours(f"builtins.{path}")) if path else ()
        return self.catalog.lens is not None and any(row.clean for row in rows)

    def own_instance(self, frame: Frame, loc: Loc) -> bool:
        """Whether an object is an instance that code here made, with everything that its methods do to it."""
        obj = frame.obj(loc)
        return obj.kind == "instance" and isinstance(obj.cls, ClassRef) and obj.home is None and not obj.open

    def hands_on(self, frame: Frame, value: Value) -> bool:
        """Whether a value is a function in which labels can begin: whoever gets it may call it."""
        return any(isinstance(ref, Func) and self.concerns(frame, ref.info) for ref in value.refs)

    def being_built(self, frame: Frame, value: Value) -> bool:
        """Whether a value is for the callee to add to, or to take labelled fields from.

        That is a container or a library's object that code here made, or an instance of a class that declares fields.
        """
        for loc in value.locs:
            obj = frame.obj(loc)
            if isinstance(obj.cls, ClassRef) and obj.cls.info in self.declaring:
                return True
            if obj.home is not None or obj.deferred is not None or obj.hint == "request":
                continue
            if obj.kind in ("dict", "list") and not obj.open:
                return True
            if obj.kind == "instance" and isinstance(obj.cls, Ext) and not obj.source:
                return True
        return False

    def wait(self, frame: Frame, ref: Ref, args: Arguments, node: ir.Node) -> Value:
        """The result of a call that is not carried out: an object that says how to find out more."""
        if isinstance(ref, ClassRef):
            return self.instance(frame, ref.info)
        hint = ref.name if isinstance(ref, Imported) else ""
        what: Ref = ref
        if isinstance(ref, Bound) and isinstance(ref.function, Func):
            hint = ref.function.info.name
            self.calls.add(frame.qualname, ref.function.info.qualname)
            what = ref.function
            if isinstance(ref.receiver, Loc):
                obj = frame.obj(ref.receiver)
                if isinstance(obj.cls, ClassRef) and not obj.open:
                    frame.put(ref.receiver, replace(obj, open=True, home=obj.home or class_cell(obj.cls.info)))
        elif isinstance(ref, Func):
            hint = ref.info.name
            what = Func(ref.info)
            self.calls.add(frame.qualname, ref.info.qualname)
        return frame.unknown(hint, deferred=Deferred(what, "()", self.plain(args), node))

    def plain(self, args: Arguments) -> tuple[Constant | ClassRef | None, ...]:
        """What of the positional arguments can be kept without a heap."""
        out: list[Constant | ClassRef | None] = []
        for value in args.positional[:6]:
            ref = value.refs[0] if len(value.refs) == 1 and not value.unknown else None
            out.append(ref if isinstance(ref, Constant | ClassRef) else None)
        return tuple(out)

    def later(self, frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Deferred | None:
        """How to find out what a method of something deferred gives."""
        for ref in receiver.refs:
            if isinstance(ref, Imported):
                return Deferred(Deferred(ref, f".{name}", (), node), "()", self.plain(args), node)
            if isinstance(ref, Loc) and (deferred := frame.obj(ref).deferred) is not None:
                return Deferred(Deferred(deferred, f".{name}", (), node), "()", self.plain(args), node)
        return None

    def force_value(self, frame: Frame, value: Value) -> Value:
        """The value with deferred objects found out, as far as they can be."""
        for _ in range(6):
            waiting = [loc for loc in value.locs if frame.obj(loc).deferred is not None]
            if not waiting:
                break
            out = Value(value.taints, tuple(ref for ref in value.refs if ref not in waiting), value.unknown)
            for loc in waiting:
                deferred = frame.obj(loc).deferred
                found = self.force(frame, deferred) if deferred is not None else CLEAN
                if found.refs:
                    out = join(out, found)
                else:
                    frame.put(loc, replace(frame.obj(loc), deferred=None))
                    out = join(out, of(loc))
            value = out
        return value

    def settle(self, frame: Frame, loc: Loc) -> None:
        """Find out what an object is that was put off, now that a label goes into it; what it holds stays."""
        held = frame.obj(loc)
        for found in self.force_value(frame, of(loc)).locs:
            known = frame.obj(found)
            if found != loc and (known.cls is not None or known.kind in ("dict", "list")):
                frame.put(loc, replace(known, fields={**known.fields, **held.fields}, parent=held.parent))
                return

    def force(self, frame: Frame, deferred: Deferred) -> Value:
        """Carry out what was put off, with unknown arguments where they were not constants."""
        known = frame.forced.get(deferred)
        if known is not None and all(loc in frame.live.heap for loc in known.locs):
            return known
        frame.forced[deferred] = UNKNOWN
        what = deferred.what
        base = self.force_value(frame, self.force(frame, what)) if isinstance(what, Deferred) else of(what)
        base = self.resolve(frame, base, needed=True)
        node = deferred.node or ir.Jump(1, 1, "pass")
        out = CLEAN
        if deferred.step.startswith("."):
            out = read_attribute(frame, base, deferred.step[1:], node)
        elif deferred.step.startswith("self."):
            for ref in base.refs:
                if isinstance(ref, ClassRef):
                    out = join(out, self.kept_attribute(frame, ref.info, deferred.step[5:]))
        elif deferred.step.startswith("constant."):
            out = self.constant_named(frame, deferred.step[9:])
        else:
            args = Arguments(tuple(of(ref) if ref is not None else frame.unknown() for ref in deferred.given))
            for ref in base.refs:
                out = join(out, self.carry_out(frame, ref, args, node))
        frame.forced[deferred] = out
        return out

    def constant_named(self, frame: Frame, name: str) -> Value:
        """What the program's modules and class bodies call by that name."""
        out = CLEAN
        for path in self.holding(name)[:MAX_HOLDING]:
            place = self.layout.places.get(path)
            info = self.load(place) if place is not None else None
            if info is None:
                continue
            tables = (self.tables.get(str(path), {}), *(cls.table for cls in info.classes))
            out = join_all((out, *(frame.bring(table[name]) for table in tables if name in table)))
        return out

    def configures(self, frame: Frame, args: Arguments) -> bool:
        """Whether a constructor is told an address, or a setting that may be one: the object is made to go there."""
        for value in args.values():
            if any(text.startswith("http") for text in value.strings):
                return True
            for loc in value.locs:
                deferred = frame.obj(loc).deferred
                if deferred is not None and deferred.step.startswith("constant."):
                    return True
        return False

    def carry_out(self, frame: Frame, ref: Ref, args: Arguments, node: ir.Node) -> Value:
        """Make a call that was put off."""
        match ref:
            case ClassRef(info=info):
                return self.instance(frame, info)
            case Func(info=info, env=env):
                if info.owner is not None and info.node.parameters:
                    args = args.prefixed(self.instance(frame, info.owner))
                return self.invoke(frame, info, env, args, node)
            case Bound(function=Func(info=info, env=env), receiver=bound):
                return self.invoke(frame, info, env, args.prefixed(of(bound)), node)
            case _:
                return self.call_reference(frame, ref, args, node) or CLEAN

    # --- classes ---

    def declare_class(self, info: ClassInfo) -> None:
        """Note a class's bases, so that a base knows what overrides it."""
        for value in info.bases:
            for ref in value.refs:
                if isinstance(ref, ClassRef):
                    known = self.children.setdefault(ref.info, [])
                    if info not in known and info is not ref.info:
                        known.append(info)

    def descendants(self, info: ClassInfo) -> list[ClassInfo]:
        """The known subclasses, direct and indirect, at most a dozen."""
        out: list[ClassInfo] = []
        pending = list(self.children.get(info, []))
        while pending and len(out) < 12:
            child = pending.pop(0)
            if child not in out and child is not info:
                out.append(child)
                pending.extend(self.children.get(child, []))
        return out

    def finish_class(self, frame: Frame, info: ClassInfo, variables: dict[str, Value]) -> None:
        """Keep a class body's variables as the class's attributes."""
        heap = frame.live.heap if frame.state is not None else {}
        info.table = {name: close(heap, value) for name, value in variables.items()}

    def class_decorators(self, info: ClassInfo) -> list[str]:
        """The dotted library names of a class's decorators."""
        return self.decorations.get(info, [])

    def decorate_class(self, frame: Frame, decorator: Value, info: ClassInfo) -> None:
        """Note a class decorator; one of the program is called, since it may register the class."""
        decorator = self.force_value(frame, self.resolve(frame, decorator, needed=True))
        for ref in decorator.refs:
            path = ref.path if isinstance(ref, Ext) else ""
            if isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, Ext):
                path = cls.path.removesuffix("()")
            if path:
                self.decorations.setdefault(info, []).append(path)
            if isinstance(ref, Func | Bound) and not path:
                self.carry_out(frame, ref, Arguments((of(ClassRef(info)),)), info.node)

    def decorate(self, frame: Frame, decorator: Value, value: Value, node: ir.Expr, info: FunctionInfo) -> Value:
        """A function through one decorator. A library's decorator leaves it as it is, unless a row says otherwise."""
        from paylint.dataflow.evaluate import arguments

        decorator = self.resolve(frame, decorator)
        out: Value | None = None
        for ref in decorator.refs:
            later = frame.obj(ref).deferred if isinstance(ref, Loc) else None
            if not self.everything and (later is not None or self.can_wait(frame, ref, Arguments())):
                self.wrappers.setdefault(info, []).append(later or ref)
                out = value if out is None else join(out, value)
                continue
            path = ref.path if isinstance(ref, Ext) else ""
            if isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, Ext):
                path = cls.path.removesuffix("()")
                if path.startswith("builtins.property"):
                    path = ""
            if isinstance(ref, Bound) and isinstance(ref.function, Ext):
                path = ref.function.path
            if path and not path.startswith("builtins.property"):
                self.made_into.setdefault(info, []).append(f"{path}()")
                for row in self.catalog.behaviours(path):
                    if row.entry or row.route is not None:
                        self.entered(row, info, node)
                    if row.entry and row.like:
                        given = arguments(frame, node) if isinstance(node, ir.Call) else Arguments()
                        self.like(frame, row, path, given.prefixed(value), node, None)
                    if row.returns.endswith("()"):
                        self.made_into[info].append(row.returns)
                if path in FUNCTIONS or path.rpartition(".")[2] == "cached_property":
                    answer = self.call(frame, of(ref), Arguments((value,)), node)
                elif isinstance(ref, Loc) and path == "functools.wraps":
                    answer = value
                else:
                    answer = value
            else:
                answer = self.call(frame, of(ref), Arguments((value,)), node)
                if not answer.refs:
                    answer = value
            out = answer if out is None else join(out, answer)
        return out if out is not None else value

    def entered(self, row: Behaviour, info: FunctionInfo, node: ir.Expr) -> None:
        """A function that a decorator hands to a framework."""
        self.use(row.origin)
        spec = row.route
        route = decorated(spec, info, node) if spec is not None else None
        pattern = route.pattern if route is not None else ""
        answer = row.sink if ("return",) in row.arguments else ""
        self.bindings[info] = Binding(row.binds, pattern, answer, named=spec is not None and bool(spec.operation))
        if spec is not None and route is not None:
            self.results.routes.append(route)
            if template := shown(spec, node):
                self.results.renderings.append(Rendering(template, info.qualname, route.location))

    def registered(self, frame: Frame, row: Behaviour, args: Arguments, node: ir.Node) -> None:
        """A registration call (``path("pay/", views.pay)``): the handler gets its binding."""
        if row.route is None or not row.route.handler:
            return
        call = LibraryCall(frame, row, "", args, node, None)
        pattern = next((t for _, v in call.pick((row.route.pattern,)) for t in v.strings), "")
        name = next((t for _, v in call.pick((row.route.name,)) for t in v.strings), "") if row.route.name else ""
        for _, handler in call.pick((row.route.handler,)):
            for ref in self.resolve(frame, handler).refs:
                function = ref.function if isinstance(ref, Bound) else ref
                target = ""
                if isinstance(ref, Imported) and (place := self.layout.places.get(Path(ref.module))) is not None:
                    target = f"{place.name}.{ref.name}"
                elif isinstance(function, Func):
                    target = function.info.qualname
                    self.bindings.setdefault(function.info, Binding(row.binds, pattern))
                elif isinstance(function, ClassRef):
                    target = function.info.qualname
                elif isinstance(ref, Bound) and isinstance(ref.receiver, ClassRef):
                    target = ref.receiver.info.qualname
                elif isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, ClassRef):
                    target = cls.info.qualname
                if target:
                    self.results.routes.append(Route(pattern, (), target, frame.at(node), name))

    def written(self, info: ClassInfo, name: str) -> bool:
        """Whether any method of a class, its bases or subclasses assigns the attribute."""
        return any(name in cls.writers for cls in (*program_classes(info), *self.descendants(info)))

    def kept_by_concerned(self, frame: Frame, info: ClassInfo, name: str) -> bool:
        """Whether a method in which labels can begin assigns the attribute, or the name itself is telling."""
        if self.catalog.vocabulary.meaning(name) is not None and self.written(info, name):
            return True
        for cls in (*program_classes(info), *self.descendants(info)):
            for method in cls.writers.get(name, ()):
                writer = cls.methods.get(method)
                if writer is not None and self.concerns(frame, writer):
                    return True
        return False

    def kept_attribute(self, frame: Frame, info: ClassInfo, name: str) -> Value:
        """What methods of a class, its bases and its subclasses keep under an attribute of ``self``."""
        out = CLEAN
        line = [c for c in linearise(info) if isinstance(c, ClassInfo)]
        for cls in (*line, *self.descendants(info)):
            for method in cls.writers.get(name, ()):
                writer = cls.methods.get(method)
                if writer is not None:
                    self.run_root(writer)
            out = join(out, frame.read_cell(class_cell(cls), name))
        for child in self.descendants(info):
            closed = child.table.get(name)
            if closed is not None:
                out = join(out, bind(frame, frame.bring(closed), self.some(frame, child), ir.Jump(1, 1, "pass")))
        return out

    def some(self, frame: Frame, info: ClassInfo) -> Loc:
        """An instance of a subclass, for its overriding methods."""
        return frame.allocate(Obj("instance", ClassRef(info), open=True, home=class_cell(info)))

    # --- entry points ---

    def run_root(self, info: FunctionInfo) -> None:
        """Interpret a function as an entry point: parameters as its framework binds them, or judged by their names."""
        if info in self.started:
            return
        self.started.add(info)
        self.rerun_root(info)

    def consumed(self) -> None:
        """Note that the entry point being run takes labels from what its callers pass."""
        if self.root is not None:
            self.consumers.add(self.root)

    def rerun_root(self, info: FunctionInfo) -> None:
        """Interpret an entry point now, whether or not it ran before."""
        outer, self.budget = self.budget, self.allowed(info.module)
        above, self.root = self.root, info
        frame = Frame(self, info.module, State({}, {}), info, info.owner, info.qualname)
        try:
            variables = self.entry_variables(frame, info)
            heap = frame.live.heap
            summary = self.interpret(info, variables, compact(heap), depth=0)
            self.flush(list(summary.writes), State({}, dict(summary.heap)))
            self.root_deps[info] = dict(summary.deps)
            self.producers[info] = bool(all_taints(summary.heap, summary.returned, depth=3))
            if labelled_data(summary.heap, summary.returned):
                self.handing_out.add(info.name)
            if fills(info, variables, summary.heap):
                self.consumers.add(info)
        except (BudgetSpentError, RecursionError):
            self.cut_short(info if info.module.node.language == "python" else info.module)
        except Exception as error:  # noqa: BLE001 - what fails in one function must not hide what others show
            self.results.failures.append((info, error))
        finally:
            self.account(info.module, outer)
            self.root = above

    def entry_variables(self, frame: Frame, info: FunctionInfo) -> dict[str, Value]:
        """The parameters of an entry point."""
        variables: dict[str, Value] = {}
        binding = self.bindings.get(info) or self.operation(info) or Binding()
        types = dict(binding.types) | dict(self.handler_types(info))
        brought = "request" if binding.named else ""
        method = info.owner is not None and not any(
            isinstance(d, ir.Name) and d.id == "staticmethod" for d in info.node.decorators
        )
        for position, parameter in enumerate(info.node.parameters):
            name = parameter.name
            if position == 0 and method and info.owner is not None:
                is_class = any(isinstance(d, ir.Name) and d.id == "classmethod" for d in info.node.decorators)
                variables[name] = of(ClassRef(info.owner)) if is_class else self.instance(frame, info.owner)
                continue
            index = position - 1 if method else position
            library_type = types.get(name) or types.get(str(index))
            if library_type is None and parameter.annotation is not None:
                annotated = self.annotated(frame, parameter.annotation)
                if annotated is not None:
                    variables[name] = self.sent(frame, annotated) if binding.route else annotated
                    continue
            if library_type and library_type.startswith("self."):
                own = variables[info.node.parameters[0].name].refs[0]
                made = own_class(frame, own, library_type, Arguments(), parameter)
                variables[name] = made or frame.unknown(name)
            elif library_type:
                variables[name] = self.handed(frame, library_type, parameter)
            elif parameter.kind == "*":
                variables[name] = frame.new(Obj("list", open=True, hint=name))
            elif parameter.kind == "**":
                bundle = Obj("dict", open=True, source=brought, hint=name, bound=frame.entrance(parameter))
                variables[name] = frame.new(bundle)
            else:
                found = self.by_framework(frame, parameter, binding)
                value = found if found is not None else frame.unknown(name, brought, bound=frame.entrance(parameter))
                variables[name] = join(value, self.default(frame, info, parameter))
        return variables

    def operation(self, info: FunctionInfo) -> Binding | None:
        """How a framework calls a method that answers an operation, by its class's library bases; its route is noted."""
        if info.owner is None:
            return None
        for base in library_bases(info.owner):
            row = self.catalog.type(base)
            if row is not None and row.operation and row.handles(info.name):
                self.use(row.origin)
                names = self.exposed(info.owner, row.exposes) or (camel(info.owner.name),)
                at = Location(info.module.node.path, info.node.line, info.node.column)
                routes = [Route(f"{row.operation} {name}", ("POST",), info.qualname, at, name) for name in names]
                self.results.routes.extend(route for route in routes if route not in self.results.routes)
                self.bindings[info] = Binding(row.binds, routes[0].pattern, named=True)
                return self.bindings[info]
        return None

    def exposed(self, info: ClassInfo, method: str) -> tuple[str, ...]:
        """The names that classes give to a class's operation in their bodies (``pay_by_card = PayByCard.Field()``)."""
        for path in self.holding(info.name):
            if (place := self.layout.places.get(path)) is not None:
                self.load(place)
        names: dict[str, None] = {}
        modules = (module for _, module in sorted(self.modules.items()) if module is not None)
        for statement in (each for module in modules for cls in module.classes for each in cls.node.body):
            match statement:
                case ir.Assign(
                    targets=(ir.Name(id=name),),
                    value=ir.Call(
                        function=ir.Attribute(object=ir.Name(id=named) | ir.Attribute(name=named), name=called)
                    ),
                ) if named == info.name and called == method:
                    names[camel(name)] = None
                case _:
                    continue
        return tuple(names)

    def by_framework(self, frame: Frame, parameter: ir.Parameter, binding: Binding) -> Value | None:
        """A label for a parameter of an entry point that its framework fills, or that is judged by its name."""
        name = parameter.name
        if self.catalog.lens is None:
            return labelled(frame, name, None, parameter, "request" if binding.route else "parameter")
        if name in self.catalog.vocabulary.parameters:
            brought = labelled(frame, name, None, parameter, "request")
            return frame.new(Obj("dict", None, {}, brought or CLEAN, open=True, source="request", hint=name))
        brings = binding.route and name != "request" and not self.injected(frame, parameter)
        if not brings or self.converted(frame, parameter, binding.route):
            return labelled(frame, name, None, parameter, "parameter")
        return labelled(frame, name, None, parameter, "request")

    def injected(self, frame: Frame, parameter: ir.Parameter) -> bool:
        """Whether a parameter's default is a call that hands it what a function of the program gives."""
        default = parameter.default
        if not isinstance(default, ir.Call):
            return False
        from paylint.dataflow.evaluate import evaluate

        callee = self.resolve(frame, evaluate(frame, default.function))
        paths = [ref.path for ref in callee.refs if isinstance(ref, Ext)]
        return any(row.invokes for path in paths for row in self.catalog.behaviours(path))

    def converted(self, frame: Frame, parameter: ir.Parameter, route: str) -> bool:
        """Whether the framework turns a parameter into a type of which values hold nothing that matters."""
        lens = self.catalog.lens
        patterns = lens.converted if lens is not None else ()
        if any(re.search(pattern.replace("NAME", re.escape(parameter.name)), route) for pattern in patterns):
            return True
        node = parameter.annotation
        while isinstance(node, ir.Index | ir.Binary):
            node = node.left if isinstance(node, ir.Binary) else node.index
            if isinstance(node, ir.Sequence):
                node = node.elements[0] if node.elements else None
        if not isinstance(node, ir.Name | ir.Attribute):
            return False
        from paylint.dataflow.evaluate import evaluate

        value = self.resolve(frame, evaluate(frame, node))
        return any(isinstance(ref, Ext) and self.of_clean_type(ref.path) for ref in value.refs)

    def sent(self, frame: Frame, value: Value) -> Value:
        """A handler's parameter of a declaring class: the framework fills its fields from the request."""
        for loc in value.locs:
            obj = frame.obj(loc)
            if isinstance(obj.cls, ClassRef) and type_row(frame, obj.cls.info) is not None:
                frame.put(loc, replace(obj, source="request", home=None))
        return value

    def answered(self, frame: Frame, value: Value, node: ir.Node) -> None:
        """An entry point's result, where its framework sends it on: every label in its text arrives there."""
        binding = self.bindings.get(frame.function) if frame.function is not None else None
        if binding is None or not binding.answer:
            return
        sink = Sink(binding.answer, frame.qualname, frame.at(node), "", "", "", frame.qualname)
        for taint in stringified(frame, value, node).taints:
            frame.hit(sink, taint, node, f"returned by {frame.qualname}")

    def handed(self, frame: Frame, path: str, parameter: ir.Parameter) -> Value:
        """What a framework hands to a handler, by the dotted name of its type or of the container that it is."""
        row = self.catalog.attribute(path) if not path.endswith("()") else None
        if row is None:
            return self.typed(frame, path)
        made = apply_attribute(frame, row, path, None, parameter)
        for loc in made.locs:
            frame.put(loc, replace(frame.obj(loc), bound=frame.entrance(parameter)))
        return made

    def handler_types(self, info: FunctionInfo) -> tuple[tuple[str, str], ...]:
        """The parameter types of a method that a framework calls, by its class's library bases."""
        if info.owner is None:
            return ()
        for base in library_bases(info.owner):
            row = self.catalog.type(base)
            if row is not None and row.handles(info.name):
                self.use(row.origin)
                return row.binds
        return ()

    def annotated(self, frame: Frame, annotation: ir.Expr) -> Value | None:
        """An instance of the annotated class, where the annotation names one."""
        from paylint.dataflow.evaluate import evaluate

        node = annotation
        if isinstance(node, ir.Const) or (isinstance(node, ir.Index) and isinstance(node.index, ir.Slice)):
            return None
        if isinstance(node, ir.Index):
            head = node.object
            name = head.id if isinstance(head, ir.Name) else head.name if isinstance(head, ir.Attribute) else ""
            if name not in ("Optional", "Annotated"):
                return None
            node = node.index.elements[0] if isinstance(node.index, ir.Sequence) and node.index.elements else node.index
        if isinstance(node, ir.Binary):
            node = node.left
        if not isinstance(node, ir.Name | ir.Attribute):
            return None
        value = self.resolve(frame, evaluate(frame, node))
        for ref in value.refs:
            if isinstance(ref, ClassRef):
                return self.instance(frame, ref.info)
            if isinstance(ref, Imported):
                return frame.unknown(ref.name, deferred=Deferred(ref, "()", (), annotation))
            if isinstance(ref, Ext) and not self.in_stdlib(ref.path):
                return self.typed(frame, f"{ref.path}()")
        return None

    def stale(self) -> list[FunctionInfo]:
        """The entry points that read a cell which has grown since."""
        return [
            info
            for info, deps in self.root_deps.items()
            if any(self.cells.version(*dep) != version for dep, version in deps.items())
        ]


def fills(info: FunctionInfo, given: Mapping[str, Value], heap: Mapping[Loc, Obj]) -> bool:
    """Whether a function puts labels into what its callers pass: what it only reads stays under its name, in one place."""
    own = info.node.parameters[0].name if info.owner is not None and info.node.parameters else ""
    holders: dict[Origin, str] = {}
    for parameter, value in given.items():
        for path, inner in reach(heap, value, depth=3):
            for origin in (taint.origin for taint in inner.taints):
                if not isinstance(origin, Origin) or not path:
                    continue
                if parameter != own and path.rpartition(".")[2] != origin.name:
                    return True
                if holders.setdefault(origin, parameter) != parameter:
                    return True
    return False


def labelled_data(heap: Mapping[Loc, Obj], value: Value) -> bool:
    """Whether labels stand in a value itself or in what holds values by place or key; not in attributes of an object."""
    return any(inner.taints for _, inner in reach(heap, value, skip=lambda obj: obj.kind not in HOLDING_BY_KEY))


def akin(first: ClassInfo, second: ClassInfo) -> bool:
    """Whether one class is the other, or comes from it."""
    return first in linearise(second) or second in linearise(first)


def accepts(method: FunctionInfo, args: Arguments, node: ir.Node) -> bool:
    """Whether a method can be called with such arguments: not too many, none of a name that it has not, none missing."""
    own = method.node.parameters[1:]
    if args.more or args.extra or (isinstance(node, ir.Call) and any(given.unpack for given in node.arguments)):
        return True
    kinds = {parameter.kind for parameter in own}
    placed = [p for p in own if p.kind in ("", "positional")]
    names = {name for name, _ in args.named}
    if len(args.positional) > len(placed) and "*" not in kinds:
        return False
    if not names <= {p.name for p in own} and "**" not in kinds:
        return False
    filled = {p.name for p in placed[: len(args.positional)]} | names
    return all(p.name in filled or p.default is not None or p.kind in ("*", "**") for p in own)


def held_name(ref: Bound) -> str:
    """The name of the method that a reference binds."""
    return ref.function.info.name if isinstance(ref.function, Func) else ""


def compact(heap: dict[Loc, Obj]) -> dict[Loc, Obj]:
    """The heap with addresses as they are; they are numbered from 0 already."""
    return dict(heap)


def handed_on(frame: Frame, way: Way, node: ir.Node, info: FunctionInfo) -> Way:
    """An object's way, led on by a call that the object is an argument of."""
    return Way(frame.at(node), "call", f"passed to {info.qualname}", frame.qualname, way)


def further(taint: Taint, known: Taint) -> bool:
    """Whether a way to the same sink is better to show: surer, or begun further up, in a caller."""
    if taint.sure != known.sure:
        return taint.sure > known.sure
    if taint.way is None or known.way is None:
        return False
    steps, before = taint.way.steps(), known.way.steps()
    return steps[0].at != before[0].at and len(steps) > len(before)


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


def row_name(info: FunctionInfo, catalog: Catalog) -> str:
    """The name under which the user's own rows speak of a function of the program, empty where they do not.

    A method is ``shop.vault.Vault().keep``. The module may be called by any of the folders above it.
    """
    if not catalog.speaks:
        return ""
    module = info.module.name
    named = f"{info.owner.qualname}().{info.name}" if info.owner is not None else info.qualname
    folders = info.module.node.path.split("/")[:-1]
    starts = ["", *(".".join((*folders[at:], "")) for at in range(len(folders)))]
    names = (f"{start}{module}{named.removeprefix(module)}" for start in starts)
    return next((name for name in names if catalog.speaks_for(name)), "")
