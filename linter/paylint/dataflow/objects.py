"""Reading and writing attributes, keys and elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paylint.dataflow.declared import declared_fields, declared_mapping, declared_taint, field_kind, type_row
from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Cell, Obj, all_taints, reach
from paylint.dataflow.hierarchy import library_bases, linearise
from paylint.dataflow.naming import from_outside, labelled, opaque
from paylint.dataflow.values import (
    CLEAN,
    UNKNOWN,
    Bound,
    ClassRef,
    Constant,
    Deferred,
    Ext,
    Func,
    Imported,
    Loc,
    ModuleRef,
    Ref,
    Taint,
    Value,
    join,
    of,
)
from paylint.facts import Origin, Sink
from paylint.graph.symbols import ClassInfo
from paylint.ir import nodes as ir
from paylint.models.schema import AttributeRow

CONSTANTS = Cell("constants")
WHOLE_NAMES = frozenset(
    [
        "data",
        "value",
        "values",
        "raw",
        "content",
        "payload",
        "body",
        "dict",
        "json",
        "fields",
        "info",
        "details",
        "[]",
        "#0",
    ]
)
"""Fields by which an object that holds several kinds of data hands out all of them; another name means one thing."""

CONTAINERS = frozenset({"dict", "list", "tuple", "set"})


def class_cell(info: ClassInfo) -> Cell:
    """The cell that holds what instances of a class keep between calls."""
    return Cell(f"class:{info.qualname}")


def module_cell(name: str) -> Cell:
    """The cell that holds a module's variables."""
    return Cell(f"module:{name}")


def class_lookup(frame: Frame, info: ClassInfo, name: str, after: ClassInfo | None = None) -> Value | None:
    """A class attribute by resolution order, program classes only; ``after`` starts behind a class (``super``)."""
    line = linearise(info)
    if after is not None and after in line:
        line = line[line.index(after) + 1 :]
    for ancestor in line:
        if isinstance(ancestor, ClassInfo):
            closed = ancestor.table.get(name)
            if closed is not None:
                key = (ancestor.qualname, name)
                known = frame.imported.get(key)
                if known is None or any(loc not in frame.live.heap for loc in known.locs):
                    known = frame.imported[key] = frame.bring(closed)
                return known
    return None


def is_type(frame: Frame, value: Value, path: str) -> Obj | None:
    """The object, if the value is one of that library type (``property``)."""
    for ref in value.refs:
        if isinstance(ref, Loc):
            obj = frame.obj(ref)
            if isinstance(obj.cls, Ext) and obj.cls.path == path:
                return obj
    return None


def bind(frame: Frame, value: Value, receiver: Loc | ClassRef, node: ir.Node) -> Value:
    """A class attribute read through an instance or its class: methods bound, properties called."""
    out: list[Ref] = []
    result = CLEAN
    for ref in value.refs:
        if isinstance(ref, Func) and isinstance(receiver, Loc):
            out.append(Bound(ref, receiver))
        elif isinstance(ref, Loc) and isinstance(cls := frame.obj(ref).cls, Ext) and cls.path.startswith("builtins."):
            inner = frame.obj(ref).fields.get("function", CLEAN)
            if cls.path == "builtins.property":
                if isinstance(receiver, Loc):
                    result = join(result, frame.engine.call(frame, inner, Arguments((of(receiver),)), node))
            elif cls.path == "builtins.staticmethod":
                out.extend(inner.refs)
            elif cls.path == "builtins.classmethod":
                cls_ref = receiver if isinstance(receiver, ClassRef) else frame.obj(receiver).cls
                out.extend(
                    Bound(f, cls_ref) if isinstance(f, Func) and isinstance(cls_ref, ClassRef) else f
                    for f in inner.refs
                )
            else:
                out.append(ref)
        else:
            out.append(ref)
    return join(result, Value(value.taints, tuple(out), value.unknown))


def read_attribute(frame: Frame, value: Value, name: str, node: ir.Node, calling: bool = False) -> Value:
    """``value.name``. With ``calling`` an open object's unknown attribute is left to the call to make sense of."""
    result = CLEAN
    for ref in value.refs:
        result = join(result, read_reference(frame, ref, name, node, calling))
    if value.taints or (value.unknown and not value.refs):
        result = join(result, read_scalar(frame, value, result, name, node, calling))
    return result


