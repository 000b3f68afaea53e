"""Methods of a script's own arrays, objects, strings, functions and promises, on values of which nothing better is known.

A promise is its value, so ``then`` calls its function with the receiver. Objects made by ``new Map()``, ``new FormData()``
and the like are plain objects whose entries ``append``, ``set`` and ``get`` write and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from paylint.dataflow.evaluate import int_of
from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.functions import substituted
from paylint.dataflow.heap import Obj, all_taints
from paylint.dataflow.methods import append as appended
from paylint.dataflow.methods import containerish, items, keys, replaced, scalar, sequence, values
from paylint.dataflow.objects import delete_key, elements, read_key, write_key
from paylint.dataflow.text import sliced, stringified
from paylint.dataflow.values import CLEAN, UNKNOWN, Func, Value, constant, join, merge_taints, of
from paylint.ir import nodes as ir

Method = Callable[[Frame, Value, Arguments, ir.Node], Value]

DEEPEST = 6
"""So many calls inside one another, functions that are handed out are called on the spot; further in, nobody waits for them."""

_GROUP = re.compile(r"\$(\d)")


def language_method(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
    """A method that every function and every promise has; ``None`` for others."""
    if name in ("then", "catch", "finally"):
        return settled(frame, receiver, name, args, node)
    if any(isinstance(ref, Func) for ref in receiver.refs) and name in ("call", "apply", "bind"):
        return called(frame, receiver, name, args, node)
    return None


def scalar_method(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
    """Methods of strings and numbers."""
    handler = _OF_STRINGS.get(name)
    return handler(frame, receiver, args, node) if handler is not None else None


def call_method(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
    """The result of an array's, an object's or a string's method, or ``None`` where it is not one of those."""
    handler = _OF_CONTAINERS.get(name)
    if handler is not None and containerish(frame, receiver):
        return handler(frame, receiver, args, node)
    if receiver.taints or scalar(receiver):
        return scalar_method(frame, receiver, name, args, node)
    return None


