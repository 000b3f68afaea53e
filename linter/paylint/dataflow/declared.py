"""Fields that classes declare: forms, serializers, schemas, models and records, by their library bases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from paylint.dataflow.frame import Frame
from paylint.dataflow.heap import Obj
from paylint.dataflow.hierarchy import library_bases, program_classes
from paylint.dataflow.naming import SURENESS, from_outside
from paylint.dataflow.values import CLEAN, ClassRef, Ext, Loc, Taint, Value, Way, of
from paylint.facts import Origin
from paylint.graph.symbols import ClassInfo
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Location
from paylint.models.schema import Behaviour, TypeRow
from paylint.record import record

RENDERED = frozenset({"fields", "widget"})
"""What a function mentions that gives a field of a form another widget."""
UNNAMED = re.compile(r"no_?name|nameless|unnamed", re.IGNORECASE)


@record
class Field:
    """A declared field: its name and place, the class that declares it, and the model row of its type, if any."""

    name: str
    location: Location
    owner: ClassInfo
    row: Behaviour | None
    type: str
    unnamed: bool = False
    kind: str = ""
    room: int = 0


def type_row(frame: Frame, info: ClassInfo) -> TypeRow | None:
    """What the class is for, by its nearest library base or class decorator that has a row with a role."""
    catalog = frame.engine.catalog
    for base in library_bases(info):
        row = catalog.type(base)
        if row is not None and row.role:
            frame.engine.use(row.origin)
            return row
    for cls in program_classes(info):
        for name in frame.engine.classes.class_decorators(cls):
            row = catalog.type(name)
            if row is not None and row.role:
                frame.engine.use(row.origin)
                return row
    return None


def declared_fields(frame: Frame, info: ClassInfo) -> tuple[Field, ...]:
    """The fields that a class and its bases declare, nearest declaration first; model fields of a model form too."""
    row = type_row(frame, info)
    if row is None or not row.fields:
        return ()
    found: dict[str, Field] = {}
    removed: set[str] = set()
    nameless_here: set[str] = set()
    for cls in program_classes(info):
        nameless_here.update(renamed_widgets(cls))
        for field in own_fields(frame, cls, row):
            if field.name not in removed:
                found.setdefault(field.name, replace(field, unnamed=field.unnamed or field.name in nameless_here))
        removed.update(taken_away(cls))
        for base in library_bases(cls):
            library_row = frame.engine.catalog.type(base)
            for name, kind in library_row.declares if library_row is not None else ():
                if name not in removed:
                    made = Field(name, cls.location, cls, None, base, name in nameless_here, kind)
                    found.setdefault(name, made)
        meta = cls.table.get("Meta")
        for ref in meta.value.refs if meta is not None else ():
            if isinstance(ref, ClassRef) and "model" in ref.info.table:
                declared = frame.engine.imports.resolve(frame, frame.bring(ref.info.table["model"]), needed=True)
                for model in declared.refs:
                    if isinstance(model, ClassRef) and model.info is not info:
                        for field in declared_fields(frame, model.info):
                            found.setdefault(field.name, field)
    return tuple(found.values())


def own_fields(frame: Frame, cls: ClassInfo, row: TypeRow) -> Iterator[Field]:
    """The fields that the class's own body declares."""
    for statement in cls.node.body:
        if not isinstance(statement, ir.Assign) or len(statement.targets) != 1:
            continue
        target = statement.targets[0]
        if not isinstance(target, ir.Name) or target.id.startswith("__"):
            continue
        annotated = statement.annotation is not None
        if row.fields == "annotated" and not annotated:
            continue
        if row.fields == "assigned" and not isinstance(statement.value, ir.Call) and not annotated:
            continue
        path = field_type(cls, target.id, statement)
        if path.startswith("builtins.") and not annotated:
            continue
        rows = frame.engine.catalog.behaviours(path) if path else ()
        location = Location(cls.module.node.path, target.line, target.column)
        typed = next((r for r in rows if r.field or r.encrypts or r.unnamed or r.clean), None)
        unnamed = (typed is not None and typed.unnamed) or nameless(cls, target.id) or widget_says(statement.value)
        yield Field(target.id, location, cls, typed, path, unnamed, room=room(statement.value))


