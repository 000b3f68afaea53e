"""Expressions: one handler for each IR node."""

from __future__ import annotations

import re
from typing import assert_never

from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Obj, join_states
from paylint.dataflow.methods import call_method, sequence
from paylint.dataflow.naming import named_target, placeholder
from paylint.dataflow.objects import (
    as_mapping,
    delete_key,
    elements,
    read_attribute,
    read_key,
    write_attribute,
    write_key,
)
from paylint.dataflow.text import address_of, concatenated, percent, precision, sliced, stringified
from paylint.dataflow.values import (
    CLEAN,
    UNKNOWN,
    Constant,
    Func,
    Value,
    constant,
    join,
    merge_taints,
    of,
)
from paylint.graph.symbols import FunctionInfo
from paylint.ir import nodes as ir

MAX_UNROLLED = 24
ADDRESS = re.compile(r"^(?:self)?\.\w*(?:url|uri|host|endpoint|server|base)\w*$", re.IGNORECASE)


def evaluate(frame: Frame, node: ir.Expr) -> Value:
    """The abstract value of an expression, with its effects on the frame."""
    frame.engine.spend()
    match node:
        case ir.Name(id=name):
            return frame.engine.variable(frame, name)
        case ir.Attribute(object=inner, name=name):
            return read_attribute(frame, evaluate(frame, inner), name, node)
        case ir.Call():
            return call(frame, node)
        case ir.Const(value=literal):
            return constant(literal)
        case ir.Index(object=inner, index=index):
            return subscript(frame, node, inner, index)
        case ir.Binary():
            return binary(frame, node)
        case ir.Format(parts=parts, specs=specs):
            return interpolated(frame, node, parts, specs)
        case ir.Mapping(entries=entries):
            return mapping(frame, node, entries)
        case ir.Sequence(kind=kind, elements=members):
            return display(frame, node, kind, members)
        case ir.Boolean(operator=operator, operands=operands):
            return boolean(frame, operator, operands)
        case ir.Compare(operators=operators, operands=operands):
            values = [evaluate(frame, operand) for operand in operands]
            return compared(frame, operators[0], values[0], values[1]) if len(values) == 2 else CLEAN
        case ir.Unary(operator=operator, operand=operand):
            value = evaluate(frame, operand)
            if operator == "-" and len(value.refs) == 1:
                ref = value.refs[0]
                if isinstance(ref, Constant) and isinstance(ref.value, int | float):
                    return constant(-ref.value)
            if operator == "not":
                known = value.refs[0] if len(value.refs) == 1 and not value.unknown and not value.taints else None
                decided = isinstance(known, Constant) and (known.value is None or isinstance(known.value, bool))
                return constant(not known.value) if decided and isinstance(known, Constant) else CLEAN
            return Value(value.taints, (), value.unknown)
        case ir.Conditional(test=test, body=body, orelse=orelse):
            return conditional(frame, test, body, orelse)
        case ir.Comprehension():
            return comprehension(frame, node)
        case ir.Lambda(function=function):
            info = frame.module.definitions.get(id(function))
            return of(Func(info, frame.env)) if isinstance(info, FunctionInfo) else UNKNOWN
        case ir.Starred(value=inner):
            return evaluate(frame, inner)
        case ir.Yield(value=yielded, delegate=delegate):
            if yielded is not None:
                given = evaluate(frame, yielded)
                frame.yielded = join(frame.yielded, elements(frame, given, node)[1] if delegate else given)
            return frame.unknown()
        case ir.Walrus(name=name, value=bound):
            result = evaluate(frame, bound)
            assign_name(frame, name, result, node)
            return result
        case ir.Slice(lower=lower, upper=upper, step=step):
            for part in (lower, upper, step):
                if part is not None:
                    evaluate(frame, part)
            return CLEAN
        case _:
            assert_never(node)


