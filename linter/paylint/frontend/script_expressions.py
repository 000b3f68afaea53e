"""Lowering of a script's expressions: one function for each kind of node of tree-sitter's grammars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tree_sitter import Node

from paylint.frontend import script_literals as literals
from paylint.frontend.script_context import Context
from paylint.frontend.script_cuts import from_the_end
from paylint.frontend.script_elements import element
from paylint.frontend.script_functions import callee_name, lambda_
from paylint.frontend.script_names import imported, text
from paylint.frontend.script_patterns import assignment_targets, bind_pattern
from paylint.ir.nodes import (
    Argument,
    Assign,
    Attribute,
    Augment,
    Binary,
    Boolean,
    Call,
    Compare,
    Conditional,
    Const,
    Expr,
    Format,
    Index,
    Name,
    Sequence,
    Starred,
    Unary,
    Walrus,
    Yield,
)
from paylint.ir.nodes import Mapping as MappingDisplay

_COMPARING = frozenset({"==", "===", "!=", "!==", "<", "<=", ">", ">=", "in", "instanceof"})
_SAME: Mapping[str, str] = {"===": "==", "!==": "!=", "instanceof": "is"}
_CHOOSING: Mapping[str, str] = {"&&": "and", "||": "or", "??": "or"}
_ARITHMETIC: Mapping[str, str] = {"%": "//", ">>>": ">>"}
_WINDOW = frozenset({"window", "globalThis", "self", "top", "parent"})
"""Variables whose properties are the global variables."""


def expression(context: Context, node: Node | None) -> Expr:
    """Lower one expression. What is missing, or broken beyond its parts, is a constant or the parts."""
    if node is None:
        return Const(context.first_line, 1, None)
    lowering = _LOWERINGS.get(node.type)
    return lowering(context, node) if lowering is not None else _unknown(context, node)


def _unknown(context: Context, node: Node) -> Expr:
    """An error or a node of a newer grammar: any of its parts."""
    parts = [expression(context, child) for child in node.named_children if child.type in _LOWERINGS]
    line, column = context.at(node)
    if not parts:
        return Const(line, column, None)
    return Boolean(line, column, "or", tuple(parts)) if len(parts) > 1 else parts[0]


def inner(context: Context, node: Node) -> Expr:
    """A node that stands for the first expression inside: parentheses, ``await``, a cast."""
    return expression(context, next((child for child in node.named_children if child.type != "comment"), None))


def _identifier(context: Context, node: Node) -> Expr:
    name = text(node)
    context.read(name)
    return Name(*context.at(node), name)


def _this(context: Context, node: Node) -> Expr:
    name = context.scopes[-1].this
    context.used_this.add(name)
    return Name(*context.at(node), name)


def _constant(value: bool | None) -> Callable[[Context, Node], Expr]:
    def lower(context: Context, node: Node) -> Expr:
        return Const(*context.at(node), value)

    return lower


def _super(context: Context, node: Node) -> Expr:
    line, column = context.at(node)
    return Call(line, column, Name(line, column, "super"), ())


def _number(context: Context, node: Node) -> Expr:
    return Const(*context.at(node), literals.number(node))


def _string(context: Context, node: Node) -> Expr:
    return Const(*context.at(node), literals.string(node))


def _template(context: Context, node: Node) -> Expr:
    line, column = context.at(node)
    parts: list[Expr] = []
    for child in node.named_children:
        if child.type == "template_substitution":
            parts.append(inner(context, child))
            continue
        piece = literals.part(child)
        last = parts[-1] if parts else None
        if isinstance(last, Const) and isinstance(last.value, str):
            parts[-1] = Const(last.line, last.column, last.value + piece)
        else:
            parts.append(Const(*context.at(child), piece))
    if not parts:
        return Const(line, column, "")
    if len(parts) == 1 and isinstance(parts[0], Const):
        return parts[0]
    return Format(line, column, tuple(parts), ("",) * len(parts))


def _regex(context: Context, node: Node) -> Expr:
    """A regular expression is an object that tells its source."""
    line, column = context.at(node)
    pattern = node.child_by_field_name("pattern")
    source = Const(line, column, text(pattern) if pattern is not None else "")
    return MappingDisplay(line, column, ((Const(line, column, "source"), source),))


def _member(context: Context, node: Node) -> Expr:
    target, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if name is None:
        return _unknown(context, node)
    word = text(name)
    if _is_window(context, target) and not context.is_declared(word):
        context.read(word)
        return Name(*context.at(name), word)
    return Attribute(*context.at(name), expression(context, target), word)


def _is_window(context: Context, node: Node | None) -> bool:
    """Whether an expression is the page's window itself."""
    named = node is not None and node.type == "identifier" and text(node) in _WINDOW
    return named and node is not None and not context.is_declared(text(node))


