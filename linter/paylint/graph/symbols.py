"""What a module defines: its classes and functions, with the names that each mentions. One walk over the IR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paylint.ir import nodes as ir
from paylint.ir.walk import children
from paylint.location import Location

if TYPE_CHECKING:
    from paylint.dataflow.heap import Closed
    from paylint.dataflow.values import Value


@dataclass(slots=True, eq=False)
class FunctionInfo:
    """A function of the program.

    ``qualname`` is fully qualified (``shop.views.Pay.post``; a nested one follows its parent's name). ``mentions``
    holds every identifier, attribute, keyword and constant key in the body; ``captured`` the locals that inner
    functions use.
    """

    qualname: str
    node: ir.Function
    module: ModuleInfo
    owner: ClassInfo | None = None
    parent: FunctionInfo | None = None
    inner: dict[int, FunctionInfo] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()
    captured: frozenset[str] = frozenset()
    used: frozenset[str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The variables that it and its inner functions use, the inner ones' own left out."""
        if self.used is None:
            nodes = (node for statement in self.node.body for node in (statement, *_walk(statement)))
            self.used = frozenset(filter(None, map(_named, nodes)))
        return self.used

    @property
    def name(self) -> str:
        """The simple name."""
        return self.node.name

    @property
    def location(self) -> Location:
        """Where the name stands in the definition."""
        return Location(self.module.node.path, self.node.line, self.node.column)

    def __repr__(self) -> str:
        return f"<function {self.qualname}>"


@dataclass(slots=True, eq=False)
class ClassInfo:
    """A class of the program.

    ``methods`` are those of its own body, ``own`` the names and constants that the body mentions outside of them; ``writers`` maps an attribute to its methods that assign it on ``self``.
    ``bases`` and ``table`` (class attributes) are values: they are filled when the class statement is interpreted.
    """

    qualname: str
    node: ir.Class
    module: ModuleInfo
    methods: dict[str, FunctionInfo] = field(default_factory=dict)
    writers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    bases: tuple[Value, ...] = ()
    table: dict[str, Closed] = field(default_factory=dict)
    linear: tuple[ClassInfo | str, ...] | None = None

    @property
    def name(self) -> str:
        """The simple name."""
        return self.node.name

    @property
    def location(self) -> Location:
        """Where the name stands in the definition."""
        return Location(self.module.node.path, self.node.line, self.node.column)

    def __repr__(self) -> str:
        return f"<class {self.qualname}>"


@dataclass(slots=True, eq=False)
class ModuleInfo:
    """A module with its functions and classes; ``functions`` holds all of them, nested ones and methods included."""

    node: ir.Module
    functions: tuple[FunctionInfo, ...] = ()
    classes: tuple[ClassInfo, ...] = ()
    definitions: dict[int, FunctionInfo | ClassInfo] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The dotted name."""
        return self.node.name

    def __repr__(self) -> str:
        return f"<module {self.node.name}>"


def index_module(node: ir.Module) -> ModuleInfo:
    """The table of a module's definitions."""
    module = ModuleInfo(node)
    builder = _Indexer(module)
    mentions: set[str] = set()
    for statement in node.body:
        builder.visit(statement, node.name, None, None, mentions, set())
    module.functions = tuple(builder.functions)
    module.classes = tuple(builder.classes)
    module.mentions = frozenset(mentions)
    return module


class _Indexer:
    """The walk's accumulators."""

    def __init__(self, module: ModuleInfo) -> None:
        self.module = module
        self.functions: list[FunctionInfo] = []
        self.classes: list[ClassInfo] = []
        self.lambdas: Counter[str] = Counter()

    def visit(
        self,
        root: ir.Node,
        prefix: str,
        owner: ClassInfo | None,
        parent: FunctionInfo | None,
        mentions: set[str],
        names: set[str],
    ) -> None:
        """Index one statement or expression and all below it."""
        pending: list[ir.Node] = [root]
        while pending:
            node = pending.pop()
            match node:
                case ir.Function():
                    pending.extend(node.decorators)
                    pending.extend(p.default for p in node.parameters if p.default is not None)
                    self.function(node, prefix, owner, parent, mentions, names)
                    continue
                case ir.Lambda(function=function):
                    number = self.number(function, prefix)
                    self.function(function, prefix, None, parent, mentions, names, number)
                    continue
                case ir.Class():
                    pending.extend(node.decorators)
                    pending.extend(node.bases)
                    self.cls(node, prefix, parent, mentions, names)
                    continue
                case ir.Name(id=name):
                    names.add(name)
                    mentions.add(name)
                case ir.Attribute(name=name):
                    mentions.add(name)
                case ir.Argument(name=str(name)):
                    mentions.add(name)
                case ir.Const(value=str(text)) if len(text) < 60:
                    mentions.add(text)
                case ir.Walrus(name=name):
                    names.add(name)
                    mentions.add(name)
                case _:
                    pass
            pending.extend(reversed(children(node)))

    def number(self, function: ir.Function, prefix: str) -> str:
        """The number of a function without a name among those of its block."""
        if not function.name.endswith(">"):
            return ""
        self.lambdas[prefix] += 1
        return str(self.lambdas[prefix])

    def function(
        self,
        node: ir.Function,
        prefix: str,
        owner: ClassInfo | None,
        parent: FunctionInfo | None,
        mentions: set[str],
        names: set[str],
        number: str = "",
    ) -> None:
        name = f"{node.name.removesuffix('>')}{number}>" if number else node.name
        info = FunctionInfo(f"{prefix}.{name}".lstrip("."), node, self.module, owner, parent)
        self.functions.append(info)
        self.module.definitions[id(node)] = info
        if owner is not None:
            owner.methods[node.name] = info
        if not isinstance(node.code, ir.Code):
            info.mentions = node.code.mentions
            mentions |= info.mentions
            if owner is not None:
                _note_writer(owner, node.code.writes, node.name)
            return
        own_mentions: set[str] = {p.name for p in node.parameters}
        own_mentions.update(
            inner.id
            for p in node.parameters
            if p.default is not None
            for inner in (p.default, *_walk(p.default))
            if isinstance(inner, ir.Name)
        )
        own_names: set[str] = set()
        before = len(self.functions)
        for statement in node.body:
            self.visit(statement, info.qualname, None, info, own_mentions, own_names)
        nested = self.functions[before:]
        used_inside: set[str] = set()
        for inner in nested:
            used_inside |= inner.names - inner.node.local
            used_inside |= {name for scope in _scopes(inner.node) for name in scope.names}
        info.captured = frozenset(used_inside & node.local)
        info.used = frozenset(own_names | (used_inside - node.local))
        info.mentions = frozenset(own_mentions)
        mentions |= own_mentions
        names |= info.names - node.local
        if owner is not None:
            _note_writer(owner, _assigned_on_self(node), node.name)

    def cls(
        self, node: ir.Class, prefix: str, parent: FunctionInfo | None, mentions: set[str], names: set[str]
    ) -> None:
        info = ClassInfo(f"{prefix}.{node.name}".lstrip("."), node, self.module)
        self.classes.append(info)
        self.module.definitions[id(node)] = info
        own: set[str] = set()
        for statement in node.body:
            inside = mentions if isinstance(statement, ir.Function) else own
            self.visit(statement, info.qualname, info, parent, inside, names)
        info.own = frozenset(own)
        mentions |= own


def _note_writer(owner: ClassInfo, attributes: Iterable[str], method: str) -> None:
    """Note that a method assigns attributes."""
    for name in attributes:
        owner.writers[name] = (*owner.writers.get(name, ()), method)


def _named(node: ir.Node) -> str:
    match node:
        case ir.Name(id=name) | ir.Walrus(name=name):
            return name
        case _:
            return ""


def _walk(root: ir.Node) -> Iterator[ir.Node]:
    """All nodes of one function's own body, inner functions and classes left out."""
    pending = children(root)
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Function | ir.Class | ir.Lambda):
            continue
        yield node
        pending.extend(children(node))


def _scopes(node: ir.Function) -> Iterator[ir.Scope]:
    return (inner for inner in _walk(node) if isinstance(inner, ir.Scope))


def _assigned_on_self(node: ir.Function) -> list[str]:
    """The attributes that a method assigns on its first parameter, sorted."""
    if not node.parameters:
        return []
    receiver = node.parameters[0].name
    found: set[str] = set()
    for inner in _walk(node):
        targets: tuple[ir.Expr, ...] = ()
        if isinstance(inner, ir.Assign):
            targets = inner.targets
        elif isinstance(inner, ir.Augment):
            targets = (inner.target,)
        for target in targets:
            for leaf in target.elements if isinstance(target, ir.Sequence) else (target,):
                if isinstance(leaf, ir.Attribute) and isinstance(leaf.object, ir.Name) and leaf.object.id == receiver:
                    found.add(leaf.name)
                elif (
                    isinstance(leaf, ir.Index)
                    and isinstance(leaf.object, ir.Attribute)
                    and isinstance(leaf.object.object, ir.Name)
                    and leaf.object.object.id == receiver
                ):
                    found.add(leaf.object.name)
    return sorted(found)