def compared(frame: Frame, operator: str, left: Value, right: Value) -> Value:
    """A comparison of two known constants, decided; of anything else a truth value."""
    if len(left.refs) != 1 or left.unknown or left.taints or not isinstance(first := left.refs[0], Constant):
        return CLEAN
    if operator in ("==", "!=") and len(right.refs) == 1 and not right.unknown and not right.taints:
        second = right.refs[0]
        if isinstance(second, Constant) and type(first.value) is type(second.value):
            return constant((first.value == second.value) is (operator == "=="))
    if operator in ("in", "not in") and len(right.locs) == 1 and len(right.refs) == 1 and not right.taints:
        exact, _ = elements(frame, right, ir.Jump(1, 1, "pass"))
        known = [ref for value in exact or [] for ref in value.refs if isinstance(ref, Constant)]
        if exact and len(known) == len(exact):
            return constant((first in known) is (operator == "in"))
    return CLEAN


def subscript(frame: Frame, node: ir.Index, inner: ir.Expr, index: ir.Expr) -> Value:
    """``inner[index]`` and ``inner[lower:upper]``."""
    container = evaluate(frame, inner)
    if isinstance(index, ir.Slice):
        lower = evaluate(frame, index.lower) if index.lower is not None else None
        upper = evaluate(frame, index.upper) if index.upper is not None else None
        if index.step is not None:
            evaluate(frame, index.step)
        if container.locs:
            exact, element = elements(frame, container, node)
            if container.taints:
                return join(sliced(Value(container.taints), lower, upper), frame.new(Obj("list", rest=element)))
            return frame.new(Obj("list", rest=element)) if exact is None else slice_of(frame, exact, lower, upper)
        text = container.only_string
        if text is not None and not container.taints:
            return constant(text[slice(int_of(lower), int_of(upper))])
        return sliced(container, lower, upper)
    key = evaluate(frame, index)
    if container.taints and not container.locs and key.refs and not key.strings:
        return Value(container.taints, (), unknown=True)
    return read_key(frame, container, key, node)


def slice_of(frame: Frame, exact: list[Value], lower: Value | None, upper: Value | None) -> Value:
    """A slice of a sequence whose elements are known."""
    return sequence(frame, exact[slice(int_of(lower), int_of(upper))])


def int_of(value: Value | None) -> int | None:
    """A constant whole number."""
    if value is not None and len(value.refs) == 1:
        ref = value.refs[0]
        if isinstance(ref, Constant) and isinstance(ref.value, int):
            return int(ref.value)
    return None


def binary(frame: Frame, node: ir.Binary) -> Value:
    """An arithmetic operation; long chains to the left are walked without recursion."""
    chain: list[ir.Binary] = []
    current: ir.Expr = node
    while isinstance(current, ir.Binary):
        chain.append(current)
        current = current.left
    value = evaluate(frame, current)
    for link in reversed(chain):
        right = evaluate(frame, link.right)
        if link.operator == "%" and isinstance(link.right, ir.Attribute) and link.right.name == "__dict__":
            right = as_mapping(frame, right)
        value = operate(frame, link, link.operator, value, right)
    return value


def begins_an_address(frame: Frame, value: Value) -> bool:
    """Whether a value that was put off is called like what addresses begin with (``self.base_url``)."""
    waiting = (frame.obj(loc).deferred for loc in value.locs)
    return any(later is not None and ADDRESS.search(later.step) is not None for later in waiting)


def operate(frame: Frame, node: ir.Node, operator: str, left: Value, right: Value) -> Value:
    """``left operator right``."""
    if operator == "%" and (left.strings or left.unknown or left.taints or right.locs):
        return percent(frame, left, right, node)
    if operator == "+":
        if left.locs and ((right.only_string or "").startswith("/") or begins_an_address(frame, left)):
            left = frame.engine.deferred.force_value(frame, left)
        if left.locs or right.locs:
            return combined(frame, node, left, right)
        return concatenated(frame, left, right, node)
    if operator == "|" and left.locs and right.locs:
        made = call_method(frame, left, "copy", Arguments(), node) or left
        call_method(frame, made, "update", Arguments((right,)), node)
        return made
    if operator == "*" and (len(left.locs) == 1 or len(right.locs) == 1):
        return left if left.locs else right
    taints = merge_taints(left.taints, right.taints)
    return Value(taints, (), unknown=bool(taints) or left.unknown or right.unknown)


def combined(frame: Frame, node: ir.Node, left: Value, right: Value) -> Value:
    """``left + right`` for sequences, or for objects of unknown type."""
    members: list[Value] = []
    for side in (left, right):
        exact, _ = elements(frame, side, node)
        if exact is None:
            shown = merge_taints(stringified(frame, left, node).taints, stringified(frame, right, node).taints)
            rest = join(elements(frame, left, node)[1], elements(frame, right, node)[1])
            out = frame.new(Obj("list", rest=rest))
            return Value(shown, (*out.refs, *address_of(left, right)), unknown=True)
        members.extend(exact)
    return sequence(frame, members)


