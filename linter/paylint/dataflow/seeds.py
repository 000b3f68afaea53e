"""Where a lens is put on: the functions in which something can go wrong, and those that call them, as far as names tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import children, walk
from paylint.location import Path
from paylint.models.vocabulary import Lens

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine
    from paylint.dataflow.propagate import Start

MAX_MENTIONS = 12
MAX_CLIMB = 4
MAX_TAKEN = 150
"""From so many functions nobody climbs on: the program is about such texts itself, and every name in it leads to one."""
SMALL = 120
"""A function of so many nodes may clean or pass on what it is given, and is always looked into."""


class Seeds:
    """The modules and functions of one lens, growing from callee to caller, round by round."""

    def __init__(self, engine: Engine, start: Start, lens: Lens) -> None:
        self.engine = engine
        self.start = start
        self.lens = lens
        self.modules: dict[Path, ModuleInfo] = {}
        self._words: set[str] = set()
        self._taken: set[FunctionInfo] = set()
        self._begins: dict[FunctionInfo, bool] = {}

    def load(self, paths: Iterable[Path]) -> None:
        """Take modules in. In a function that names a source, labels can begin."""
        sources = self.engine.catalog.source_names
        for path in sorted(paths):
            place = self.engine.layout.places.get(path)
            module = self.engine.imports.load(place) if place is not None and path not in self.modules else None
            if module is None:
                continue
            self.modules[path] = module
            for info in module.functions:
                if info.mentions & sources:
                    self.engine.deferred.mark_concerned(info)

    def fresh(self) -> list[FunctionInfo]:
        """The entry points: of the functions that begin something, and of those that call them, the ones in which labels can begin."""
        entries: list[FunctionInfo] = []
        for _ in range(MAX_CLIMB):
            functions = [info for module in self.modules.values() for info in module.functions]
            out = [info for info in functions if info not in self._taken and self.concerns(info)]
            if not out or len(self._taken) > MAX_TAKEN:
                break
            self._taken.update(out)
            for info in out:
                self.engine.deferred.mark_concerned(info)
            entries.extend(info for info in out if self.opens(info))
            self.harvest()
        return entries

    def opens(self, info: FunctionInfo) -> bool:
        """Whether a function names a source, or is given one by a framework."""
        catalog = self.engine.catalog
        return (
            bool(info.mentions & (catalog.source_names | catalog.vocabulary.parameters)) or info in self.engine.bindings
        )

    def concerns(self, info: FunctionInfo) -> bool:
        """Whether a function begins something or mentions one that does."""
        if info not in self._begins:
            self._begins[info] = begins(info, self.lens)
        return self._begins[info] or bool(info.mentions & self._words)

    def harvest(self) -> None:
        """Learn the names by which the functions of this round are called, and load the files that mention them."""
        words = {word for info in self._taken for word in called_by(info)}
        self.widen(words)
        self.widen({name for module in self.modules.values() for name in tables(module.node, words & self._words)})

    def questions(self) -> set[str]:
        """The words by which it is decided, beside the lens itself, where it is put on, and what is followed through it."""
        catalog = self.engine.catalog
        return self._words.union(catalog.source_names, catalog.vocabulary.parameters)

    def widen(self, words: set[str]) -> None:
        """Take in the files that mention a word, unless it is an everyday one."""
        paths: set[Path] = set()
        for word in sorted(words - self._words):
            found = self.start.holding(word)
            if len(found) <= MAX_MENTIONS:
                self._words.add(word)
                paths.update(p for p in found if p in self.engine.layout.places and not self.start.skip(p))
        self.load(paths)


def called_by(info: FunctionInfo) -> Iterator[str]:
    """The names under which others call a function: its own, or that of the class that it makes an instance of."""
    while info.parent is not None:
        info = info.parent
    if not info.name.startswith("_"):
        yield info.name
    elif info.name == "__init__" and info.owner is not None:
        yield info.owner.name


def tables(module: ir.Module, words: set[str]) -> Iterator[str]:
    """The variables of a module whose values name one of ``words`` (a table of handlers)."""
    for statement in module.body:
        if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Sequence | ir.Mapping):
            named = {
                n.id if isinstance(n, ir.Name) else n.name
                for n in walk(statement.value)
                if isinstance(n, ir.Name | ir.Attribute)
            }
            if named & words:
                yield from (target.id for target in statement.targets if isinstance(target, ir.Name))


def begins(info: FunctionInfo, lens: Lens) -> bool:
    """Whether a function names what the lens is about, or holds such a text and builds text from parts."""
    code = info.node.code
    if not isinstance(code, ir.Code) and not lens.can_begin(code.mentions, code.texts):
        return False
    said = built = False
    pending: list[ir.Node] = [
        s for s in info.node.body if not isinstance(s, ir.Evaluate) or not isinstance(s.value, ir.Const)
    ]
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Call):
            name = called(node)
            if name in lens.names:
                return True
            if name in lens.shown:
                continue
        if isinstance(node, ir.Const):
            text = node.value
            said = said or (isinstance(text, str) and any(pattern.search(text) for pattern in lens.texts))
        else:
            built = built or builds(node)
            pending.extend(children(node))
    return said and built


def called(node: ir.Call) -> str:
    """The last name of what is called."""
    function = node.function
    return function.id if isinstance(function, ir.Name) else function.name if isinstance(function, ir.Attribute) else ""


def size(info: FunctionInfo) -> int:
    """How many nodes a function's body has, counted up to the bound of what is small."""
    count = 0
    for statement in info.node.body:
        for _ in walk(statement):
            count += 1
            if count > SMALL:
                return count
    return count


def builds(node: ir.Node) -> bool:
    """Whether a node puts text together."""
    match node:
        case ir.Format(parts=parts):
            return any(not isinstance(part, ir.Const) for part in parts)
        case ir.Binary(operator="+" | "%") | ir.Augment(operator="+" | "+="):
            return True
        case ir.Attribute(name="format" | "join" | "format_map" | "replace" | "substitute"):
            return True
        case _:
            return False
