"""Labels from names: what a field, a key, a parameter or an attribute of a telling name holds."""

from __future__ import annotations

import re
from dataclasses import replace

from paylint.dataflow.frame import Frame
from paylint.dataflow.heap import Obj, all_taints
from paylint.dataflow.values import CLEAN, ClassRef, Constant, Loc, Value, Way
from paylint.facts import Origin
from paylint.finding import Confidence
from paylint.ir import nodes as ir
from paylint.models.vocabulary import Meaning, Vocabulary

SURENESS = {
    "request": Confidence.HIGH,
    "form": Confidence.HIGH,
    "page": Confidence.HIGH,
    "declared": Confidence.MEDIUM,
    "stored": Confidence.MEDIUM,
    "parameter": Confidence.MEDIUM,
    "attribute": Confidence.MEDIUM,
    "key": Confidence.MEDIUM,
    "target": Confidence.MEDIUM,
}


def meaning_here(frame: Frame, name: str, obj: Obj | None) -> Meaning | None:
    """What a name means, read in this function on that object; weak names need context to mean anything."""
    vocabulary = frame.engine.catalog.vocabulary
    meaning = vocabulary.meaning(name)
    if meaning is None and obj is not None and obj.hint and vocabulary.gives_context(obj.hint):
        return vocabulary.meaning(f"{obj.hint} {name}")
    if meaning is None or not meaning.weak:
        return meaning
    if obj is not None:
        if obj.hint and vocabulary.gives_context(obj.hint):
            return vocabulary.meaning(f"{obj.hint} {name}") or meaning
        if isinstance(obj.cls, ClassRef) and vocabulary.gives_context(obj.cls.info.name):
            return meaning
        if obj.hint and not obj.source and not vocabulary.kinds[meaning.kind].decides and owned(vocabulary, obj, name):
            return None
    return meaning if frame.engine.has_context(frame.function, frame.module, name) else None


def owned(vocabulary: Vocabulary, obj: Obj, name: str) -> bool:
    """Whether the object's own name says that the field belongs to something else: the ``name`` of a ``customer``."""
    return vocabulary.meaning(f"{obj.hint} {name}") is None


def labelled(
    frame: Frame, name: str, obj: Obj | None, node: ir.Node, source: str, passed: Way | None = None
) -> Value | None:
    """A fresh label for something read by name, or ``None`` where the name says nothing.

    ``passed`` is the way that it came by, where that is not the way of the object that it is read from.

    An object that holds several kinds of data at once is labelled and stays an object.
    """
    strength = (obj.source if obj is not None else "") or source
    if strength == "request" and repeated(frame, name):
        return None
    meaning = meaning_here(frame, name, spelled(obj, node))
    if meaning is None:
        return from_outside(frame, strength, name, node, obj.bound if obj is not None else passed) or None
    sure = SURENESS.get(strength, Confidence.MEDIUM)
    if meaning.weak:
        sure = Confidence.LOW if strength == "target" else min(sure, Confidence.MEDIUM)
    origin = Origin(meaning.kind, strength, name, frame.at(node), sure, frame.qualname)
    bound = obj.bound if obj is not None else passed
    if bound is not None or source == "parameter":
        frame.engine.entries.consumed()
    taint = frame.source(origin, bound=bound)
    frame.engine.arrive(origin, taint)
    whole = frame.engine.catalog.vocabulary.kinds[meaning.kind].whole
    if whole:
        made = Obj(
            "dict", rest=Value((taint,)), open=True, hint=name, source=obj.source if obj else "", bound=taint.way
        )
        return frame.new(made)
    return Value((taint,), (), unknown=True)


def spelled(obj: Obj | None, node: ir.Node) -> Obj | None:
    """The object, called as it is spelled where it is read from (``plan`` in ``order.plan.name``) if it has no name of its own."""
    if obj is None or obj.hint or obj.cls is not None or not isinstance(node, ir.Attribute):
        return obj
    match node.object:
        case ir.Attribute(name=name):
            return replace(obj, hint=name)
        case _:
            return obj


