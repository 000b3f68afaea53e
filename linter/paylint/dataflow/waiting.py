"""Calls that can wait, and what is done when one no longer can."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Cell, all_taints
from paylint.dataflow.hierarchy import program_classes
from paylint.dataflow.objects import class_cell, read_attribute
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
    Ref,
    Taint,
    Value,
    join,
    join_all,
    merge_taints,
    of,
)
from paylint.graph.symbols import FunctionInfo
from paylint.ir import nodes as ir
from paylint.models.catalog import Catalog

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


MAX_HOLDING = 12


class Deferral:
    """Which calls of one run can wait, and what they come to when something is asked of their results."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def concerns(self, frame: Frame, info: FunctionInfo) -> bool:
        """Whether labels can begin in a function; noted, since that may become true later."""
        while info.parent is not None:
            info = info.parent
        cell = Cell(f"concern:{info.qualname}")
        frame.deps[(cell, "")] = self._engine.cells.version(cell, "")
        return info in self._engine.concerned

    def mark_concerned(self, info: FunctionInfo) -> None:
        """From now on labels can begin in that function."""
        while info.parent is not None:
            self._engine.concerned.add(info)
            info = info.parent
        if info not in self._engine.concerned:
            self._engine.concerned.add(info)
            self._engine.cells.touch(Cell(f"concern:{info.qualname}"), "")

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
        if self._engine.everything:
            return False
        match ref:
            case Imported():
                held = CLEAN
            case Func(info=info) | Bound(function=Func(info=info)):
                if self.concerns(frame, info) or row_name(info, self._engine.catalog):
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
        if self._engine.catalog.lens is not None and any(self.brings(frame, value) for value in args.values()):
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
        return any(self._engine.catalog.brings(path) for path in paths)

    def of_clean_type(self, path: str) -> bool:
        """Whether values of a type, by its dotted name or by that of a built-in one, hold nothing that matters."""
        rows = (
            (*self._engine.catalog.behaviours(path), *self._engine.catalog.behaviours(f"builtins.{path}"))
            if path
            else ()
        )
        return self._engine.catalog.lens is not None and any(row.clean for row in rows)

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
            if isinstance(obj.cls, ClassRef) and obj.cls.info in self._engine.declaring:
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
            return self._engine.instance(frame, ref.info)
        hint = ref.name if isinstance(ref, Imported) else ""
        what: Ref = ref
        if isinstance(ref, Bound) and isinstance(ref.function, Func):
            hint = ref.function.info.name
            self._engine.calls.add(frame.qualname, ref.function.info.qualname)
            what = ref.function
            if isinstance(ref.receiver, Loc):
                obj = frame.obj(ref.receiver)
                if isinstance(obj.cls, ClassRef) and not obj.open:
                    frame.put(ref.receiver, replace(obj, open=True, home=obj.home or class_cell(obj.cls.info)))
        elif isinstance(ref, Func):
            hint = ref.info.name
            what = Func(ref.info)
            self._engine.calls.add(frame.qualname, ref.info.qualname)
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

    def called(self, frame: Frame, callee: Value, args: Arguments, node: ir.Node) -> Deferred | None:
        """How to find out what something deferred gives when it is called."""
        for loc in callee.locs:
            if (deferred := frame.obj(loc).deferred) is not None:
                return Deferred(deferred, "()", self.plain(args), node)
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
        base = self._engine.imports.resolve(frame, base, needed=True)
        node = deferred.node or ir.Jump(1, 1, "pass")
        out = CLEAN
        if deferred.step.startswith("."):
            out = read_attribute(frame, base, deferred.step[1:], node)
        elif deferred.step.startswith("self."):
            for ref in base.refs:
                if isinstance(ref, ClassRef):
                    out = join(out, self._engine.classes.kept_attribute(frame, ref.info, deferred.step[5:]))
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
        for path in self._engine.holding(name)[:MAX_HOLDING]:
            place = self._engine.layout.places.get(path)
            info = self._engine.imports.load(place) if place is not None else None
            if info is None:
                continue
            tables = (self._engine.tables.get(str(path), {}), *(cls.table for cls in info.classes))
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
                return self._engine.instance(frame, info)
            case Func(info=info, env=env):
                if info.owner is not None and info.node.parameters:
                    args = args.prefixed(self._engine.instance(frame, info.owner))
                return self._engine.invoke(frame, info, env, args, node)
            case Bound(function=Func(info=info, env=env), receiver=bound):
                return self._engine.invoke(frame, info, env, args.prefixed(of(bound)), node)
            case _:
                return self._engine.call_reference(frame, ref, args, node) or CLEAN


def held_name(ref: Bound) -> str:
    """The name of the method that a reference binds."""
    return ref.function.info.name if isinstance(ref.function, Func) else ""


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
