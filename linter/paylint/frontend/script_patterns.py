"""Targets of assignments in scripts: variables, properties, and the patterns that take a value apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node

from paylint.frontend.script_context import Context
from paylint.frontend.script_names import text
from paylint.ir.nodes import Assign, Attribute, Boolean, Const, Expr, Index, Mapping, Name, Slice, Statement

Lower = Callable[[Context, Node | None], Expr]

_PATTERNS = frozenset({"object_pattern", "array_pattern"})


def assignment_targets(context: Context, node: Node, lower: Lower) -> tuple[Expr, ...]:
    """The targets of ``node = value``; a property of ``window`` is a variable of the script, too."""
    if node.type == "identifier":
        context.write(text(node))
        return (Name(*context.at(node), text(node)),)
    if node.type == "member_expression":
        inner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        if inner is not None and name is not None:
            target: Expr = Attribute(*context.at(name), lower(context, inner), text(name))
            known = text(inner) in ("window", "globalThis") and text(name) != "location"
            if known and not context.is_declared(text(inner)):
                context.write(text(name))
                return (target, Name(*context.at(name), text(name)))
            return (target,)
    if node.type in ("parenthesized_expression", "non_null_expression", "as_expression") and node.named_children:
        return assignment_targets(context, node.named_children[0], lower)
    return (lower(context, node),)


def bind_pattern(context: Context, pattern: Node, source: Expr, lower: Lower) -> Iterator[Statement]:
    """The assignments that take ``source``, a variable, apart."""
    if pattern.type == "object_pattern":
        for child in pattern.named_children:
            yield from _property(context, child, source, lower)
    elif pattern.type == "array_pattern":
        for position, member in enumerate(_members(pattern)):
            if member is not None:
                yield from _element(context, member, source, position, lower)
    else:
        yield from _bound(context, pattern, source, lower)


def _members(pattern: Node) -> Iterator[Node | None]:
    """The members of an array pattern, ``None`` for one that is left out."""
    filled = False
    for child in pattern.children:
        if child.type == ",":
            if not filled:
                yield None
            filled = False
        elif child.is_named and child.type != "comment":
            filled = True
            yield child


def _property(context: Context, node: Node, source: Expr, lower: Lower) -> Iterator[Statement]:
    match node.type:
        case "shorthand_property_identifier_pattern":
            yield from _bound(context, node, _read(context, node, source, text(node)), lower)
        case "object_assignment_pattern":
            left = node.child_by_field_name("left")
            if left is not None:
                value = _read(context, left, source, text(left))
                yield from _bound(context, left, _or(context, node, value, lower), lower)
        case "pair_pattern":
            key, target = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key is not None and target is not None:
                yield from _bound(context, target, _keyed(context, key, source, lower), lower)
        case "rest_pattern":
            line, column = context.at(node)
            for child in node.named_children[:1]:
                yield from _bound(context, child, Mapping(line, column, ((None, source),)), lower)
        case _:
            return


def _element(context: Context, node: Node, source: Expr, position: int, lower: Lower) -> Iterator[Statement]:
    line, column = context.at(node)
    at = Const(line, column, position)
    if node.type == "rest_pattern":
        for child in node.named_children[:1]:
            rest = Index(line, column, source, Slice(line, column, at, None, None))
            yield from _bound(context, child, rest, lower)
        return
    yield from _bound(context, node, Index(line, column, source, at), lower)


def _bound(context: Context, target: Node, value: Expr, lower: Lower) -> Iterator[Statement]:
    line, column = context.at(target)
    if target.type == "assignment_pattern":
        left = target.child_by_field_name("left")
        if left is not None:
            yield from _bound(context, left, _or(context, target, value, lower), lower)
    elif target.type in _PATTERNS:
        kept = context.temporary(target)
        yield Assign(line, column, (kept,), value)
        yield from bind_pattern(context, target, kept, lower)
    elif target.type == "shorthand_property_identifier_pattern":
        context.write(text(target))
        yield Assign(line, column, (Name(line, column, text(target)),), value)
    else:
        yield Assign(line, column, assignment_targets(context, target, lower), value)


def _or(context: Context, node: Node, value: Expr, lower: Lower) -> Expr:
    """The value, or the default that the pattern gives."""
    default = lower(context, node.child_by_field_name("right"))
    return Boolean(*context.at(node), "or", (value, default))


def _read(context: Context, node: Node, source: Expr, name: str) -> Expr:
    return Attribute(*context.at(node), source, name)


def _keyed(context: Context, key: Node, source: Expr, lower: Lower) -> Expr:
    if key.type in ("property_identifier", "private_property_identifier"):
        return _read(context, key, source, text(key))
    index = lower(
        context, key.named_children[0] if key.type == "computed_property_name" and key.named_children else key
    )
    if isinstance(index, Const) and isinstance(index.value, str):
        return _read(context, key, source, index.value)
    return Index(*context.at(key), source, index)