def drawn_fields(frame: Frame, info: ClassInfo) -> Iterator[tuple[Location, Field]]:
    """The fields of schemas for which a class itself is a page, each with the place where the class names the schema.

    Of a schema that is not in the program, the fields are known that the program asks it for (``ICard["number"]``).
    """
    rows = [row for base in library_bases(info) if (row := frame.engine.catalog.type(base)) is not None and row.draws]
    for row in rows[:1]:
        frame.engine.use(row.origin)
        for statement in info.node.body:
            match statement:
                case ir.Assign(targets=(ir.Name(id=name) as target,), value=value) if name in row.draws and value:
                    where = Location(info.module.node.path, target.line, target.column)
                    for schema in (node for node in walk(value) if isinstance(node, ir.Name)):
                        yield from ((where, field) for field in schema_fields(frame, info, schema.id))
                case _:
                    continue


def schema_fields(frame: Frame, info: ClassInfo, name: str) -> Iterator[Field]:
    """The fields of what a class's module calls by a name, if that is a schema."""
    engine = frame.engine
    for ref in engine.imports.resolve(frame, engine.global_variable(frame, name), needed=True).refs:
        if isinstance(ref, ClassRef):
            yield from declared_fields(frame, ref.info)
        elif isinstance(ref, Ext):
            for field in engine.summaries.asked_for(ref.path.rpartition(".")[2]):
                yield Field(field, info.location, info, None, ref.path)


def taken_away(cls: ClassInfo) -> Iterator[str]:
    """The fields that a class takes away from its bases (``card_type = None``)."""
    for statement in cls.node.body:
        match statement:
            case ir.Assign(targets=(ir.Name(id=name),), value=ir.Const(value=None)):
                yield name
            case _:
                continue


def renamed_widgets(cls: ClassInfo) -> Iterator[str]:
    """The fields to which a method gives a widget that renders no name (``self.fields["cvv"].widget = NoNameInput()``)."""
    for method in (method for method in cls.methods.values() if method.mentions >= RENDERED):
        for node in (node for statement in method.node.body for node in walk(statement)):
            match node:
                case ir.Assign(
                    targets=(
                        ir.Attribute(
                            object=ir.Index(object=ir.Attribute(name="fields"), index=ir.Const(value=str(name))),
                            name="widget",
                        ),
                    ),
                    value=value,
                ) if value is not None and UNNAMED.search(called(value)):
                    yield name
                case _:
                    continue


def widget_says(value: ir.Expr | None) -> bool:
    """Whether a field is declared with a widget whose name says that it renders no name."""
    arguments = value.arguments if isinstance(value, ir.Call) else ()
    return any(a.name == "widget" and UNNAMED.search(called(a.value)) is not None for a in arguments)


def called(value: ir.Expr) -> str:
    """The last name of what is called, or of what stands there."""
    match value:
        case ir.Call(function=function):
            return called(function)
        case ir.Name(id=name) | ir.Attribute(name=name):
            return name
        case _:
            return ""


def room(value: ir.Expr | None) -> int:
    """How many characters a declared field can hold; 0 where its declaration does not say."""
    arguments = value.arguments if isinstance(value, ir.Call) else ()
    for argument in arguments:
        if re.fullmatch(r"max_?length|length", argument.name or "") and isinstance(argument.value, ir.Const):
            return argument.value.value if isinstance(argument.value.value, int) else 0
    return 0


def nameless(cls: ClassInfo, name: str) -> bool:
    """Whether a form field's widget is of a class that says it renders no ``name``: the browser posts nothing."""
    closed = cls.table.get(name)
    for ref in closed.value.refs if closed is not None else ():
        obj = closed.heap.get(ref) if closed is not None and isinstance(ref, Loc) else None
        widget = obj.fields.get("widget") if obj is not None else None
        for inner in widget.refs if widget is not None else ():
            made = closed.heap.get(inner) if closed is not None and isinstance(inner, Loc) else None
            kind = made.cls if made is not None else inner
            label = (
                made.hint
                if made is not None and made.deferred is not None
                else kind.info.name
                if isinstance(kind, ClassRef)
                else kind.path
                if isinstance(kind, Ext)
                else ""
            )
            if UNNAMED.search(label):
                return True
    return False