def read_scalar(frame: Frame, value: Value, known: Value, name: str, node: ir.Node, calling: bool) -> Value:
    """An attribute of a labelled or unknown scalar: the label stays, unless the name says that it does not."""
    vocabulary = frame.engine.catalog.vocabulary
    if vocabulary.harmless(name):
        return CLEAN
    kept = tuple(t for t in value.taints if not (is_whole(frame, t) and (known.taints or calling)))
    if kept:
        return Value(kept, (), unknown=True)
    if calling or known:
        return CLEAN if known else UNKNOWN
    return labelled(frame, name, None, node, "attribute") or UNKNOWN


def read_reference(frame: Frame, ref: Ref, name: str, node: ir.Node, calling: bool) -> Value:
    """``ref.name`` for one reference."""
    match ref:
        case Loc():
            return read_field(frame, ref, name, node, calling)
        case ClassRef(info=info):
            found = class_lookup(frame, info, name)
            if found is not None:
                return join(bind(frame, found, ref, node), frame.read_cell(class_cell(info), name))
            known = frame.read_cell(class_cell(info), name)
            if known:
                return known
            for base in library_bases(info):
                row = frame.engine.catalog.attribute(f"{base}.{name}")
                if row is not None:
                    return apply_attribute(frame, row, f"{base}.{name}", None, node)
                if frame.engine.catalog.behaviours(f"{base}.{name}") or frame.engine.catalog.knows(f"{base}.{name}"):
                    return of(Bound(Ext(f"{base}.{name}"), ref))
            base = next(library_bases(info), "builtins.object")
            return of(Bound(Ext(f"{base}.{name}"), ref))
        case ModuleRef(name=module):
            return frame.engine.imports.module_attribute(frame, module, name)
        case Ext(path=path):
            dotted = frame.engine.catalog.alias(f"{path}.{name}")
            row = frame.engine.catalog.attribute(dotted)
            if row is not None:
                return apply_attribute(frame, row, dotted, None, node)
            return of(Ext(dotted))
        case Bound() | Func():
            if name in ("__name__", "__doc__", "__module__"):
                return CLEAN
            receiver = ref if isinstance(ref, Func) else ref.function
            if isinstance(receiver, Func):
                return frame.engine.function_attribute(receiver, name)
            path = frame.engine.catalog.alias(f"{receiver.path}.{name}")
            holder = ref.receiver if isinstance(ref, Bound) else None
            return of(Bound(Ext(path), holder) if isinstance(holder, ClassRef | Loc) else Ext(path))
        case Constant():
            return CLEAN
        case Imported():
            found = frame.engine.imports.resolve(frame, of(ref))
            if found.refs == (ref,):
                if calling:
                    return CLEAN
                labelled_value = labelled(frame, name, None, node, "attribute")
                return labelled_value or frame.unknown(name, deferred=Deferred(ref, f".{name}", (), node))
            return read_attribute(frame, found, name, node, calling)


def read_field(frame: Frame, loc: Loc, name: str, node: ir.Node, calling: bool) -> Value:
    """``object.name`` for a heap object: own field, class, library row, what was kept elsewhere, then the name."""
    obj = frame.obj(loc)
    if obj.kind == "super":
        return read_super(frame, obj, name, node)
    own = obj.fields.get(name)
    if own is not None:
        if own.taints and obj.source:
            arrive(frame, own)
        return with_cell(frame, obj, name, own)
    if name == "__class__":
        return of(obj.cls) if isinstance(obj.cls, ClassRef) else CLEAN
    if name == "__dict__":
        return with_kept(frame, loc)
    if isinstance(obj.cls, ClassRef):
        found = read_instance(frame, loc, obj, obj.cls.info, name, node, calling)
        if found is not None:
            return found
    elif isinstance(obj.cls, Ext):
        path = f"{obj.cls.path}.{name}"
        behaviours = frame.engine.catalog.behaviours(path)
        row = frame.engine.catalog.attribute(path) if not (calling and behaviours) else None
        if row is not None:
            return apply_attribute(frame, row, path, loc, node)
        if calling or behaviours or obj.cls.path == "builtins.property":
            return of(Bound(Ext(path), loc))
        if frame.engine.catalog.leads_on(path) or (not obj.open and not obj.rest.taints):
            return frame.new(Obj("instance", Ext(path), {k: v for k, v in obj.fields.items() if k == "#address"}))
    elif obj.kind in CONTAINERS and calling:
        return CLEAN
    if obj.hint == "request" and obj.cls is None and not frame.scripted:
        row = frame.engine.catalog.attribute(f"request.{name}")
        if row is not None:
            return apply_attribute(frame, row, f"request.{name}", loc, node)
    if calling:
        return with_cell(frame, obj, name, CLEAN)
    return read_by_name(frame, loc, obj, name, node, "attribute")


