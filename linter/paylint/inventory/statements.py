"""What Python code itself sets for its logs: switched off, or rotated away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from paylint.facts import Setting
from paylint.inventory.logs import handler_retention
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location, Path

_PARAMETERS = {
    "TimedRotatingFileHandler": ("filename", "when", "interval", "backupCount"),
    "RotatingFileHandler": ("filename", "mode", "maxBytes", "backupCount"),
}
_CONFIGURES = frozenset({"dictConfig", "fileConfig", "basicConfig", "configure", "addHandler", "configure_logging"})


def statement_settings(module: ir.Module, line: Callable[[Path, int], str]) -> Iterator[Setting]:
    """The settings of one module, in order."""
    for node in sorted(_settings(module), key=lambda setting: setting.location):
        yield Setting(
            node.kind,
            node.key,
            node.value,
            node.location,
            line(node.location.path, node.location.line),
            node.context,
            node.unit,
        )


def _settings(module: ir.Module) -> Iterator[Setting]:
    called = {_name(node.function) for node in _all(module) if isinstance(node, ir.Call)}
    guarded = {id(inner) for node in _all(module) if isinstance(node, ir.If) for inner in walk(node)}
    on_again = _turned_on_again(module)
    for node in _all(module):
        match node:
            case ir.Call() if _is_disable(node) and id(node) not in guarded and not on_again:
                yield _off(module, node, "logging.disable")
            case ir.Call() if any(_is(argument, "access_log", False) for argument in node.arguments):
                yield _off(module, node, "access_log")
            case ir.Call():
                yield from _handler(module, node)
            case ir.Assign(targets=(ir.Attribute(name="disabled", object=logger),), value=ir.Const(value=True)) if id(
                node
            ) not in guarded and _is_logger(logger):
                yield _off(module, node, "disabled")
            case ir.Mapping():
                yield from _configured(module, node)
            case ir.Assign(targets=(ir.Name(id="LOGGING_CONFIG"),), value=ir.Const(value=None)) if not (
                called & _CONFIGURES
            ):
                yield _off(module, node, "LOGGING_CONFIG")
            case ir.Class() if any(_name(base.value).endswith("HTTPRequestHandler") for base in node.bases):
                yield from (_off(module, method, "log_message") for method in node.body if _is_mute(method))
            case _:
                pass


def _all(module: ir.Module) -> Iterator[ir.Node]:
    for statement in module.body:
        yield from walk(statement)


def _is(argument: ir.Argument, name: str, value: object) -> bool:
    return argument.name == name and isinstance(argument.value, ir.Const) and argument.value.value is value


def _is_logger(value: ir.Expr) -> bool:
    if isinstance(value, ir.Call):
        return _name(value.function) == "getLogger"
    return _name(value).lower() in {"log", "logger"}


def _is_disable(call: ir.Call) -> bool:
    function = call.function
    return (
        isinstance(function, ir.Attribute)
        and function.name == "disable"
        and isinstance(function.object, ir.Name)
        and function.object.id == "logging"
        and not (call.arguments and _level(call.arguments[0].value) == "NOTSET")
    )


def _turned_on_again(module: ir.Module) -> bool:
    return any(
        isinstance(node, ir.Call)
        and isinstance(node.function, ir.Attribute)
        and node.function.name == "disable"
        and bool(node.arguments)
        and _level(node.arguments[0].value) == "NOTSET"
        for node in _all(module)
    )


def _level(value: ir.Expr) -> str:
    if isinstance(value, ir.Const):
        return "NOTSET" if value.value == 0 else str(value.value)
    return _name(value)


def _is_mute(method: ir.Node) -> bool:
    """Whether a method is the one by which a server of the standard library logs a request, and does nothing."""
    return (
        isinstance(method, ir.Function)
        and method.name == "log_message"
        and not any(
            isinstance(inner, ir.Call | ir.Attribute | ir.Name)
            for statement in method.body
            for inner in walk(statement)
        )
    )


def _handler(module: ir.Module, call: ir.Call) -> Iterator[Setting]:
    names = _PARAMETERS.get(_name(call.function))
    if names is None:
        return
    options: dict[str, object] = {}
    for position, argument in enumerate(call.arguments):
        name = argument.name or (names[position] if position < len(names) and not argument.unpack else None)
        if name is not None:
            value = _constant(argument.value)
            if value is None and name in {"backupCount", "when", "interval", "maxBytes"}:
                return
            options[name] = value
    kept = handler_retention(_name(call.function), options)
    if kept is not None:
        yield _kept(module, call, *kept)


def _configured(module: ir.Module, mapping: ir.Mapping) -> Iterator[Setting]:
    options = {
        key.value: _constant(value)
        for key, value in mapping.entries
        if isinstance(key, ir.Const) and isinstance(key.value, str)
    }
    handler = options.get("class")
    if isinstance(handler, str) and "backupCount" in options:
        kept = handler_retention(handler, options)
        if kept is not None:
            yield _kept(module, mapping, *kept)


def _constant(value: ir.Expr) -> object:
    """The constant, a product of constants worked out; ``None`` for anything else."""
    if isinstance(value, ir.Const):
        return value.value
    if isinstance(value, ir.Binary) and value.operator in {"*", "**"}:
        left, right = _constant(value.left), _constant(value.right)
        if isinstance(left, int) and isinstance(right, int) and 0 <= right <= 1 << 30:
            if value.operator == "*":
                return left * right
            return left**right if right < 64 else None
    return None


def _name(value: ir.Expr) -> str:
    match value:
        case ir.Name(id=name) | ir.Attribute(name=name):
            return name
        case _:
            return ""


def _off(module: ir.Module, node: ir.Node, key: str) -> Setting:
    return Setting("log-off", key, "", Location(module.path, node.line, node.column))


def _kept(module: ir.Module, node: ir.Node, value: int, unit: str) -> Setting:
    return Setting("log-retention", "backupCount", str(value), Location(module.path, node.line, node.column), unit=unit)
