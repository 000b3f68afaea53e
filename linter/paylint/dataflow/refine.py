"""What a test tells of its operands in the branch where it holds, and in the one where it does not."""

from __future__ import annotations

from dataclasses import replace

from paylint.dataflow.evaluate import assign_name, evaluate, int_of
from paylint.dataflow.frame import Frame, marked
from paylint.dataflow.hierarchy import library_bases
from paylint.dataflow.objects import delete_key
from paylint.dataflow.values import CLEAN, ClassRef, Loc, Value
from paylint.ir import nodes as ir

SHORT = 10
"""A text of at most so many characters holds no more than a truncated number (PCI SSC FAQ 1091: six and four)."""

VALID, INVALID = "#valid", "#invalid"
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def refine(frame: Frame, test: ir.Expr, *, holds: bool) -> None:
    """Narrow the state to what it is where ``test`` holds, or where it does not."""
    match test:
        case ir.Unary(operator="not", operand=operand):
            refine(frame, operand, holds=not holds)
        case ir.Boolean(operator=operator, operands=operands) if holds is (operator == "and"):
            for operand in operands:
                refine(frame, operand, holds=holds)
        case ir.Name() if not holds:
            nothing(frame, test)
        case ir.Compare(operators=("is" | "is not" as operator,), operands=(ir.Name() as subject, right)):
            if holds is (operator == "is") and isinstance(right, ir.Const) and right.value is None:
                nothing(frame, subject)
        case ir.Compare(operators=(operator,), operands=(left, right)):
            if operator == ("not in" if holds else "in"):
                without_key(frame, left, right)
            else:
                shortened(frame, operator if holds else OPPOSITE.get(operator, ""), left, right)
        case ir.Call(function=ir.Attribute(object=ir.Name() | ir.Attribute() as subject, name=name)):
            validated(frame, subject, name, holds=holds)
        case _:
            return


def nothing(frame: Frame, subject: ir.Name) -> None:
    """Where one of the function's variables is false or ``None``, no data is in it. A container that is empty can still be filled."""
    if frame.function is None or subject.id not in frame.live.variables:
        return
    value = evaluate(frame, subject)
    refs = tuple(ref for ref in value.refs if not isinstance(ref, Loc) or not frame.obj(ref).open)
    if (value.taints, refs) != ((), value.refs):
        assign_name(frame, subject.id, Value(refs=refs), subject)


def without_key(frame: Frame, key: ir.Expr, container: ir.Expr) -> None:
    """Where ``key in container`` is false, the key is not there."""
    text = evaluate(frame, key).only_string
    if text is not None:
        delete_key(frame, evaluate(frame, container), text)


def shortened(frame: Frame, operator: str, left: ir.Expr, right: ir.Expr) -> None:
    """Where ``len(name)`` is small, the variable holds no whole number."""
    if not isinstance(left, ir.Call) or not isinstance(left.function, ir.Name) or left.function.id != "len":
        return
    limit = int_of(evaluate(frame, right))
    if limit is None or len(left.arguments) != 1:
        return
    subject = left.arguments[0].value
    longest = {"<": limit - 1, "<=": limit, "==": limit}.get(operator)
    if longest is not None and longest <= SHORT and isinstance(subject, ir.Name):
        value = evaluate(frame, subject)
        if value.taints:
            assign_name(frame, subject.id, Value(marked(value, "truncated").taints, value.refs, value.unknown), subject)


def validated(frame: Frame, subject: ir.Expr, method: str, *, holds: bool) -> None:
    """Where a form's validation has passed or failed, the form remembers it."""
    value = evaluate(frame, subject)
    for loc in value.locs:
        obj = frame.obj(loc)
        if not isinstance(obj.cls, ClassRef):
            continue
        paths = (f"{base}().{method}" for base in library_bases(obj.cls.info))
        if any(row.returns == "valid(self)" for path in paths for row in frame.engine.catalog.behaviours(path)):
            gone = INVALID if holds else VALID
            fields = {name: field for name, field in obj.fields.items() if name != gone}
            frame.put(loc, replace(obj, fields={**fields, VALID if holds else INVALID: CLEAN}))