def with_kept(frame: Frame, loc: Loc) -> Value:
    """An object as the mapping of its fields, those among them that other methods keep on ``self`` and that matter."""
    obj = frame.obj(loc)
    if obj.open and isinstance(obj.cls, ClassRef):
        info = obj.cls.info
        family = (
            *(cls for cls in linearise(info) if isinstance(cls, ClassInfo)),
            *frame.engine.classes.descendants(info),
        )
        for name in sorted({name for cls in family for name in cls.writers} - obj.fields.keys() - {"__dict__"}):
            if frame.engine.classes.kept_by_concerned(frame, info, name):
                read_field(frame, loc, name, ir.Jump(1, 1, "pass"), calling=False)
    return of(loc)


def as_mapping(frame: Frame, value: Value) -> Value:
    """A dict of the fields of each object that the value may be."""
    out = Value(value.taints)
    for loc in value.locs:
        out = join(out, frame.new(replace(frame.obj(loc), kind="dict", cls=None, home=None, keyed=True)))
    return out


def arrive(frame: Frame, value: Value) -> None:
    """A field of outside data is read: from here on it has entered."""
    for taint in value.taints:
        if isinstance(taint.origin, Origin):
            frame.engine.arrive(taint.origin, taint)


def read_super(frame: Frame, obj: Obj, name: str, node: ir.Node) -> Value:
    """``super().name``: behind the class that the method is written in, in the receiver's resolution order."""
    owner = obj.cls
    receiver = obj.fields.get("self", CLEAN)
    result = CLEAN
    for ref in receiver.refs:
        cls = frame.obj(ref).cls if isinstance(ref, Loc) else ref
        if not isinstance(owner, ClassRef) or not isinstance(cls, ClassRef) or not isinstance(ref, Loc | ClassRef):
            continue
        found = class_lookup(frame, cls.info, name, after=owner.info)
        if found is not None:
            result = join(result, bind(frame, found, ref, node))
            continue
        suffix = "()" if isinstance(ref, Loc) else ""
        bases = list(library_bases(cls.info)) or ["builtins.object"]
        catalog = frame.engine.catalog
        best = next((b for b in bases if catalog.behaviours(f"{b}{suffix}.{name}")), bases[0])
        result = join(result, of(Bound(Ext(f"{best}{suffix}.{name}"), ref)))
    return result


