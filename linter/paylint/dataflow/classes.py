"""Classes, decorators, and what instances keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.functions import FUNCTIONS
from paylint.dataflow.heap import Obj, close
from paylint.dataflow.hierarchy import linearise, program_classes
from paylint.dataflow.library import LibraryCall
from paylint.dataflow.objects import bind, class_cell
from paylint.dataflow.results import Binding
from paylint.dataflow.routing import decorated, shown
from paylint.dataflow.values import CLEAN, Bound, ClassRef, Ext, Func, Imported, Loc, Value, join, of
from paylint.facts import Rendering, Route
from paylint.graph.symbols import ClassInfo, FunctionInfo
from paylint.ir import nodes as ir
from paylint.location import Path
from paylint.models.schema import Behaviour

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


class Classes:
    """What class statements and decorators declare in one run, and what methods keep on `self`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._decorations: dict[ClassInfo, list[str]] = {}
        self._children: dict[ClassInfo, list[ClassInfo]] = {}

    def declare_class(self, info: ClassInfo) -> None:
        """Note a class's bases, so that a base knows what overrides it."""
        for value in info.bases:
            for ref in value.refs:
                if isinstance(ref, ClassRef):
                    known = self._children.setdefault(ref.info, [])
                    if info not in known and info is not ref.info:
                        known.append(info)

    def descendants(self, info: ClassInfo) -> list[ClassInfo]:
        """The known subclasses, direct and indirect, at most a dozen."""
        out: list[ClassInfo] = []
        pending = list(self._children.get(info, []))
        while pending and len(out) < 12:
            child = pending.pop(0)
            if child not in out and child is not info:
                out.append(child)
                pending.extend(self._children.get(child, []))
        return out

    def finish_class(self, frame: Frame, info: ClassInfo, variables: dict[str, Value]) -> None:
        """Keep a class body's variables as the class's attributes."""
        heap = frame.live.heap if frame.state is not None else {}
        info.table = {name: close(heap, value) for name, value in variables.items()}

    def class_decorators(self, info: ClassInfo) -> list[str]:
        """The dotted library names of a class's decorators."""
        return self._decorations.get(info, [])

    def decorate_class(self, frame: Frame, decorator: Value, info: ClassInfo) -> None:
        """Note a class decorator; one of the program is called, since it may register the class."""
        decorator = self._engine.deferred.force_value(
            frame, self._engine.imports.resolve(frame, decorator, needed=True)
        )
        for ref in decorator.refs:
            path = ref.path if isinstance(ref, Ext) else ""
            if isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, Ext):
                path = cls.path.removesuffix("()")
            if path:
                self._decorations.setdefault(info, []).append(path)
            if isinstance(ref, Func | Bound) and not path:
                self._engine.deferred.carry_out(frame, ref, Arguments((of(ClassRef(info)),)), info.node)

    def decorate(self, frame: Frame, decorator: Value, value: Value, node: ir.Expr, info: FunctionInfo) -> Value:
        """A function through one decorator. A library's decorator leaves it as it is, unless a row says otherwise."""
        from paylint.dataflow.evaluate import arguments

        decorator = self._engine.imports.resolve(frame, decorator)
        out: Value | None = None
        for ref in decorator.refs:
            later = frame.obj(ref).deferred if isinstance(ref, Loc) else None
            if not self._engine.everything and (
                later is not None or self._engine.deferred.can_wait(frame, ref, Arguments())
            ):
                self._engine.wrappers.setdefault(info, []).append(later or ref)
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
                self._engine.made_into.setdefault(info, []).append(f"{path}()")
                for row in self._engine.catalog.behaviours(path):
                    if row.entry or row.route is not None:
                        self.entered(row, info, node)
                    if row.entry and row.like:
                        given = arguments(frame, node) if isinstance(node, ir.Call) else Arguments()
                        self._engine.like(frame, row, path, given.prefixed(value), node, None)
                    if row.returns.endswith("()"):
                        self._engine.made_into[info].append(row.returns)
                if path in FUNCTIONS or path.rpartition(".")[2] == "cached_property":
                    answer = self._engine.call(frame, of(ref), Arguments((value,)), node)
                elif isinstance(ref, Loc) and path == "functools.wraps":
                    answer = value
                else:
                    answer = value
            else:
                answer = self._engine.call(frame, of(ref), Arguments((value,)), node)
                if not answer.refs:
                    answer = value
            out = answer if out is None else join(out, answer)
        return out if out is not None else value

    def entered(self, row: Behaviour, info: FunctionInfo, node: ir.Expr) -> None:
        """A function that a decorator hands to a framework."""
        self._engine.use(row.origin)
        spec = row.route
        route = decorated(spec, info, node) if spec is not None else None
        pattern = route.pattern if route is not None else ""
        answer = row.sink if ("return",) in row.arguments else ""
        self._engine.bindings[info] = Binding(
            row.binds, pattern, answer, named=spec is not None and bool(spec.operation)
        )
        if spec is not None and route is not None:
            self._engine.results.routes.append(route)
            if template := shown(spec, node):
                self._engine.results.renderings.append(Rendering(template, info.qualname, route.location))

    def registered(self, frame: Frame, row: Behaviour, args: Arguments, node: ir.Node) -> None:
        """A registration call (``path("pay/", views.pay)``): the handler gets its binding."""
        if row.route is None or not row.route.handler:
            return
        call = LibraryCall(frame, row, "", args, node, None)
        pattern = next((t for _, v in call.pick((row.route.pattern,)) for t in v.strings), "")
        name = next((t for _, v in call.pick((row.route.name,)) for t in v.strings), "") if row.route.name else ""
        for _, handler in call.pick((row.route.handler,)):
            for ref in self._engine.imports.resolve(frame, handler).refs:
                function = ref.function if isinstance(ref, Bound) else ref
                target = ""
                if (
                    isinstance(ref, Imported)
                    and (place := self._engine.layout.places.get(Path(ref.module))) is not None
                ):
                    target = f"{place.name}.{ref.name}"
                elif isinstance(function, Func):
                    target = function.info.qualname
                    self._engine.bindings.setdefault(function.info, Binding(row.binds, pattern))
                elif isinstance(function, ClassRef):
                    target = function.info.qualname
                elif isinstance(ref, Bound) and isinstance(ref.receiver, ClassRef):
                    target = ref.receiver.info.qualname
                elif isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, ClassRef):
                    target = cls.info.qualname
                if target:
                    self._engine.results.routes.append(Route(pattern, (), target, frame.at(node), name))

    def written(self, info: ClassInfo, name: str) -> bool:
        """Whether any method of a class, its bases or subclasses assigns the attribute."""
        return any(name in cls.writers for cls in (*program_classes(info), *self.descendants(info)))

    def kept_by_concerned(self, frame: Frame, info: ClassInfo, name: str) -> bool:
        """Whether a method in which labels can begin assigns the attribute, or the name itself is telling."""
        if self._engine.catalog.vocabulary.meaning(name) is not None and self.written(info, name):
            return True
        for cls in (*program_classes(info), *self.descendants(info)):
            for method in cls.writers.get(name, ()):
                writer = cls.methods.get(method)
                if writer is not None and self._engine.deferred.concerns(frame, writer):
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
                    self._engine.entries.run_root(writer)
            out = join(out, frame.read_cell(class_cell(cls), name))
        for child in self.descendants(info):
            closed = child.table.get(name)
            if closed is not None:
                out = join(out, bind(frame, frame.bring(closed), self.some(frame, child), ir.Jump(1, 1, "pass")))
        return out

    def some(self, frame: Frame, info: ClassInfo) -> Loc:
        """An instance of a subclass, for its overriding methods."""
        return frame.allocate(Obj("instance", ClassRef(info), open=True, home=class_cell(info)))
