"""A LibCST tree to the intermediate representation: the last place that knows Python's syntax."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import libcst as cst

from paylint.frontend.expressions import (
    Context,
    Scope,
    argument,
    expression,
    operator,
    optional,
    parameters,
)
from paylint.frontend.parser import Parsed
from paylint.ir.nodes import (
    Alternatives,
    Assert,
    Assign,
    Augment,
    Block,
    Capture,
    Case,
    Class,
    ClassPattern,
    Code,
    Delete,
    Evaluate,
    For,
    Function,
    Handler,
    If,
    Import,
    ImportFrom,
    Jump,
    Literal,
    MappingPattern,
    Match,
    Module,
    Name,
    Parameter,
    Pattern,
    Raise,
    Rest,
    Return,
    Sequence,
    SequencePattern,
    Statement,
    Try,
    Unread,
    While,
    With,
    WithItem,
)
from paylint.ir.nodes import Scope as Declaration


def lower(parsed: Parsed, name: str, package: bool, unread: Mapping[int, Unread]) -> Module:
    """Lower a parsed file. Functions of which the code was left out of it are ``unread``, by the line on which their bodies begin.

    Raises RecursionError for blocks or expressions nested hundreds deep.
    """
    context = Context(parsed.positions, unread)
    body = _statements(context, parsed.module.body)
    return Module(parsed.path, name, package, body, parsed.lines)


def lower_code(parsed: Parsed) -> Code:
    """The code of the only function that a parsed text defines. Raises RecursionError as `lower` does."""
    context = Context(parsed.positions, {})
    body: Any = parsed.module.body
    while not isinstance(body[0], cst.FunctionDef):
        body = body[0].body.body
    return _code(context, parameters(context, body[0].params), body[0].body)


def _statements(context: Context, nodes: Any) -> Block:
    statements: list[Statement] = []
    for node in nodes:
        if type(node) is cst.SimpleStatementLine:
            for small in node.body:
                statements += _SMALL[type(small)](context, small)
        else:
            statements.append(_COMPOUND[type(node)](context, node))
    return tuple(statements)


def _suite(context: Context, node: cst.BaseSuite) -> Block:
    if isinstance(node, cst.SimpleStatementSuite):
        return tuple([statement for small in node.body for statement in _SMALL[type(small)](context, small)])
    return _statements(context, node.body)


def _evaluate(context: Context, node: cst.Expr) -> Block:
    line, column = context.at(node)
    return (Evaluate(line, column, expression(context, node.value)),)


def _assign(context: Context, node: cst.Assign) -> Block:
    line, column = context.at(node)
    targets = tuple([expression(context, target.target) for target in node.targets])
    for target in targets:
        context.bind(target)
    return (Assign(line, column, targets, expression(context, node.value)),)


def _annotated(context: Context, node: cst.AnnAssign) -> Block:
    line, column = context.at(node)
    target = expression(context, node.target)
    context.bind(target)
    annotation = expression(context, node.annotation.annotation)
    return (Assign(line, column, (target,), optional(context, node.value), annotation),)


def _augment(context: Context, node: cst.AugAssign) -> Block:
    line, column = context.at(node)
    target = expression(context, node.target)
    context.bind(target)
    return (Augment(line, column, target, operator(node.operator), expression(context, node.value)),)


def _alias(context: Context, node: cst.TypeAlias) -> Block:
    line, column = context.at(node)
    name = Name(*context.at(node.name), node.name.value)
    context.bind(name)
    return (Assign(line, column, (name,), expression(context, node.value)),)


def _delete(context: Context, node: cst.Del) -> Block:
    line, column = context.at(node)
    target = expression(context, node.target)
    context.bind(target)
    targets = target.elements if isinstance(target, Sequence) else (target,)
    return (Delete(line, column, targets),)


def _return(context: Context, node: cst.Return) -> Block:
    line, column = context.at(node)
    return (Return(line, column, optional(context, node.value)),)


def _raise(context: Context, node: cst.Raise) -> Block:
    line, column = context.at(node)
    cause = node.cause.item if node.cause is not None else None
    return (Raise(line, column, optional(context, node.exc), optional(context, cause)),)


def _assert(context: Context, node: cst.Assert) -> Block:
    line, column = context.at(node)
    return (Assert(line, column, expression(context, node.test), optional(context, node.msg)),)


def _jump(kind: Any) -> Callable[[Context, Any], Block]:
    def lower_jump(context: Context, node: cst.CSTNode) -> Block:
        line, column = context.at(node)
        return (Jump(line, column, kind),)

    return lower_jump


def _declare(kind: Any) -> Callable[[Context, Any], Block]:
    def lower_declaration(context: Context, node: cst.Global | cst.Nonlocal) -> Block:
        line, column = context.at(node)
        names = tuple([item.name.value for item in node.names])
        context.scopes[-1].declared.update(names)
        return (Declaration(line, column, kind, names),)

    return lower_declaration


def _import(context: Context, node: cst.Import | cst.LazyImport) -> Block:
    imports = []
    for alias in node.names:
        line, column = context.at(alias)
        module = _dotted(alias.name)
        name = _bound(alias.asname)
        context.bind_name(name or module.partition(".")[0])
        imports.append(Import(line, column, module, name))
    return tuple(imports)


def _import_from(context: Context, node: cst.ImportFrom | cst.LazyImportFrom) -> Block:
    line, column = context.at(node)
    module = _dotted(node.module) if node.module is not None else ""
    names: tuple[tuple[str, str], ...] = (("*", "*"),)
    if not isinstance(node.names, cst.ImportStar):
        names = tuple([(_dotted(alias.name), _bound(alias.asname) or _dotted(alias.name)) for alias in node.names])
        for _, name in names:
            context.bind_name(name)
    return (ImportFrom(line, column, module, len(node.relative), names),)


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    assert isinstance(node, cst.Name)
    parts.append(node.value)
    return ".".join(reversed(parts))


def _bound(asname: cst.AsName | None) -> str | None:
    return asname.name.value if asname is not None and isinstance(asname.name, cst.Name) else None


def _if(context: Context, node: cst.If) -> Statement:
    """Lower an ``if`` and its ``elif`` chain, without recursion over the chain."""
    branches = []
    rest: cst.If | cst.Else | None = node
    while isinstance(rest, cst.If):
        branches.append((context.at(rest), expression(context, rest.test), _suite(context, rest.body)))
        rest = rest.orelse
    orelse = _suite(context, rest.body) if rest is not None else ()
    for (line, column), test, body in reversed(branches):
        orelse = (If(line, column, test, body, orelse),)
    return orelse[0]


def _else(context: Context, node: cst.Else | cst.Finally | None) -> Block:
    return _suite(context, node.body) if node is not None else ()


def _for(context: Context, node: cst.For) -> Statement:
    line, column = context.at(node)
    target = expression(context, node.target)
    context.bind(target)
    iterable = expression(context, node.iter)
    return For(line, column, target, iterable, _suite(context, node.body), _else(context, node.orelse))


def _while(context: Context, node: cst.While) -> Statement:
    line, column = context.at(node)
    test = expression(context, node.test)
    return While(line, column, test, _suite(context, node.body), _else(context, node.orelse))


def _try(context: Context, node: cst.Try | cst.TryStar) -> Statement:
    line, column = context.at(node)
    body = _suite(context, node.body)
    handlers = tuple([_handler(context, handler) for handler in node.handlers])
    return Try(line, column, body, handlers, _else(context, node.orelse), _else(context, node.finalbody))


def _handler(context: Context, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Handler:
    line, column = context.at(node)
    error = optional(context, node.type)
    name = _bound(node.name)
    if name is not None:
        context.bind_name(name)
    return Handler(line, column, error, name, _suite(context, node.body))


def _with(context: Context, node: cst.With) -> Statement:
    line, column = context.at(node)
    items = tuple([_with_item(context, item) for item in node.items])
    return With(line, column, items, _suite(context, node.body))


def _with_item(context: Context, node: cst.WithItem) -> WithItem:
    line, column = context.at(node)
    value = expression(context, node.item)
    target = optional(context, node.asname.name if node.asname is not None else None)
    if target is not None:
        context.bind(target)
    return WithItem(line, column, value, target)


def _function(context: Context, node: cst.FunctionDef) -> Statement:
    line, column = context.at(node.name)
    context.bind_name(node.name.value)
    decorators = _decorators(context, node.decorators)
    params = parameters(context, node.params)
    returns = optional(context, node.returns.annotation if node.returns is not None else None)
    code = (context.unread and context.unread.get(_first_line(context, node.body))) or _code(context, params, node.body)
    return Function(line, column, node.name.value, params, code, decorators, returns)


def _first_line(context: Context, body: cst.BaseSuite) -> int:
    return context.at(body.body[0])[0]


def _code(context: Context, params: tuple[Parameter, ...], body: cst.BaseSuite) -> Code:
    scope = Scope()
    scope.bound.update(parameter.name for parameter in params)
    return Code(_scoped(context, scope, body), scope.local(), scope.generator)


def _class(context: Context, node: cst.ClassDef) -> Statement:
    line, column = context.at(node.name)
    context.bind_name(node.name.value)
    decorators = _decorators(context, node.decorators)
    bases = tuple([argument(context, base) for base in (*node.bases, *node.keywords)])
    return Class(line, column, node.name.value, bases, _scoped(context, Scope(), node.body), decorators)


def _scoped(context: Context, scope: Scope, body: cst.BaseSuite) -> Block:
    context.scopes.append(scope)
    statements = _suite(context, body)
    context.scopes.pop()
    return statements


def _decorators(context: Context, nodes: Any) -> tuple[Any, ...]:
    return tuple([expression(context, node.decorator) for node in nodes])


def _match(context: Context, node: cst.Match) -> Statement:
    line, column = context.at(node)
    subject = expression(context, node.subject)
    return Match(line, column, subject, tuple([_case(context, case) for case in node.cases]))


def _case(context: Context, node: cst.MatchCase) -> Case:
    line, column = context.at(node)
    pattern = _pattern(context, node.pattern)
    return Case(line, column, pattern, optional(context, node.guard), _suite(context, node.body))


def _pattern(context: Context, node: cst.CSTNode) -> Pattern:
    return _PATTERNS[type(node)](context, node)


def _captured(context: Context, name: cst.Name | None) -> str | None:
    if name is None or name.value == "_":
        return None
    context.bind_name(name.value)
    return name.value


def _literal(context: Context, node: cst.MatchValue | cst.MatchSingleton) -> Pattern:
    value = expression(context, node.value)
    return Literal(value.line, value.column, value)


def _capture(context: Context, node: cst.MatchAs) -> Pattern:
    line, column = context.at(node)
    pattern = _pattern(context, node.pattern) if node.pattern is not None else None
    return Capture(line, column, _captured(context, node.name), pattern)


def _sequence_pattern(context: Context, node: cst.MatchList | cst.MatchTuple) -> Pattern:
    line, column = context.at(node)
    return SequencePattern(line, column, tuple([_sequence_element(context, element) for element in node.patterns]))


def _sequence_element(context: Context, node: cst.MatchSequenceElement | cst.MatchStar) -> Pattern:
    if isinstance(node, cst.MatchStar):
        line, column = context.at(node)
        return Rest(line, column, _captured(context, node.name))
    return _pattern(context, node.value)


def _mapping_pattern(context: Context, node: cst.MatchMapping) -> Pattern:
    line, column = context.at(node)
    entries = tuple([(expression(context, entry.key), _pattern(context, entry.pattern)) for entry in node.elements])
    return MappingPattern(line, column, entries, _captured(context, node.rest))


def _class_pattern(context: Context, node: cst.MatchClass) -> Pattern:
    line, column = context.at(node)
    cls = expression(context, node.cls)
    positional = tuple([_pattern(context, element.value) for element in node.patterns])
    named = tuple([(element.key.value, _pattern(context, element.pattern)) for element in node.kwds])
    return ClassPattern(line, column, cls, positional, named)


def _alternatives(context: Context, node: cst.MatchOr) -> Pattern:
    line, column = context.at(node)
    return Alternatives(line, column, tuple([_pattern(context, element.pattern) for element in node.patterns]))


_SMALL: Mapping[type[cst.CSTNode], Callable[[Context, Any], Block]] = {
    cst.Expr: _evaluate,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augment,
    cst.TypeAlias: _alias,
    cst.Del: _delete,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Assert: _assert,
    cst.Pass: _jump("pass"),
    cst.Break: _jump("break"),
    cst.Continue: _jump("continue"),
    cst.Global: _declare("global"),
    cst.Nonlocal: _declare("nonlocal"),
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.LazyImport: _import,
    cst.LazyImportFrom: _import_from,
}

_COMPOUND: Mapping[type[cst.CSTNode], Callable[[Context, Any], Statement]] = {
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.With: _with,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
    cst.Match: _match,
}

_PATTERNS: Mapping[type[cst.CSTNode], Callable[[Context, Any], Pattern]] = {
    cst.MatchValue: _literal,
    cst.MatchSingleton: _literal,
    cst.MatchAs: _capture,
    cst.MatchList: _sequence_pattern,
    cst.MatchTuple: _sequence_pattern,
    cst.MatchMapping: _mapping_pattern,
    cst.MatchClass: _class_pattern,
    cst.MatchOr: _alternatives,
}