def interpolated(frame: Frame, node: ir.Node, parts: tuple[ir.Expr, ...], specs: tuple[str, ...]) -> Value:
    """An f-string."""
    value = constant("")
    for part, spec in zip(parts, specs, strict=True):
        piece = evaluate(frame, part)
        if not isinstance(part, ir.Const):
            follows = parts[1] if part is parts[0] and len(parts) > 1 else None
            if isinstance(follows, ir.Const) and isinstance(follows.value, str) and follows.value.startswith("/"):
                piece = frame.engine.deferred.force_value(frame, piece)
            piece = precision(stringified(frame, piece, node), spec)
        value = concatenated(frame, value, piece, node) if value.only_string != "" or value.taints else piece
    return value


def mapping(frame: Frame, node: ir.Mapping, entries: tuple[tuple[ir.Expr | None, ir.Expr], ...]) -> Value:
    """A dict display."""
    made = frame.new(Obj("dict"))
    fresh = frame.scripted and all(key is not None for key, _ in entries)
    for key_node, value_node in entries:
        if key_node is None:
            call_method(frame, made, "update", Arguments((evaluate(frame, value_node),)), node)
            continue
        key = evaluate(frame, key_node)
        value = evaluate(frame, value_node)
        text = key.only_string
        if text is not None:
            value = named_target(frame, text, value, value_node)
            value = placeholder(frame, text, value, value_node) if fresh else value
            value = frame.step(value, key_node, f"under {text!r}")
        write_key(frame, made, key, value, node)
    return made


def display(frame: Frame, node: ir.Node, kind: str, members: tuple[ir.Expr, ...]) -> Value:
    """A list, tuple or set display."""
    values: list[Value] = []
    for member in members:
        value = evaluate(frame, member)
        if isinstance(member, ir.Starred):
            exact, element = elements(frame, value, node)
            if exact is None:
                rest = element
                for known in values:
                    rest = join(rest, known)
                return frame.new(Obj("list", rest=rest))
            values.extend(exact)
        else:
            values.append(value)
    if len(values) > 60:
        rest = CLEAN
        for known in values:
            rest = join(rest, known)
        return frame.new(Obj("list", rest=rest))
    shape = "tuple" if kind == "tuple" else "list"
    return frame.new(Obj(shape, None, {f"#{i}": value for i, value in enumerate(values)}))  # type: ignore[arg-type]


def boolean(frame: Frame, operator: str, operands: tuple[ir.Expr, ...]) -> Value:
    """``a or b`` is one of them; of ``a and b`` the last, or something false."""
    values: list[Value] = []
    for operand in operands:
        value = evaluate(frame, operand)
        values.append(value)
        if operator == "and" and value.refs == (Constant(False, "bool"),) and not value.unknown:
            return value
    if operator == "and":
        return values[-1]
    out = CLEAN
    for value in values[:-1]:
        plain = not value.taints and not value.locs
        out = join(out, Value((), tuple(r for r in value.refs if not falsy(r)), value.unknown) if plain else value)
    return join(out, values[-1])


def falsy(ref: object) -> bool:
    """Whether a reference is a constant that counts as false."""
    return isinstance(ref, Constant) and not ref.value


def conditional(frame: Frame, test: ir.Expr, body: ir.Expr, orelse: ir.Expr) -> Value:
    """``body if test else orelse``."""
    verdict = decided(frame, test, evaluate(frame, test))
    if verdict is not None:
        return evaluate(frame, body if verdict else orelse)
    from paylint.dataflow.allowed import clear_allowed

    before = frame.live.fork()
    clear_allowed(frame, test, holds=True)
    first = evaluate(frame, body)
    after = frame.state
    frame.state = before
    clear_allowed(frame, test, holds=False)
    second = evaluate(frame, orelse)
    frame.state = join_states(after, frame.state)
    return join(first, second)


