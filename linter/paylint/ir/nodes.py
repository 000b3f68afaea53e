"""Nodes of the intermediate representation: small, frozen, and the same for every source language.

Every node carries ``line`` and ``column``, counted from 1, of its first character. A node holds no reference to the
tree it was lowered from. Awaiting a value is the value itself; parentheses, comments and formatting are gone.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import Protocol

from paylint.location import Path
from paylint.record import record


@record
class Node:
    """What all nodes share. Nodes compare by identity: two equal-looking expressions are two places."""

    line: int
    column: int


# --- expressions -----------------------------------------------------------------------------------------------------


@record
class Const(Node):
    """A literal. Strings are unescaped and implicitly concatenated ones are joined; ``...`` is ``Ellipsis``."""

    value: str | bytes | int | float | complex | bool | None


@record
class Name(Node):
    """A variable read, or written where it stands as a target."""

    id: str


@record
class Attribute(Node):
    """``object.name``. ``line`` and ``column`` are those of ``name``, so that a chained call's steps are told apart."""

    object: Expr
    name: str


@record
class Index(Node):
    """``object[index]``; ``index`` is a `Slice` or a `Sequence` of them where the source says so."""

    object: Expr
    index: Expr


@record
class Slice(Node):
    """``lower:upper:step`` inside an `Index`."""

    lower: Expr | None
    upper: Expr | None
    step: Expr | None


@record
class Argument(Node):
    """One argument of a call: positional, keyword (``name``), ``*value`` or ``**value`` (``unpack``)."""

    value: Expr
    name: str | None = None
    unpack: OneOf["", "*", "**"] = ""


@record
class Call(Node):
    """``function(arguments)``. Decorators, too, are called through this node when they are applied."""

    function: Expr
    arguments: tuple[Argument, ...]


@record
class Binary(Node):
    """An arithmetic or bit operation; ``operator`` is its source text: ``+ - * / // % ** @ << >> & | ^``."""

    operator: str
    left: Expr
    right: Expr


@record
class Unary(Node):
    """``not``, ``-``, ``+`` or ``~``."""

    operator: str
    operand: Expr


@record
class Boolean(Node):
    """A chain of ``and`` or of ``or``: its value is one of its operands."""

    operator: OneOf["and", "or"]
    operands: tuple[Expr, ...]


@record
class Compare(Node):
    """A chain of comparisons; its value is a truth value, whatever the operands hold."""

    operators: tuple[str, ...]
    operands: tuple[Expr, ...]


@record
class Conditional(Node):
    """``body if test else orelse``."""

    test: Expr
    body: Expr
    orelse: Expr


@record
class Format(Node):
    """An f-string or another template with its parts in order; a constant part is a `Const`.

    ``specs`` holds, for each part, the constant format specification (``.4``) or ``""``.
    """

    parts: tuple[Expr, ...]
    specs: tuple[str, ...]


@record
class Starred(Node):
    """``*value`` inside a sequence or as an assignment target."""

    value: Expr


@record
class Sequence(Node):
    """A list, tuple or set display."""

    kind: OneOf["list", "tuple", "set"]
    elements: tuple[Expr, ...]


@record
class Mapping(Node):
    """A dict display; an entry whose key is ``None`` is ``**value``."""

    entries: tuple[tuple[Expr | None, Expr], ...]


@record
class Generator(Node):
    """One ``for target in iterable if tests`` of a comprehension."""

    target: Expr
    iterable: Expr
    tests: tuple[Expr, ...]


@record
class Comprehension(Node):
    """A comprehension or generator expression; ``key`` is set for ``dict`` alone."""

    kind: OneOf["list", "set", "dict", "generator"]
    key: Expr | None
    element: Expr
    generators: tuple[Generator, ...]


@record
class Lambda(Node):
    """An anonymous function."""

    function: Function


@record
class Yield(Node):
    """``yield value``; ``delegate`` is true for ``yield from``."""

    value: Expr | None
    delegate: bool = False


@record
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


@record
class Capture(Node):
    """``name`` or ``_`` (``None``), or ``pattern as name``."""

    name: str | None
    pattern: Pattern | None = None


@record
class Literal(Node):
    """A value pattern, compared for equality: a constant or a dotted name."""

    value: Expr


@record
class SequencePattern(Node):
    """``[a, *rest]``; a `Rest` stands among the elements at most once."""

    elements: tuple[Pattern, ...]


@record
class Rest(Node):
    """``*name`` in a sequence pattern."""

    name: str | None


@record
class MappingPattern(Node):
    """``{"key": pattern, **rest}``."""

    entries: tuple[tuple[Expr, Pattern], ...]
    rest: str | None


@record
class ClassPattern(Node):
    """``Class(positional, name=pattern)``."""

    cls: Expr
    positional: tuple[Pattern, ...]
    named: tuple[tuple[str, Pattern], ...]


