"""What a script says without being run: which outside names it calls with which constants, and where it points.

Names are resolved through imports and simple variables, and spelled as the rows of models spell them: ``js.fetch``,
``npm.stripe.stripe_js.loadStripe().elements``. What depends on data is for propagation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paylint.browser.operations import Operation, is_operation, operations
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location

BROWSER = "js"
DEEPEST = 8
"""So many variables and calls are looked through for one name."""

_URL = re.compile(r"(?:https?:)?//[\w.{}-]+")
_HOST = re.compile(r"(?:[a-z0-9-]+\.){2,}[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_ERROR = re.compile(r"^(?:e|_)$|err(?:or)?$", re.IGNORECASE)
_FILES = frozenset({"js", "css", "html", "htm", "json", "png", "jpg", "svg", "php", "ts", "tsx", "jsx", "vue", "min"})


@dataclass(frozen=True, slots=True)
class ScriptArgument:
    """One argument, or one entry of an object among them: ``1.fields.number.selector``.

    ``constant`` is its text, or ``None``. Where it is none, ``name`` says what it is (``js.FormData()``), and ``given``
    holds the constant strings that went into it: of ``new FormData($("#pay")[0])`` ``("#pay",)``.
    """

    path: str
    constant: str | None
    name: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptCall:
    """A call. ``callee`` is resolved, ``written`` as it stands.

    ``receiver`` holds the constant strings given to the calls that the callee goes through: of
    ``$("#card").removeAttr("name")`` ``("#card",)``.
    """

    callee: str
    written: str
    location: Location
    arguments: tuple[ScriptArgument, ...]
    receiver: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptWrite:
    """An assignment to a property; ``value`` is set where it is a constant string. ``receiver`` is as for a call."""

    target: str
    written: str
    location: Location
    value: str | None
    receiver: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptImport:
    """A module that the script imports, or one name of it."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class ScriptText:
    """A constant string that is an address or a host."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """All of it, each sorted by place. ``outside`` are the names that the page's other scripts or the browser give,
    ``operations`` the GraphQL operations among its texts.
    """

    calls: tuple[ScriptCall, ...]
    writes: tuple[ScriptWrite, ...]
    imports: tuple[ScriptImport, ...]
    addresses: tuple[ScriptText, ...]
    outside: tuple[str, ...]
    operations: tuple[Operation, ...] = ()


def script_facts(module: ir.Module) -> ScriptFacts:
    """The facts of one lowered script."""
    nodes = [node for statement in module.body for node in walk(statement)]
    reader = _Reader(module, _imported(nodes), _assigned(nodes))
    calls: list[ScriptCall] = []
    writes: list[ScriptWrite] = []
    addresses: list[ScriptText] = []
    asked: list[Operation] = []
    for node in nodes:
        match node:
            case ir.Call():
                calls.append(reader.call(node))
            case ir.Assign(targets=targets, value=value) if value is not None:
                writes.extend(reader.write(t, value) for t in targets if isinstance(t, ir.Attribute))
            case ir.Const(value=str(text)) if is_operation(text):
                asked.extend(operations(text))
            case ir.Const(value=str(text)) if is_address(text):
                addresses.append(ScriptText(text, reader.at(node)))
            case _:
                continue
    return ScriptFacts(
        tuple(sorted(calls, key=lambda call: (call.location, call.written))),
        tuple(sorted(writes, key=lambda write: (write.location, write.written))),
        tuple(sorted(_imports(module, nodes), key=lambda item: (item.location, item.name))),
        tuple(sorted(addresses, key=lambda item: (item.location, item.text))),
        tuple(sorted(name for name in reader.names.values() if name.startswith(f"{BROWSER}."))),
        tuple(dict.fromkeys(asked)),
    )


def is_address(text: str) -> bool:
    """Whether a text is a URL with a host, or a host."""
    if _URL.match(text):
        return True
    if not _HOST.fullmatch(text):
        return False
    return text.partition("/")[0].rpartition(".")[2].lower() not in _FILES


class _Reader:
    """One script's names, while its nodes are read."""

    def __init__(self, module: ir.Module, names: Mapping[str, str], values: Mapping[str, ir.Expr]) -> None:
        self.module = module
        self.names = names
        self.values = values

    def at(self, node: ir.Node) -> Location:
        return Location(self.module.path, node.line, node.column)

    def call(self, node: ir.Call) -> ScriptCall:
        given = tuple(
            entry
            for position, argument in enumerate(node.arguments)
            for entry in self.shown(str(position), argument.value)
        )
        function = node.function
        return ScriptCall(
            self.name(function), written(function), self.at(node), given, tuple(self.constants(function, DEEPEST))
        )

    def write(self, target: ir.Attribute, value: ir.Expr) -> ScriptWrite:
        text = value.value if isinstance(value, ir.Const) and isinstance(value.value, str) else None
        receiver = tuple(self.constants(target.object, DEEPEST))
        holder = self.name(target.object)
        name = f"{holder}.{target.name}" if holder else target.name
        return ScriptWrite(name, written(target), self.at(target), text, receiver)

    def name(self, node: ir.Expr, depth: int = DEEPEST) -> str:
        """The dotted name that an expression stands for; as written where nothing is known of its variable."""
        match node:
            case ir.Name(id=name):
                if name in self.names:
                    return self.names[name]
                value = self.values.get(name)
                found = self.name(value, depth - 1) if value is not None and depth else ""
                return found or name
            case ir.Attribute(object=inner, name=name):
                value = self.values.get(property_path(node))
                kept = self.name(value, depth - 1) if value is not None and depth else ""
                if kept and not isinstance(value, ir.Const):
                    return kept
                holder = self.name(inner, depth)
                return f"{holder}.{name}" if holder else name
            case ir.Call(function=function):
                callee = self.name(function, depth)
                return f"{callee}()" if callee else ""
            case ir.Index(object=inner):
                holder = self.name(inner, depth)
                return f"{holder}.[]" if holder else ""
            case ir.Boolean(operands=(first, *_)):
                return self.name(first, depth)
            case _:
                return ""

    def constants(self, node: ir.Expr, depth: int) -> Iterator[str]:
        """The constant strings given to the calls that an expression goes through, outermost last."""
        match node:
            case ir.Name(id=name) if name in self.values and name not in self.names and depth:
                yield from self.constants(self.values[name], depth - 1)
            case ir.Attribute() if depth and (value := self.values.get(property_path(node))) is not None:
                yield from self.constants(value, depth - 1)
            case ir.Attribute(object=inner) | ir.Index(object=inner):
                yield from self.constants(inner, depth)
            case ir.Call(function=function, arguments=arguments):
                yield from self.constants(function, depth)
                for argument in arguments:
                    match argument.value:
                        case ir.Const(value=str(text)):
                            yield text
                        case ir.Name() | ir.Attribute() | ir.Call() | ir.Index() if depth:
                            yield from self.constants(argument.value, depth - 1)
                        case _:
                            continue
            case _:
                return

    def shown(self, path: str, value: ir.Expr, depth: int = DEEPEST) -> Iterator[ScriptArgument]:
        """An argument's constants by path; objects are looked into, variables that hold constants or objects, too."""
        match value:
            case ir.Const(value=str(text)):
                yield ScriptArgument(path, text)
            case ir.Mapping(entries=entries) if depth:
                yield ScriptArgument(path, None)
                for key, inner in entries:
                    if isinstance(key, ir.Const):
                        yield from self.shown(f"{path}.{key.value!s}", inner, depth - 1)
            case ir.Sequence(elements=members) if depth:
                yield ScriptArgument(path, None)
                for position, member in enumerate(members):
                    yield from self.shown(f"{path}.{position}", member, depth - 1)
            case ir.Name(id=name) if depth and isinstance(known := self.values.get(name), ir.Const | ir.Mapping):
                yield from self.shown(path, known, depth - 1)
            case _:
                yield ScriptArgument(path, None, self.name(value), tuple(self.constants(value, DEEPEST)))


