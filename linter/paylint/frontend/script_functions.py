"""Functions and classes of scripts, as the intermediate representation has them.

A method has ``this`` as its first parameter; an arrow function has that of the function around it. A function without
a name goes by what it is assigned to.
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from paylint.frontend.script_context import Context, Scope
from paylint.frontend.script_names import declared, pattern_names, text
from paylint.frontend.script_patterns import bind_pattern
from paylint.ir.nodes import (
    Argument,
    Assign,
    Attribute,
    Block,
    Class,
    Code,
    Expr,
    Function,
    Lambda,
    Name,
    Parameter,
    Return,
    Statement,
)

UNNAMED = "<function>"
NO_THIS = "this@"
PAGE_LIBRARY = "$"
"""A parameter of this name that is not passed is the page's variable of that name: ``jQuery(function ($) {})``."""
_GENERATORS = frozenset({"generator_function", "generator_function_declaration"})
_FUNCTIONS = frozenset({"function_expression", "generator_function", "arrow_function"})
_INITIALISER = "__init__"


def lambda_(context: Context, node: Node, name: str, this: str = "") -> Lambda:
    """A function as a value."""
    line, column = context.at(node)
    return Lambda(line, column, function(context, node, name or UNNAMED, this=this))


def function(context: Context, node: Node, name: str, *, this: str = "", method: bool = False) -> Function:
    """Lower a function. ``this`` is the variable that it calls so, where that is not its own."""
    own = node.child_by_field_name("name")
    line, column = context.at(own or node)
    arrow = node.type == "arrow_function"
    inherited = context.scopes[-1].this if arrow else NO_THIS
    scope = Scope(declared(node), "this" if method else (this or inherited))
    given = list(_parameters(node))
    for pattern in given:
        scope.declared.update(pattern_names(pattern))
    with context.inside(scope):
        receiver = [Parameter(line, column, "this", None, None, "")] if method else []
        lowered = [_parameter(context, pattern, position) for position, pattern in enumerate(given)]
        prelude = [
            statement for position, pattern in enumerate(given) for statement in _apart(context, pattern, position)
        ]
        body = (*prelude, *_body(context, node))
        scope.declared.update(parameter.name for parameter in (*receiver, *lowered))
        body = (*context.global_names(node), *body)
    generator = node.type in _GENERATORS or any(child.type == "*" for child in node.children)
    code = Code(body, frozenset(scope.declared), generator)
    return Function(line, column, name, (*receiver, *lowered), code, (), None)


def _body(context: Context, node: Node) -> Block:
    from paylint.frontend.script_expressions import expression

    body = node.child_by_field_name("body")
    if body is None or body.type == "statement_block":
        return context.block(context, body.named_children if body is not None else [])
    value = expression(context, body)
    return (*context.taken(), Return(value.line, value.column, value))


def _parameters(node: Node) -> Iterator[Node]:
    single = node.child_by_field_name("parameter")
    if single is not None:
        yield single
    several = node.child_by_field_name("parameters")
    for child in several.named_children if several is not None else ():
        pattern = child.child_by_field_name("pattern")
        if child.type not in ("comment", "decorator") and (pattern is None or pattern.type != "this"):
            yield child


def _parts(node: Node) -> tuple[Node, Node | None]:
    """A parameter's pattern, without its type, and its default."""
    default = node.child_by_field_name("value") or node.child_by_field_name("right")
    pattern = node.child_by_field_name("pattern") or node.child_by_field_name("left")
    return (pattern or node), default


def _parameter(context: Context, node: Node, position: int) -> Parameter:
    from paylint.frontend.script_expressions import expression

    pattern, default = _parts(node)
    line, column = context.at(pattern)
    value = expression(context, default) if default is not None else None
    if pattern.type == "rest_pattern" and pattern.named_children and pattern.named_children[0].type == "identifier":
        return Parameter(line, column, text(pattern.named_children[0]), None, None, "*")
    if pattern.type == "identifier":
        if text(pattern) == PAGE_LIBRARY and value is None:
            context.free.add(PAGE_LIBRARY)
            value = Name(line, column, PAGE_LIBRARY)
        return Parameter(line, column, text(pattern), value, None, "")
    return Parameter(line, column, f"@p{position}", value, None, "")


def _apart(context: Context, node: Node, position: int) -> Iterator[Statement]:
    """What takes a parameter apart; a TypeScript parameter with an access word is a field, too."""
    from paylint.frontend.script_expressions import expression

    pattern, _ = _parts(node)
    line, column = context.at(pattern)
    if pattern.type in ("object_pattern", "array_pattern"):
        yield from bind_pattern(context, pattern, Name(line, column, f"@p{position}"), expression)
    elif pattern.type == "identifier" and any(child.type == "accessibility_modifier" for child in node.children):
        target = Attribute(line, column, Name(line, column, "this"), text(pattern))
        yield Assign(line, column, (target,), Name(line, column, text(pattern)))


def class_(context: Context, node: Node, name: str) -> Block:
    """Lower a class: methods, fields, and functions in fields as methods."""
    own = node.child_by_field_name("name")
    line, column = context.at(own or node)
    bases = tuple([Argument(base.line, base.column, base) for base in _bases(context, node)])
    body = node.child_by_field_name("body")
    members = (
        [member for child in body.named_children for member in _member(context, child)] if body is not None else []
    )
    return (Class(line, column, name, bases, tuple(members), ()),)


def _bases(context: Context, node: Node) -> Iterator[Expr]:
    from paylint.frontend.script_expressions import expression

    for heritage in (child for child in node.children if child.type == "class_heritage"):
        for child in heritage.named_children:
            if child.type == "extends_clause":
                yield expression(context, child.child_by_field_name("value"))
            elif child.type != "implements_clause":
                yield expression(context, child)


def _member(context: Context, node: Node) -> Iterator[Statement]:
    from paylint.frontend.script_expressions import expression

    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    if node.type == "class_static_block":
        inner = node.child_by_field_name("body")
        yield from context.block(context, inner.named_children if inner is not None else [])
        return
    if name is None or node.type not in ("method_definition", "field_definition", "public_field_definition"):
        return
    word = text(name).strip("'\"")
    if node.type == "method_definition":
        yield _method(context, node, _INITIALISER if word == "constructor" else word)
        return
    value = node.child_by_field_name("value")
    if value is None:
        return
    if value.type in _FUNCTIONS:
        yield _method(context, value, word)
    else:
        lowered = expression(context, value)
        yield Assign(*context.at(name), (Name(*context.at(name), word),), lowered)


def _method(context: Context, node: Node, name: str) -> Function:
    made = function(context, node, name, method=True)
    kinds = {child.type for child in node.children}
    decorators: tuple[Expr, ...] = ()
    if "static" in kinds:
        decorators = (Name(made.line, made.column, "classmethod"),)
    elif "get" in kinds:
        decorators = (Name(made.line, made.column, "property"),)
    return Function(made.line, made.column, name, made.parameters, made.code, decorators, None)


def callee_name(node: Node | None) -> str:
    """The name by which a function goes that is assigned to a target or put under a key."""
    if node is None:
        return ""
    if node.type == "member_expression":
        return callee_name(node.child_by_field_name("property"))
    if node.type in ("identifier", "property_identifier", "private_property_identifier"):
        return text(node)
    return text(node).strip("'\"") if node.type == "string" else ""
