"""Methods of Python's own containers and strings, on values of which nothing better is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from paylint.dataflow.frame import Arguments, Frame, marked
from paylint.dataflow.heap import Obj, all_taints
from paylint.dataflow.objects import (
    CONTAINERS,
    anything,
    delete_key,
    elements,
    items_of,
    joined,
    key_names,
    put_unknown_key,
    read_key,
    write_key,
)
from paylint.dataflow.text import HOLE, assembled, formatted, stringified
from paylint.dataflow.values import CLEAN, UNKNOWN, Constant, Ext, Loc, Value, constant, join, merge_taints, of
from paylint.facts import Origin
from paylint.ir import nodes as ir

SCALAR_PASS = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "title",
        "capitalize",
        "encode",
        "decode",
        "zfill",
        "ljust",
        "rjust",
        "center",
        "swapcase",
        "casefold",
        "expandtabs",
        "translate",
        "removeprefix",
        "removesuffix",
        "hex",
        "tobytes",
        "getvalue",
        "read",
        "isoformat",
        "strftime",
        "__str__",
        "__unicode__",
        "__repr__",
        "to_python",
        "value_from_datadict",
        "data",
        "value",
        "rstrip_",
        "quantize",
        "group",
        "groups",
        "tostring",
        "toxml",
        "toprettyxml",
    ]
)
SCALAR_CLEAN = frozenset(
    [
        "isdigit",
        "isalnum",
        "isalpha",
        "isnumeric",
        "isdecimal",
        "isspace",
        "islower",
        "isupper",
        "startswith",
        "endswith",
        "count",
        "find",
        "index",
        "rfind",
        "rindex",
        "bit_length",
        "__len__",
        "__eq__",
        "__contains__",
        "has_key",
        "is_valid",
    ]
)
SPLIT = frozenset({"split", "rsplit", "splitlines", "partition", "rpartition"})

Method = Callable[[Frame, Value, Arguments, ir.Node], Value]


def call_method(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
    """The result of a container's or string's method, or ``None`` where it is not one of those."""
    handler = METHODS.get(name)
    if handler is not None and containerish(frame, receiver):
        return handler(frame, receiver, args, node)
    if receiver.taints or scalar(receiver):
        return scalar_method(frame, receiver, name, args, node)
    return None


def containerish(frame: Frame, receiver: Value) -> bool:
    """Whether the receiver can be a container: a display, or something of no known class."""
    return any(
        isinstance(ref, Loc) and (frame.obj(ref).kind in CONTAINERS or frame.obj(ref).kind == "open")
        for ref in receiver.refs
    )


def scalar(receiver: Value) -> bool:
    """Whether the receiver is nothing but constants."""
    return bool(receiver.refs) and all(isinstance(ref, Constant) for ref in receiver.refs)


def scalar_method(frame: Frame, receiver: Value, name: str, args: Arguments, node: ir.Node) -> Value | None:
    """Methods of strings and numbers."""
    own = Value(receiver.taints, (), unknown=bool(receiver.taints) or receiver.unknown)
    if name in SCALAR_CLEAN:
        return CLEAN
    if name == "format":
        return formatted(frame, receiver, args, node)
    if name == "join":
        return strung(frame, receiver, args, node)
    if name == "replace":
        return replaced(frame, receiver, args, node)
    if name in SPLIT:
        if not own.taints and receiver.only_string is not None and name == "split":
            separator = args.positional[0].only_string if args.positional else None
            parts = receiver.only_string.split(separator) if separator != "" else []
            return frame.new(Obj("list", None, {f"#{i}": constant(part) for i, part in enumerate(parts[:40])}))
        return frame.new(Obj("list", rest=own))
    if name in SCALAR_PASS:
        text = receiver.only_string
        if text is not None and not receiver.taints and name in ("lower", "upper", "strip", "title", "capitalize"):
            return constant(getattr(text, name)()) if not args.positional else CLEAN
        if name in ("strftime", "encode", "decode") or not receiver.taints:
            return own
        extra = CLEAN
        for value in args.values():
            extra = join(extra, Value(value.taints))
        return join(own, extra)
    return None


def strung(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``separator.join(parts)``: the text itself as far as the parts are known one by one."""
    inner, pieces = CLEAN, None
    for value in args.values():
        exact, together = elements(frame, value, node)
        inner = join(inner, stringified(frame, together, node))
        if exact is not None and len(args.values()) == 1:
            pieces = [HOLE if part.only_string is None else part.only_string for part in exact]
            if exact and pieces[0] == HOLE and (receiver.only_string or "").startswith("/"):
                first = frame.engine.deferred.force_value(frame, exact[0])
                pieces[0] = next((text for text in first.strings if text.startswith("http")), HOLE)
    taints = merge_taints(receiver.taints, inner.taints)
    if receiver.only_string is None or not pieces:
        return Value(taints, (), inner.unknown)
    return assembled(receiver.only_string.join(pieces), taints)


