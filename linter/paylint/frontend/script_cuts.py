"""Cuts of a text that are counted from its end by its length."""

from __future__ import annotations

from paylint.ir.nodes import Argument, Attribute, Binary, Const, Expr, Name

_CUTTING = frozenset({"slice", "substr", "substring"})


def from_the_end(arguments: tuple[Argument, ...], callee: Expr) -> tuple[Argument, ...]:
    """``text.substring(text.length - 4)`` counts from the end, as ``text.slice(-4)`` does."""
    if not isinstance(callee, Attribute) or callee.name not in _CUTTING or not arguments:
        return arguments
    first, *rest = arguments
    match first.value:
        case Binary(operator="-", left=Attribute(object=inner, name="length"), right=Const(value=int(count))):
            if same_place(inner, callee.object):
                start = Const(first.line, first.column, -count)
                ends = rest and isinstance(rest[0].value, Attribute) and rest[0].value.name == "length"
                return (Argument(first.line, first.column, start), *(() if ends else rest))
        case _:
            pass
    return arguments


def same_place(one: Expr, other: Expr) -> bool:
    """Whether two expressions are the same variable or the same property of it."""
    match one, other:
        case Name(id=first), Name(id=second):
            return first == second
        case Attribute(object=inner, name=first), Attribute(object=outer, name=second):
            return first == second and same_place(inner, outer)
        case _:
            return False
