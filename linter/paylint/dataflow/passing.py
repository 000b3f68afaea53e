"""Arguments to parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Obj, all_taints
from paylint.dataflow.methods import call_method as builtin_method
from paylint.dataflow.naming import labelled, opaque, possible
from paylint.dataflow.objects import put_unknown_key, read_element
from paylint.dataflow.values import CLEAN, ClassRef, Func, Imported, Value, Way, constant, join, of
from paylint.graph.symbols import FunctionInfo
from paylint.ir import nodes as ir
from paylint.location import Location

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


class Passing:
    """How the arguments of a call become the values of parameters."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
            self._engine.given.add(place)
        if self._engine.catalog.vocabulary.meaning(parameter.name) is None:
            return
        self._engine.passed[place] = self._engine.passed.get(place, False) or unmarked or possible(frame, value)

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
            self._engine, info.module, frame.live, namespace=frame.namespace, next_loc=frame.next_loc, depth=frame.depth
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
        inner = Frame(
            self._engine, info.module, frame.state, function=info, namespace=info.qualname, next_loc=frame.next_loc
        )
        before = next((way for loc in value.locs if (way := frame.obj(loc).bound) is not None), None)
        passed = handed_on(frame, before, node, info) if before is not None else None
        found = labelled(inner, parameter.name, None, parameter, "parameter", passed)
        frame.next_loc = inner.next_loc
        return found if found is not None else value


def handed_on(frame: Frame, way: Way, node: ir.Node, info: FunctionInfo) -> Way:
    """An object's way, led on by a call that the object is an argument of."""
    return Way(frame.at(node), "call", f"passed to {info.qualname}", frame.qualname, way)