def comprehension(frame: Frame, node: ir.Comprehension) -> Value:
    """A comprehension: exact where everything it runs over is known."""
    collected: list[tuple[Value, Value]] = []
    exact = gather(frame, node, 0, collected)
    if node.kind == "dict":
        made = frame.new(Obj("dict"))
        for key, value in collected:
            text = key.only_string
            named = named_target(frame, text, value, node) if text is not None else value
            write_key(frame, made, key, named, node)
        return made
    values = [value for _, value in collected]
    if exact and len(values) <= 60:
        return sequence(frame, values)
    rest = CLEAN
    for value in values:
        rest = join(rest, value)
    return frame.new(Obj("list", rest=rest))


def gather(frame: Frame, node: ir.Comprehension, level: int, out: list[tuple[Value, Value]]) -> bool:
    """Run the generators from ``level`` on. Gives whether the results are exact."""
    if level == len(node.generators):
        key = evaluate(frame, node.key) if node.key is not None else CLEAN
        out.append((key, evaluate(frame, node.element)))
        return True
    from paylint.dataflow.allowed import clear_allowed

    generator = node.generators[level]
    exact, element = elements(frame, evaluate(frame, generator.iterable), node)
    known = exact is not None and len(exact) <= MAX_UNROLLED
    complete = known
    for value in exact if exact is not None and known else [element]:
        assign(frame, generator.target, value, node)
        verdicts = [decided(frame, test, evaluate(frame, test)) for test in generator.tests]
        for test in generator.tests:
            clear_allowed(frame, test, holds=True)
        if False not in verdicts:
            complete = gather(frame, node, level + 1, out) and complete and None not in verdicts
    return complete


def decided(frame: Frame, test: ir.Expr, value: Value) -> bool | None:
    """What a test surely says here, or ``None`` where it may say either."""
    if value.unknown or len(value.refs) != 1 or not local_test(frame, test):
        return None
    ref = value.refs[0]
    return ref.value if isinstance(ref, Constant) and isinstance(ref.value, bool) else None


def absent(frame: Frame, attribute: ir.Attribute) -> bool:
    """Whether an attribute of one of the function's own objects is surely ``None`` here, and no switch that others may set."""
    if not isinstance(attribute.object, ir.Name) or attribute.object.id not in frame.live.variables:
        return False
    value = read_attribute(frame, evaluate(frame, attribute.object), attribute.name, attribute)
    return not value.unknown and not value.taints and value.refs == (Constant(None, "NoneType"),)


def local_test(frame: Frame, test: ir.Expr) -> bool:
    """Whether a decided test asks about the function's own variables; a module's switch may be set elsewhere.

    Through a lens the module's own constant is believed: what it switches off is not run as the program stands.
    """
    match test:
        case ir.Unary(operand=operand):
            return local_test(frame, operand)
        case ir.Boolean(operands=operands):
            return any(local_test(frame, operand) for operand in operands)
        case ir.Name(id=name):
            return frame.engine.catalog.lens is not None and name in frame.engine.tables.get(frame.module.node.path, ())
        case ir.Compare(operands=(ir.Name(id=name), *_)):
            return name in frame.live.variables and frame.function is not None
        case ir.Attribute():
            return absent(frame, test)
        case ir.Compare(operands=(ir.Attribute() as subject, *_)):
            return absent(frame, subject)
        case _:
            return isinstance(test, ir.Call)


def call(frame: Frame, node: ir.Call) -> Value:
    """A call: receiver and callee, arguments, then whoever answers."""
    function = node.function
    if isinstance(function, ir.Attribute):
        receiver = evaluate(frame, function.object)
        callee = read_attribute(frame, receiver, function.name, function, calling=True)
        args = arguments(frame, node)
        answer = frame.engine.call_method(frame, receiver, callee, function, args, node)
    else:
        callee = evaluate(frame, function)
        args = arguments(frame, node)
        name = function.id if isinstance(function, ir.Name) else ""
        answer = frame.engine.call(frame, callee, args, node, name=name)
    if frame.scripted:
        frame.engine.call_back(frame, args, node)
    return answer


