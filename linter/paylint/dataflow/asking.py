"""What a page's template gets by a path of names from an object that shows it: asked after a run, as far as pages ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paylint.dataflow.budget import Budget, BudgetSpentError
from paylint.dataflow.engine import Engine
from paylint.dataflow.frame import Arguments
from paylint.dataflow.objects import read_attribute
from paylint.dataflow.propagate import probe
from paylint.dataflow.values import Bound, ClassRef, Ext, Func, Loc, Value, of
from paylint.graph.symbols import ClassInfo


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path may give: program classes, or instances of them, by qualified name; constant texts; dotted library names."""

    classes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Asking:
    """Questions to the engine of a finished run. Each is answered once, on a budget of its own, and changes nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._classes: dict[str, ClassInfo] | None = None
        self._known: dict[tuple[str, tuple[str, ...]], Answer] = {}

    def __call__(self, owner: str, path: Sequence[str]) -> Answer:
        """What ``x.first.second`` gives for an instance ``x`` of a class; methods on the way are called, as templates do."""
        key = (owner, tuple(path))
        if key not in self._known:
            cls = self._class(owner)
            self._known[key] = self._asked(cls, path) if cls is not None else Answer()
        return self._known[key]

    def _class(self, qualname: str) -> ClassInfo | None:
        if self._classes is None:
            modules = [module for module in self._engine.modules.values() if module is not None]
            self._classes = {cls.qualname: cls for module in modules for cls in module.classes}
        return self._classes.get(qualname)

    def _asked(self, cls: ClassInfo, path: Sequence[str]) -> Answer:
        engine = self._engine
        frame = probe(engine, cls)
        node = cls.node
        before, engine.budget = engine.budget, Budget()
        try:
            value = engine.instance(frame, cls)
            for name in path:
                value = engine.deferred.force_value(frame, read_attribute(frame, value, name, node))
                callables = tuple(ref for ref in value.refs if isinstance(ref, Func | Bound))
                if callables:
                    value = engine.deferred.force_value(frame, engine.call(frame, of(*callables), Arguments(), node))
            return _answer([_named(frame.obj(ref).cls if isinstance(ref, Loc) else ref) for ref in value.refs], value)
        except (BudgetSpentError, RecursionError):
            return Answer()
        finally:
            engine.budget = before


def _named(what: object) -> tuple[str, str]:
    match what:
        case ClassRef(info=info):
            return "class", info.qualname
        case Ext(path=path):
            return "name", path.removesuffix("()")
        case _:
            return "", ""


def _answer(found: Sequence[tuple[str, str]], value: Value) -> Answer:
    kept = dict.fromkeys(found)
    return Answer(
        tuple(name for kind, name in kept if kind == "class"),
        value.strings,
        tuple(name for kind, name in kept if kind == "name"),
    )