def written(node: ir.Expr) -> str:
    """A callee as it stands, calls as ``()``."""
    match node:
        case ir.Name(id=name):
            return name
        case ir.Attribute(object=inner, name=name):
            holder = written(inner)
            return f"{holder}.{name}" if holder else name
        case ir.Call(function=function):
            return f"{written(function)}()"
        case ir.Index(object=inner):
            return f"{written(inner)}[]"
        case _:
            return ""


def _called_back(call: ir.Call) -> Iterator[tuple[str, ir.Expr]]:
    """What functions given to a call get: a promise's value, or, after an error, what the call makes."""
    promised = (
        call.function.object if isinstance(call.function, ir.Attribute) and call.function.name == "then" else None
    )
    for argument in call.arguments:
        if not isinstance(argument.value, ir.Lambda):
            continue
        match argument.value.function.parameters:
            case (first, *_) if promised is not None:
                yield first.name, promised
            case (first, second, *_) if _ERROR.search(first.name):
                yield second.name, call
            case _:
                continue


def property_path(node: ir.Expr) -> str:
    """A property of a variable, or of a property of one, as a name of its own; whatever ``this`` is, it is ``this``."""
    match node:
        case ir.Name(id=name):
            return "this" if name.startswith("this@") else name
        case ir.Attribute(object=inner, name=name):
            holder = property_path(inner)
            return f"{holder}.{name}" if holder else ""
        case _:
            return ""


