"""Lowering of expressions: one function for each kind of LibCST expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from typing import Any

import libcst as cst

from paylint.frontend import literals
from paylint.frontend.parser import Positions
from paylint.ir.nodes import (
    Argument,
    Attribute,
    Binary,
    Boolean,
    Call,
    Code,
    Compare,
    Comprehension,
    Conditional,
    Const,
    Expr,
    Format,
    Function,
    Generator,
    Index,
    Lambda,
    Name,
    Parameter,
    Return,
    Sequence,
    Slice,
    Starred,
    Unary,
    Unread,
    Walrus,
    Yield,
)
from paylint.ir.nodes import Mapping as MappingDisplay

BALANCED_FROM = 32
"""Operands from which a chain of one associative operator becomes a balanced tree instead of a deep one."""

_KEYWORD_CONSTANTS: Mapping[str, bool | None] = {"True": True, "False": False, "None": None}
_ASSOCIATIVE = frozenset({"+", "*", "|", "&", "^"})
_DOUBLED_BRACE = re.compile(r"\{\{|\}\}")

_OPERATORS: Mapping[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.AddAssign: "+",
    cst.SubtractAssign: "-",
    cst.MultiplyAssign: "*",
    cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//",
    cst.ModuloAssign: "%",
    cst.PowerAssign: "**",
    cst.MatrixMultiplyAssign: "@",
    cst.LeftShiftAssign: "<<",
    cst.RightShiftAssign: ">>",
    cst.BitAndAssign: "&",
    cst.BitOrAssign: "|",
    cst.BitXorAssign: "^",
    cst.Not: "not",
    cst.Minus: "-",
    cst.Plus: "+",
    cst.BitInvert: "~",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
    cst.Is: "is",
    cst.IsNot: "is not",
}


class Scope:
    """What is learned of a function while its body is lowered."""

    __slots__ = ("bound", "declared", "generator")

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.declared: set[str] = set()
        self.generator = False

    def local(self) -> frozenset[str]:
        """The names that belong to the function itself."""
        return frozenset(self.bound - self.declared)


class Context:
    """The positions of the tree that is being lowered and the scopes that are open.

    ``unread`` are the functions whose code stays unread, by the line on which their bodies begin.
    """

    __slots__ = ("at", "scopes", "unread")

    def __init__(self, positions: Positions, unread: Mapping[int, Unread]) -> None:
        self.at = positions.of
        self.scopes = [Scope()]
        self.unread = unread

    def bind(self, target: Expr) -> None:
        """Note the names that assigning to ``target`` binds."""
        if isinstance(target, Name):
            self.scopes[-1].bound.add(target.id)
        elif isinstance(target, Sequence):
            for element in target.elements:
                self.bind(element)
        elif isinstance(target, Starred):
            self.bind(target.value)

    def bind_name(self, name: str) -> None:
        """Note one bound name."""
        self.scopes[-1].bound.add(name)


def operator(node: cst.CSTNode) -> str:
    """The source text of an operator; that of an augmented assignment is without its equals sign."""
    return _OPERATORS[type(node)]


def expression(context: Context, node: cst.CSTNode) -> Expr:
    """Lower one expression."""
    return _LOWERINGS[type(node)](context, node)


def optional(context: Context, node: cst.CSTNode | None) -> Expr | None:
    """Lower an expression that may be missing."""
    return None if node is None else _LOWERINGS[type(node)](context, node)


def argument(context: Context, node: cst.Arg) -> Argument:
    """Lower one argument of a call or of a class statement."""
    line, column = context.at(node)
    name = node.keyword.value if node.keyword is not None else None
    return Argument(line, column, expression(context, node.value), name, node.star)


def parameters(context: Context, node: cst.Parameters) -> tuple[Parameter, ...]:
    """Lower a parameter list, in source order. The names are not bound yet: defaults belong to the outer scope."""
    lowered = [_parameter(context, param, "positional") for param in node.posonly_params]
    lowered += [_parameter(context, param, "") for param in node.params]
    if isinstance(node.star_arg, cst.Param):
        lowered.append(_parameter(context, node.star_arg, "*"))
    lowered += [_parameter(context, param, "keyword") for param in node.kwonly_params]
    if node.star_kwarg is not None:
        lowered.append(_parameter(context, node.star_kwarg, "**"))
    return tuple(lowered)


def _parameter(context: Context, node: cst.Param, kind: Any) -> Parameter:
    line, column = context.at(node)
    annotation = optional(context, node.annotation.annotation if node.annotation is not None else None)
    return Parameter(line, column, node.name.value, optional(context, node.default), annotation, kind)


def _name(context: Context, node: cst.Name) -> Expr:
    line, column = context.at(node)
    if node.value in _KEYWORD_CONSTANTS:
        return Const(line, column, _KEYWORD_CONSTANTS[node.value])
    return Name(line, column, node.value)


def _integer(context: Context, node: cst.Integer) -> Expr:
    return Const(*context.at(node), literals.integer(node.value))


def _float(context: Context, node: cst.Float) -> Expr:
    return Const(*context.at(node), literals.floating(node.value))


def _imaginary(context: Context, node: cst.Imaginary) -> Expr:
    return Const(*context.at(node), literals.imaginary(node.value))


def _ellipsis(context: Context, node: cst.Ellipsis) -> Expr:
    value: Any = Ellipsis
    return Const(*context.at(node), value)


def _simple_string(context: Context, node: cst.SimpleString) -> Expr:
    return Const(*context.at(node), literals.string(node.value))


def _template(context: Context, node: cst.CSTNode) -> Expr:
    """Lower an f-string, a t-string or implicitly concatenated literals."""
    parts = _merged(part for literal in _literals(node) for part in _parts(context, literal))
    line, column = context.at(node)
    if not parts:
        return Const(line, column, "")
    first, _ = parts[0]
    if len(parts) == 1 and isinstance(first, Const):
        return Const(line, column, first.value)
    return Format(line, column, tuple(part for part, _ in parts), tuple(spec for _, spec in parts))


def _literals(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
    yield node


def _parts(context: Context, node: cst.CSTNode) -> Iterator[tuple[Expr, str]]:
    if isinstance(node, cst.SimpleString):
        yield Const(*context.at(node), literals.string(node.value)), ""
        return
    assert isinstance(node, cst.FormattedString | cst.TemplatedString)
    raw = "r" in node.prefix
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
            yield Const(*context.at(part), _template_text(part.value, raw)), ""
        else:
            assert isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression)
            yield expression(context, part.expression), _constant_spec(part.format_spec, raw)
            yield from _nested_values(context, part.format_spec)


def _template_text(value: str, raw: bool) -> str:
    return literals.text(_DOUBLED_BRACE.sub(lambda match: match.group()[0], value), raw=raw)


def _constant_spec(spec: SequenceOf[cst.CSTNode] | None, raw: bool) -> str:
    texts = [part for part in spec or () if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText)]
    if spec is None or len(texts) != len(spec):
        return ""
    return "".join(_template_text(part.value, raw) for part in texts)


def _nested_values(context: Context, spec: SequenceOf[cst.CSTNode] | None) -> Iterator[tuple[Expr, str]]:
    for part in spec or ():
        if isinstance(part, cst.FormattedStringExpression | cst.TemplatedStringExpression):
            yield expression(context, part.expression), ""


def _merged(parts: Iterable[tuple[Expr, str]]) -> list[tuple[Expr, str]]:
    merged: list[tuple[Expr, str]] = []
    for part, spec in parts:
        joined = _joined(merged[-1][0], part) if merged and not merged[-1][1] else None
        if joined is not None:
            merged[-1] = (joined, "")
        else:
            merged.append((part, spec))
    return merged


def _joined(left: Expr, right: Expr) -> Const | None:
    if isinstance(left, Const) and isinstance(right, Const):
        if isinstance(left.value, str) and isinstance(right.value, str):
            return Const(left.line, left.column, left.value + right.value)
        if isinstance(left.value, bytes) and isinstance(right.value, bytes):
            return Const(left.line, left.column, left.value + right.value)
    return None


def _attribute(context: Context, node: cst.Attribute) -> Expr:
    value = expression(context, node.value)
    line, column = context.at(node.attr)
    return Attribute(line, column, value, node.attr.value)


def _call(context: Context, node: cst.Call) -> Expr:
    line, column = context.at(node)
    function = expression(context, node.func)
    return Call(line, column, function, tuple([argument(context, arg) for arg in node.args]))


def _subscript(context: Context, node: cst.Subscript) -> Expr:
    line, column = context.at(node)
    value = expression(context, node.value)
    elements = tuple([_subscript_element(context, element.slice) for element in node.slice])
    if len(elements) == 1 and not isinstance(elements[0], Starred):
        return Index(line, column, value, elements[0])
    return Index(line, column, value, Sequence(elements[0].line, elements[0].column, "tuple", elements))


def _subscript_element(context: Context, node: cst.BaseSlice) -> Expr:
    if isinstance(node, cst.Slice):
        line, column = context.at(node)
        return Slice(
            line, column, optional(context, node.lower), optional(context, node.upper), optional(context, node.step)
        )
    assert isinstance(node, cst.Index)
    value = expression(context, node.value)
    return Starred(*context.at(node), value) if node.star else value


def _binary(context: Context, node: cst.BinaryOperation) -> Expr:
    """Lower a chain from its left end, without recursion: generated code has chains of thousands of operands."""
    links = [node]
    while isinstance(links[-1].left, cst.BinaryOperation):
        links.append(links[-1].left)
    left = expression(context, links[-1].left)
    if len(links) < BALANCED_FROM:
        for link in reversed(links):
            line, column = context.at(link)
            left = Binary(line, column, operator(link.operator), left, expression(context, link.right))
        return left
    return _long_chain(context, left, links[::-1])


def _long_chain(context: Context, left: Expr, links: list[cst.BinaryOperation]) -> Expr:
    operands = [left]
    previous = operator(links[0].operator)
    for link in links:
        current = operator(link.operator)
        right = expression(context, link.right)
        if current != previous or current not in _ASSOCIATIVE:
            left = _balanced(previous, operands)
            operands = [left] if current in _ASSOCIATIVE else [Binary(left.line, left.column, current, left, right)]
            if current in _ASSOCIATIVE:
                operands.append(right)
        else:
            operands.append(right)
        previous = current
    return _balanced(previous, operands)


def _balanced(sign: str, operands: list[Expr]) -> Expr:
    while len(operands) > 1:
        paired: list[Expr] = [
            Binary(a.line, a.column, sign, a, b) for a, b in zip(operands[::2], operands[1::2], strict=False)
        ]
        operands = paired + operands[len(paired) * 2 :]
    return operands[0]


def _unary(context: Context, node: cst.UnaryOperation) -> Expr:
    line, column = context.at(node)
    return Unary(line, column, operator(node.operator), expression(context, node.expression))


def _boolean(context: Context, node: cst.BooleanOperation) -> Expr:
    kind = type(node.operator)
    pending: list[cst.BaseExpression] = [node]
    operands: list[Expr] = []
    while pending:
        operand = pending.pop()
        if isinstance(operand, cst.BooleanOperation) and type(operand.operator) is kind:
            pending += (operand.right, operand.left)
        else:
            operands.append(expression(context, operand))
    line, column = context.at(node)
    return Boolean(line, column, "and" if kind is cst.And else "or", tuple(operands))


def _comparison(context: Context, node: cst.Comparison) -> Expr:
    line, column = context.at(node)
    operands = [expression(context, node.left)]
    operands += [expression(context, target.comparator) for target in node.comparisons]
    return Compare(line, column, tuple([operator(target.operator) for target in node.comparisons]), tuple(operands))


def _conditional(context: Context, node: cst.IfExp) -> Expr:
    line, column = context.at(node)
    body = expression(context, node.body)
    return Conditional(line, column, expression(context, node.test), body, expression(context, node.orelse))


def _starred(context: Context, node: cst.StarredElement) -> Expr:
    line, column = context.at(node)
    return Starred(line, column, expression(context, node.value))


def _display(kind: Any) -> Callable[[Context, Any], Expr]:
    def lower(context: Context, node: cst.List | cst.Tuple | cst.Set) -> Expr:
        line, column = context.at(node)
        return Sequence(line, column, kind, tuple([_element(context, element) for element in node.elements]))

    return lower


def _element(context: Context, node: cst.BaseElement) -> Expr:
    return _starred(context, node) if isinstance(node, cst.StarredElement) else expression(context, node.value)


def _dict(context: Context, node: cst.Dict) -> Expr:
    line, column = context.at(node)
    entries = [
        (
            expression(context, element.key) if isinstance(element, cst.DictElement) else None,
            expression(context, element.value),
        )
        for element in node.elements
    ]
    return MappingDisplay(line, column, tuple(entries))


def _comprehension(kind: Any) -> Callable[[Context, Any], Expr]:
    def lower(context: Context, node: cst.BaseSimpleComp) -> Expr:
        line, column = context.at(node)
        element = expression(context, node.elt)
        return Comprehension(line, column, kind, None, element, _generators(context, node.for_in))

    return lower


def _dict_comprehension(context: Context, node: cst.DictComp | cst.StarredDictComp) -> Expr:
    line, column = context.at(node)
    key = expression(context, node.key) if isinstance(node, cst.DictComp) else None
    value = expression(context, node.value)
    return Comprehension(line, column, "dict", key, value, _generators(context, node.for_in))


def _generators(context: Context, node: cst.CompFor | None) -> tuple[Generator, ...]:
    generators = []
    while node is not None:
        line, column = context.at(node)
        target = expression(context, node.target)
        tests = tuple([expression(context, test.test) for test in node.ifs])
        generators.append(Generator(line, column, target, expression(context, node.iter), tests))
        node = node.inner_for_in
    return tuple(generators)


def _lambda(context: Context, node: cst.Lambda) -> Expr:
    line, column = context.at(node)
    params = parameters(context, node.params)
    scope = Scope()
    scope.bound.update(parameter.name for parameter in params)
    context.scopes.append(scope)
    value = expression(context, node.body)
    context.scopes.pop()
    code = Code((Return(value.line, value.column, value),), scope.local(), scope.generator)
    function = Function(line, column, "<lambda>", params, code, (), None)
    return Lambda(line, column, function)


def _yield(context: Context, node: cst.Yield) -> Expr:
    line, column = context.at(node)
    context.scopes[-1].generator = True
    if isinstance(node.value, cst.From):
        return Yield(line, column, expression(context, node.value.item), delegate=True)
    return Yield(line, column, optional(context, node.value))


def _walrus(context: Context, node: cst.NamedExpr) -> Expr:
    line, column = context.at(node)
    assert isinstance(node.target, cst.Name)
    context.bind_name(node.target.value)
    return Walrus(line, column, node.target.value, expression(context, node.value))


def _await(context: Context, node: cst.Await) -> Expr:
    return expression(context, node.expression)


_LOWERINGS: Mapping[type[cst.CSTNode], Callable[[Context, Any], Expr]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.SimpleString: _simple_string,
    cst.Subscript: _subscript,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.Imaginary: _imaginary,
    cst.Ellipsis: _ellipsis,
    cst.FormattedString: _template,
    cst.TemplatedString: _template,
    cst.ConcatenatedString: _template,
    cst.BinaryOperation: _binary,
    cst.UnaryOperation: _unary,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.IfExp: _conditional,
    cst.List: _display("list"),
    cst.Tuple: _display("tuple"),
    cst.Set: _display("set"),
    cst.Dict: _dict,
    cst.ListComp: _comprehension("list"),
    cst.SetComp: _comprehension("set"),
    cst.GeneratorExp: _comprehension("generator"),
    cst.DictComp: _dict_comprehension,
    cst.StarredDictComp: _dict_comprehension,
    cst.StarredElement: _starred,
    cst.Lambda: _lambda,
    cst.Yield: _yield,
    cst.NamedExpr: _walrus,
    cst.Await: _await,
}
