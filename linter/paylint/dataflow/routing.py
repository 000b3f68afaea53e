"""Routes as registrations write them: constants in the registering call, and in the call that made its receiver."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Route
from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.location import Location
from paylint.models.schema import RouteSpec


def decorated(spec: RouteSpec, info: FunctionInfo, node: ir.Expr) -> Route:
    """The route that a decorator gives to a function."""
    call = node if isinstance(node, ir.Call) else None
    arguments = call.arguments if call is not None else ()
    group = _made(info.module, call.function) if call is not None else ()
    prefix = _constant(group, spec.under)
    scope = _constant(group, spec.scope)
    own = _constant(arguments, spec.name) or info.name
    at = Location(info.module.node.path, node.line, node.column)
    if spec.operation:
        called = _constant(arguments, spec.pattern) or camel(info.name)
        return Route(f"{spec.operation} {called}", ("POST",), info.qualname, at, called)
    pattern = joined(prefix, _constant(arguments, spec.pattern))
    return Route(pattern, _constants(arguments, spec.methods), info.qualname, at, f"{scope}.{own}" if scope else own)


def shown(spec: RouteSpec, node: ir.Expr) -> str:
    """The template that a decorator names."""
    return _constant(node.arguments, spec.shows) if isinstance(node, ir.Call) and spec.shows else ""


def camel(name: str) -> str:
    """A name as clients of GraphQL write it: ``pay_by_card`` is ``payByCard``."""
    head, *rest = name.split("_")
    return head[:1].lower() + head[1:] + "".join(part[:1].upper() + part[1:] for part in rest)


def joined(prefix: str, pattern: str) -> str:
    """A pattern under a prefix, with one slash between them."""
    if not prefix:
        return pattern
    return f"{prefix.rstrip('/')}/{pattern.lstrip('/')}" if pattern else prefix


def _made(module: ModuleInfo, function: ir.Expr) -> tuple[ir.Argument, ...]:
    """The arguments of the call that made the receiver of a method, where the module says so at its top level."""
    if not isinstance(function, ir.Attribute) or not isinstance(function.object, ir.Name):
        return ()
    name = function.object.id
    for statement in module.node.body:
        match statement:
            case ir.Assign(targets=(ir.Name(id=made), *_), value=ir.Call(arguments=arguments)) if made == name:
                return arguments
            case _:
                continue
    return ()


def _constant(arguments: tuple[ir.Argument, ...], path: str) -> str:
    return next(iter(_constants(arguments, path)), "")


def _constants(arguments: tuple[ir.Argument, ...], path: str) -> tuple[str, ...]:
    """The constant strings of an argument named as in a row: ``0``, ``name`` or ``0/name``."""
    return tuple(_texts(arguments, path)) if path else ()


def _texts(arguments: tuple[ir.Argument, ...], path: str) -> Iterator[str]:
    position, _, keyword = path.partition("/") if path[0].isdigit() else ("", "", path)
    plain = [argument for argument in arguments if argument.name is None and not argument.unpack]
    chosen = [argument.value for argument in arguments if argument.name == keyword and keyword]
    if position and int(position) < len(plain):
        chosen.append(plain[int(position)].value)
    for value in chosen:
        members = value.elements if isinstance(value, ir.Sequence) else (value,)
        yield from (each.value for each in members if isinstance(each, ir.Const) and isinstance(each.value, str))