def read_instance(
    frame: Frame, loc: Loc, obj: Obj, info: ClassInfo, name: str, node: ir.Node, calling: bool
) -> Value | None:
    """An attribute that an instance has from its class, a library base, or what other methods keep on ``self``."""
    found = class_lookup(frame, info, name)
    kept = CLEAN
    if obj.open:
        known = frame.child(loc, name)
        if known is not None:
            return known
        if found is not None or frame.engine.classes.kept_by_concerned(frame, info, name):
            kept = frame.engine.classes.kept_attribute(frame, info, name)
        elif frame.engine.classes.written(info, name):
            later = Deferred(ClassRef(info), f"self.{name}", (), node)
            return frame.adopt(loc, name, frame.unknown(name, deferred=later))
    if found is not None:
        stored = stored_field(frame, found, info, loc, name, node) if obj.open and not kept.taints else None
        if stored is not None:
            frame.put(loc, frame.obj(loc).with_field(name, stored))
            return stored
        return join(kept, bind(frame, found, loc, node))
    if kept:
        return frame.adopt(loc, name, kept)
    answering = class_lookup(frame, info, "__getattr__")
    if answering is not None and not name.startswith("__"):
        bound = bind(frame, answering, loc, node)
        return frame.engine.call(frame, bound, Arguments((of(Constant(name, "str")),)), node)
    catalog = frame.engine.catalog
    bases = tuple(library_bases(info))
    for base in bases:
        typed = catalog.type(base)
        if typed is not None:
            library_type = dict(typed.attributes).get(name)
            if library_type:
                frame.engine.use(typed.origin)
                return frame.engine.typed(frame, library_type)
        path = f"{base}().{name}"
        row = catalog.attribute(path)
        if row is not None:
            return apply_attribute(frame, row, path, loc, node)
        if catalog.behaviours(path):
            return of(Bound(Ext(path), loc))
    if obj.open and not calling and catalog.vocabulary.meaning(name) is None:
        for base in bases:
            if undescribed(frame, base):
                made = Obj("open", Ext(f"{base}().{name}"), open=True, hint=name)
                return frame.child(loc, name) or frame.adopt(loc, name, frame.new(made))
    return None


def undescribed(frame: Frame, path: str) -> bool:
    """Whether a dotted name belongs to an installed package of which no model speaks, or to a provider's."""
    catalog = frame.engine.catalog
    package = path.partition(".")[0].removesuffix("()")
    known = catalog.knows(package) and package not in catalog.provider_packages
    return not known and not frame.engine.in_stdlib(path)


def stored_field(frame: Frame, found: Value, info: ClassInfo, loc: Loc, name: str, node: ir.Node) -> Value | None:
    """What a declared field of an instance holds, where its type or name says so and nobody wrote it.

    A model's was stored before; a form's is what the request filled in.
    """
    if not any(isinstance(ref, Loc) for ref in found.refs):
        return None
    row = type_row(frame, info)
    source = {"model": "stored", "form": "form"}.get(row.role if row is not None else "")
    if source is None:
        return None
    field = next((field for field in declared_fields(frame, info) if field.name == name), None)
    kind = field_kind(frame, field) if field is not None else None
    if field is None or kind is None or field.unnamed:
        return None
    taint = declared_taint(frame, field, kind, node, source, frame.obj(loc).bound)
    if source == "form" and isinstance(taint.origin, Origin):
        frame.engine.arrive(taint.origin, taint)
    return Value((taint,), (), unknown=True)


def read_by_name(frame: Frame, loc: Loc, obj: Obj, name: str, node: ir.Node, how: str) -> Value:
    """A field nobody wrote: kept in a cell, under an unknown key, or, in an open object, labelled by its name."""
    vocabulary = frame.engine.catalog.vocabulary
    if obj.open and obj.source and vocabulary.from_source(obj.source) is not None:
        known = frame.child(loc, name)
        if known is not None:
            return known
        brought = CLEAN if converted(frame, obj, name) else from_outside(frame, obj.source, name, node, obj.bound)
        frame.put(loc, obj.with_field(name, brought))
        return brought
    rest = obj.rest
    if obj.open and rest.taints and name not in WHOLE_NAMES:
        rest = Value(tuple(t for t in rest.taints if not is_whole(frame, t)), rest.refs, rest.unknown)
    value = with_cell(frame, obj, name, rest)
    if (obj.open and not value.taints and not value.refs) or (value.refs and opaque(frame, value)):
        known = frame.child(loc, name)
        if known is not None:
            return known
        found = None
        if obj.deferred is not None and vocabulary.meaning(name) is not None:
            forced = frame.engine.deferred.force_value(frame, of(loc))
            if forced.refs and loc not in forced.refs:
                if how == "key":
                    return read_key(frame, forced, of(key_ref(name)), node)
                return read_attribute(frame, forced, name, node)
        if obj.home == CONSTANTS:
            return frame.adopt(
                loc, name, frame.unknown(deferred=Deferred(obj.cls or Ext(""), f"constant.{name}", (), node))
            )
        if not vocabulary.harmless(name):
            outside = next((frame.obj(inner).source for inner in value.locs if frame.obj(inner).source), how)
            found = labelled(frame, name, obj, node, obj.source or outside)
        if found is None:
            hint = name if not name.startswith("#") else obj.hint
            later = Deferred(obj.deferred, f".{name}", (), node) if obj.deferred and how == "attribute" else None
            return value if value.refs else frame.adopt(loc, name, frame.unknown(hint, obj.source, later, obj.bound))
        value = found
        obj = frame.obj(loc).with_field(name, value)
        frame.put(loc, replace(obj, keyed=True) if how == "key" and not obj.keyed else obj)
    return value


