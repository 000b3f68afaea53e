"""Turning values into text: what ``str``, formatting and concatenation make of labelled data."""

from __future__ import annotations

import re
from string import Formatter

from paylint.dataflow.declared import type_row
from paylint.dataflow.frame import Arguments, Frame, guessed, marked
from paylint.dataflow.heap import all_taints
from paylint.dataflow.hierarchy import library_bases
from paylint.dataflow.objects import bind, class_lookup, read_attribute, read_key
from paylint.dataflow.values import (
    CLEAN,
    ClassRef,
    Constant,
    Ext,
    Loc,
    Taint,
    Value,
    constant,
    merge_taints,
)
from paylint.ir import nodes as ir

TEXT_METHODS = ("__str__", "__unicode__", "__repr__", "__html__", "__format__", "__bytes__")
SHOWN_ROLES = frozenset({"record", "schema"})
HOLE = "{}"


def stringified(frame: Frame, value: Value, node: ir.Node) -> Value:
    """``str(value)``: containers show their content, instances what their own method or their record type shows."""
    taints = value.taints
    unknown = value.unknown
    for ref in value.refs:
        if isinstance(ref, Loc):
            taints = merge_taints(taints, shown(frame, ref, node))
            unknown = unknown or frame.obj(ref).open
    kept = tuple(ref for ref in value.refs if isinstance(ref, Constant))
    return Value(taints, () if taints else kept, unknown or bool(taints))


def shown(frame: Frame, loc: Loc, node: ir.Node) -> tuple[Taint, ...]:
    """The labels that an object's text holds."""
    obj = frame.obj(loc)
    heap = frame.live.heap
    if isinstance(obj.cls, ClassRef):
        info = obj.cls.info
        for name in TEXT_METHODS:
            found = class_lookup(frame, info, name)
            if found is not None:
                return frame.engine.call(frame, bind(frame, found, loc, node), Arguments(), node).taints
        row = type_row(frame, info)
        bases = tuple(library_bases(info))
        if row is not None and row.role in SHOWN_ROLES:
            return all_taints(heap, Value(refs=(loc,)), depth=3)
        if any(base.endswith(("Exception", "Error")) for base in bases):
            return all_taints(heap, Value(refs=(loc,)), depth=2)
        if obj.kind in ("dict", "list") or any(base in ("builtins.dict", "builtins.list") for base in bases):
            return all_taints(heap, Value(refs=(loc,)), depth=3)
        return obj.rest.taints
    if isinstance(obj.cls, Ext):
        if obj.cls.path.endswith(("Exception()", "Error()")):
            return all_taints(heap, Value(refs=(loc,)), depth=2)
        return obj.rest.taints
    if obj.kind == "open" and not obj.keyed:
        return obj.rest.taints
    return all_taints(heap, Value(refs=(loc,)), depth=4)


def formatted(frame: Frame, template: Value, args: Arguments, node: ir.Node) -> Value:
    """``template.format(...)``: only what the template names, where the template is known."""
    taints = template.taints
    text = template.only_string
    if text is None or args.more or args.extra:
        for value in args.values():
            taints = merge_taints(taints, stringified(frame, value, node).taints)
        return Value(taints, (), unknown=True)
    position = 0
    pieces: list[str] = []
    try:
        fields = list(Formatter().parse(text))
    except ValueError:
        fields = [(text, None, None, None)]
    for literal, name, spec, _ in fields:
        pieces.append(literal)
        if name is None:
            continue
        head, *path = re.split(r"[.\[]", name)
        if head == "" or head.isdigit():
            index = int(head) if head else position
            position += 1
            value = args.positional[index] if index < len(args.positional) else CLEAN
        else:
            value = args.keyword(head) or CLEAN
        for part in path:
            key = part.rstrip("]")
            value = (
                read_key(frame, value, constant(key), node)
                if part.endswith("]")
                else read_attribute(frame, value, key, node)
            )
        shown_value = precision(stringified(frame, value, node), spec or "")
        taints = merge_taints(taints, shown_value.taints)
        pieces.append(shown_value.only_string if shown_value.only_string is not None else HOLE)
    return assembled("".join(pieces), taints)