def settled(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value:
    """``promise.then(f)`` is what ``f`` makes of the value; after ``catch`` and ``finally`` the value stays."""
    given = Arguments((receiver,)) if name == "then" else Arguments()
    handlers = [value for value in args.positional if value.refs]
    if not handlers:
        return receiver
    out = frame.engine.call(frame, handlers[0], given, node)
    for handler in handlers[1:]:
        out = join(out, frame.engine.call(frame, handler, Arguments(), node))
    return out if name == "then" else join(receiver, out)


def called(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value:
    """``f.call(this, a)``, ``f.apply(this, [a])`` and ``f.bind(this)``."""
    if name == "bind":
        bound = frame.new(Obj("partial", None, {f"#{i}": v for i, v in enumerate((receiver, *args.positional[1:]))}))
        return bound if len(args.positional) > 1 else receiver
    given = args.shifted()
    if name == "apply" and given.positional:
        exact, element = elements(frame, given.positional[0], node)
        given = Arguments(tuple(exact)) if exact is not None else Arguments(more=element)
    return frame.engine.call(frame, receiver, given, node)


def own(receiver: Value) -> Value:
    """The receiver's text, as it stays through a change of its form."""
    return Value(receiver.taints, (), unknown=bool(receiver.taints) or receiver.unknown)


def same(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """A method that keeps the text: ``trim``, ``toString``."""
    text = receiver.only_string
    return constant(text) if text is not None and not receiver.taints else own(receiver)


def plus(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.concat(other)``."""
    out = own(receiver)
    for value in args.values():
        out = join(out, Value(stringified(frame, value, node).taints))
    return out


def nothing(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """A method whose result says nothing of the content."""
    return CLEAN


def cut(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.slice(start, end)`` and ``substring``."""
    lower, upper = (*args.positional, None, None)[:2]
    text = receiver.only_string
    if text is not None and not receiver.taints:
        return constant(text[slice(int_of(lower), int_of(upper))])
    return sliced(receiver, lower, upper)


def cut_length(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.substr(start, length)``."""
    lower, length = (*args.positional, None, None)[:2]
    start, count = int_of(lower), int_of(length)
    upper = constant(start + count) if start is not None and count is not None and start >= 0 else None
    return sliced(receiver, lower, upper if length is None or upper is not None else UNKNOWN)


def parts(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.split(separator)`` and ``match``."""
    return frame.new(Obj("list", rest=own(receiver)))


def replace_text(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.replace(old, new)``; an expression is tried out on sample numbers."""
    pattern = regex_source(frame, args.positional[0]) if args.positional else None
    if pattern is None or len(args.positional) < 2:
        return replaced(frame, receiver, args, node)
    by = args.positional[1]
    text = by.only_string
    return substituted(
        frame, constant(pattern), constant(_GROUP.sub(r"\\\1", text)) if text is not None else by, receiver, node
    )


def regex_source(frame: Frame, value: Value) -> str | None:
    """The source of a regular expression."""
    found = [frame.obj(loc).fields["source"] for loc in value.locs if "source" in frame.obj(loc).fields]
    return found[0].only_string if found else None


def joined_text(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.join(separator)``."""
    inner = stringified(frame, elements(frame, receiver, node)[1], node)
    return Value(inner.taints, (), unknown=bool(inner.taints) or inner.unknown)


def shown(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``object.toString()``, of form data and parameters what they hold."""
    taints = all_taints(frame.live.heap, receiver, depth=4)
    return Value(taints, (), unknown=True)


def push(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.push(a, b)``."""
    for value in args.positional:
        appended(frame, receiver, Arguments((value,)), node)
    return CLEAN


def whichever(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """Any element: ``pop``, ``shift``, ``at``."""
    return elements(frame, receiver, node)[1]


def both(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.concat(other)``."""
    rest = elements(frame, receiver, node)[1]
    for value in args.positional:
        rest = join(rest, elements(frame, value, node)[1] if value.locs else value)
    return frame.new(Obj("list", rest=rest))


def another(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """A list of the same elements, in any order: ``slice``, ``filter`` without its test, ``sort``."""
    exact, rest = elements(frame, receiver, node)
    return sequence(frame, exact) if exact is not None and not args.positional else frame.new(Obj("list", rest=rest))


def each(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.map(f)``: what the function makes of each element."""
    exact, element = elements(frame, receiver, node)
    function = args.positional[0] if args.positional else UNKNOWN
    if exact is not None and 0 < len(exact) <= 24:
        made = [frame.engine.call(frame, function, indexed(value, i), node) for i, value in enumerate(exact)]
        return sequence(frame, made)
    return frame.new(Obj("list", rest=frame.engine.call(frame, function, Arguments((element,)), node)))


def indexed(value: Value, index: int) -> Arguments:
    """What a function gets for an element."""
    return Arguments((value, constant(index)))


def for_each(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.forEach(f)``; of form data and parameters value and key."""
    if any(frame.obj(loc).kind == "dict" for loc in receiver.locs):
        function = args.positional[0] if args.positional else UNKNOWN
        for loc in receiver.locs:
            for name, value in tuple(frame.obj(loc).fields.items()):
                frame.engine.call(frame, function, Arguments((value, constant(name))), node)
        return CLEAN
    each(frame, receiver, args, node)
    return CLEAN


def kept(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.filter(f)``."""
    each(frame, receiver, args, node)
    return frame.new(Obj("list", rest=elements(frame, receiver, node)[1]))


def found(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.find(f)``."""
    each(frame, receiver, args, node)
    return elements(frame, receiver, node)[1]


def tested(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.some(f)`` and ``every``."""
    each(frame, receiver, args, node)
    return CLEAN


def folded(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``array.reduce(f, start)``: rounds over what is known, then one over any element."""
    exact, element = elements(frame, receiver, node)
    function, start = (*args.positional, UNKNOWN, element)[:2]
    total = start
    for value in exact if exact is not None and len(exact) <= 24 else [element, element]:
        total = join(frame.engine.call(frame, function, Arguments((total, value)), node), start)
    return total


def put(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``form_data.append(key, value)`` and ``map.set(key, value)``; of a set, ``add``."""
    if len(args.positional) < 2:
        return push(frame, receiver, args, node)
    write_key(frame, receiver, args.positional[0], args.positional[1], node)
    return receiver


def got(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``form_data.get(key)``."""
    return (
        read_key(frame, receiver, args.positional[0], node)
        if args.positional
        else whichever(frame, receiver, args, node)
    )


def removed(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``form_data.delete(key)``."""
    text = args.positional[0].only_string if args.positional else None
    if text is not None:
        delete_key(frame, receiver, text)
    return CLEAN


def cleared(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``map.clear()``."""
    for loc in receiver.locs:
        if len(receiver.refs) == 1:
            frame.put(loc, replace(frame.obj(loc), fields={}, rest=CLEAN, open=False))
    return CLEAN


def regex_match(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``expression.exec(text)``."""
    taints = merge_taints((), args.positional[0].taints) if args.positional else ()
    return frame.new(Obj("list", rest=Value(taints, (), unknown=bool(taints))))


def call_back(frame: Frame, args: Arguments, node: ir.Node) -> None:
    """Call the functions among the arguments, and in objects among them, that nobody else calls: whoever got them will."""
    engine = frame.engine
    if frame.depth > DEEPEST:
        return
    for value in args.values():
        fields = [field for loc in value.locs for field in frame.obj(loc).fields.values()]
        for ref in (ref for part in (value, *fields) for ref in part.refs):
            if (
                isinstance(ref, Func)
                and (ref.info not in engine.called or ref.info in engine.called_back)
                and frame.state
            ):
                engine.called_back.add(ref.info)
                engine.call(frame, of(ref), Arguments(), node)


_OF_STRINGS: Mapping[str, Method] = {
    **dict.fromkeys(
        [
            "trim",
            "trimStart",
            "trimEnd",
            "trimLeft",
            "trimRight",
            "toString",
            "toLowerCase",
            "toUpperCase",
            "toLocaleLowerCase",
            "toLocaleUpperCase",
            "toLocaleString",
            "toFixed",
            "valueOf",
            "normalize",
            "repeat",
            "at",
            "charAt",
            "val",
        ],
        same,
    ),
    **dict.fromkeys(["concat", "padStart", "padEnd"], plus),
    **dict.fromkeys(
        [
            "startsWith",
            "endsWith",
            "includes",
            "indexOf",
            "lastIndexOf",
            "search",
            "test",
            "localeCompare",
            "charCodeAt",
            "codePointAt",
            "hasOwnProperty",
        ],
        nothing,
    ),
    "slice": cut,
    "substring": cut,
    "substr": cut_length,
    **dict.fromkeys(["split", "match", "matchAll"], parts),
    **dict.fromkeys(["replace", "replaceAll"], replace_text),
}
_OF_CONTAINERS: Mapping[str, Method] = {
    **dict.fromkeys(["push", "unshift"], push),
    **dict.fromkeys(["pop", "shift"], whichever),
    **dict.fromkeys(["slice", "splice", "sort", "reverse", "flat", "toSorted", "toReversed"], another),
    **dict.fromkeys(["map", "flatMap"], each),
    **dict.fromkeys(["find", "findLast"], found),
    **dict.fromkeys(["some", "every", "findIndex"], tested),
    **dict.fromkeys(["append", "set", "add"], put),
    **dict.fromkeys(["get", "getAll"], got),
    **dict.fromkeys(["has", "includes", "indexOf", "test", "hasOwnProperty", "preventDefault"], nothing),
    "concat": both,
    "join": joined_text,
    "toString": shown,
    "forEach": for_each,
    "filter": kept,
    "reduce": folded,
    "delete": removed,
    "clear": cleared,
    "keys": keys,
    "values": values,
    "entries": items,
    "exec": regex_match,
}
