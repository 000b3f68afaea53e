"""Rewritings of a program that change nothing of what it does, each drawn from those that apply to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst import matchers as m
from libcst.metadata import Assignment, FunctionScope, GlobalScope, MetadataWrapper, ScopeProvider

Files = dict[str, str]
"""The texts of a program by file name."""

Pick = Callable[[Sequence[str]], str]
"""Chooses one of several names; which one is the test's business."""

MAIN = "program.py"
MOVED = "moved.py"
FRESH = ("q1", "q2", "zeta", "qux", "wibble")
"""Names that mean nothing to anybody."""

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement

SPLITTABLE = m.Subscript() | m.Attribute() | m.BinaryOperation() | m.FormattedString() | m.Dict() | m.Name()
UNMOVABLE = (
    m.Yield() | m.Await() | m.Return() | m.Raise() | m.NamedExpr() | m.Call(func=m.Name("super") | m.Name("locals"))
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement of a function at the top of the module, by both positions."""

    function: int
    line: int


def renamed(source: str, pick: Pick, kept: Callable[[str], bool]) -> str | None:
    """The program with one local variable renamed; ``kept`` tells which names must stay."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    scopes = wrapper.resolve(ScopeProvider)
    variables: dict[str, tuple[FunctionScope, str]] = {}
    for number, scope in enumerate(dict.fromkeys(s for s in scopes.values() if isinstance(s, FunctionScope))):
        for found in scope.assignments:
            plain = isinstance(found, Assignment) and isinstance(found.node, cst.Name) and found.scope is scope
            if plain and not kept(found.name) and not _is_parameter(scope, found.name):
                variables.setdefault(f"{number:03}:{found.name}", (scope, found.name))
    if not variables or "locals()" in source or "nonlocal" in source:
        return None
    scope, name = variables[pick(sorted(variables))]
    fresh = pick([word for word in FRESH if word not in source])
    nodes: set[cst.CSTNode] = set()
    for found in scope.assignments[name]:
        if isinstance(found, Assignment):
            nodes.add(found.node)
        nodes.update(access.node for access in found.references)
    return wrapper.module.visit(_Rename(nodes, fresh)).code


def commented(source: str, picks: Callable[[int], Collection[int]]) -> str:
    """The program with comments and blank lines before some of its statements."""
    module = cst.parse_module(source)
    count = _Count()
    module.visit(count)
    return module.visit(_Comment(picks(count.lines))).code


def split(source: str, pick: Pick) -> str | None:
    """The program with one argument of a call put into a variable first."""
    module = cst.parse_module(source)
    spots = {
        f"{function}.{line}.{position}": (Spot(function, line), position)
        for function, node in _functions(module)
        for line, statement in enumerate(_lines(node))
        for position in _splittable(statement)
    }
    if not spots:
        return None
    spot, position = spots[pick(sorted(spots))]
    fresh = pick([word for word in FRESH if word not in source])

    def rewrite(line: Statement) -> list[Statement]:
        call = _call_of(line)
        assert call is not None
        argument = call.args[position]
        before = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name(fresh))], argument.value)])
        after = line.deep_replace(argument, argument.with_changes(value=cst.Name(fresh)))
        assert isinstance(after, cst.SimpleStatementLine)
        return [before, after]

    return _with_statement(module, spot, rewrite).code


def extracted(source: str, pick: Pick) -> str | None:
    """The program with one statement made a function of its own."""
    module = cst.parse_module(source)
    spots = {
        f"{function}.{line}": Spot(function, line)
        for function, node in _functions(module)
        for line, statement in enumerate(_lines(node))
        if _extractable(node, statement)
    }
    if not spots:
        return None
    spot = spots[pick(sorted(spots))]
    function = dict(_functions(module))[spot.function]
    statement = list(_lines(function))[spot.line]
    given = sorted(_names(statement) & _locals(function))
    name = pick([word for word in FRESH if word not in source])
    call = cst.parse_statement(f"{name}({', '.join(given)})")
    made = cst.parse_statement(f"def {name}({', '.join(given)}):\n    pass\n")
    assert isinstance(made, cst.FunctionDef)
    made = made.with_changes(body=made.body.with_changes(body=[statement]), leading_lines=[cst.EmptyLine()] * 2)
    module = _with_statement(module, spot, lambda _: [call])
    return module.with_changes(body=[*module.body, made]).code


def moved(source: str, pick: Pick) -> Files | None:
    """The program with one function in a module of its own, from which it is imported."""
    module = cst.parse_module(source)
    movable = {node.name.value: node for _, node in _functions(module) if _needs(module, node) is not None}
    if not movable:
        return None
    node = movable[pick(sorted(movable))]
    needed = _needs(module, node) or []
    link = cst.parse_statement(f"from {MOVED.removesuffix('.py')} import {node.name.value}")
    rest = [link if statement is node else statement for statement in module.body]
    return {
        MAIN: module.with_changes(body=rest).code,
        MOVED: cst.Module(body=[*needed, node]).code,
    }


def annotated(source: str, pick: Pick) -> str | None:
    """The program with an annotation that says nothing on the parameters of one function."""
    module = cst.parse_module(source)
    names = sorted(node.name.value for _, node in _functions(module) if node.params.params)
    if not names:
        return None
    return module.visit(_Annotate(pick(names), pick(("str", "object", '"Any"', "dict[str, str]")))).code