def converted(frame: Frame, obj: Obj, name: str) -> bool:
    """Whether the field is declared with a type of which values hold nothing that matters, such as a number."""
    if not isinstance(obj.cls, ClassRef):
        return False
    field = next((field for field in declared_fields(frame, obj.cls.info) if field.name == name), None)
    return field is not None and frame.engine.deferred.of_clean_type(field.type)


def is_whole(frame: Frame, taint: Taint) -> bool:
    """Whether a taint labels an object that holds several kinds of data at once."""
    kinds = frame.engine.catalog.vocabulary.kinds
    if isinstance(taint.origin, Origin):
        return kinds[taint.origin.kind].whole
    return taint.origin.whole


def with_cell(frame: Frame, obj: Obj, name: str, value: Value) -> Value:
    """The value joined with what the object's home cell holds under that name."""
    if obj.home is None:
        return value
    return join(value, frame.read_cell(obj.home, name))


def apply_attribute(frame: Frame, row: AttributeRow, dotted: str, loc: Loc | None, node: ir.Node) -> Value:
    """What reading an attribute means, by its model row."""
    frame.engine.use(row.origin)
    name = dotted.rpartition(".")[2]
    if row.clean:
        return CLEAN
    known = frame.child(loc, name) if loc is not None else None
    if known is not None:
        return known
    if row.holds == "named" and loc is not None:
        obj = frame.obj(loc)
        if row.returns:
            return frame.new(Obj("instance", Ext(row.returns), open=True, hint=obj.hint))
        return labelled(frame, obj.hint, None, node, row.source) or frame.unknown(obj.hint, row.source)
    if row.holds == "declared" and loc is not None:
        made = declared_mapping(frame, loc, node, row.source or "form")
    elif row.holds == "constants":
        made = frame.new(Obj("dict", Ext(row.returns) if row.returns else None, open=True, hint=name, home=CONSTANTS))
    elif row.store:
        made = frame.new(Obj("dict", open=True, hint=name, home=Cell(f"store:{row.store}")))
    elif row.source:
        cls = Ext(row.returns) if row.returns else None
        brought = from_outside(frame, row.source, name, node)
        made = frame.new(Obj("dict", cls, {}, brought, open=True, hint=name, source=row.source))
    elif row.returns.startswith("self."):
        made = own_class(frame, loc, row.returns, Arguments(), node) or frame.unknown(name)
    elif row.returns:
        made = frame.engine.typed(frame, row.returns)
        if loc is None or frame.obj(loc).bound is None:
            return made
        for inner in made.locs:
            frame.put(inner, replace(frame.obj(inner), bound=frame.obj(loc).bound))
    else:
        return of(Ext(dotted))
    return frame.adopt(loc, name, made) if loc is not None else made


def own_class(frame: Frame, receiver: Ref | None, path: str, args: Arguments, node: ir.Node) -> Value:
    """``self.form_class()``: an instance of the class that the receiver's own class names."""
    found = of(receiver) if receiver is not None else CLEAN
    for name in path.removesuffix("()").split(".")[1:]:
        found = frame.engine.imports.resolve(frame, read_attribute(frame, found, name, node), needed=True)
    classes = Value(refs=tuple(ref for ref in found.refs if isinstance(ref, ClassRef)))
    return frame.engine.call(frame, classes, args, node) if classes else CLEAN