def field_type(cls: ClassInfo, name: str, statement: ir.Assign) -> str:
    """The dotted library name of a field's type: of what it is assigned, or of its annotation where that is a name."""
    closed = cls.table.get(name)
    if closed is not None:
        for ref in closed.value.refs:
            if isinstance(ref, Loc):
                obj = closed.heap.get(ref)
                if obj is not None and isinstance(obj.cls, Ext):
                    return obj.cls.path.removesuffix("()")
                if obj is not None and isinstance(obj.cls, ClassRef):
                    return next(library_bases(obj.cls.info), "")
            elif isinstance(ref, Ext):
                return ref.path.removesuffix("()")
    annotation = statement.annotation
    while isinstance(annotation, ir.Index):
        annotation = annotation.object
    if isinstance(annotation, ir.Name):
        return annotation.id
    return annotation.name if isinstance(annotation, ir.Attribute) else ""


def field_kind(frame: Frame, field: Field) -> tuple[str, bool] | None:
    """The kind of data that a declared field holds, and whether only a weak name says so."""
    if field.kind:
        return field.kind, False
    if field.row is not None and field.row.field:
        return field.row.field, False
    if field.row is not None and field.row.clean:
        return None
    vocabulary = frame.engine.catalog.vocabulary
    meaning = vocabulary.meaning(field.name)
    if meaning is None:
        return None
    # A number is also asked for in parts (card_number_1 to card_number_4), each of them short.
    if 0 < field.room < vocabulary.kinds[meaning.kind].shortest and not re.search(r"\d", field.name):
        return None
    if meaning.weak and not (
        vocabulary.gives_context(field.owner.name) or frame.engine.has_class_context(field.owner, field.name)
    ):
        return None
    return meaning.kind, meaning.weak


def declared_mapping(frame: Frame, loc: Loc, node: ir.Node, source: str) -> Value:
    """A mapping with an entry for each field that the object's class declares, labelled by field type or name.

    What the object's own fields already hold (a record that was filled) is taken from there.
    """
    obj = frame.obj(loc)
    fields: dict[str, Value] = {}
    if isinstance(obj.cls, ClassRef):
        for field in declared_fields(frame, obj.cls.info):
            own = obj.fields.get(field.name)
            if own is not None:
                fields[field.name] = own
                continue
            kind = field_kind(frame, field)
            if kind is None or field.unnamed:
                clean = field.row is not None and field.row.clean
                harmless = field.unnamed or clean or frame.engine.deferred.of_clean_type(field.type)
                brought = from_outside(frame, source, field.name, node, obj.bound)
                fields[field.name] = CLEAN if harmless else brought or frame.unknown(field.name, source)
                continue
            taint = declared_taint(frame, field, kind, node, source, obj.bound)
            fields[field.name] = Value((taint,), (), unknown=True)
    made = Obj("dict", None, fields, open=True, source=source, hint=obj.hint or "cleaned_data", keyed=True)
    return of(frame.allocate(made))


def declared_taint(
    frame: Frame, field: Field, kind: tuple[str, bool], node: ir.Node, source: str, bound: Way | None
) -> Taint:
    """The label of a declared field read here; its way begins where the form was given its data, or is declared."""
    sure = SURENESS.get(source, SURENESS["declared"])
    if kind[1]:
        sure = min(sure, SURENESS["declared"])
    origin = Origin(kind[0], source, field.name, frame.at(node), sure, frame.qualname)
    note = f"{field.name} is declared in {field.owner.name}"
    start = after_entrance(bound, Way(field.location, "source", note, field.owner.qualname))
    return Taint(origin, frozenset(), sure, Way(origin.location, "source", field.name, frame.qualname, start))


def after_entrance(bound: Way | None, step: Way) -> Way:
    """An object's way with one step more, next to where it came in."""
    if bound is None or bound.before is None:
        return replace(step, before=bound)
    return replace(bound, before=after_entrance(bound.before, step))
