"""Modules on demand, and what names that are imported stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.dataflow import execute as statements
from paylint.dataflow.budget import BudgetSpentError
from paylint.dataflow.frame import CellWrite, Frame
from paylint.dataflow.heap import Cell, Closed, State, close
from paylint.dataflow.objects import apply_attribute, module_cell
from paylint.dataflow.values import UNKNOWN, Ext, Imported, ModuleRef, Value, join, of
from paylint.graph.layout import ModulePlace
from paylint.graph.symbols import ModuleInfo
from paylint.ir import nodes as ir
from paylint.location import Path

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine


class Imports:
    """The modules of one run: loaded when first asked for, with what their top levels leave behind."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, place: ModulePlace) -> ModuleInfo | None:
        """Load and execute the module at a place, once."""
        key = str(place.path)
        if key in self._engine.modules:
            return self._engine.modules[key]
        self._engine.modules[key] = None
        info = self._engine.loader(place)
        self._engine.modules[key] = info
        if info is not None:
            self.run_module(info, key)
        return info

    def run_module(self, info: ModuleInfo, key: str, *, again: bool = False) -> None:
        """Execute a module's top level, on a budget of its own.

        A script's top level runs all that it does; it runs once more where one handler keeps what another reads.
        """
        frame = Frame(self._engine, info, State({}, {}), namespace=info.name)
        self._engine.running[key] = frame
        outer, self._engine.budget = self._engine.budget, self._engine.allowed(info)
        try:
            statements.execute(frame, info.node.body)
        except (BudgetSpentError, RecursionError):
            self._engine.summaries.cut_short(info)
        except Exception as error:  # noqa: BLE001 - what fails in one module must not hide what others show
            self._engine.results.failures.append((info, error))
        finally:
            self._engine.account(info, outer)
            del self._engine.running[key]
        state = frame.state or frame.exit or State({}, {})
        self._engine.tables[key] = {
            name: self.closed_global(state, info, name, value) for name, value in state.variables.items()
        }
        self.flush(frame.writes, state)
        if frame.scripted and not again and any(self._engine.cells.version(*d) != v for d, v in frame.deps.items()):
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
            self._engine.cells.write(write.cell, write.name, state.heap, write.value)

    def path_of(self, module: ModuleInfo) -> str:
        """The key under which a module is kept."""
        return str(module.node.path)

    def module_attribute(self, frame: Frame, module: str, name: str) -> Value:
        """``module.name``; ``module`` is the key (the path) of a program module."""
        if not self.lazy(module, name):
            self.ensure(module)
        running = self._engine.running.get(module)
        if running is not None and running is not frame and running.state is not None:
            known = running.live.variables.get(name)
            if known is not None:
                return self.resolve(frame, frame.bring(close(running.live.heap, known)))
        info = self._engine.modules.get(module)
        if info is None and module not in self._engine.modules:
            return of(Imported(module, name))
        table = self._engine.tables.get(module, {})
        if name in table:
            key = (module, name)
            value = frame.imported.get(key)
            if value is None or any(loc not in frame.live.heap for loc in value.locs):
                value = frame.imported[key] = self.resolve(frame, frame.bring(table[name]))
            if info is not None:
                value = join(value, frame.read_cell(module_cell(module), name))
            return value
        if info is not None:
            place = self._engine.layout.find(f"{info.name}.{name}", info.node.path)
            if place is not None:
                return of(ModuleRef(str(place.path)))
            for star in self._engine.stars.get(module, []):
                return of(Ext(self._engine.catalog.alias(f"{star}.{name}")))
            written = frame.read_cell(module_cell(module), name)
            if written:
                return written
        return UNKNOWN

    def ensure(self, module: str) -> None:
        """Load the module with that key, if it is not."""
        if module not in self._engine.modules:
            place = self._engine.layout.places.get(Path(module))
            if place is not None:
                self.load(place)

    def import_name(self, frame: Frame, name: str, level: int) -> Value:
        """The value of ``import name``: a program module, or a library's."""
        place = self._engine.layout.resolve(name, level, frame.module.node.path)
        if place is not None and place.path != frame.module.node.path:
            return of(ModuleRef(str(place.path)))
        return of(Ext(self._engine.catalog.alias(name)))

    def import_member(self, frame: Frame, module: str, level: int, name: str) -> Value:
        """The value of ``from module import name``; a program module is not loaded before the name is used."""
        importer = frame.module.node.path
        place = self._engine.layout.resolve(module, level, importer)
        if place is not None:
            if place.path == importer:
                inner = self._engine.layout.resolve(f"{module}.{name}" if module else name, level, importer)
                return of(ModuleRef(str(inner.path))) if inner is not None else UNKNOWN
            return of(Imported(str(place.path), name))
        inner = self._engine.layout.resolve(f"{module}.{name}" if module else name, level, importer)
        if inner is not None:
            return of(ModuleRef(str(inner.path)))
        return self.library_name(frame, self._engine.catalog.alias(f"{module}.{name}" if module else name))

    def library_name(self, frame: Frame, path: str) -> Value:
        """What is imported from a library: the name itself, or, where a row says so, the object that it stands for."""
        row = self._engine.catalog.attribute(path)
        if row is None:
            return of(Ext(path))
        return apply_attribute(frame, row, path, None, ir.Jump(1, 1, "pass"))

    def import_star(self, frame: Frame, module: str, level: int) -> None:
        """``from module import *``."""
        place = self._engine.layout.resolve(module, level, frame.module.node.path)
        key = self.path_of(frame.module)
        if place is None:
            self._engine.stars.setdefault(key, []).append(self._engine.catalog.alias(module))
            return
        target = str(place.path)
        self.ensure(target)
        for name in self._engine.tables.get(target, {}):
            if not name.startswith("_"):
                self._engine.set_variable(frame, name, of(Imported(target, name)))
        self._engine.stars.setdefault(key, []).extend(self._engine.stars.get(target, []))

    def lazy(self, module: str, name: str) -> bool:
        """Whether a name of a module that is not loaded is a function or class of its own, which can wait."""
        return module not in self._engine.modules and self._engine.defines(module, name)

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
                place = self._engine.layout.places.get(Path(ref.module))
                found = self.module_attribute(frame, ref.module, ref.name)
                if place is not None and found is UNKNOWN:
                    inner = self._engine.layout.find(f"{place.name}.{ref.name}", place.path)
                    found = of(ModuleRef(str(inner.path))) if inner is not None else UNKNOWN
                out = join(out, found)
        return out