def percent(frame: Frame, template: Value, operand: Value, node: ir.Node) -> Value:
    """``template % operand``: a mapping gives only the keys that the template names."""
    text = template.only_string
    taints = template.taints
    if text is not None:
        names = re.findall(r"%\((\w+)\)", text)
        if names:
            for name in names:
                value = read_key(frame, operand, constant(name), node)
                taints = merge_taints(taints, stringified(frame, value, node).taints)
            return assembled(re.sub(r"%\(\w+\)[-#0 +\d.]*[a-zA-Z]", HOLE, text), taints)
    if text is not None and text.startswith("%s/"):
        operand = frame.engine.deferred.force_value(frame, operand)
    taints = merge_taints(taints, stringified(frame, operand, node).taints)
    if text is None:
        shown = Value(taints, (), unknown=True)
        return guessed(shown) if any(frame.obj(loc).kind == "dict" for loc in operand.locs) else shown
    known = constants_of(frame, operand)
    filled = re.sub(r"%[-#0 +\d.]*[a-zA-Z]", lambda _: known.pop(0) if known else HOLE, text)
    return assembled(filled, taints)


def constants_of(frame: Frame, operand: Value) -> list[str]:
    """The operand's members as text, in order, a hole for each that is not constant."""
    if operand.only_string is not None:
        return [operand.only_string]
    if len(operand.refs) == 1 and isinstance(ref := operand.refs[0], Loc) and frame.obj(ref).kind == "tuple":
        members = frame.obj(ref).fields.values()
        return [m.only_string if m.only_string is not None else HOLE for m in members]
    return []


def assembled(text: str, taints: tuple[Taint, ...]) -> Value:
    """A built string: constant where all of it is known; addresses keep their known beginning."""
    if not taints and (HOLE not in text or text.startswith(("http", HOLE + "://"))):
        return constant(text)
    if text.startswith("http"):
        return Value(taints, (Constant(text, "str"),), unknown=True)
    return Value(taints, (), unknown=True)


def concatenated(frame: Frame, left: Value, right: Value, node: ir.Node) -> Value:
    """``left + right`` for text."""
    taints = merge_taints(stringified(frame, left, node).taints, stringified(frame, right, node).taints)
    first, second = left.only_string, right.only_string
    if first is not None and second is not None:
        return constant(first + second) if len(first) + len(second) < 4000 else Value(taints)
    return Value(taints, address_of(left, right), unknown=True)


def address_of(left: Value, right: Value) -> tuple[Constant, ...]:
    """The address that a text begins with, if its left part may be one: what follows a complete host is a path."""
    first = next((text for text in left.strings if text.startswith("http")), None)
    if first is None:
        return ()
    host = first.partition("://")[2]
    if "." in host and "/" not in host and host[-1].isalnum() and right.only_string is None:
        first += "/"
    return (Constant(first + (right.only_string or HOLE), "str"),)


def precision(value: Value, spec: str) -> Value:
    """A format specification's effect: ``.4`` keeps the first four characters."""
    found = re.search(r"\.(\d+)s?$", spec)
    if found and value.taints and int(found.group(1)) <= 8:
        return marked(value, "bin")
    return value


def sliced(value: Value, lower: Value | None, upper: Value | None) -> Value:
    """``value[lower:upper]``: the marks of the PCI limits where the bounds are constant."""
    if not value.taints:
        return Value((), (), value.unknown)
    low, high = bound(lower), bound(upper)
    if lower is None and high is not None and 0 < high <= 8:
        return marked(value, "bin")
    if upper is None and low is not None and (-4 <= low < 0 or low >= 12):
        return marked(value, "last4")
    if low is not None and high is not None:
        if (0 <= low < high <= 8) or (low < 0 and high < 0 and low >= -4):
            return marked(value, "bin" if low >= 0 else "last4")
        if low >= 12:
            return marked(value, "last4")
    return Value(value.taints, (), unknown=True)


def bound(value: Value | None) -> int | None:
    """A constant slice bound."""
    if value is not None and len(value.refs) == 1 and not value.unknown:
        ref = value.refs[0]
        if isinstance(ref, Constant) and isinstance(ref.value, int):
            return ref.value
    return None


def regex_masked(pattern: str, replacement: str, flags: int = 0) -> bool:
    """Whether ``re.sub`` with these constants leaves at most the first six and last four digits of a card number.

    Tried on sample numbers rather than reasoned about: what the expression does to them is the proof.
    """
    samples = ("4929123456781234", "4929-1234-5678-1234", "<card_number>4929123456781234</card_number>")
    try:
        compiled = re.compile(pattern, flags)
        results = [compiled.sub(replacement, sample) for sample in samples]
    except (re.error, IndexError, OverflowError, RecursionError):
        return False
    return any(changed != sample and hidden(changed) for changed, sample in zip(results, samples, strict=True))


def hidden(text: str) -> bool:
    """Whether a sample's middle digits can no longer be read."""
    digits = "".join(ch for ch in text if ch.isdigit())
    return "345678" not in digits and "34567" not in digits and len(digits) <= 10


__all__ = [
    "concatenated",
    "formatted",
    "percent",
    "precision",
    "regex_masked",
    "sliced",
    "stringified",
]
