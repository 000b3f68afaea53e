"""Functions that a framework or nobody calls, and what they are given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.dataflow.budget import BudgetSpentError
from paylint.dataflow.declared import type_row
from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Cell, Obj, State, all_taints, reach
from paylint.dataflow.hierarchy import library_bases
from paylint.dataflow.naming import labelled
from paylint.dataflow.objects import apply_attribute, own_class
from paylint.dataflow.results import Binding
from paylint.dataflow.routing import camel
from paylint.dataflow.text import stringified
from paylint.dataflow.values import CLEAN, ClassRef, Deferred, Ext, Imported, Loc, Value, join, of
from paylint.facts import Origin, Route, Sink
from paylint.graph.symbols import ClassInfo, FunctionInfo
from paylint.ir import nodes as ir
from paylint.location import Location

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


HOLDING_BY_KEY = frozenset({"dict", "list", "tuple", "set"})


class Entries:
    """The entry points of one run: what their parameters hold, and what has to be done again when cells grow."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._root: FunctionInfo | None = None
        self._root_deps: dict[FunctionInfo, dict[tuple[Cell, str], int]] = {}

    def run_root(self, info: FunctionInfo) -> None:
        """Interpret a function as an entry point: parameters as its framework binds them, or judged by their names."""
        if info in self._engine.started:
            return
        self._engine.started.add(info)
        self.rerun_root(info)

    def consumed(self) -> None:
        """Note that the entry point being run takes labels from what its callers pass."""
        if self._root is not None:
            self._engine.consumers.add(self._root)

    def rerun_root(self, info: FunctionInfo) -> None:
        """Interpret an entry point now, whether or not it ran before."""
        outer, self._engine.budget = self._engine.budget, self._engine.allowed(info.module)
        above, self._root = self._root, info
        frame = Frame(self._engine, info.module, State({}, {}), info, info.owner, info.qualname)
        try:
            variables = self.entry_variables(frame, info)
            heap = frame.live.heap
            summary = self._engine.summaries.interpret(info, variables, compact(heap), depth=0)
            self._engine.imports.flush(list(summary.writes), State({}, dict(summary.heap)))
            self._root_deps[info] = dict(summary.deps)
            self._engine.producers[info] = bool(all_taints(summary.heap, summary.returned, depth=3))
            if labelled_data(summary.heap, summary.returned):
                self._engine.handing_out.add(info.name)
            if fills(info, variables, summary.heap):
                self._engine.consumers.add(info)
        except (BudgetSpentError, RecursionError):
            self._engine.summaries.cut_short(info if info.module.node.language == "python" else info.module)
        except Exception as error:  # noqa: BLE001 - what fails in one function must not hide what others show
            self._engine.results.failures.append((info, error))
        finally:
            self._engine.account(info.module, outer)
            self._root = above

    def entry_variables(self, frame: Frame, info: FunctionInfo) -> dict[str, Value]:
        """The parameters of an entry point."""
        variables: dict[str, Value] = {}
        binding = self._engine.bindings.get(info) or self.operation(info) or Binding()
        types = dict(binding.types) | dict(self.handler_types(info))
        brought = "request" if binding.named else ""
        method = info.owner is not None and not any(
            isinstance(d, ir.Name) and d.id == "staticmethod" for d in info.node.decorators
        )
        for position, parameter in enumerate(info.node.parameters):
            name = parameter.name
            if position == 0 and method and info.owner is not None:
                is_class = any(isinstance(d, ir.Name) and d.id == "classmethod" for d in info.node.decorators)
                variables[name] = of(ClassRef(info.owner)) if is_class else self._engine.instance(frame, info.owner)
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
                variables[name] = join(value, self._engine.passing.default(frame, info, parameter))
        return variables

    def operation(self, info: FunctionInfo) -> Binding | None:
        """How a framework calls a method that answers an operation, by its class's library bases; its route is noted."""
        if info.owner is None:
            return None
        for base in library_bases(info.owner):
            row = self._engine.catalog.type(base)
            if row is not None and row.operation and row.handles(info.name):
                self._engine.use(row.origin)
                names = self.exposed(info.owner, row.exposes) or (camel(info.owner.name),)
                at = Location(info.module.node.path, info.node.line, info.node.column)
                routes = [Route(f"{row.operation} {name}", ("POST",), info.qualname, at, name) for name in names]
                self._engine.results.routes.extend(
                    route for route in routes if route not in self._engine.results.routes
                )
                self._engine.bindings[info] = Binding(row.binds, routes[0].pattern, named=True)
                return self._engine.bindings[info]
        return None

    def exposed(self, info: ClassInfo, method: str) -> tuple[str, ...]:
        """The names that classes give to a class's operation in their bodies (``pay_by_card = PayByCard.Field()``)."""
        for path in self._engine.holding(info.name):
            if (place := self._engine.layout.places.get(path)) is not None:
                self._engine.imports.load(place)
        names: dict[str, None] = {}
        modules = (module for _, module in sorted(self._engine.modules.items()) if module is not None)
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
        if self._engine.catalog.lens is None:
            return labelled(frame, name, None, parameter, "request" if binding.route else "parameter")
        if name in self._engine.catalog.vocabulary.parameters:
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

        callee = self._engine.imports.resolve(frame, evaluate(frame, default.function))
        paths = [ref.path for ref in callee.refs if isinstance(ref, Ext)]
        return any(row.invokes for path in paths for row in self._engine.catalog.behaviours(path))

    def converted(self, frame: Frame, parameter: ir.Parameter, route: str) -> bool:
        """Whether the framework turns a parameter into a type of which values hold nothing that matters."""
        lens = self._engine.catalog.lens
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

        value = self._engine.imports.resolve(frame, evaluate(frame, node))
        return any(isinstance(ref, Ext) and self._engine.deferred.of_clean_type(ref.path) for ref in value.refs)

    def sent(self, frame: Frame, value: Value) -> Value:
        """A handler's parameter of a declaring class: the framework fills its fields from the request."""
        for loc in value.locs:
            obj = frame.obj(loc)
            if isinstance(obj.cls, ClassRef) and type_row(frame, obj.cls.info) is not None:
                frame.put(loc, replace(obj, source="request", home=None))
        return value

    def answered(self, frame: Frame, value: Value, node: ir.Node) -> None:
        """An entry point's result, where its framework sends it on: every label in its text arrives there."""
        binding = self._engine.bindings.get(frame.function) if frame.function is not None else None
        if binding is None or not binding.answer:
            return
        sink = Sink(binding.answer, frame.qualname, frame.at(node), "", "", "", frame.qualname)
        for taint in stringified(frame, value, node).taints:
            frame.hit(sink, taint, node, f"returned by {frame.qualname}")

    def handed(self, frame: Frame, path: str, parameter: ir.Parameter) -> Value:
        """What a framework hands to a handler, by the dotted name of its type or of the container that it is."""
        row = self._engine.catalog.attribute(path) if not path.endswith("()") else None
        if row is None:
            return self._engine.typed(frame, path)
        made = apply_attribute(frame, row, path, None, parameter)
        for loc in made.locs:
            frame.put(loc, replace(frame.obj(loc), bound=frame.entrance(parameter)))
        return made

    def handler_types(self, info: FunctionInfo) -> tuple[tuple[str, str], ...]:
        """The parameter types of a method that a framework calls, by its class's library bases."""
        if info.owner is None:
            return ()
        for base in library_bases(info.owner):
            row = self._engine.catalog.type(base)
            if row is not None and row.handles(info.name):
                self._engine.use(row.origin)
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
        value = self._engine.imports.resolve(frame, evaluate(frame, node))
        for ref in value.refs:
            if isinstance(ref, ClassRef):
                return self._engine.instance(frame, ref.info)
            if isinstance(ref, Imported):
                return frame.unknown(ref.name, deferred=Deferred(ref, "()", (), annotation))
            if isinstance(ref, Ext) and not self._engine.in_stdlib(ref.path):
                return self._engine.typed(frame, f"{ref.path}()")
        return None

    def stale(self) -> list[FunctionInfo]:
        """The entry points that read a cell which has grown since."""
        return [
            info
            for info, deps in self._root_deps.items()
            if any(self._engine.cells.version(*dep) != version for dep, version in deps.items())
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


def compact(heap: dict[Loc, Obj]) -> dict[Loc, Obj]:
    """The heap with addresses as they are; they are numbered from 0 already."""
    return dict(heap)