@record
class Alternatives(Node):
    """``first | second``."""

    patterns: tuple[Pattern, ...]


Pattern = Capture | Literal | SequencePattern | Rest | MappingPattern | ClassPattern | Alternatives


# --- statements ------------------------------------------------------------------------------------------------------


@record
class Evaluate(Node):
    """An expression whose value is not kept."""

    value: Expr


@record
class Assign(Node):
    """``targets[0] = targets[1] = value``. ``annotation`` is set for ``name: annotation = value`` alone.

    A bare ``name: annotation`` has no value.
    """

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None = None


@record
class Augment(Node):
    """``target operator= value``; ``operator`` is without its equals sign."""

    target: Expr
    operator: str
    value: Expr


@record
class Delete(Node):
    """``del targets``."""

    targets: tuple[Expr, ...]


@record
class Return(Node):
    """``return value``."""

    value: Expr | None


@record
class If(Node):
    """``if test``; an ``elif`` is an `If` alone in ``orelse``."""

    test: Expr
    body: Block
    orelse: Block


@record
class For(Node):
    """``for target in iterable`` with its ``else``; an asynchronous one looks the same."""

    target: Expr
    iterable: Expr
    body: Block
    orelse: Block


@record
class While(Node):
    """``while test`` with its ``else``."""

    test: Expr
    body: Block
    orelse: Block


@record
class Handler(Node):
    """``except type as name``; a bare one has no type."""

    type: Expr | None
    name: str | None
    body: Block


@record
class Try(Node):
    """``try`` with its handlers, ``else`` and ``finally``."""

    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block


@record
class WithItem(Node):
    """``context as target``."""

    context: Expr
    target: Expr | None


@record
class With(Node):
    """``with items``; an asynchronous one looks the same."""

    items: tuple[WithItem, ...]
    body: Block


@record
class Raise(Node):
    """``raise error from cause``."""

    error: Expr | None
    cause: Expr | None


@record
class Assert(Node):
    """``assert test, message``."""

    test: Expr
    message: Expr | None


@record
class Case(Node):
    """``case pattern if guard``."""

    pattern: Pattern
    guard: Expr | None
    body: Block


@record
class Match(Node):
    """``match subject``."""

    subject: Expr
    cases: tuple[Case, ...]


@record
class Jump(Node):
    """``break``, ``continue`` or ``pass``."""

    kind: OneOf["break", "continue", "pass"]


@record
class Scope(Node):
    """``global names`` or ``nonlocal names``."""

    kind: OneOf["global", "nonlocal"]
    names: tuple[str, ...]


@record
class Import(Node):
    """``import module as name``: binds ``name``, or the first part of ``module`` where ``name`` is ``None``."""

    module: str
    name: str | None


@record
class ImportFrom(Node):
    """``from module import names``: pairs of imported name and bound name.

    ``level`` counts the leading dots; ``names`` is ``(("*", "*"),)`` for a star import.
    """

    module: str
    level: int
    names: tuple[tuple[str, str], ...]


@record
class Parameter(Node):
    """One parameter. ``kind`` is ``*`` or ``**`` for the collecting ones, ``keyword`` for keyword-only ones."""

    name: str
    default: Expr | None
    annotation: Expr | None
    kind: OneOf["", "positional", "keyword", "*", "**"]


@record
class Code:
    """What a function does. ``local`` holds the names that the body binds, nested functions left out and
    ``global``/``nonlocal`` ones taken off; ``generator`` is true where the body yields.
    """

    body: Block
    local: frozenset[str]
    generator: bool


class Unread(Protocol):
    """The code of a function that nobody has looked into so far, and what is known of it without.

    No function or class is defined in it. ``mentions`` are the identifiers, keywords and short constants in it, ``texts`` the longer
    constants, ``writes`` the attributes that it assigns on its first parameter, sorted.
    """

    @property
    def mentions(self) -> frozenset[str]:
        """The words in it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The longer constants in it."""

    @property
    def writes(self) -> tuple[str, ...]:
        """The attributes that it writes."""

    def read(self) -> Code:
        """Look into it."""


@record
class Function(Node):
    """A function, method or lambda (in Python its ``name`` is ``<lambda>`` and its body one `Return`).

    ``line`` and ``column`` are those of the name.
    """

    name: str
    parameters: tuple[Parameter, ...]
    code: Code | Unread
    decorators: tuple[Expr, ...]
    returns: Expr | None

    @property
    def body(self) -> Block:
        """What it does."""
        return self.read().body

    @property
    def local(self) -> frozenset[str]:
        """The names that its body binds."""
        return self.read().local

    @property
    def generator(self) -> bool:
        """Whether its body yields."""
        return self.read().generator

    def read(self) -> Code:
        """Its code, looked into."""
        return self.code if isinstance(self.code, Code) else self.code.read()


@record
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


@record
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