def repeated(frame: Frame, name: str) -> bool:
    """Whether something read from a request is what a provider's answer repeats of a card."""
    return frame.engine.catalog.repeats(name, (frame.function or frame.module).mentions)


def from_outside(frame: Frame, source: str, name: str, node: ir.Node, bound: Way | None = None) -> Value:
    """What comes from a source of which every value is of one kind, by whatever name: labelled so. Clean from any other source."""
    kind = frame.engine.catalog.vocabulary.from_source(source)
    if kind is None:
        return CLEAN
    origin = Origin(kind.id, source, name, frame.at(node), SURENESS.get(source, Confidence.MEDIUM), frame.qualname)
    return Value((frame.source(origin, bound=bound),), (), unknown=True)


def opaque(frame: Frame, value: Value) -> bool:
    """Whether nothing at all is known of a value, so that the name it is given may speak for it."""
    if value.taints:
        return False
    if not value.refs:
        return value.unknown
    for ref in value.refs:
        if isinstance(ref, Constant) and not ref.value and len(value.refs) > 1:
            continue
        if not isinstance(ref, Loc):
            return False
        obj = frame.obj(ref)
        if not obj.open or obj.kind != "open" or obj.cls is not None:
            return False
        if all_taints(frame.live.heap, value, depth=2):
            return False
        if not obj.source and frame.engine.catalog.vocabulary.harmless(obj.hint):
            return False
    return True


def possible(frame: Frame, value: Value) -> bool:
    """Whether a value may be something that nobody described."""
    vocabulary = frame.engine.catalog.vocabulary
    objects = (frame.obj(ref) for ref in value.refs if isinstance(ref, Loc))
    return value.unknown or any(obj.open and not remnant(vocabulary, obj.hint) for obj in objects)


def remnant(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a name means what is left of the data, or stands for it: ``masked_card_number``, not ``method``."""
    if not vocabulary.harmless(name):
        return False
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
    return any(vocabulary.meaning(word) is not None for word in words)


def named_target(frame: Frame, name: str, value: Value, node: ir.Node, obj: Obj | None = None) -> Value:
    """A value put under a telling name: labelled by it where nothing else is known of the value."""
    if value.locs and frame.engine.catalog.vocabulary.harmless(name) and whole_only(frame, value):
        return CLEAN
    hints = {frame.obj(loc).hint for loc in value.locs}
    under_its_own_name = hints == {name}  # then it is what it was when it was read
    if not opaque(frame, value) or (hints and not any(hints)) or under_its_own_name:
        return value
    return by_target(frame, name, value, node, obj)


def placeholder(frame: Frame, name: str, value: Value, node: ir.Node) -> Value:
    """What a script's object holds under a telling name that begins empty: what the page puts there later."""
    empty = not value.taints and all(isinstance(ref, Constant) and ref.value in ("", None) for ref in value.refs)
    if not value.refs or not empty:
        return value
    found = labelled(frame, name, None, node, "target")
    if found is None or not found.taints:
        return value
    return Value(tuple(replace(taint, sure=Confidence.LOW) for taint in found.taints), value.refs, unknown=True)


def whole_only(frame: Frame, value: Value) -> bool:
    """Whether a value is labelled by its own name alone, as an object that holds several kinds of data at once."""
    kinds = frame.engine.catalog.vocabulary.kinds
    taints = all_taints(frame.live.heap, value, depth=2)
    return bool(taints) and all(isinstance(t.origin, Origin) and kinds[t.origin.kind].whole for t in taints)


def by_target(frame: Frame, name: str, value: Value, node: ir.Node, obj: Obj | None) -> Value:
    """The value labelled by the name that it is put under, if that says anything."""
    found = labelled(frame, name, Obj("open", hint=obj.hint, cls=obj.cls) if obj else None, node, "target")
    return found if found is not None else value
