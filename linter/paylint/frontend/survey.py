"""Which functions of a file can stay unread until somebody asks for them, and what is known of each without.

Card data is rare: of the functions in the files that are looked at, one in thirty is interpreted. Python's own parser says in a
tenth of LibCST's time where functions stand and which words are in them, and LibCST is then given the rest of the file. What the
interpreter that runs us does not take as Python is left to LibCST whole.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SHORT = 60
"""A constant of so many characters or more is a text, and no word."""

_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_DROPPED = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop)


@dataclass(frozen=True, slots=True)
class Extent:
    """A function in which nothing else is defined, by its name with those of the classes around it (``Pay.post``).

    It stands on the lines ``first`` to ``last``, decorators left out, and its body begins on line ``begin``; all are counted
    from 1. ``mentions``, ``texts`` and ``writes`` are those of `paylint.ir.nodes.Unread`. ``alone`` is true of a function of
    the module itself that takes nothing else to define: no decorator, and no default but a constant.
    """

    name: str
    first: int
    begin: int
    last: int
    mentions: frozenset[str]
    texts: tuple[str, ...]
    writes: tuple[str, ...]
    alone: bool


def survey(text: str, lines: Sequence[str]) -> tuple[Extent, ...]:
    """The functions of a module and of its classes that can stay unread, in order; none if the text is not plain Python here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(_extents(tree.body, lines, ""))


def without(lines: Sequence[str], extents: Iterable[Extent]) -> str:
    """A text in which the bodies of functions are empty. All that is left stands where it stood."""
    left = list(lines)
    for extent in extents:
        first = left[extent.begin - 1]
        left[extent.begin - 1] = first[: len(first) - len(first.lstrip())] + "pass"
        left[extent.begin : extent.last] = [""] * (extent.last - extent.begin)
    return "\n".join(left)


def _extents(body: Sequence[ast.stmt], lines: Sequence[str], prefix: str) -> Iterator[Extent]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _extents(statement.body, lines, f"{prefix}{statement.name}.")
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            extent = _extent(statement, lines, prefix)
            if extent is not None:
                yield extent


def _extent(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[str], prefix: str) -> Extent | None:
    begin, last = function.body[0].lineno, function.end_lineno or 0
    indent = lines[begin - 1][: function.body[0].col_offset]
    whole = indent and not indent.strip() and not lines[begin - 2].endswith("\\") and not lines[last - 1].endswith("\\")
    mentions = {argument.arg for argument in _parameters(function.args)} if whole else set()
    texts: list[str] = []
    if not whole or not _collect(function.body, mentions, texts):
        return None
    defaults = (*function.args.defaults, *filter(None, function.args.kw_defaults))
    for default in defaults:
        mentions |= {node.id for node in _names(default)}
    alone = not prefix and not function.decorator_list and all(isinstance(each, ast.Constant) for each in defaults)
    return Extent(
        f"{prefix}{function.name}",
        function.lineno,
        begin,
        last,
        frozenset(mentions),
        tuple(texts),
        tuple(sorted(_writes(function))),
        alone,
    )


def _parameters(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args)
    yield from filter(None, (arguments.vararg, *arguments.kwonlyargs, arguments.kwarg))


def _collect(body: Sequence[ast.AST], mentions: set[str], texts: list[str]) -> bool:
    """Add what a body mentions, and its longer texts; false if something is defined in it."""
    pending = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, _DEFINES):
            return False
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                if len(node.value) < SHORT:
                    mentions.add(node.value)
                else:
                    texts.append(node.value)
            continue
        if isinstance(node, ast.Name):
            mentions.add(node.id)
            continue
        if isinstance(node, ast.Attribute):
            mentions.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg is not None:
            mentions.add(node.arg)
        elif isinstance(node, ast.FormattedValue):
            pending.append(node.value)
            pending.extend(_filled(node.format_spec))
            continue
        for name in node._fields:
            part = getattr(node, name)
            if isinstance(part, list):
                pending.extend(each for each in part if isinstance(each, ast.AST))
            elif isinstance(part, ast.AST) and not isinstance(part, _DROPPED):
                pending.append(part)
    return True


def _filled(spec: ast.expr | None) -> Iterator[ast.AST]:
    """What stands for a value in a format specification; the rest of it is no text."""
    if isinstance(spec, ast.JoinedStr):
        yield from (part for part in spec.values if isinstance(part, ast.FormattedValue))


def _names(root: ast.expr) -> Iterator[ast.Name]:
    pending: list[ast.AST] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name):
            yield node
        elif not isinstance(node, ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))


def _writes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The attributes that a method assigns on its first parameter."""
    parameters = list(_parameters(function.args))
    found: set[str] = set()
    pending: list[ast.stmt | ast.excepthandler | ast.match_case] = list(function.body) if parameters else []
    while pending:
        node = pending.pop()
        targets: Sequence[ast.expr] = ()
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = (node.target,)
        else:
            pending.extend(_blocks(node))
        for target in targets:
            for leaf in target.elts if isinstance(target, ast.Tuple | ast.List) else (target,):
                held = leaf.value if isinstance(leaf, ast.Subscript) else leaf
                match held:
                    case ast.Attribute(value=ast.Name(id=receiver), attr=name) if receiver == parameters[0].arg:
                        found.add(name)
                    case _:
                        continue
    return found


def _blocks(node: ast.AST) -> Iterator[ast.stmt | ast.excepthandler | ast.match_case]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield child
