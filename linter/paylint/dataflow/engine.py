"""Propagation: calls resolved and summarised, modules loaded when something asks for them, facts collected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from paylint.dataflow import script_methods as script
from paylint.dataflow.budget import LENS_STEPS, MOST_SCRIPT_STEPS, ROOT_STEPS, SCRIPT_STEPS, Budget, BudgetSpentError
from paylint.dataflow.cells import Cells
from paylint.dataflow.classes import Classes
from paylint.dataflow.declared import declared_fields, type_row
from paylint.dataflow.entries import HOLDING_BY_KEY, Entries, labelled_data
from paylint.dataflow.frame import Arguments, Frame, Hit, guessed
from paylint.dataflow.functions import BUILTIN_NAMES, FUNCTIONS, as_dict, import_string, substituted
from paylint.dataflow.heap import Closed, Obj, all_taints
from paylint.dataflow.hierarchy import library_bases, linearise, program_classes
from paylint.dataflow.imports import Imports
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
from paylint.dataflow.naming import labelled
from paylint.dataflow.objects import (
    as_mapping,
    bind,
    class_cell,
    class_lookup,
    module_cell,
    put_unknown_key,
    read_attribute,
    write_field,
)
from paylint.dataflow.passing import Passing
from paylint.dataflow.questions import Questions
from paylint.dataflow.results import Binding, Results
from paylint.dataflow.summaries import Summaries
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
    join,
    join_all,
    of,
)
from paylint.dataflow.waiting import Deferral, row_name
from paylint.facts import Origin
from paylint.graph.callgraph import CallGraph
from paylint.graph.layout import Layout, ModulePlace
from paylint.graph.symbols import ClassInfo, FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.location import Location, Path
from paylint.models.catalog import Catalog
from paylint.models.schema import Behaviour, RowOrigin

NAMED_TUPLES = frozenset({"typing.NamedTuple", "collections.namedtuple()"})

DESCRIPTORS = frozenset({"builtins.property", "builtins.classmethod", "builtins.staticmethod"})
"""What decorates methods: no calls, as a reader of a call graph sees it."""

SCRIPTS = "js."
"""How rows of calls known by their looks spell the methods of scripts."""
OF_A_MAPPING = frozenset({"items", "iteritems", "values", "itervalues", "copy", "get"})
"""What is asked of ``self.__dict__`` as of any dict; what changes it, changes the object."""
MAX_DEFINING = 4
"""A method that more files define is no name to go by."""
MAX_NAMESAKES = 2
"""So many unrelated classes with a method of one name, and a call by name alone may mean any of them."""

Loader = Callable[[ModulePlace], ModuleInfo | None]
Snippet = Callable[[str], ir.Function]


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
        self.declaring: set[object] = set()
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
        self.bindings: dict[FunctionInfo, Binding] = {}
        self.likes: dict[RowOrigin, FunctionInfo] = {}
        self.contexts: dict[object, frozenset[str]] = {}
        self.started: set[FunctionInfo] = set()
        self.called: set[FunctionInfo] = set()
        self.called_back: set[FunctionInfo] = set()
        self.imports = Imports(self)
        self.passing = Passing(self)
        self.summaries = Summaries(self)
        self.deferred = Deferral(self)
        self.classes = Classes(self)
        self.entries = Entries(self)
        self.given: set[Location] = set()
        self.holding: Callable[[str], tuple[Path, ...]] = lambda _: ()
        self.skip: Callable[[Path], bool] = lambda _: False
        self.wrappers: dict[FunctionInfo, list[Ref | Deferred]] = {}
        self.unwrapped: set[FunctionInfo] = set()
        self.made_into: dict[FunctionInfo, list[str]] = {}
        self.producers: dict[FunctionInfo, bool] = {}
        self.passed: dict[Location, bool] = {}
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

    # --- variables ---

    def variable(self, frame: Frame, name: str) -> Value:
        """A variable read: local, closed over, of the enclosing class body, global, built in."""
        variables = frame.live.variables
        found = variables.get(name)
        if found is not None:
            if found.refs and isinstance(found.refs[0], Imported):
                found = variables[name] = self.imports.resolve(frame, found)
            return found
        env = frame.env
        while env is not None:
            fields = frame.obj(env).fields
            if name in fields:
                return self.imports.resolve(frame, fields[name])
            parent = fields.get("<parent>", CLEAN).locs
            env = parent[0] if parent else None
        found = frame.outer.get(name)
        if found is not None:
            return self.imports.resolve(frame, found)
        inside = frame.function is not None or frame.owner is not None
        written = self.global_variable(frame, name) if inside else CLEAN
        if written:
            return written
        if name in BUILTIN_NAMES:
            return of(Ext(f"builtins.{name}"))
        for star in self.stars.get(self.imports.path_of(frame.module), []):
            return of(Ext(self.catalog.alias(f"{star}.{name}")))
        return UNKNOWN

    def global_variable(self, frame: Frame, name: str) -> Value:
        """A module variable read from inside a function."""
        key = self.imports.path_of(frame.module)
        running = self.running.get(key)
        if running is not None:
            if running.state is not None:
                known = running.live.variables.get(name)
                kept = frame.read_cell(module_cell(key), name) if frame.scripted else CLEAN
                if known is not None:
                    closed = self.imports.closed_global(running.live, frame.module, name, known)
                    return self.imports.resolve(frame, join(frame.bring(closed), kept))
                return kept
            return CLEAN
        if name not in self.tables.get(key, {}):
            return frame.read_cell(module_cell(key), name)
        return self.imports.module_attribute(frame, key, name)

    def set_variable(self, frame: Frame, name: str, value: Value) -> None:
        """A variable bound."""
        function = frame.function
        in_class = frame.owner is not None and (function is None or frame.namespace != function.qualname)
        if function is not None and not in_class:
            if name in frame.global_names:
                frame.write_cell(module_cell(self.imports.path_of(frame.module)), name, value)
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
        if self.deferred.waiting(frame, receiver) and self.deferred.tainted(frame, args):
            for loc in receiver.locs:
                self.deferred.settle(frame, loc)
            receiver = self.deferred.force_value(frame, self.imports.resolve(frame, receiver, needed=True))
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
            made = of(self.classes.some(frame, owner))
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
                info = self.imports.load(place) if place is not None else None
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
        if loc is not None and self.is_given(frame, loc) and self.deferred.labels(frame, args):
            self.entries.consumed()
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
        made = frame.unknown(name, source, self.deferred.later(frame, receiver, name, args, node))
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
        callee = self.imports.resolve(frame, callee)
        if self.deferred.waiting(frame, callee) and self.deferred.tainted(frame, args):
            callee = self.deferred.force_value(frame, self.imports.resolve(frame, callee, needed=True))
        out: Value | None = None
        for ref in callee.refs:
            answer = self.call_reference(frame, ref, args, node)
            if answer is not None:
                out = answer if out is None else join(out, answer)
        if out is None and (given := self.deferred.labels(frame, args)):
            for loc in callee.locs:
                put_unknown_key(frame, loc, guessed(Value(given)))
        elif out is None and (later := self.deferred.called(frame, callee, args, node)) is not None:
            self.unresolved += 1
            return frame.unknown(name, deferred=later)
        if out is None or (callee.unknown and not callee.refs):
            out = join(out or CLEAN, self.unresolved_call(frame, CLEAN, name, args, node))
        return out

    def call_back(self, frame: Frame, args: Arguments, node: ir.Node) -> None:
        """Call what a script has handed out to be called later."""
        script.call_back(frame, args, node)

    def call_reference(self, frame: Frame, ref: Ref, args: Arguments, node: ir.Node) -> Value | None:
        """Call one thing that a value may be; ``None`` where it is nothing that can be called."""
        if self.deferred.can_wait(frame, ref, args):
            return self.deferred.wait(frame, ref, args, node)
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
                return self.call(frame, self.imports.resolve(frame, of(ref), needed=True), args, node)
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
        return self.summaries.summarise(frame, info, None, variables, node, inline=True)

    def invoke(self, frame: Frame, info: FunctionInfo, env: Loc | None, args: Arguments, node: ir.Node) -> Value:
        """Call a function of the program."""
        self.calls.add(frame.qualname, info.qualname)
        self.called.add(info)
        if info in self.wrappers and info not in self.unwrapped and self.deferred.tainted(frame, args):
            return self.through_wrappers(frame, Func(info, env), args, node)
        return self.summaries.summarise(frame, info, env, self.passing.bind(frame, info, args, node), node)

    def through_wrappers(self, frame: Frame, function: Func, args: Arguments, node: ir.Node) -> Value:
        """Call a function by way of its decorators, which were put off until a label reaches it."""
        info = function.info
        self.unwrapped.add(info)
        try:
            value = of(function)
            for wrapper in self.wrappers[info]:
                found = self.deferred.force(frame, wrapper) if isinstance(wrapper, Deferred) else of(wrapper)
                found = self.deferred.force_value(frame, self.imports.resolve(frame, found, needed=True))
                given = Arguments((value,))
                answers = [
                    self.construct(frame, ref.info, given, node)
                    if isinstance(ref, ClassRef)
                    else self.deferred.carry_out(frame, ref, given, node)
                    for ref in found.refs
                ]
                wrapped = join_all(answers)
                if any(isinstance(ref, Func | Bound | Loc) for ref in wrapped.refs):
                    value = wrapped
            return self.call(frame, value, args, node)
        finally:
            self.unwrapped.discard(info)


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


def further(taint: Taint, known: Taint) -> bool:
    """Whether a way to the same sink is better to show: surer, or begun further up, in a caller."""
    if taint.sure != known.sure:
        return taint.sure > known.sure
    if taint.way is None or known.way is None:
        return False
    steps, before = taint.way.steps(), known.way.steps()
    return steps[0].at != before[0].at and len(steps) > len(before)
