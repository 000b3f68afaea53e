"""Nodes of the intermediate representation: small, frozen, and the same for every source language.

Every node carries ``line`` and ``column``, counted from 1, of its first character. A node holds no reference to the
tree it was lowered from. Awaiting a value is the value itself; parentheses, comments and formatting are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from paylint.location import Path


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """What all nodes share. Nodes compare by identity: two equal-looking expressions are two places."""

    line: int
    column: int


# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Const(Node):
    """A literal. Strings are unescaped and implicitly concatenated ones are joined; ``...`` is ``Ellipsis``."""

    value: str | bytes | int | float | complex | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    """A variable read, or written where it stands as a target."""

    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Node):
    """``object.name``. ``line`` and ``column`` are those of ``name``, so that a chained call's steps are told apart."""

    object: Expr
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Index(Node):
    """``object[index]``; ``index`` is a `Slice` or a `Sequence` of them where the source says so."""

    object: Expr
    index: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Slice(Node):
    """``lower:upper:step`` inside an `Index`."""

    lower: Expr | None
    upper: Expr | None
    step: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Argument(Node):
    """One argument of a call: positional, keyword (``name``), ``*value`` or ``**value`` (``unpack``)."""

    value: Expr
    name: str | None = None
    unpack: OneOf["", "*", "**"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """``function(arguments)``. Decorators, too, are called through this node when they are applied."""

    function: Expr
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Node):
    """An arithmetic or bit operation; ``operator`` is its source text: ``+ - * / // % ** @ << >> & | ^``."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Node):
    """``not``, ``-``, ``+`` or ``~``."""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Boolean(Node):
    """A chain of ``and`` or of ``or``: its value is one of its operands."""

    operator: OneOf["and", "or"]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """A chain of comparisons; its value is a truth value, whatever the operands hold."""

    operators: tuple[str, ...]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Node):
    """``body if test else orelse``."""

    test: Expr
    body: Expr
    orelse: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Format(Node):
    """An f-string or another template with its parts in order; a constant part is a `Const`.

    ``specs`` holds, for each part, the constant format specification (``.4``) or ``""``.
    """

    parts: tuple[Expr, ...]
    specs: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Starred(Node):
    """``*value`` inside a sequence or as an assignment target."""

    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Node):
    """A list, tuple or set display."""

    kind: OneOf["list", "tuple", "set"]
    elements: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mapping(Node):
    """A dict display; an entry whose key is ``None`` is ``**value``."""

    entries: tuple[tuple[Expr | None, Expr], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Generator(Node):
    """One ``for target in iterable if tests`` of a comprehension."""

    target: Expr
    iterable: Expr
    tests: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comprehension(Node):
    """A comprehension or generator expression; ``key`` is set for ``dict`` alone."""

    kind: OneOf["list", "set", "dict", "generator"]
    key: Expr | None
    element: Expr
    generators: tuple[Generator, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lambda(Node):
    """An anonymous function."""

    function: Function


@dataclass(frozen=True, slots=True, eq=False)
class Yield(Node):
    """``yield value``; ``delegate`` is true for ``yield from``."""

    value: Expr | None
    delegate: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Walrus(Node):
    """``(name := value)``."""

    name: str
    value: Expr


Expr = (
    Const
    | Name
    | Attribute
    | Index
    | Slice
    | Call
    | Binary
    | Unary
    | Boolean
    | Compare
    | Conditional
    | Format
    | Starred
    | Sequence
    | Mapping
    | Comprehension
    | Lambda
    | Yield
    | Walrus
)


# --- patterns of ``match`` -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Capture(Node):
    """``name`` or ``_`` (``None``), or ``pattern as name``."""

    name: str | None
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A value pattern, compared for equality: a constant or a dotted name."""

    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class SequencePattern(Node):
    """``[a, *rest]``; a `Rest` stands among the elements at most once."""

    elements: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rest(Node):
    """``*name`` in a sequence pattern."""

    name: str | None


