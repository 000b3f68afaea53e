"""The state of lowering one script: scopes, free names, and statements that an expression needs before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tree_sitter import Node

from paylint.frontend.script_names import BROWSER, outside
from paylint.ir.nodes import Block, Import, ImportFrom, Name, Statement
from paylint.ir.nodes import Scope as Declaration
from paylint.location import Path

_BOUND_ELSEWHERE = frozenset({"super", "classmethod", "property"})


@dataclass(slots=True, eq=False)
class Scope:
    """One function: what it declares, and the names of others that it assigns. ``this`` is the variable for ``this``."""

    declared: set[str]
    this: str
    assigned: set[str] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Context:
    """Lowering of one script. ``before`` collects the statements that must run before the current one.

    ``block`` lowers a block of statements, ``function`` a function: expressions hold both.
    """

    path: Path
    lines: tuple[bytes, ...]
    first_line: int
    ascii: bool
    block: Callable[[Context, list[Node]], Block]
    class_: Callable[[Context, Node, str], Block]
    scopes: list[Scope] = field(default_factory=list)
    before: list[Statement] = field(default_factory=list)
    imports: list[Statement] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    used_this: set[str] = field(default_factory=set)
    _temporaries: int = 0

    def at(self, node: Node) -> tuple[int, int]:
        """Line and column of a node, counted from 1, columns in code points."""
        row, column = node.start_point
        if not self.ascii and row < len(self.lines):
            column = len(self.lines[row][:column].decode("utf-8", "replace"))
        return row + self.first_line, column + 1

    def temporary(self, node: Node) -> Name:
        """A fresh variable that no script can name."""
        self._temporaries += 1
        name = f"@{self._temporaries}"
        self.scopes[-1].declared.add(name)
        return Name(*self.at(node), name)

    def read(self, name: str) -> None:
        """Note a variable read."""
        if not self.is_declared(name):
            self.free.add(name)

    def write(self, name: str) -> None:
        """Note a variable assigned without being declared here."""
        if name in self.scopes[-1].declared:
            return
        if any(name in scope.declared for scope in self.scopes[1:-1]):
            return
        if len(self.scopes) > 1:
            self.scopes[-1].assigned.add(name)
        if name not in self.scopes[0].declared:
            self.own.add(name)

    def is_declared(self, name: str) -> bool:
        """Whether a scope around here declares the name."""
        return any(name in scope.declared for scope in self.scopes)

    def global_names(self, node: Node) -> Block:
        """The statement that says which variables of the script a function assigns."""
        names = tuple(sorted(self.scopes[-1].assigned))
        return (Declaration(*self.at(node), "global", names),) if names else ()

    @contextmanager
    def inside(self, scope: Scope) -> Iterator[None]:
        """A function's body, with statements of its own."""
        outer, self.before = self.before, []
        self.scopes.append(scope)
        try:
            yield
        finally:
            self.scopes.pop()
            self.before = outer

    def taken(self) -> list[Statement]:
        """The statements that wait, taken out."""
        waiting, self.before = self.before, []
        return waiting

    def prelude(self) -> Block:
        """The imports of the script, and those of the free names, which the browser gives."""
        names = sorted(self.free - self.own - self.scopes[0].declared - _BOUND_ELSEWHERE)
        given = (
            (ImportFrom(self.first_line, 1, BROWSER, 0, tuple((outside(name), name) for name in names)),)
            if names
            else ()
        )
        return (*given, *self.imports)

    def require(self, node: Node, module: str) -> Name:
        """A variable that holds a module, imported at the top."""
        name = f"@{module}"
        if name not in self.scopes[0].declared:
            self.scopes[0].declared.add(name)
            self.imports.append(Import(*self.at(node), module, name))
        return Name(*self.at(node), name)