def _subscript(context: Context, node: Node) -> Expr:
    """``o["card"]`` is ``o.card``."""
    target = expression(context, node.child_by_field_name("object"))
    at = node.child_by_field_name("index")
    index = expression(context, at)
    if isinstance(index, Const) and isinstance(index.value, str):
        return Attribute(*context.at(at or node), target, index.value)
    return Index(*context.at(node), target, index)


def _call(context: Context, node: Node) -> Expr:
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    line, column = context.at(node)
    module = _required(context, function, given)
    if module is not None:
        return context.require(node, module)
    if given is not None and given.type == "template_string":
        return Call(line, column, expression(context, function), (Argument(line, column, _template(context, given)),))
    if function is not None and function.type == "super":
        callee: Expr = Attribute(*context.at(function), _super(context, function), "__init__")
    else:
        callee = expression(context, function)
    return Call(line, column, callee, from_the_end(tuple(_arguments(context, given)), callee))


def _required(context: Context, function: Node | None, given: Node | None) -> str | None:
    """The module that ``require("x")`` or ``import("x")`` means."""
    if function is None or given is None or len(given.named_children) != 1:
        return None
    if function.type != "import" and (text(function) != "require" or context.is_declared("require")):
        return None
    only = given.named_children[0]
    return imported(literals.string(only), context.path) if only.type == "string" else None


def _new(context: Context, node: Node) -> Expr:
    line, column = context.at(node)
    made = expression(context, node.child_by_field_name("constructor"))
    return Call(line, column, made, tuple(_arguments(context, node.child_by_field_name("arguments"))))


def _arguments(context: Context, node: Node | None) -> Iterator[Argument]:
    for child in node.named_children if node is not None else ():
        if child.type == "comment":
            continue
        line, column = context.at(child)
        if child.type == "spread_element":
            yield Argument(line, column, inner(context, child), None, "*")
        else:
            yield Argument(line, column, expression(context, child))


def _binary(context: Context, node: Node) -> Expr:
    """Lower a chain from its left end, without recursion over it."""
    links = [node]
    left = node.child_by_field_name("left")
    while left is not None and left.type == "binary_expression":
        links.append(left)
        left = left.child_by_field_name("left")
    value = expression(context, left)
    for link in reversed(links):
        value = _operation(context, link, value)
    return value


def _operation(context: Context, node: Node, left: Expr) -> Expr:
    line, column = context.at(node)
    sign = node.child_by_field_name("operator")
    operator = text(sign) if sign is not None else ""
    right = expression(context, node.child_by_field_name("right"))
    if operator in _COMPARING:
        return Compare(line, column, (_SAME.get(operator, operator),), (left, right))
    if operator in ("&&", "||", "??"):
        return Boolean(line, column, "and" if operator == "&&" else "or", (left, right))
    return Binary(line, column, _ARITHMETIC.get(operator, operator), left, right)


def _unary(context: Context, node: Node) -> Expr:
    line, column = context.at(node)
    sign = node.child_by_field_name("operator")
    operator = text(sign) if sign is not None else "!"
    operand = expression(context, node.child_by_field_name("argument"))
    return Unary(line, column, operator if operator in ("-", "+", "~") else "not", operand)


def _ternary(context: Context, node: Node) -> Expr:
    test = expression(context, node.child_by_field_name("condition"))
    body = expression(context, node.child_by_field_name("consequence"))
    return Conditional(*context.at(node), test, body, expression(context, node.child_by_field_name("alternative")))


def _comma(context: Context, node: Node) -> Expr:
    values = tuple([expression(context, child) for child in node.named_children if child.type != "comment"])
    return Boolean(*context.at(node), "and", values)


def _array(context: Context, node: Node) -> Expr:
    return Sequence(*context.at(node), "list", tuple(_elements(context, node)))


def _elements(context: Context, node: Node) -> Iterator[Expr]:
    for child in node.named_children:
        if child.type == "spread_element":
            yield Starred(*context.at(child), inner(context, child))
        elif child.type != "comment":
            yield expression(context, child)


def _object(context: Context, node: Node) -> Expr:
    """An object; where its functions speak of ``this``, they mean it, and what else may be put into it."""
    line, column = context.at(node)
    own = f"this@{line}:{column}"
    entries: list[tuple[Expr | None, Expr]] = []
    for child in node.named_children:
        entries.extend(_entry(context, child, own))
    if own not in context.used_this:
        return MappingDisplay(line, column, tuple(entries))
    context.scopes[-1].declared.add(own)
    entries.append((None, Call(line, column, Name(line, column, "this@"), ())))
    return Walrus(line, column, own, MappingDisplay(line, column, tuple(entries)))