def write_attribute(frame: Frame, target: Value, name: str, value: Value, node: ir.Node) -> None:
    """``target.name = value``."""
    certain = len(target.refs) == 1 and not target.unknown
    for ref in target.refs:
        if isinstance(ref, Loc):
            obj = frame.obj(ref)
            if obj.deferred is not None and all_taints(frame.live.heap, value):
                frame.engine.deferred.settle(frame, ref)
                obj = frame.obj(ref)
            if obj.kind == "super":
                write_attribute(frame, obj.fields.get("self", CLEAN), name, value, node)
                continue
            if isinstance(obj.cls, ClassRef) and call_setter(frame, ref, obj.cls.info, name, value, node):
                continue
            if isinstance(obj.cls, Ext):
                frame.engine.attribute_written(frame, obj.cls, ref, name, value, node)
            if name == "__dict__":
                write_all(frame, ref, value, certain)
            else:
                write_field(frame, ref, name, value, certain)
        elif isinstance(ref, ClassRef):
            frame.write_cell(class_cell(ref.info), name, value)
        elif isinstance(ref, ModuleRef):
            frame.write_cell(module_cell(ref.name), name, value)
        elif isinstance(ref, Ext):
            frame.engine.attribute_written(frame, ref, None, name, value, node)


def write_all(frame: Frame, loc: Loc, fields: Value, certain: bool) -> None:
    """``object.__dict__ = fields``."""
    for held in (frame.obj(inner) for inner in fields.locs):
        for name, value in held.fields.items():
            write_field(frame, loc, name, value, certain)
        frame.put(loc, frame.obj(loc).with_rest(held.rest))


def call_setter(frame: Frame, loc: Loc, info: ClassInfo, name: str, value: Value, node: ir.Node) -> bool:
    """Whether the attribute is a property with a setter, which is then called."""
    found = class_lookup(frame, info, name)
    prop = is_type(frame, found, "builtins.property") if found is not None else None
    setter = prop.fields.get("setter") if prop is not None else None
    if setter is None:
        return False
    frame.engine.call(frame, setter, Arguments((of(loc), value)), node)
    return True


def write_field(frame: Frame, loc: Loc, name: str, value: Value, certain: bool = True) -> None:
    """Set one field of an object, and the cell behind it."""
    obj = frame.obj(loc)
    if not certain and name in obj.fields:
        value = join(obj.fields[name], value)
    if obj.rest.taints and certain and not value.taints:
        obj = without_whole(frame, obj, name)
    frame.put(loc, obj.with_field(name, value))
    if obj.home is not None:
        frame.write_cell(obj.home, name, value)


def without_whole(frame: Frame, obj: Obj, name: str) -> Obj:
    """An object labelled as a whole, after the field that matters most was overwritten with something harmless."""
    vocabulary = frame.engine.catalog.vocabulary
    meaning = vocabulary.meaning(name)
    if meaning is None or not vocabulary.kinds[meaning.kind].decides:
        return obj
    kept = tuple(replace(t, marks=t.marks | {"redacted"}) for t in obj.rest.taints)
    return replace(obj, rest=Value(kept, obj.rest.refs, obj.rest.unknown))


def key_names(value: Value) -> tuple[str, ...]:
    """The field names that a key can stand for: strings as they are, whole numbers as elements."""
    names: list[str] = []
    for ref in value.refs:
        if isinstance(ref, Constant):
            if isinstance(ref.value, str):
                names.append(ref.value)
            elif isinstance(ref.value, bytes):
                names.append(ref.value.decode("latin-1"))
            elif isinstance(ref.value, int):
                names.append(f"#{int(ref.value)}")
    return tuple(names)


def read_key(frame: Frame, container: Value, key: Value, node: ir.Node) -> Value:
    """``container[key]``."""
    names = key_names(key)
    result = CLEAN
    for ref in container.refs:
        if isinstance(ref, Loc):
            obj = frame.obj(ref)
            if isinstance(obj.cls, ClassRef):
                getter = class_lookup(frame, obj.cls.info, "__getitem__")
                if getter is not None:
                    bound = bind(frame, getter, ref, node)
                    result = join(result, frame.engine.call(frame, bound, Arguments((key,)), node))
                    continue
            if names:
                for name in names:
                    result = join(result, read_element(frame, ref, name, node))
            else:
                result = join(result, anything(frame, ref))
        elif isinstance(ref, Ext):
            result = join(result, of(Ext(f"{ref.path}.[]")))
        elif isinstance(ref, ClassRef):
            result = join(result, of(ref))
        elif isinstance(ref, Bound):
            result = join(result, library_element(frame, ref, "__getitem__", node))
    if container.taints or (container.unknown and not container.refs):
        for name in names:
            result = join(result, read_scalar(frame, container, result, name, node, calling=False))
        if not names:
            result = join(result, Value(container.taints, (), unknown=True))
    return result


