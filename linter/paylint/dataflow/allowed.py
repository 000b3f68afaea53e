"""What a test shows to be harmless: a variable that is one of known values, made of harmless characters, or a number.

Of use only through a lens, where a label stands for *anything at all*: a value that is known afterwards is not that any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.dataflow.evaluate import evaluate
from paylint.dataflow.frame import Frame
from paylint.dataflow.heap import all_taints
from paylint.dataflow.samples import keeps_out
from paylint.dataflow.values import Ext, Loc, Value
from paylint.ir import nodes as ir

PLAIN = frozenset({"isdigit", "isnumeric", "isdecimal", "isalnum", "isalpha", "isidentifier"})


def clear_allowed(frame: Frame, test: ir.Expr, *, holds: bool) -> None:
    """Take the labels from the variables that ``test`` shows to be harmless where it holds, or where it does not."""
    if frame.engine.catalog.lens is None:
        return
    for name in allowed(frame, test, holds=holds):
        value = frame.live.variables.get(name)
        if value is not None and all_taints(frame.live.heap, value, depth=2):
            frame.live.variables[name] = Value((), (), unknown=True)


def allowed(frame: Frame, test: ir.Expr, *, holds: bool) -> Iterator[str]:
    """The names of those variables."""
    match test:
        case ir.Unary(operator="not", operand=operand):
            yield from allowed(frame, operand, holds=not holds)
        case ir.Boolean(operator=operator, operands=operands) if holds is (operator == "and"):
            for operand in operands:
                yield from allowed(frame, operand, holds=holds)
        case ir.Compare(operators=(operator,), operands=(ir.Name(id=name), right)):
            if operator in (("in", "==", "is") if holds else ("not in", "!=", "is not")) and known(frame, right):
                yield name
        case ir.Call(function=ir.Attribute(object=ir.Name(id=name), name=method), arguments=()) if holds:
            if method in PLAIN:
                yield name
        case ir.Call(function=ir.Name(id="isinstance"), arguments=(first, second)) if holds:
            if isinstance(first.value, ir.Name) and is_number(frame, second.value):
                yield first.value.id
        case ir.Call(
            function=ir.Attribute(object=holder, name="match" | "fullmatch" as method), arguments=arguments
        ) if holds:
            yield from matched(frame, holder, method, tuple(argument.value for argument in arguments))
        case _:
            return


def known(frame: Frame, node: ir.Expr) -> bool:
    """Whether an expression holds no label: what equals it, or is in it, is not just anything."""
    return not all_taints(frame.live.heap, evaluate(frame, node), depth=4)


def is_number(frame: Frame, node: ir.Expr) -> bool:
    """Whether an expression names types of which no value is text, and nothing else."""
    nodes = node.elements if isinstance(node, ir.Sequence) else (node,)
    refs = [ref for inner in nodes for ref in evaluate(frame, inner).refs]
    return bool(refs) and all(isinstance(ref, Ext) and frame.engine.deferred.of_clean_type(ref.path) for ref in refs)


def matched(frame: Frame, holder: ir.Expr, method: str, arguments: tuple[ir.Expr, ...]) -> Iterator[str]:
    """The variable that a regular expression has matched, if it lets nothing through. It is tried, not reasoned about."""
    if isinstance(holder, ir.Name) and holder.id == "re":
        pattern, subject = arguments[:2] if len(arguments) > 1 else (None, None)
    else:
        pattern, subject = holder, arguments[0] if arguments else None
    if pattern is None or not isinstance(subject, ir.Name):
        return
    value = evaluate(frame, pattern)
    texts = list(value.strings)
    for loc in (ref for ref in value.refs if isinstance(ref, Loc)):
        kept = frame.obj(loc).fields.get("#0")
        texts.extend(kept.strings if kept is not None else ())
    if texts and all(keeps_out(text, method) for text in texts):
        yield subject.id