def replaced(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``text.replace(old, new)``: what is replaced is gone, where it is the same data; what replaces it comes in."""
    gone = {t.origin for value in args.positional[:1] for t in value.taints}
    if args.positional and not gone and args.positional[0].only_string is None:
        old = args.positional[0]
        gone = {t.origin for t in all_taints(frame.live.heap, old)}
    kept = tuple(t for t in receiver.taints if t.origin not in gone)
    new = Value(args.positional[1].taints) if len(args.positional) > 1 else CLEAN
    if receiver.only_string is not None and not receiver.taints:
        old_text = args.positional[0].only_string if args.positional else None
        new_text = args.positional[1].only_string if len(args.positional) > 1 else None
        if old_text and new_text is not None:
            return constant(receiver.only_string.replace(old_text, new_text))
    return join(Value(kept, (), bool(kept) or receiver.unknown), new)


def get(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.get(key, default)``; without a key, the request-like object's only value."""
    key = args.positional[0] if args.positional else (args.keyword("key") or args.keyword("name") or UNKNOWN)
    wanted = args.keyword("type")
    paths = [ref.path for ref in wanted.refs if isinstance(ref, Ext)] if wanted is not None else []
    typed = any(frame.engine.deferred.of_clean_type(path) for path in paths)
    found = CLEAN if typed else read_key(frame, receiver, key, node)
    default = args.positional[1] if len(args.positional) > 1 else args.keyword("default")
    return join(found, default) if default is not None else found


def pop(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.pop(key, default)`` and ``list.pop()``."""
    if not args.positional:
        return joined([anything(frame, loc) for loc in receiver.locs])
    found = get(frame, receiver, args, node)
    for name in key_names(args.positional[0]):
        delete_key(frame, receiver, name)
    return found


def setdefault(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.setdefault(key, default)``."""
    key = args.positional[0] if args.positional else UNKNOWN
    default = args.positional[1] if len(args.positional) > 1 else CLEAN
    closed = all(not frame.obj(loc).open for loc in receiver.locs)
    present = CLEAN
    if all(name in frame.obj(loc).fields for loc in receiver.locs for name in key_names(key)) or not closed:
        present = read_key(frame, receiver, key, node)
    value = join(present, default)
    write_key(frame, receiver, key, value, node)
    return value


def update(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.update(other, **named)``."""
    for loc in receiver.locs:
        for source in (*args.positional, args.extra):
            absorb(frame, loc, source, node)
        for name, value in args.named:
            write_key(frame, of(loc), constant(name), value, node)
    return CLEAN


def absorb(frame: Frame, loc: Loc, source: Value, node: ir.Node) -> None:
    """Copy all entries of a mapping, or of a sequence of pairs, into an object."""
    if source.taints:
        put_unknown_key(frame, loc, Value(source.taints))
    for inner in source.locs:
        other = frame.obj(inner)
        if other.kind in ("list", "tuple", "set"):
            exact, element = elements(frame, of(inner), node)
            for pair in exact if exact is not None else [element]:
                key = read_key(frame, pair, constant(0), node)
                write_key(frame, of(loc), key, read_key(frame, pair, constant(1), node), node)
            continue
        for name, value in other.fields.items():
            write_key(frame, of(loc), constant(name), value, node)
        if other.rest:
            put_unknown_key(frame, loc, other.rest)
        if other.open and not frame.obj(loc).open:
            mine = frame.obj(loc)
            frame.put(loc, replace(mine, open=True, source=mine.source or other.source, hint=mine.hint or other.hint))


def items(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.items()``: pairs, exact where the keys are known."""
    pairs: list[Value] = []
    for loc in receiver.locs:
        for key, value in items_of(frame, loc):
            pairs.append(frame.new(Obj("tuple", None, {"#0": key, "#1": value})))
    return sequence(frame, pairs)


def keys(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.keys()``."""
    return sequence(frame, [key for loc in receiver.locs for key, _ in items_of(frame, loc)])


def values(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``d.values()``."""
    return sequence(frame, [value for loc in receiver.locs for _, value in items_of(frame, loc)])


def sequence(frame: Frame, members: list[Value]) -> Value:
    """A list of these members; a long one forgets their order."""
    if len(members) > 60:
        return frame.new(Obj("list", rest=joined(members)))
    return frame.new(Obj("list", None, {f"#{i}": value for i, value in enumerate(members)}))


def copy(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.copy()``: a new object with the same content."""
    out = Value(receiver.taints, (), receiver.unknown)
    for loc in receiver.locs:
        out = join(out, frame.new(replace(frame.obj(loc), home=None, parent=None)))
    return out


def append(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.append(value)``, ``add``, ``insert`` and the like."""
    if not args.positional:
        return CLEAN
    value = args.positional[-1]
    for loc in receiver.locs:
        obj = frame.obj(loc)
        exact = obj.kind == "list" and not obj.rest and not obj.open and obj.home is None
        if exact and len(obj.fields) < 40 and len(receiver.refs) == 1:
            frame.put(loc, obj.with_field(f"#{len(obj.fields)}", value))
        else:
            put_unknown_key(frame, loc, value)
    return CLEAN


def fields_as_dict(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x._asdict()``: the named fields without the positions."""
    out = CLEAN
    for loc in receiver.locs:
        obj = frame.obj(loc)
        fields = {name: value for name, value in obj.fields.items() if not name.startswith("#")}
        out = join(out, frame.new(replace(obj, kind="dict", cls=None, fields=fields, home=None, keyed=True)))
    return out


def extend(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.extend(iterable)``."""
    for source in args.positional:
        exact, element = elements(frame, source, node)
        for value in exact if exact is not None else [element]:
            append(frame, receiver, Arguments((value,)), node)
    return CLEAN


def clear(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.clear()``."""
    for loc in receiver.locs:
        if len(receiver.refs) == 1:
            frame.put(loc, replace(frame.obj(loc), fields={}, rest=CLEAN, open=False))
    return CLEAN


def nothing(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """A method whose result says nothing of the content."""
    return CLEAN


def getitem(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.__getitem__(key)``."""
    return read_key(frame, receiver, args.positional[0], node) if args.positional else CLEAN


def setitem(frame: Frame, receiver: Value, args: Arguments, node: ir.Node) -> Value:
    """``x.__setitem__(key, value)``."""
    if len(args.positional) > 1:
        write_key(frame, receiver, args.positional[0], args.positional[1], node)
    return CLEAN


METHODS: Mapping[str, Method] = {
    "get": get,
    "getlist": get,
    "getone": get,
    "getall": get,
    "get_all": get,
    "getfirst": get,
    "pop": pop,
    "popleft": pop,
    "setdefault": setdefault,
    "update": update,
    "items": items,
    "iteritems": items,
    "viewitems": items,
    "lists": items,
    "keys": keys,
    "iterkeys": keys,
    "values": values,
    "itervalues": values,
    "copy": copy,
    "dict": copy,
    "to_dict": copy,
    "_asdict": fields_as_dict,
    "append": append,
    "add": append,
    "insert": append,
    "appendleft": append,
    "extend": extend,
    "clear": clear,
    "remove": nothing,
    "discard": nothing,
    "sort": nothing,
    "reverse": nothing,
    "index": nothing,
    "count": nothing,
    "has_key": nothing,
    "__getitem__": getitem,
    "__setitem__": setitem,
}

__all__ = ["Origin", "absorb", "call_method", "copy", "marked", "sequence"]
