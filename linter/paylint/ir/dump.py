"""The intermediate representation as readable text, for tests and for ``paylint reveal``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from paylint.ir.nodes import (
    Alternatives,
    Argument,
    Assert,
    Assign,
    Attribute,
    Augment,
    Binary,
    Block,
    Boolean,
    Call,
    Capture,
    Class,
    ClassPattern,
    Compare,
    Comprehension,
    Conditional,
    Const,
    Delete,
    Evaluate,
    Expr,
    For,
    Format,
    Function,
    Generator,
    If,
    Import,
    ImportFrom,
    Index,
    Jump,
    Lambda,
    Literal,
    Mapping,
    MappingPattern,
    Match,
    Module,
    Name,
    Parameter,
    Pattern,
    Raise,
    Rest,
    Return,
    Scope,
    Sequence,
    SequencePattern,
    Slice,
    Starred,
    Statement,
    Try,
    Unary,
    Walrus,
    While,
    With,
    WithItem,
    Yield,
)

_INDENT = "    "
_PLACE = 8
_BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"), "dict": ("{", "}"), "generator": ("(", ")")}


def dump(module: Module) -> str:
    """All statements of a module, one a line, indented, each with its place in front."""
    return "\n".join(_block(module.body, 0)) + "\n"


def show(expr: Expr) -> str:  # noqa: C901 - one case for each kind of node
    """One expression on one line. Every operation is parenthesised, so that the structure can be read off."""
    match expr:
        case Const(value=value):
            return repr(value)
        case Name(id=name):
            return name
        case Attribute(object=value, name=name):
            return f"{show(value)}.{name}"
        case Index(object=value, index=index):
            return f"{show(value)}[{show(index)}]"
        case Slice(lower=lower, upper=upper, step=step):
            return f"{_optional(lower)}:{_optional(upper)}" + (f":{show(step)}" if step is not None else "")
        case Call(function=function, arguments=arguments):
            return f"{show(function)}({', '.join(map(_argument, arguments))})"
        case Binary(operator=operator, left=left, right=right):
            return f"({show(left)} {operator} {show(right)})"
        case Unary(operator=operator, operand=operand):
            return f"({operator}{' ' if operator == 'not' else ''}{show(operand)})"
        case Boolean(operator=operator, operands=operands):
            return "(" + f" {operator} ".join(map(show, operands)) + ")"
        case Compare(operators=operators, operands=operands):
            rest = "".join(f" {sign} {show(operand)}" for sign, operand in zip(operators, operands[1:], strict=True))
            return f"({show(operands[0])}{rest})"
        case Conditional(test=test, body=body, orelse=orelse):
            return f"({show(body)} if {show(test)} else {show(orelse)})"
        case Format(parts=parts, specs=specs):
            return "format(" + ", ".join(_part(part, spec) for part, spec in zip(parts, specs, strict=True)) + ")"
        case Starred(value=value):
            return f"*{show(value)}"
        case Sequence(kind=kind, elements=elements):
            return _display(kind, elements)
        case Mapping(entries=entries):
            return "{" + ", ".join(_entry(key, value) for key, value in entries) + "}"
        case Comprehension():
            return _comprehension(expr)
        case Lambda(function=function):
            return _lambda(function)
        case Yield(value=value, delegate=delegate):
            return f"(yield{' from' if delegate else ''}{f' {show(value)}' if value is not None else ''})"
        case Walrus(name=name, value=value):
            return f"({name} := {show(value)})"
        case _:
            assert_never(expr)


def show_pattern(pattern: Pattern) -> str:
    """One pattern on one line."""
    match pattern:
        case Capture(name=name, pattern=None):
            return name or "_"
        case Capture(name=name, pattern=inner):
            return f"{show_pattern(inner) if inner is not None else '_'} as {name or '_'}"
        case Literal(value=value):
            return f"={show(value)}"
        case SequencePattern(elements=elements):
            return f"[{', '.join(map(show_pattern, elements))}]"
        case Rest(name=name):
            return f"*{name or '_'}"
        case MappingPattern(entries=entries, rest=rest):
            shown = [f"{show(key)}: {show_pattern(value)}" for key, value in entries]
            return "{" + ", ".join([*shown, f"**{rest}"] if rest else shown) + "}"
        case ClassPattern(cls=cls, positional=positional, named=named):
            shown = [show_pattern(inner) for inner in positional]
            shown += [f"{name}={show_pattern(inner)}" for name, inner in named]
            return f"{show(cls)}({', '.join(shown)})"
        case Alternatives(patterns=patterns):
            return " | ".join(map(show_pattern, patterns))
        case _:
            assert_never(pattern)


def _optional(expr: Expr | None) -> str:
    return show(expr) if expr is not None else ""


def _argument(argument: Argument) -> str:
    name = f"{argument.name}=" if argument.name is not None else ""
    return f"{argument.unpack}{name}{show(argument.value)}"


def _part(part: Expr, spec: str) -> str:
    return f"{show(part)}:{spec}" if spec else show(part)


def _display(kind: str, elements: tuple[Expr, ...]) -> str:
    left, right = _BRACKETS[kind]
    trailing = "," if kind == "tuple" and len(elements) == 1 else ""
    return f"{left}{', '.join(map(show, elements))}{trailing}{right}"


def _entry(key: Expr | None, value: Expr) -> str:
    return f"{show(key)}: {show(value)}" if key is not None else f"**{show(value)}"


def _comprehension(node: Comprehension) -> str:
    left, right = _BRACKETS[node.kind]
    element = _entry(node.key, node.element) if node.kind == "dict" else show(node.element)
    return f"{left}{element}{''.join(map(_generator, node.generators))}{right}"


def _generator(node: Generator) -> str:
    tests = "".join(f" if {show(test)}" for test in node.tests)
    return f" for {show(node.target)} in {show(node.iterable)}{tests}"


def _lambda(function: Function) -> str:
    parameters = _parameters(function.parameters)
    if function.name == "<lambda>" and len(function.body) == 1 and isinstance(value := function.body[0], Return):
        return f"(lambda {parameters}: {_optional(value.value)})"
    body = "; ".join(line[_PLACE:].strip() for line in _block(function.body, 0))
    return f"({function.name}({parameters}): {body})"


def _parameters(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(map(_parameter, parameters))


def _parameter(parameter: Parameter) -> str:
    kind = f"{parameter.kind} " if parameter.kind in {"positional", "keyword"} else parameter.kind
    annotation = f": {show(parameter.annotation)}" if parameter.annotation is not None else ""
    default = f" = {show(parameter.default)}" if parameter.default is not None else ""
    return f"{kind}{parameter.name}{annotation}{default}"


def _block(block: Block, depth: int) -> Iterator[str]:
    for statement in block:
        yield from _statement(statement, depth)


def _line(statement: Statement, depth: int, text: str) -> str:
    return f"{f'{statement.line}:{statement.column}':<{_PLACE}}{_INDENT * depth}{text}"


def _nested(depth: int, text: str) -> str:
    return f"{'':<{_PLACE}}{_INDENT * depth}{text}"


def _section(name: str, block: Block, depth: int) -> Iterator[str]:
    if block:
        yield _nested(depth, name)
        yield from _block(block, depth + 1)


def _statement(statement: Statement, depth: int) -> Iterator[str]:
    match statement:
        case If(test=test, body=body, orelse=orelse):
            yield _line(statement, depth, f"if {show(test)}")
            yield from _block(body, depth + 1)
            yield from _section("else", orelse, depth)
        case For(target=target, iterable=iterable, body=body, orelse=orelse):
            yield _line(statement, depth, f"for {show(target)} in {show(iterable)}")
            yield from _block(body, depth + 1)
            yield from _section("else", orelse, depth)
        case While(test=test, body=body, orelse=orelse):
            yield _line(statement, depth, f"while {show(test)}")
            yield from _block(body, depth + 1)
            yield from _section("else", orelse, depth)
        case Try():
            yield from _try(statement, depth)
        case With(items=items, body=body):
            yield _line(statement, depth, "with " + ", ".join(map(_with_item, items)))
            yield from _block(body, depth + 1)
        case Match(subject=subject, cases=cases):
            yield _line(statement, depth, f"match {show(subject)}")
            for case in cases:
                guard = f" if {show(case.guard)}" if case.guard is not None else ""
                yield _nested(depth + 1, f"case {show_pattern(case.pattern)}{guard}")
                yield from _block(case.body, depth + 2)
        case Function():
            yield from _function(statement, depth)
        case Class(name=name, bases=bases, body=body, decorators=decorators):
            yield from (_nested(depth, f"@{show(decorator)}") for decorator in decorators)
            yield _line(statement, depth, f"class {name}({', '.join(map(_argument, bases))})")
            yield from _block(body, depth + 1)
        case _:
            yield _line(statement, depth, _simple(statement))


def _simple(
    statement: Evaluate | Assign | Augment | Delete | Return | Raise | Assert | Jump | Scope | Import | ImportFrom,
) -> str:
    match statement:
        case Evaluate(value=value):
            return show(value)
        case Assign(targets=targets, value=value, annotation=annotation):
            note = f": {show(annotation)}" if annotation is not None else ""
            return " = ".join(map(show, targets)) + note + (f" = {show(value)}" if value is not None else "")
        case Augment(target=target, operator=operator, value=value):
            return f"{show(target)} {operator}= {show(value)}"
        case Delete(targets=targets):
            return "del " + ", ".join(map(show, targets))
        case Return(value=value):
            return f"return {_optional(value)}".rstrip()
        case Raise(error=error, cause=cause):
            return f"raise {_optional(error)}".rstrip() + (f" from {show(cause)}" if cause is not None else "")
        case Assert(test=test, message=message):
            return f"assert {show(test)}" + (f", {show(message)}" if message is not None else "")
        case Jump(kind=kind):
            return kind
        case Scope(kind=kind, names=names):
            return f"{kind} {', '.join(names)}"
        case Import(module=module, name=name):
            return f"import {module}" + (f" as {name}" if name is not None else "")
        case ImportFrom(module=module, level=level, names=names):
            imported = ", ".join(name if name == bound else f"{name} as {bound}" for name, bound in names)
            return f"from {'.' * level}{module} import {imported}"
        case _:
            assert_never(statement)


def _with_item(item: WithItem) -> str:
    return show(item.context) + (f" as {show(item.target)}" if item.target is not None else "")


def _try(statement: Try, depth: int) -> Iterator[str]:
    yield _line(statement, depth, "try")
    yield from _block(statement.body, depth + 1)
    for handler in statement.handlers:
        name = f" as {handler.name}" if handler.name is not None else ""
        yield _nested(depth, f"except {_optional(handler.type)}{name}".rstrip())
        yield from _block(handler.body, depth + 1)
    yield from _section("else", statement.orelse, depth)
    yield from _section("finally", statement.final, depth)


def _function(function: Function, depth: int) -> Iterator[str]:
    yield from (_nested(depth, f"@{show(decorator)}") for decorator in function.decorators)
    returns = f" -> {show(function.returns)}" if function.returns is not None else ""
    generator = "generator " if function.generator else ""
    text = f"{generator}def {function.name}({_parameters(function.parameters)}){returns}"
    yield _line(function, depth, f"{text}  local {{{', '.join(sorted(function.local))}}}")
    yield from _block(function.body, depth + 1)