def arguments(frame: Frame, node: ir.Call) -> Arguments:
    """The evaluated arguments, starred ones spread as far as they are known."""
    positional: list[Value] = []
    named: dict[str, Value] = {}
    more = extra = CLEAN
    for argument in node.arguments:
        value = evaluate(frame, argument.value)
        if argument.unpack == "*":
            exact, element = elements(frame, value, node)
            if exact is not None and not more:
                positional.extend(exact)
            else:
                more = join(more, element or UNKNOWN)
        elif argument.unpack == "**":
            extra = spread(frame, value, named, extra)
        elif argument.name is not None:
            value = named_target(frame, argument.name, value, argument)
            named[argument.name] = frame.step(value, argument, f"as {argument.name}")
        elif more:
            more = join(more, value)
        else:
            positional.append(value)
    return Arguments(tuple(positional), tuple(named.items()), more, extra)


def spread(frame: Frame, value: Value, named: dict[str, Value], extra: Value) -> Value:
    """``**value``: known keys become keywords, the rest stays ``extra``."""
    if len(value.locs) == 1 and not value.taints:
        obj = frame.obj(value.locs[0])
        named.update(obj.fields)
        if not obj.open and not obj.rest:
            return extra
    return join(extra, value)


def assign(frame: Frame, target: ir.Expr, value: Value, node: ir.Node) -> None:
    """Bind a value to a target of any shape."""
    match target:
        case ir.Name(id=name):
            assign_name(frame, name, value, target)
        case ir.Attribute(object=inner, name=name):
            holder = evaluate(frame, inner)
            value = named_target(frame, name, value, target)
            write_attribute(frame, holder, name, frame.step(value, target, f"kept as {name}"), target)
        case ir.Index(object=inner, index=index):
            holder = evaluate(frame, inner)
            key = evaluate(frame, index) if not isinstance(index, ir.Slice) else UNKNOWN
            text = key.only_string
            if text is not None:
                value = named_target(frame, text, value, target)
            write_key(frame, holder, key, frame.step(value, target, f"kept under {text or 'a key'}"), target)
        case ir.Sequence(elements=members):
            unpack(frame, members, value, node)
        case ir.Starred(value=inner):
            assign(frame, inner, value, node)
        case _:
            evaluate(frame, target)


def assign_name(frame: Frame, name: str, value: Value, node: ir.Node) -> None:
    """Bind a variable."""
    if value.taints:
        value = frame.step(value, node, f"assigned to {name}")
    frame.engine.set_variable(frame, name, value)


def unpack(frame: Frame, members: tuple[ir.Expr, ...], value: Value, node: ir.Node) -> None:
    """Bind several targets to the elements of a value."""
    exact, element = elements(frame, value, node)
    starred = next((i for i, m in enumerate(members) if isinstance(m, ir.Starred)), None)
    if exact is not None and starred is not None and len(exact) >= len(members) - 1:
        behind = len(exact) - (len(members) - starred - 1)
        exact = [*exact[:starred], sequence(frame, exact[starred:behind]), *exact[behind:]]
        members = tuple(m.value if isinstance(m, ir.Starred) else m for m in members)
        starred = None
    if exact is not None and starred is None and len(exact) == len(members):
        for member, inner in zip(members, exact, strict=True):
            assign(frame, member, inner, node)
        return
    for position, member in enumerate(members):
        if isinstance(member, ir.Starred):
            assign(frame, member, frame.new(Obj("list", rest=element)), node)
        elif exact is None and len(value.locs) == 1 and not value.taints:
            obj = frame.obj(value.locs[0])
            assign(frame, member, join(obj.fields.get(f"#{position}", CLEAN), element_or(obj, element)), node)
        else:
            inner = element
            if isinstance(member, ir.Name) and not inner.taints and not inner.refs:
                inner = frame.unknown(member.id)
            assign(frame, member, inner, node)


def element_or(obj: Obj, element: Value) -> Value:
    """The unknown elements of an object, or, where it is all unknown, any."""
    return obj.rest or element


def delete(frame: Frame, target: ir.Expr) -> None:
    """``del target``."""
    match target:
        case ir.Name(id=name):
            frame.live.variables.pop(name, None)
        case ir.Attribute(object=inner, name=name):
            delete_key(frame, evaluate(frame, inner), name)
        case ir.Index(object=inner, index=index):
            holder = evaluate(frame, inner)
            text = evaluate(frame, index).only_string
            if text is not None:
                delete_key(frame, holder, text)
        case ir.Sequence(elements=members):
            for member in members:
                delete(frame, member)
        case _:
            evaluate(frame, target)