@dataclass(frozen=True, slots=True, eq=False)
class MappingPattern(Node):
    """``{"key": pattern, **rest}``."""

    entries: tuple[tuple[Expr, Pattern], ...]
    rest: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ClassPattern(Node):
    """``Class(positional, name=pattern)``."""

    cls: Expr
    positional: tuple[Pattern, ...]
    named: tuple[tuple[str, Pattern], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives(Node):
    """``first | second``."""

    patterns: tuple[Pattern, ...]


Pattern = Capture | Literal | SequencePattern | Rest | MappingPattern | ClassPattern | Alternatives


# --- statements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Evaluate(Node):
    """An expression whose value is not kept."""

    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Assign(Node):
    """``targets[0] = targets[1] = value``. ``annotation`` is set for ``name: annotation = value`` alone.

    A bare ``name: annotation`` has no value.
    """

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Augment(Node):
    """``target operator= value``; ``operator`` is without its equals sign."""

    target: Expr
    operator: str
    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Delete(Node):
    """``del targets``."""

    targets: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Return(Node):
    """``return value``."""

    value: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class If(Node):
    """``if test``; an ``elif`` is an `If` alone in ``orelse``."""

    test: Expr
    body: Block
    orelse: Block


@dataclass(frozen=True, slots=True, eq=False)
class For(Node):
    """``for target in iterable`` with its ``else``; an asynchronous one looks the same."""

    target: Expr
    iterable: Expr
    body: Block
    orelse: Block


@dataclass(frozen=True, slots=True, eq=False)
class While(Node):
    """``while test`` with its ``else``."""

    test: Expr
    body: Block
    orelse: Block


@dataclass(frozen=True, slots=True, eq=False)
class Handler(Node):
    """``except type as name``; a bare one has no type."""

    type: Expr | None
    name: str | None
    body: Block


@dataclass(frozen=True, slots=True, eq=False)
class Try(Node):
    """``try`` with its handlers, ``else`` and ``finally``."""

    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block


@dataclass(frozen=True, slots=True, eq=False)
class WithItem(Node):
    """``context as target``."""

    context: Expr
    target: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class With(Node):
    """``with items``; an asynchronous one looks the same."""

    items: tuple[WithItem, ...]
    body: Block


@dataclass(frozen=True, slots=True, eq=False)
class Raise(Node):
    """``raise error from cause``."""

    error: Expr | None
    cause: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Assert(Node):
    """``assert test, message``."""

    test: Expr
    message: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Case(Node):
    """``case pattern if guard``."""

    pattern: Pattern
    guard: Expr | None
    body: Block


@dataclass(frozen=True, slots=True, eq=False)
class Match(Node):
    """``match subject``."""

    subject: Expr
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Jump(Node):
    """``break``, ``continue`` or ``pass``."""

    kind: OneOf["break", "continue", "pass"]


@dataclass(frozen=True, slots=True, eq=False)
class Scope(Node):
    """``global names`` or ``nonlocal names``."""

    kind: OneOf["global", "nonlocal"]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Import(Node):
    """``import module as name``: binds ``name``, or the first part of ``module`` where ``name`` is ``None``."""

    module: str
    name: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ImportFrom(Node):
    """``from module import names``: pairs of imported name and bound name.

    ``level`` counts the leading dots; ``names`` is ``(("*", "*"),)`` for a star import.
    """

    module: str
    level: int
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Node):
    """One parameter. ``kind`` is ``*`` or ``**`` for the collecting ones, ``keyword`` for keyword-only ones."""

    name: str
    default: Expr | None
    annotation: Expr | None
    kind: OneOf["", "positional", "keyword", "*", "**"]


@dataclass(frozen=True, slots=True, eq=False)
class Function(Node):
    """A function, method or lambda (in Python its ``name`` is ``<lambda>`` and its body one `Return`).

    ``line`` and ``column`` are those of the name. ``local`` holds the names that the body binds, nested functions left
    out and ``global``/``nonlocal`` ones taken off; ``generator`` is true where the body yields.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: Block
    decorators: tuple[Expr, ...]
    returns: Expr | None
    local: frozenset[str]
    generator: bool


@dataclass(frozen=True, slots=True, eq=False)
class Class(Node):
    """A class statement; ``line`` and ``column`` are those of the name. ``bases`` may hold keywords (``metaclass``)."""

    name: str
    bases: tuple[Argument, ...]
    body: Block
    decorators: tuple[Expr, ...]


Statement = (
    Evaluate
    | Assign
    | Augment
    | Delete
    | Return
    | If
    | For
    | While
    | Try
    | With
    | Raise
    | Assert
    | Match
    | Jump
    | Scope
    | Import
    | ImportFrom
    | Function
    | Class
)
Block = tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A lowered source file.

    ``name`` is the dotted import name (``shop.checkout.views``; a package's ``__init__`` carries the package's name),
    ``package`` says whether it is one. ``lines`` are the source's lines, for showing. ``language`` tells whose built-in
    methods a value's methods are: a string's ``slice``, an array's ``push``.
    """

    path: Path
    name: str
    package: bool
    body: Block
    lines: tuple[str, ...]
    language: OneOf["python", "script"] = "python"
