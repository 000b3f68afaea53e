"""JSX elements as calls."""

from __future__ import annotations

from tree_sitter import Node

from paylint.frontend.script_context import Context
from paylint.frontend.script_names import text
from paylint.ir.nodes import Argument, Call, Const, Expr, Mapping, Name

_JSX_CHILDREN = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_expression"})


def element(context: Context, node: Node) -> Expr:
    """``<Tag a={b}>``: a component is called with its properties, anything else is given to ``js.jsx``."""
    from paylint.frontend.script_expressions import expression

    line, column = context.at(node)
    opening = node.child_by_field_name("open_tag") or node
    name = opening.child_by_field_name("name")
    tag = text(name) if name is not None else ""
    entries = [_property(context, attribute) for attribute in opening.children_by_field_name("attribute")]
    inside = [
        child for child in node.named_children if child.type not in ("jsx_opening_element", "jsx_closing_element")
    ]
    properties = Argument(line, column, Mapping(line, column, tuple(entries)))
    held = (
        [expression(context, child) for child in inside if child.type in _JSX_CHILDREN] if opening is not node else []
    )
    children = tuple([Argument(value.line, value.column, value) for value in held])
    if name is not None and (tag[:1].isupper() or "." in tag):
        return Call(line, column, expression(context, name), (properties, *children))
    context.read("jsx")
    shown = Argument(line, column, Const(line, column, tag))
    return Call(line, column, Name(line, column, "jsx"), (shown, properties, *children))


def _property(context: Context, node: Node) -> tuple[Expr | None, Expr]:
    from paylint.frontend.script_expressions import expression, inner

    if node.type == "jsx_expression":
        return None, inner(context, node.named_children[0]) if node.named_children else Const(*context.at(node), None)
    line, column = context.at(node)
    name, *value = node.named_children or [node]
    given = expression(context, value[0]) if value else Const(line, column, True)
    return Const(line, column, text(name)), given
