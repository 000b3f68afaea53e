"""Lowering of a script's statements: one function for each kind of node of tree-sitter's grammars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal as OneOf

from tree_sitter import Node

from paylint.frontend.script_context import Context, Scope
from paylint.frontend.script_expressions import augmented, expression, named_value
from paylint.frontend.script_functions import NO_THIS, callee_name, class_, function
from paylint.frontend.script_modules import DEFAULT, exported, exported_names, exports_target, imports, reexports
from paylint.frontend.script_names import declared, text
from paylint.frontend.script_patterns import assignment_targets, bind_pattern
from paylint.ir.nodes import (
    Alternatives,
    Argument,
    Assign,
    Attribute,
    Block,
    Call,
    Capture,
    Case,
    Class,
    Const,
    Delete,
    Evaluate,
    Expr,
    For,
    Function,
    Handler,
    If,
    Jump,
    Lambda,
    Literal,
    Match,
    Name,
    Pattern,
    Raise,
    Return,
    Sequence,
    Statement,
    Try,
    While,
)
from paylint.ir.nodes import Mapping as MappingDisplay

_HOISTED = frozenset({"function_declaration", "generator_function_declaration"})


def program(context: Context, root: Node) -> Block:
    """Lower a whole script, with what it takes from outside imported first."""
    with context.inside(Scope(declared(root), NO_THIS)):
        body = block(context, root.named_children)
        return (*context.prelude(), *body)


def block(context: Context, nodes: list[Node]) -> Block:
    """Lower statements, function declarations first."""
    outer, context.before = context.before, []
    statements: list[Statement] = []
    for node in sorted(nodes, key=lambda node: not _is_hoisted(node)):
        lowered = _statement(context, node)
        statements += context.taken()
        statements += lowered
    context.before = outer
    return tuple(statements)


def _is_hoisted(node: Node) -> bool:
    inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
    return inner is not None and inner.type in _HOISTED


def _statement(context: Context, node: Node | None) -> Block:
    if node is None:
        return ()
    lowering = _STATEMENTS.get(node.type)
    if lowering is not None:
        return lowering(context, node)
    if node.type in _IGNORED:
        return ()
    if node.type == "ERROR":
        return block(context, [child for child in node.named_children if child.type in _STATEMENTS])
    value = expression(context, node)
    return (Evaluate(value.line, value.column, value),)


def _body(context: Context, node: Node | None) -> Block:
    """The body of a statement, with or without braces."""
    if node is None:
        return ()
    if node.type == "else_clause":
        return block(context, node.named_children)
    return block(context, node.named_children if node.type == "statement_block" else [node])


def _nested(context: Context, node: Node) -> Block:
    return block(context, node.named_children)


def _labelled(context: Context, node: Node) -> Block:
    return _body(context, node.child_by_field_name("body"))


def _expression(context: Context, node: Node) -> Block:
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    while inner is not None and inner.type == "parenthesized_expression" and inner.named_children:
        inner = inner.named_children[0]
    if inner is None:
        return ()
    if inner.type == "internal_module":
        return _namespace(context, inner)
    if inner.type == "assignment_expression":
        return _assignment(context, inner)
    if inner.type == "augmented_assignment_expression":
        left = inner.child_by_field_name("left")
        value = expression(context, inner.child_by_field_name("right"))
        target = expression(context, left)
        if left is not None and left.type == "identifier":
            context.write(text(left))
        return (augmented(context, inner, target, value),)
    if inner.type == "sequence_expression":
        return tuple([made for child in inner.named_children for made in _statement(context, child)])
    if inner.type == "unary_expression" and inner.children[0].type == "delete":
        target = expression(context, inner.child_by_field_name("argument"))
        return (Delete(target.line, target.column, (target,)),)
    value = expression(context, inner)
    return (Evaluate(*context.at(node), value),)


def _assignment(context: Context, node: Node) -> Block:
    """``a = b.c = value``; of patterns, exports and handlers what they mean."""
    line, column = context.at(node)
    lefts: list[Node] = []
    right: Node | None = node
    while right is not None and right.type == "assignment_expression":
        left = right.child_by_field_name("left")
        if left is not None:
            lefts.append(left)
        right = right.child_by_field_name("right")
    value = named_value(context, right, callee_name(lefts[-1]) if lefts else "")
    simple = [left for left in lefts if left.type not in ("object_pattern", "array_pattern")]
    if len(lefts) == 1 and simple and (name := exports_target(lefts[0])) is not None:
        return exported(context, node, name, value, _entries(value) if name == DEFAULT else [])
    if len(simple) == len(lefts):
        targets = tuple([target for left in lefts for target in assignment_targets(context, left, expression)])
        if len(targets) == 1 and _handled(targets[0]) and isinstance(value, Lambda | Name | Attribute):
            return (_listening(targets[0], value),)
        return (Assign(line, column, targets, value),)
    kept = context.temporary(node)
    made: list[Statement] = [Assign(line, column, (kept,), value)]
    for left in lefts:
        made.extend(bind_pattern(context, left, kept, expression))
    return tuple(made)


def _entries(value: Expr) -> list[tuple[str, Expr]]:
    if not isinstance(value, MappingDisplay):
        return []
    return [(k.value, v) for k, v in value.entries if isinstance(k, Const) and isinstance(k.value, str)]


def _handled(target: Expr) -> str:
    """The event that a property handles (``onclick``), or nothing."""
    known = isinstance(target, Attribute) and target.name.startswith("on") and target.name.islower()
    return target.name[2:] if known and isinstance(target, Attribute) else ""


def _listening(target: Expr, value: Expr) -> Statement:
    """``x.onclick = f`` as ``x.addEventListener("click", f)``."""
    assert isinstance(target, Attribute)
    line, column = target.line, target.column
    listen = Attribute(line, column, target.object, "addEventListener")
    event = Argument(line, column, Const(line, column, target.name[2:]))
    return Evaluate(line, column, Call(line, column, listen, (event, Argument(value.line, value.column, value))))


def _variables(context: Context, node: Node) -> Block:
    made: list[Statement] = []
    for child in node.named_children:
        if child.type == "variable_declarator":
            lowered = _variable(context, child)
            made += context.taken()
            made += lowered
    return tuple(made)


def _variable(context: Context, node: Node) -> Block:
    target, given = node.child_by_field_name("name"), node.child_by_field_name("value")
    if target is None or given is None:
        return ()
    line, column = context.at(node)
    if target.type == "identifier":
        if given.type in ("arrow_function", "function_expression", "generator_function"):
            return (function(context, given, text(target)),)
        value = named_value(context, given, text(target))
        return (Assign(line, column, (Name(*context.at(target), text(target)),), value),)
    value = expression(context, given)
    if isinstance(value, Name):
        return tuple(bind_pattern(context, target, value, expression))
    kept = context.temporary(node)
    return (Assign(line, column, (kept,), value), *bind_pattern(context, target, kept, expression))


def _function(context: Context, node: Node) -> Block:
    name = node.child_by_field_name("name")
    return (function(context, node, text(name) if name is not None else DEFAULT),)


def _class_statement(context: Context, node: Node) -> Block:
    name = node.child_by_field_name("name")
    return class_(context, node, text(name) if name is not None else DEFAULT)


def _if(context: Context, node: Node) -> Block:
    branches: list[tuple[tuple[int, int], Expr, Block]] = []
    rest: Node | None = node
    while rest is not None and rest.type == "if_statement":
        test = expression(context, rest.child_by_field_name("condition"))
        branches.append((context.at(rest), test, _body(context, rest.child_by_field_name("consequence"))))
        alternative = rest.child_by_field_name("alternative")
        rest = alternative.named_children[0] if alternative is not None and alternative.named_children else None
    orelse = _body(context, rest)
    for (line, column), test, body in reversed(branches):
        orelse = (If(line, column, test, body, orelse),)
    return orelse


def _for(context: Context, node: Node) -> Block:
    line, column = context.at(node)
    first = node.child_by_field_name("initializer")
    start = _statement(context, first)
    condition = node.child_by_field_name("condition")
    test = expression(context, condition) if condition is not None and condition.is_named else Const(line, column, True)
    before = context.taken()
    step = node.child_by_field_name("increment")
    body = _body(context, node.child_by_field_name("body"))
    after = block(context, [step]) if step is not None else ()
    return (*start, *before, While(line, column, test, (*body, *after), ()))


def _for_each(context: Context, node: Node) -> Block:
    """``for (x of xs)`` and ``for (key in object)``."""
    line, column = context.at(node)
    iterable = expression(context, node.child_by_field_name("right"))
    left = node.child_by_field_name("left")
    if left is not None and left.type in ("object_pattern", "array_pattern"):
        target: Expr = context.temporary(left)
        apart = tuple(bind_pattern(context, left, target, expression))
    else:
        target = assignment_targets(context, left, expression)[0] if left is not None else Name(line, column, "@")
        apart = ()
    return (For(line, column, target, iterable, (*apart, *_body(context, node.child_by_field_name("body"))), ()),)


def _while(context: Context, node: Node) -> Block:
    line, column = context.at(node)
    test = expression(context, node.child_by_field_name("condition"))
    return (While(line, column, test, _body(context, node.child_by_field_name("body")), ()),)


def _switch(context: Context, node: Node) -> Block:
    """A switch is a match in a loop of one round, which ``break`` leaves."""
    line, column = context.at(node)
    subject = expression(context, node.child_by_field_name("value"))
    body = node.child_by_field_name("body")
    cases: list[Case] = []
    waiting: list[Pattern] = []
    for child in body.named_children if body is not None else []:
        if child.type not in ("switch_case", "switch_default"):
            continue
        place = context.at(child)
        statements = child.children_by_field_name("body")
        value = child.child_by_field_name("value")
        waiting.append(Literal(*place, expression(context, value)) if value is not None else Capture(*place, None))
        if statements:
            pattern = Alternatives(*place, tuple(waiting)) if len(waiting) > 1 else waiting[0]
            cases.append(Case(*place, pattern, None, block(context, statements)))
            waiting = []
    once = Sequence(line, column, "list", (Const(line, column, None),))
    match = Match(line, column, subject, tuple(cases))
    return (For(line, column, context.temporary(node), once, (match,), ()),)


def _try(context: Context, node: Node) -> Block:
    line, column = context.at(node)
    body = _body(context, node.child_by_field_name("body"))
    clause, final = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
    handlers: tuple[Handler, ...] = ()
    if clause is not None:
        caught = clause.child_by_field_name("parameter")
        name = text(caught) if caught is not None and caught.type == "identifier" else None
        handlers = (Handler(*context.at(clause), None, name, _body(context, clause.child_by_field_name("body"))),)
    finally_ = _body(context, final.child_by_field_name("body")) if final is not None else ()
    return (Try(line, column, body, handlers, (), finally_),)


def _return(context: Context, node: Node) -> Block:
    line, column = context.at(node)
    inner = next((child for child in node.named_children if child.type != "comment"), None)
    return (Return(line, column, expression(context, inner) if inner is not None else None),)


def _throw(context: Context, node: Node) -> Block:
    """What is thrown is evaluated; in a browser nobody logs its text."""
    line, column = context.at(node)
    value = expression(context, node.named_children[0] if node.named_children else None)
    return (Evaluate(value.line, value.column, value), Raise(line, column, None, None))


def _jump(kind: OneOf["break", "continue"]) -> Callable[[Context, Node], Block]:
    def lower(context: Context, node: Node) -> Block:
        return (Jump(*context.at(node), kind),)

    return lower


def _import(context: Context, node: Node) -> Block:
    return imports(context, node)


def _export(context: Context, node: Node) -> Block:
    source = node.child_by_field_name("source")
    if source is not None:
        return reexports(context, node, source)
    default = any(child.type == "default" for child in node.children)
    declaration = node.child_by_field_name("declaration")
    if declaration is not None:
        made = _statement(context, declaration)
        return (*made, *_as_default(context, node, made)) if default else made
    clause = next((child for child in node.named_children if child.type == "export_clause"), None)
    if clause is not None:
        return tuple(exported_names(context, clause))
    value = node.child_by_field_name("value") or (node.named_children[-1] if node.named_children else None)
    if value is None:
        return ()
    lowered = named_value(context, value, DEFAULT)
    return exported(context, node, DEFAULT, lowered, [] if default else _entries(lowered))


def _as_default(context: Context, node: Node, made: Block) -> Block:
    line, column = context.at(node)
    for statement in made:
        if isinstance(statement, Function | Class):
            context.own.add(DEFAULT)
            return (Assign(line, column, (Name(line, column, DEFAULT),), Name(line, column, statement.name)),)
    return ()


def _namespace(context: Context, node: Node) -> Block:
    body = node.child_by_field_name("body")
    return block(context, body.named_children if body is not None else [])


_IGNORED = frozenset(
    {
        "comment",
        "empty_statement",
        "debugger_statement",
        "hash_bang_line",
        "html_comment",
        "ambient_declaration",
        "interface_declaration",
        "type_alias_declaration",
        "enum_declaration",
        "import_alias",
        "function_signature",
        "decorator",
    }
)
_STATEMENTS: Mapping[str, Callable[[Context, Node], Block]] = {
    "expression_statement": _expression,
    "assignment_expression": _assignment,
    "variable_declaration": _variables,
    "lexical_declaration": _variables,
    "function_declaration": _function,
    "generator_function_declaration": _function,
    "class_declaration": _class_statement,
    "abstract_class_declaration": _class_statement,
    "statement_block": _nested,
    "if_statement": _if,
    "for_statement": _for,
    "for_in_statement": _for_each,
    "while_statement": _while,
    "do_statement": _while,
    "switch_statement": _switch,
    "try_statement": _try,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _jump("break"),
    "continue_statement": _jump("continue"),
    "labeled_statement": _labelled,
    "with_statement": _labelled,
    "import_statement": _import,
    "export_statement": _export,
    "internal_module": _namespace,
    "module": _namespace,
}