def read_element(frame: Frame, loc: Loc, name: str, node: ir.Node) -> Value:
    """One key or element of an object."""
    obj = frame.obj(loc)
    own = obj.fields.get(name)
    if own is None and name.startswith("#-") and obj.kind in ("list", "tuple") and not obj.open:
        count = sum(1 for field in obj.fields if field.startswith("#"))
        own = obj.fields.get(f"#{count + int(name[1:])}")
    if own is not None:
        if own.taints and obj.source:
            arrive(frame, own)
        return with_cell(frame, obj, name, own)
    if name.startswith("#") and obj.kind in ("list", "tuple", "set") and not obj.open:
        return anything(frame, loc) if obj.rest or obj.home is not None else CLEAN
    if isinstance(obj.cls, Ext):
        row = frame.engine.catalog.attribute(f"{obj.cls.path}.[]")
        if row is not None:
            return apply_attribute(frame, row, f"{obj.cls.path}.[]", loc, node)
    return read_by_name(frame, loc, obj, name, node, "key")


def anything(frame: Frame, loc: Loc) -> Value:
    """Any element of an object."""
    obj = frame.obj(loc)
    out = join(obj.rest, frame.read_every(obj.home)) if obj.home is not None else obj.rest
    for value in obj.fields.values():
        out = join(out, value)
    if obj.open and not out.refs:
        inner = frame.new(Obj("open", None, {}, Value(out.taints), open=True, source=obj.source, hint=obj.hint))
        out = Value((), inner.refs, out.unknown)
    return out


def write_key(frame: Frame, container: Value, key: Value, value: Value, node: ir.Node) -> None:
    """``container[key] = value``."""
    names = key_names(key)
    certain = len(container.refs) == 1 and len(names) == 1 and not key.unknown
    for ref in container.refs:
        if not isinstance(ref, Loc):
            continue
        obj = frame.obj(ref)
        if obj.deferred is not None and all_taints(frame.live.heap, value):
            frame.engine.deferred.settle(frame, ref)
            obj = frame.obj(ref)
        if isinstance(obj.cls, ClassRef):
            setter = class_lookup(frame, obj.cls.info, "__setitem__")
            if setter is not None:
                frame.engine.call(frame, bind(frame, setter, ref, node), Arguments((key, value)), node)
                continue
        if isinstance(obj.cls, Ext):
            frame.engine.item_written(frame, obj.cls, ref, key, value, node)
        if obj.home is not None:
            kept_in_store(frame, obj.home, names, value, node)
        if names:
            for name in names:
                write_field(frame, ref, name, value, certain)
        else:
            put_unknown_key(frame, ref, join(value, Value(key.taints)))


def kept_in_store(frame: Frame, home: Cell, names: tuple[str, ...], value: Value, node: ir.Node) -> None:
    """Something put into a store that is a channel too (a session): every label that it holds arrives there."""
    store = home.owner.removeprefix("store:")
    if store == home.owner or store not in frame.engine.catalog.vocabulary.channels:
        return
    subject = names[0] if names else ""
    for path, inner in reach(frame.live.heap, value):
        sink = Sink(store, store, frame.at(node), ".".join(filter(None, (subject, path))), "", "", frame.qualname)
        for taint in inner.taints:
            frame.hit(sink, taint, node, f"kept in the {store}")


def put_unknown_key(frame: Frame, loc: Loc, value: Value) -> None:
    """Put a value under a key that is not known."""
    obj = frame.obj(loc)
    frame.put(loc, obj.with_rest(value))
    if obj.home is not None:
        frame.write_cell(obj.home, "[]", value)