def _entry(context: Context, node: Node, own: str) -> Iterator[tuple[Expr | None, Expr]]:
    match node.type:
        case "spread_element":
            yield None, inner(context, node)
        case "shorthand_property_identifier":
            yield Const(*context.at(node), text(node)), _identifier(context, node)
        case "method_definition":
            name = node.child_by_field_name("name")
            yield property_key(context, name), lambda_(context, node, text(name) if name is not None else "", own)
        case "pair":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            yield property_key(context, key), named_value(context, value, callee_name(key), own)
        case _:
            return


def property_key(context: Context, node: Node | None) -> Expr:
    """The key of an entry: a word, a string, a number or a computed value."""
    if node is None:
        return Const(context.first_line, 1, None)
    if node.type == "computed_property_name":
        return inner(context, node)
    if node.type in ("property_identifier", "private_property_identifier"):
        return Const(*context.at(node), text(node))
    return expression(context, node)


def named_value(context: Context, node: Node | None, name: str, this: str = "") -> Expr:
    """An expression that is put under a name: a function without one goes by it, and has ``this`` of what holds it."""
    if node is not None and node.type in ("function_expression", "generator_function", "arrow_function"):
        return lambda_(context, node, name, this if node.type != "arrow_function" else "")
    return expression(context, node)


def _function(context: Context, node: Node) -> Expr:
    own = node.child_by_field_name("name")
    return lambda_(context, node, text(own) if own is not None else "")


def _class(context: Context, node: Node) -> Expr:
    own = node.child_by_field_name("name")
    made = context.temporary(node)
    name = text(own) if own is not None else made.id
    context.scopes[-1].declared.add(name)
    context.before.extend(context.class_(context, node, name))
    return Name(*context.at(node), name)


def _assignment(context: Context, node: Node) -> Expr:
    """An assignment inside an expression is made before it; its value is what was assigned."""
    right = named_value(context, node.child_by_field_name("right"), callee_name(node.child_by_field_name("left")))
    left = node.child_by_field_name("left")
    line, column = context.at(node)
    if left is not None and left.type == "identifier":
        context.write(text(left))
        return Walrus(line, column, text(left), right)
    kept = context.temporary(node)
    context.before.append(Assign(line, column, (kept,), right))
    if left is not None and left.type in ("object_pattern", "array_pattern"):
        context.before.extend(bind_pattern(context, left, kept, expression))
    elif left is not None:
        targets = assignment_targets(context, left, expression)
        context.before.append(Assign(line, column, targets, kept))
    return kept


def _augmented(context: Context, node: Node) -> Expr:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    value = expression(context, right)
    target = expression(context, left)
    if left is not None and left.type == "identifier":
        context.write(text(left))
    context.before.append(augmented(context, node, target, value))
    return target


def augmented(context: Context, node: Node, target: Expr, value: Expr) -> Assign | Augment:
    """``target operator= value``; ``||=``, ``&&=`` and ``??=`` keep one of the two."""
    line, column = context.at(node)
    sign = node.child_by_field_name("operator")
    operator = text(sign).removesuffix("=") if sign is not None else "+"
    if operator in _CHOOSING:
        return Assign(line, column, (target,), Boolean(line, column, "or", (target, value)))
    return Augment(line, column, target, _ARITHMETIC.get(operator, operator), value)


def _update(context: Context, node: Node) -> Expr:
    target = node.child_by_field_name("argument")
    if target is not None and target.type == "identifier":
        context.write(text(target))
    return expression(context, target)


def _yield(context: Context, node: Node) -> Expr:
    line, column = context.at(node)
    value = inner(context, node) if node.named_children else None
    return Yield(line, column, value, any(child.type == "*" for child in node.children))


def _nothing(context: Context, node: Node) -> Expr:
    return Const(*context.at(node), None)


_LOWERINGS: Mapping[str, Callable[[Context, Node], Expr]] = {
    "identifier": _identifier,
    "shorthand_property_identifier": _identifier,
    "this": _this,
    "super": _super,
    "true": _constant(True),
    "false": _constant(False),
    "null": _constant(None),
    "undefined": _constant(None),
    "number": _number,
    "string": _string,
    "template_string": _template,
    "regex": _regex,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "call_expression": _call,
    "new_expression": _new,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "ternary_expression": _ternary,
    "sequence_expression": _comma,
    "array": _array,
    "object": _object,
    "function_expression": _function,
    "generator_function": _function,
    "arrow_function": _function,
    "class": _class,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
    "yield_expression": _yield,
    "parenthesized_expression": inner,
    "await_expression": inner,
    "as_expression": inner,
    "satisfies_expression": inner,
    "non_null_expression": inner,
    "type_assertion": lambda context, node: expression(
        context, node.named_children[-1] if node.named_children else None
    ),
    "instantiation_expression": inner,
    "expression_statement": inner,
    "jsx_element": element,
    "jsx_self_closing_element": element,
    "jsx_expression": inner,
    "meta_property": _nothing,
}