def _imported(nodes: list[ir.Node]) -> dict[str, str]:
    """The dotted names that the script's variables are imported as."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ir.Import):
            names[node.name or node.module] = node.module
        elif isinstance(node, ir.ImportFrom):
            names.update((bound, f"{node.module}.{name}") for name, bound in node.names if name != "*")
    return names


def _assigned(nodes: list[ir.Node]) -> dict[str, ir.Expr]:
    """What each variable, and each property of one, is first assigned that says something."""
    values: dict[str, ir.Expr] = {}
    for node in sorted(nodes, key=lambda node: (node.line, node.column)):
        if isinstance(node, ir.Assign) and node.value is not None:
            told = not (isinstance(node.value, ir.Const) and not isinstance(node.value.value, str))
            for path in filter(None, map(property_path, node.targets)):
                if told and not _itself(node.value, path):
                    values.setdefault(path, node.value)
    for name, value in _passed(nodes):
        if not (isinstance(value, ir.Name) and value.id == name):
            values.setdefault(name, value)
    return values


def _passed(nodes: list[ir.Node]) -> Iterator[tuple[str, ir.Expr]]:
    """What parameters are given by the call around their function, by the call that their function is given to, or by default."""
    for node in nodes:
        if isinstance(node, ir.Call):
            yield from _called_back(node)
        match node:
            case ir.Call(function=ir.Lambda(function=function), arguments=arguments):
                yield from ((p.name, a.value) for p, a in zip(function.parameters, arguments, strict=False))
            case ir.Function(parameters=parameters):
                yield from ((p.name, p.default) for p in parameters if p.default is not None)
            case _:
                continue


def _itself(value: ir.Expr, path: str) -> bool:
    """Whether a variable or property is assigned from itself (``stripe = stripe || Stripe(key)``)."""
    return any(isinstance(node, ir.Name | ir.Attribute) and property_path(node) == path for node in walk(value))


def _imports(module: ir.Module, nodes: list[ir.Node]) -> Iterator[ScriptImport]:
    for node in nodes:
        at = Location(module.path, node.line, node.column)
        if isinstance(node, ir.Import):
            yield ScriptImport(node.module, at)
        elif isinstance(node, ir.ImportFrom) and node.module != BROWSER:
            yield from (
                ScriptImport(f"{node.module}.{name}" if name != "*" else node.module, at) for name, _ in node.names
            )