def delete_key(frame: Frame, container: Value, name: str) -> None:
    """``del container[name]`` and ``del container.name``."""
    certain = len(container.refs) == 1
    for ref in container.refs:
        if not isinstance(ref, Loc) or not certain:
            continue
        obj = frame.obj(ref)
        if obj.open:
            frame.put(ref, without_whole(frame, obj, name).with_field(name, CLEAN))
        elif name in obj.fields:
            frame.put(ref, replace(obj, fields={k: v for k, v in obj.fields.items() if k != name}))


def elements(frame: Frame, value: Value, node: ir.Node) -> tuple[list[Value] | None, Value]:
    """What iterating gives: the exact elements in order where they are known, and their join in any case."""
    if len(value.refs) == 1 and not value.taints and isinstance(ref := value.refs[0], Loc):
        obj = frame.obj(ref)
        exact = exact_elements(obj)
        if exact is not None:
            return exact, joined(exact)
    result = Value(value.taints, (), bool(value.taints))
    for ref in value.refs:
        if isinstance(ref, Loc):
            result = join(result, element_of(frame, ref, node))
        elif isinstance(ref, Ext):
            result = join(result, frame.engine.typed(frame, f"{ref.path}.[]"))
        elif isinstance(ref, Bound):
            result = join(result, library_element(frame, ref, "__next__", node))
        elif isinstance(ref, Constant):
            continue
    if value.unknown and not value.refs and not value.taints:
        result = join(result, frame.unknown())
    return None, result


def library_element(frame: Frame, ref: Bound, method: str, node: ir.Node) -> Value:
    """An element of what a library keeps for a class (all records of a model), where a row says what that is."""
    if not isinstance(ref.function, Ext) or not frame.engine.catalog.behaviours(f"{ref.function.path}.{method}"):
        return CLEAN
    return frame.engine.call(frame, of(Bound(Ext(f"{ref.function.path}.{method}"), ref.receiver)), Arguments(), node)


def joined(values: list[Value]) -> Value:
    """The join of a list."""
    out = CLEAN
    for value in values:
        out = join(out, value)
    return out


def exact_elements(obj: Obj) -> list[Value] | None:
    """The elements in order, if all are known: of a sequence its members, of a dict its keys."""
    if obj.open or obj.rest or len(obj.fields) > 40:
        return None
    if obj.kind in ("list", "tuple", "set"):
        return [value for name, value in obj.fields.items() if name.startswith("#")]
    if obj.kind == "dict":
        return [of(key_ref(name)) for name in obj.fields]
    return None


def key_ref(name: str) -> Constant:
    """The constant that a field name stands for."""
    if name.startswith("#") and name[1:].lstrip("-").isdigit():
        return Constant(int(name[1:]), "int")
    return Constant(name, "str")


def element_of(frame: Frame, loc: Loc, node: ir.Node) -> Value:
    """Any element that iterating an object gives."""
    obj = frame.obj(loc)
    if isinstance(obj.cls, ClassRef):
        for method in ("__iter__", "__next__", "next"):
            found = class_lookup(frame, obj.cls.info, method)
            if found is not None:
                inner = frame.engine.call(frame, bind(frame, found, loc, node), Arguments(), node)
                if method != "__iter__":
                    return inner
                if inner.refs != (loc,):
                    return elements(frame, inner, node)[1]
    if obj.kind == "dict":
        names = [of(key_ref(name)) for name in obj.fields]
        out = joined(names)
        if obj.open:
            out = join(out, Value(obj.rest.taints))
        return join(out, frame.unknown()) if obj.open or obj.rest else out
    return anything(frame, loc)


def items_of(frame: Frame, loc: Loc) -> Iterator[tuple[Value, Value]]:
    """The known pairs of key and value, then one pair for the unknown ones."""
    obj = frame.obj(loc)
    for name, value in obj.fields.items():
        yield of(key_ref(name)), value
    if obj.rest or obj.open:
        rest = obj.rest if obj.rest.refs or not obj.open else join(obj.rest, frame.unknown(obj.hint, obj.source))
        yield UNKNOWN, rest