class _Rename(m.MatcherDecoratableTransformer):
    def __init__(self, nodes: Collection[cst.CSTNode], fresh: str) -> None:
        super().__init__()
        self.nodes = nodes
        self.fresh = fresh

    @m.leave(m.Name())
    def rename(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        return updated_node.with_changes(value=self.fresh) if original_node in self.nodes else updated_node


class _Count(m.MatcherDecoratableVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.lines = 0

    @m.visit(m.SimpleStatementLine())
    def count(self, _: cst.SimpleStatementLine) -> None:
        self.lines += 1


class _Comment(m.MatcherDecoratableTransformer):
    def __init__(self, places: Collection[int]) -> None:
        super().__init__()
        self.places = places
        self.seen = -1

    @m.leave(m.SimpleStatementLine())
    def comment(self, _: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine) -> cst.SimpleStatementLine:
        self.seen += 1
        if self.seen not in self.places:
            return updated_node
        lines = [cst.EmptyLine(indent=False), cst.EmptyLine(comment=cst.Comment("# a word on what follows"))]
        return updated_node.with_changes(leading_lines=[*lines, *updated_node.leading_lines])


class _Annotate(m.MatcherDecoratableTransformer):
    def __init__(self, function: str, annotation: str) -> None:
        super().__init__()
        self.function = function
        self.annotation = cst.Annotation(cst.parse_expression(annotation))

    @m.leave(m.FunctionDef())
    def annotate(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        if original_node.name.value != self.function:
            return updated_node
        parameters = [
            parameter if parameter.annotation or parameter.name.value in ("self", "cls") else self.on(parameter)
            for parameter in updated_node.params.params
        ]
        return updated_node.with_changes(params=updated_node.params.with_changes(params=parameters))

    def on(self, parameter: cst.Param) -> cst.Param:
        spaced = cst.AssignEqual(cst.SimpleWhitespace(" "), cst.SimpleWhitespace(" "))
        equal = spaced if parameter.default is not None else cst.MaybeSentinel.DEFAULT
        return parameter.with_changes(annotation=self.annotation, equal=equal)


def _is_parameter(scope: FunctionScope, name: str) -> bool:
    return any(isinstance(found, Assignment) and isinstance(found.node, cst.Param) for found in scope.assignments[name])


def _functions(module: cst.Module) -> Iterator[tuple[int, cst.FunctionDef]]:
    for position, statement in enumerate(module.body):
        if isinstance(statement, cst.FunctionDef) and isinstance(statement.body, cst.IndentedBlock):
            yield position, statement


def _lines(function: cst.FunctionDef) -> Sequence[Statement]:
    body = function.body.body
    return [statement for statement in body if isinstance(statement, Statement)]


def _call_of(line: Statement) -> cst.Call | None:
    """The call that a statement consists of, or whose result it assigns."""
    if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
        small = line.body[0]
        value = small.value if isinstance(small, cst.Expr | cst.Assign) else None
        return value if isinstance(value, cst.Call) else None
    return None


def _splittable(line: Statement) -> list[int]:
    call = _call_of(line)
    arguments = call.args if call is not None else ()
    return [i for i, argument in enumerate(arguments) if not argument.star and m.matches(argument.value, SPLITTABLE)]


def _extractable(function: cst.FunctionDef, line: Statement) -> bool:
    call = _call_of(line)
    if call is None or not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Expr):
        return False
    return not m.findall(line, UNMOVABLE) and function.asynchronous is None


def _names(node: cst.CSTNode) -> set[str]:
    return {found.value for found in m.findall(node, m.Name()) if isinstance(found, cst.Name)}


def _locals(function: cst.FunctionDef) -> set[str]:
    """The variables of a function itself: its parameters and what it binds outside of nested functions."""
    wrapper = MetadataWrapper(cst.Module(body=[function.with_changes(decorators=[])]))
    scopes = wrapper.resolve(ScopeProvider)
    own = next(
        scope for scope in scopes.values() if isinstance(scope, FunctionScope) and isinstance(scope.parent, GlobalScope)
    )
    return {found.name for found in own.assignments if isinstance(found, Assignment) and found.scope is own}


def _with_statement(module: cst.Module, spot: Spot, rewrite: Callable[[Statement], list[Statement]]) -> cst.Module:
    function = module.body[spot.function]
    assert isinstance(function, cst.FunctionDef)
    body = list(_lines(function))
    body[spot.line : spot.line + 1] = rewrite(body[spot.line])
    changed = function.with_changes(body=function.body.with_changes(body=body))
    return module.with_changes(body=[changed if i == spot.function else s for i, s in enumerate(module.body)])


def _needs(module: cst.Module, function: cst.FunctionDef) -> list[Statement] | None:
    """The imports and simple definitions that a function needs beside itself; ``None`` where it needs more."""
    if function.decorators or m.findall(function, m.Global()):
        return None
    names = _names(function) - _locals(function) - {function.name.value}
    needed: list[Statement] = []
    for statement in module.body:
        if statement is function or not isinstance(statement, Statement):
            continue
        bound = _bound(statement)
        if m.findall(statement, m.Import() | m.ImportFrom()) and isinstance(statement, cst.SimpleStatementLine):
            needed.append(statement)
        elif bound & names:
            if not m.matches(statement, m.SimpleStatementLine(body=[m.Assign(value=LOGGER | m.SimpleString())])):
                return None
            needed.append(statement)
    return needed


LOGGER = m.Call(func=m.Attribute(value=m.Name("logging"), attr=m.Name("getLogger")))


def _bound(statement: Statement) -> set[str]:
    scopes = MetadataWrapper(cst.Module(body=[statement])).resolve(ScopeProvider)
    outer = next(scope for scope in scopes.values() if isinstance(scope, GlobalScope))
    return {found.name for found in outer.assignments if isinstance(found, Assignment)}
