"""Calls that leave the program: what the model rows say of them, and a careful guess where no row speaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from paylint.dataflow.declared import declared_fields, declared_mapping, type_row
from paylint.dataflow.frame import Arguments, Frame, guessed, marked
from paylint.dataflow.heap import Cell, Obj, all_taints, reach
from paylint.dataflow.hierarchy import library_bases
from paylint.dataflow.naming import SURENESS, from_outside, labelled, opaque
from paylint.dataflow.objects import (
    CONTAINERS,
    anything,
    class_cell,
    elements,
    key_names,
    own_class,
    put_unknown_key,
    read_attribute,
    read_key,
    undescribed,
    write_field,
)
from paylint.dataflow.text import percent, stringified
from paylint.dataflow.values import (
    CLEAN,
    UNKNOWN,
    Bound,
    ClassRef,
    Constant,
    Ext,
    Func,
    Loc,
    Ref,
    Taint,
    Value,
    constant,
    join,
    join_all,
    merge_taints,
    of,
)
from paylint.facts import Origin, Rendering, Sink
from paylint.finding import Confidence
from paylint.graph.symbols import ClassInfo
from paylint.ir import nodes as ir
from paylint.models.schema import Behaviour
from paylint.models.schema import Path as ArgumentPath

TEMPLATE_CHANNEL = "template"
SHOWING_CHANNELS = frozenset({"response", "template", "email"})
RECORDS = "records"
"""The store that keeps objects of declaring classes by their class."""

SELECTED = re.compile(r"""\[[\w-]+[~|^$*]?=\s*["']?((?:[^\]"'\[]|\[[^\]]*\])*)""")
"""The value of an attribute in a selector, which may hold brackets itself (``card[number]``)."""

IDENTIFIED = re.compile(r"^[#.]?(?:id[_-](?=\w))?")
NAMED_HOLE = re.compile(r"%\(\w+\)")
VALID, INVALID = "#valid", "#invalid"
TEXT_CHANNELS = frozenset({"log", "exception", "url", "email", "chat", "response", "template", "subprocess"})


def call_library(frame: Frame, path: str, args: Arguments, node: ir.Node, receiver: Ref | None) -> Value:
    """The result of calling a library function or method by dotted name, with all its effects."""
    catalog = frame.engine.catalog
    rows = catalog.behaviours(path)
    frame.engine.calls.add(frame.qualname, path)
    if not rows:
        looks = looked_like(frame, node, path.rpartition(".")[2])
        if looks is None:
            return guess(frame, path, args, node, receiver)
        rows = (looks,)
    result: Value | None = None
    default = True
    for row in rows:
        frame.engine.use(row.origin)
        call = LibraryCall(frame, row, path, args, node, receiver)
        outcome = call.run()
        if outcome is not None:
            default = False
            result = outcome if result is None else join(result, outcome)
    if default:
        return result_object(frame, path, args, receiver, passing=not any(row.sink for row in rows))
    return result if result is not None else CLEAN


def looked_like(frame: Frame, node: ir.Node, name: str) -> Behaviour | None:
    """Through a lens, the row of a library's method that no row describes and that looks like one that matters."""
    engine = frame.engine
    if engine.catalog.lens is None or not isinstance(node, ir.Call) or not isinstance(node.function, ir.Attribute):
        return None
    found = engine.shape(node.function, name)
    return found if found is not None and found.sink and engine.catalog.watches(found.sink) else None


class LibraryCall:
    """One model row applied to one call."""

    def __init__(
        self, frame: Frame, row: Behaviour, path: str, args: Arguments, node: ir.Node, receiver: Ref | None
    ) -> None:
        self.frame = frame
        self.row = row
        self.path = path
        self.args = args
        self.node = node
        self.receiver = receiver

    def run(self) -> Value | None:
        """All verbs of the row; ``None`` where it leaves the result to the default."""
        row = self.row
        if row.sink and self.frame.engine.catalog.watches(row.sink):
            self.sink()
            if row.sink == TEMPLATE_CHANNEL and row.subject:
                self.rendered()
        if row.into:
            self.into()
        if row.invokes:
            self.invoke()
        if row.writes:
            self.store()
        if row.address and not row.sink and isinstance(self.receiver, Loc):
            self.frame.put(self.receiver, self.frame.obj(self.receiver).with_field("#address", self.destination()))
        if row.ends:
            self.frame.ended = True
        if row.entry or row.route is not None:
            self.frame.engine.classes.registered(self.frame, row, self.args, self.node)
        if row.like and not row.entry:
            return self.frame.engine.like(self.frame, row, self.path, self.args, self.node, self.receiver)
        return self.result()

    def rendered(self) -> None:
        """Note the template that is shown, with the forms and the constant texts in its context."""
        frame = self.frame
        names = [text for _, value in self.pick((self.row.subject,)) for text in value.strings]
        forms: list[tuple[str, str]] = []
        texts: list[tuple[str, str]] = []
        for argument in self.row.arguments:
            for key, value in self.pick(argument):
                members = [(key, value)]
                for loc in value.locs:
                    obj = frame.obj(loc)
                    if obj.kind == "dict":
                        members.extend(obj.fields.items())
                for name, member in members:
                    classes = (frame.obj(loc).cls for loc in member.locs)
                    forms.extend((name, cls.info.qualname) for cls in classes if isinstance(cls, ClassRef))
                    texts.extend((name, text) for text in member.strings)
        for name in names:
            made = Rendering(name, frame.qualname, frame.at(self.node), tuple(forms), tuple(texts))
            frame.engine.results.renderings.append(made)

    def result(self) -> Value | None:
        """What the call gives."""
        row, frame = self.row, self.frame
        if row.reads:
            return self.load()
        if row.field:
            return frame.new(Obj("instance", Ext(f"{self.path}()"), open=False))
        passed: Value | None = None
        if row.passes is not None:
            passed = CLEAN
            for argument in row.passes:
                for _, value in self.pick(argument):
                    passed = join(passed, value)
            passed = self.content(passed)
        if row.source:
            return self.sourced()
        if row.mark:
            passed = marked(passed if passed is not None else self.content(self.everything()), row.mark)
            if not row.returns:
                return passed
        if row.clean:
            made = Obj("instance", Ext(f"{self.path}()"), open=False)
            return frame.engine.typed(frame, row.returns) if row.returns else frame.new(made)
        if row.returns:
            return self.returned(passed)
        if passed is not None:
            return passed
        return None

    def content(self, value: Value) -> Value:
        """A passed value as what a conversion makes of it: all labels inside, and a request stays a request."""
        frame = self.frame
        taints = all_taints(frame.live.heap, value, depth=10)
        if not taints and value.refs and not value.unknown and all(isinstance(r, Constant) for r in value.refs):
            return CLEAN
        if not taints and value.refs and all(isinstance(r, Loc) and harmless_object(frame, r) for r in value.refs):
            return value
        for ref in value.refs:
            if isinstance(ref, Loc) and (obj := frame.obj(ref)).source and obj.open:
                made = Obj("open", None, {}, Value(taints), open=True, source=obj.source, hint=obj.hint)
                return frame.new(made)
        return Value(taints, (), unknown=True)

    def everything(self) -> Value:
        """The receiver and all arguments."""
        out = of(self.receiver) if isinstance(self.receiver, Loc) else CLEAN
        for value in self.args.values():
            out = join(out, value)
        return out

    def returned(self, passed: Value | None) -> Value:
        """The ``returns`` verb."""
        frame, what = self.frame, self.row.returns
        if what == "valid(self)":
            return CLEAN
        if what == "self":
            if isinstance(self.receiver, ClassRef):
                return of(Bound(Ext(self.path.rpartition(".")[0]), self.receiver))
            return of(self.receiver) if self.receiver is not None else CLEAN
        if what[0].isdigit():
            return join_all(value for _, value in self.pick((what,))) or UNKNOWN
        if what == "cls()":
            if isinstance(self.receiver, ClassRef):
                return frame.engine.instance(frame, self.receiver.info)
            return frame.unknown()
        if what.startswith("self."):
            return own_class(frame, self.receiver, what, self.args, self.node) or frame.unknown()
        made = frame.engine.typed(frame, what)
        name = self.name()
        address = self.destination()
        for loc in made.locs:
            obj = replace(frame.obj(loc), hint=name) if name else frame.obj(loc)
            if passed is not None and passed.taints:
                obj = obj.with_rest(Value(passed.taints))
            frame.put(loc, obj.with_field("#address", address) if address else obj)
        return made

    def name(self) -> str:
        """The name that the ``named`` verb gives to the result."""
        if self.row.named == "self":
            return self.frame.obj(self.receiver).hint if isinstance(self.receiver, Loc) else ""
        found = self.pick((self.row.named,)) if self.row.named else ()
        return next((target_name(text) for _, value in found for text in value.strings), "")

    def sourced(self) -> Value:
        """The ``source`` verb: an open container, or a label of fixed kind."""
        frame, row = self.frame, self.row
        if row.kind:
            origin = Origin(
                row.kind,
                row.source,
                self.path.rpartition(".")[2],
                frame.at(self.node),
                sure_of(row.source),
                frame.qualname,
            )
            taint = frame.source(origin)
            frame.engine.arrive(origin, taint)
            return Value((taint,), (), unknown=True)
        hint = self.path.rpartition(".")[2]
        brought = from_outside(frame, row.source, hint, self.node)
        made = frame.new(Obj("dict", None, {}, brought, open=True, source=row.source, hint=hint))
        if row.named:
            return labelled(frame, self.name(), None, self.node, row.source) or frame.unknown(self.name(), row.source)
        if row.key:
            found = [value for _, value in self.pick((row.key,))]
            if found:
                return read_key(frame, made, found[0], self.node)
        return made

    def load(self) -> Value:
        """The ``reads`` verb: a named entry of a store."""
        frame = self.frame
        cell = Cell(f"store:{self.row.reads}")
        out = CLEAN
        for _, key in self.pick((self.row.key,)) if self.row.key else ():
            for name in key_names(key):
                out = join(out, frame.read_cell(cell, name))
        return out or frame.unknown()

    def store(self) -> None:
        """The ``writes`` verb."""
        frame = self.frame
        if self.row.writes == RECORDS:
            for _, value in self.pick((self.row.value or "self",)):
                keep_record(frame, value)
            return
        cell = Cell(f"store:{self.row.writes}")
        names = [name for _, key in self.pick((self.row.key,)) for name in key_names(key)] if self.row.key else []
        for _, value in self.pick((self.row.value,)) if self.row.value else ():
            for name in names or ["[]"]:
                frame.write_cell(cell, name, value)

    def into(self) -> None:
        """The ``into`` verb: arguments end up in the receiver, or in the first argument of a plain function."""
        frame = self.frame
        holder = of(self.receiver) if isinstance(self.receiver, Loc) else CLEAN
        if not holder and self.args.positional:
            holder = self.args.positional[0]
        for argument in self.row.into:
            for _, value in self.pick(argument):
                for loc in holder.locs:
                    if value.taints or value.refs:
                        put_unknown_key(frame, loc, Value(value.taints, value.locs))

    def invoke(self) -> None:
        """The ``invokes`` verb: callables among the arguments are called."""
        frame = self.frame
        given = self.given()
        for path in self.row.invokes:
            for _, holder in self.pick(path[:1]):
                function = holder
                for name in path[1:]:
                    function = read_attribute(frame, function, name, self.node, calling=True)
                bound = any(isinstance(ref, Func) and takes_itself(ref) for ref in function.refs)
                frame.engine.call(frame, function, given.prefixed(frame.unknown()) if bound else given, self.node)

    def given(self) -> Arguments:
        """What the called callables get: ``*path`` spread as positional arguments, ``**path`` as keywords."""
        frame = self.frame
        positional: list[Value] = []
        named: dict[str, Value] = {}
        more = extra = CLEAN
        for head, *rest in self.row.given:
            stars = len(head) - len(head.lstrip("*"))
            if head in ("*", "**"):
                more, extra = (self.args.more, extra) if head == "*" else (more, self.args.extra)
                positional.extend(self.args.positional if head == "*" else ())
                named.update(self.args.named if head == "**" else ())
            for _, value in self.pick((head.lstrip("*"), *rest)) if head.strip("*") else ():
                if stars == 0:
                    positional.append(value)
                elif stars == 1:
                    exact, element = elements(frame, value, self.node)
                    positional.extend(exact if exact is not None else ())
                    more = join(more, element) if exact is None else more
                else:
                    extra = join(extra, value)
        return Arguments(tuple(positional), tuple(named.items()), more, extra)

    def sink(self) -> None:
        """The ``sink`` verb: every label that the named arguments hold arrives."""
        frame, row = self.frame, self.row
        address = self.address()
        provider = row.provider or frame.engine.catalog.provider_of_host(address) if address else row.provider
        subject = self.subject()
        method = self.path.rpartition(".")[2]
        delegated = isinstance(self.receiver, Loc) and frame.overrides(method, self.receiver)
        seen: set[tuple[Origin | object, frozenset[str]]] = set()
        for name, value, label in self.sinking():
            sink = Sink(
                row.sink, self.path, frame.at(self.node), subject or name or label, provider, address, frame.qualname
            )
            for taint in value.taints:
                if taint.key in seen:
                    continue
                seen.add(taint.key)
                frame.hit(sink, taint, self.node, f"{row.sink}: {self.path}", delegated=delegated)
        self.by_parameter(provider, address)

    def forms(self, value: Value, *, again: bool) -> Value:
        """What the bound forms inside a value show: their fields as the request filled them.

        A form whose validation failed is shown ``again`` to the browser that sent it; others are shown on purpose.
        """
        frame = self.frame
        taints: tuple[Taint, ...] = ()
        for _, inner in reach(frame.live.heap, value, depth=3):
            for loc in inner.locs:
                obj = frame.obj(loc)
                if obj.bound is not None and isinstance(obj.cls, ClassRef):
                    failed = INVALID in obj.fields and VALID not in obj.fields
                    row = type_row(frame, obj.cls.info)
                    untried = row is not None and row.filled and not obj.fields.keys() & {VALID, INVALID}
                    if failed is again and not untried:
                        mapping = declared_mapping(frame, loc, self.node, "form")
                        taints = merge_taints(taints, all_taints(frame.live.heap, mapping, depth=1))
        return Value(taints)

    def sinking(self) -> Iterator[tuple[str, Value, str]]:
        """Name, value and inner path of everything that the sink's arguments hold."""
        frame, row = self.frame, self.row
        tokens = {path[-1] for path in row.tokens}
        filled = self.filled() if row.sink in TEXT_CHANNELS else None
        for argument in row.arguments or (("*",), ("**",)):
            if argument == ("*",) and filled is not None:
                yield "", filled, ""
                continue
            for name, value in self.pick(argument):
                if row.bare:
                    if not any(isinstance(frame.obj(loc).cls, Ext) for loc in value.locs):
                        yield name, value, ""
                    continue
                if name in tokens and not value.refs and row.provider:
                    continue
                if row.sink in TEXT_CHANNELS:
                    yield name, stringified(frame, value, self.node), ""
                    if row.sink in SHOWING_CHANNELS:
                        yield name, self.forms(value, again=False), ""
                    continue
                columns = self.columns(argument)
                for path, inner in reach(frame.live.heap, value, skip=self.elsewhere(argument)):
                    if columns and path and path.partition(".")[0] not in columns:
                        continue
                    if inner.taints:
                        yield (f"{name}.{path}" if name and path else name or path), inner, path

    def columns(self, argument: ArgumentPath) -> frozenset[str]:
        """The fields that a record stored itself declares; empty where it may have others that we cannot see."""
        obj = self.frame.obj(self.receiver) if isinstance(self.receiver, Loc) else None
        if argument != ("self",) or self.row.sink != "storage" or obj is None or not isinstance(obj.cls, ClassRef):
            return frozenset()
        info = obj.cls.info
        known = all(self.frame.engine.catalog.type(base) is not None for base in library_bases(info))
        if not known or role(self.frame, info) != "model":
            return frozenset()
        return frozenset(field.name for field in declared_fields(self.frame, info))

    def filled(self) -> Value | None:
        """The text of a template with named holes and the one mapping that fills it (``log.info("%(id)s", data)``)."""
        template, *rest = self.args.positional or (CLEAN,)
        if len(rest) != 1 or template.only_string is None or not NAMED_HOLE.search(template.only_string):
            return None
        return percent(self.frame, template, rest[0], self.node)

    def elsewhere(self, argument: ArgumentPath) -> Callable[[Obj], bool]:
        """Tells what a record that is stored itself, or field by field, only refers to: records of their own.

        An object of which nothing is known but its attributes is taken for one: a column holds text, not objects.
        """
        if self.row.sink != "storage" or argument not in (("self",), ("**",)):
            return lambda _: False
        frame = self.frame
        own = frame.obj(self.receiver) if isinstance(self.receiver, Loc) and argument == ("self",) else None

        def another(obj: Obj) -> bool:
            if obj is own:
                return False
            if isinstance(obj.cls, ClassRef):
                return role(frame, obj.cls.info) == "model"
            if obj.cls is not None:
                row = frame.engine.catalog.type(frame.engine.catalog.alias(obj.cls.path).removesuffix("()"))
                return row is not None and row.role == "model"
            return obj.kind == "open" and not obj.keyed and not obj.source

        return another

    def by_parameter(self, provider: str, address: str) -> None:
        """Labels by the receiving parameter's own meaning, where the value says nothing of itself."""
        frame = self.frame
        for path, kind in self.row.elements:
            for name, value in self.pick(path):
                if not opaque(frame, value):
                    continue
                origin = Origin(kind, "target", path[-1], frame.at(self.node), sure_of("target"), frame.qualname)
                taint = frame.source(origin)
                sink = Sink(
                    self.row.sink,
                    self.path,
                    frame.at(self.node),
                    ".".join(path) or name,
                    provider,
                    address,
                    frame.qualname,
                )
                frame.hit(sink, taint, self.node, f"{self.row.sink}: {self.path}")

    def address(self) -> str:
        """The constant URL or host that the call goes to; of an object, the one it was made with."""
        kept = self.kept_address()
        if self.row.address:
            for _, argument in self.pick(tuple(self.row.address.split("."))):
                value = self.frame.engine.deferred.force_value(self.frame, argument)
                for text in value.strings:
                    return kept + text if kept and text.startswith("/") and "//" not in text else text
                for loc in value.locs:
                    for text in self.frame.engine.deferred.force_value(
                        self.frame, address_of_object(self.frame, loc)
                    ).strings:
                        return text
        return kept

    def kept_address(self) -> str:
        """The constant address that the receiver was made with or connected to."""
        if not isinstance(self.receiver, Loc):
            return ""
        value = self.frame.engine.deferred.force_value(self.frame, address_of_object(self.frame, self.receiver))
        return next(iter(value.strings), "")

    def destination(self) -> Value:
        """The address that an object made by this call goes to: what the row names, or what looks like one."""
        if self.row.address:
            return join_all(value for _, value in self.pick(tuple(self.row.address.split("."))))
        found = address_given(self.frame, self.args)
        if not found and isinstance(self.receiver, Loc):
            found = address_of_object(self.frame, self.receiver)
        return found

    def subject(self) -> str:
        """The constant that names what is written."""
        if not self.row.subject:
            return ""
        for _, value in self.pick((self.row.subject,)):
            for text in value.strings:
                return text
        return ""

    def pick(self, path: ArgumentPath) -> Iterator[tuple[str, Value]]:
        """The values at an argument path, each with the name it is passed under."""
        head, *rest = path
        for name, value in self.roots(head):
            inner = value
            for part in rest:
                inner = self.below(inner, part)
            yield (".".join((name, *rest)) if name else ".".join(rest)), inner

    def below(self, value: Value, part: str) -> Value:
        """One key, attribute or element of a value, only as far as it is already known."""
        out = Value(value.taints)
        for loc in value.locs:
            obj = self.frame.obj(loc)
            if part == "[]":
                out = join(out, anything(self.frame, loc))
            elif part in obj.fields:
                out = join(out, obj.fields[part])
            elif isinstance(obj.cls, ClassRef):
                out = join(out, read_attribute(self.frame, of(loc), part, self.node))
            elif obj.rest:
                out = join(out, obj.rest)
        return out

    def roots(self, head: str) -> Iterator[tuple[str, Value]]:
        """The arguments that the first part of a path means."""
        args = self.args
        if head == "self":
            if self.receiver is not None:
                yield "", of(self.receiver)
        elif head == "*":
            for value in args.positional:
                yield "", value
            if args.more:
                yield "", args.more
        elif head == "**":
            yield from args.named
            if args.extra:
                yield "", args.extra
        elif head.endswith(":"):
            yield from (("", value) for value in args.positional[int(head[:-1]) :])
            if args.more:
                yield "", args.more
        elif head != "return":
            yield from self.chosen(head.split("/"))

    def chosen(self, choices: list[str]) -> Iterator[tuple[str, Value]]:
        """The argument at the first of these positions or keywords that is passed, or what may stand there."""
        args = self.args
        for choice in choices:
            if choice.isdigit():
                if int(choice) < len(args.positional):
                    yield "", args.positional[int(choice)]
                    return
            elif (found := args.keyword(choice)) is not None:
                yield choice, found
                return
        for loc in args.extra.locs:
            fields = self.frame.obj(loc).fields
            yield from ((choice, fields[choice]) for choice in choices if choice in fields)
        if args.more:
            yield "", args.more


def takes_itself(function: Func) -> bool:
    """Whether a plain function's first parameter is for the object that the framework makes of it (a bound task)."""
    parameters = function.info.node.parameters
    return function.info.owner is None and bool(parameters) and parameters[0].name == "self"


def keep_record(frame: Frame, value: Value) -> None:
    """Records that are stored: their labelled fields are read again from any record of the class."""
    for loc in value.locs:
        obj = frame.obj(loc)
        if isinstance(obj.cls, ClassRef):
            for name, field in obj.fields.items():
                if all_taints(frame.live.heap, field, depth=2):
                    frame.write_cell(class_cell(obj.cls.info), name, field)
        elif obj.kind in CONTAINERS:
            keep_record(frame, anything(frame, loc))


def role(frame: Frame, info: ClassInfo) -> str:
    """What a class is for, by the row of its library base."""
    row = type_row(frame, info)
    return row.role if row is not None else ""


def sure_of(source: str) -> Confidence:
    """How sure a source of that strength is."""
    return SURENESS.get(source, Confidence.MEDIUM)


def guess(frame: Frame, path: str, args: Arguments, node: ir.Node, receiver: Ref | None) -> Value:
    """A call that no row describes: arguments may come back, and an object called so may keep them.

    Account data given to a library that nobody described leaves the code that we can see: that is a border of its own.
    """
    catalog = frame.engine.catalog
    name = path.rpartition(".")[2].removesuffix("()")
    if name == "__init__" and isinstance(receiver, Loc):
        return keep_arguments(frame, receiver, args)
    given = merge_all(frame, args)
    held: tuple[Taint, ...] = ()
    if isinstance(receiver, Loc) and isinstance(frame.obj(receiver).cls, Ext):
        held = all_taints(frame.live.heap, of(receiver), depth=3)
    outside = not frame.scripted and (undescribed(frame, path) or (held and not frame.engine.in_stdlib(path)))
    called = isinstance(receiver, Loc) and frame.obj(receiver).cls == Ext(path)
    if outside and not called and not name[:1].isupper():
        given = merge_taints(given, held)
        sink = Sink("library", path, frame.at(node), "", "", "", frame.qualname)
        for taint in given:
            frame.hit(sink, taint, node, f"handed to {path}")
    frame.engine.unresolved += 0 if catalog.knows(path.partition(".")[0]) else 1
    if catalog.vocabulary.harmless(name) and not name.endswith(("Error", "Exception")):
        address = address_given(frame, args)
        return frame.new(Obj("instance", Ext(f"{path}()"), {"#address": address} if address else {}, open=False))
    if isinstance(receiver, Loc) and given:
        put_unknown_key(frame, receiver, guessed(Value(given)))
    return result_object(frame, path, args, receiver, passing=True)


def keep_arguments(frame: Frame, loc: Loc, args: Arguments) -> Value:
    """A library base class's constructor: keywords become fields, the rest is kept somewhere."""
    for name, value in args.named:
        write_field(frame, loc, name, value)
    for value in (*args.positional, args.more):
        if value.taints or value.locs:
            put_unknown_key(frame, loc, value)
    for source in args.extra.locs:
        for name, value in frame.obj(source).fields.items():
            write_field(frame, loc, name, value)
        rest = frame.obj(source).rest
        if rest:
            put_unknown_key(frame, loc, rest)
    return CLEAN


def merge_all(frame: Frame, args: Arguments) -> tuple[Taint, ...]:
    """The labels anywhere in the arguments."""
    out: tuple[Taint, ...] = ()
    for value in args.values():
        out = merge_taints(out, all_taints(frame.live.heap, value, depth=3))
    return out


def result_object(frame: Frame, path: str, args: Arguments, receiver: Ref | None, *, passing: bool) -> Value:
    """A fresh object for what a library call gives; with ``passing`` it may hold what it was given."""
    fields: dict[str, Value] = {}
    rest = CLEAN
    source = ""
    opened = not (isinstance(receiver, Loc) and harmless_object(frame, receiver) and not merge_all(frame, args))
    hint = path.rpartition(".")[2].removesuffix("()")
    if passing:
        for name, value in args.named:
            if value.taints or value.locs:
                fields[name] = guessed(value)
        taints: tuple[Taint, ...] = ()
        for value in (*args.positional, args.more, args.extra):
            taints = merge_taints(taints, all_taints(frame.live.heap, value, depth=3))
            for loc in value.locs:
                source = source or frame.obj(loc).source
        if isinstance(receiver, Loc):
            taints = merge_taints(taints, frame.obj(receiver).rest.taints)
            source = source or frame.obj(receiver).source
        rest = guessed(Value(taints))
    address = address_given(frame, args)
    if address:
        fields["#address"] = address
    made = Obj("instance", Ext(f"{path.removesuffix('()')}()"), fields, rest, open=opened, source=source, hint=hint)
    out = frame.new(made)
    return Value(rest.taints, out.refs, unknown=False)


def address_of_object(frame: Frame, loc: Loc) -> Value:
    """The address that an object goes to, as far as it is known."""
    return frame.obj(loc).fields.get("#address", CLEAN)


def address_given(frame: Frame, args: Arguments) -> Value:
    """The first argument that looks like an address, the first member of a pair included, or one that has an address."""
    for value in args.positional[:2]:
        members = (
            value,
            *(frame.obj(loc).fields.get("#0", CLEAN) for loc in value.locs if frame.obj(loc).kind == "tuple"),
        )
        for text in (text for member in members for text in member.strings[:1]):
            if text.startswith(("http", "//")) or ("." in text and " " not in text and "/" not in text):
                return constant(text)
        for loc in value.locs:
            if found := address_of_object(frame, loc):
                return found
    named = (text for _, value in args.named for text in value.strings[:1])
    return next((constant(text) for text in named if text.startswith(("http://", "https://"))), CLEAN)


def harmless_object(frame: Frame, loc: Loc) -> bool:
    """Whether an object is a library's answer that holds none of the data in question."""
    obj = frame.obj(loc)
    held = obj.fields.keys() - {"#address"}
    return obj.kind == "instance" and isinstance(obj.cls, Ext) and not obj.open and not obj.rest and not held


def target_name(text: str) -> str:
    """The name that an identifier or a selector gives to what it selects: ``#id_card``, ``input[name='card[number]']``.

    That an identifier begins with the word ``id`` says nothing.
    """
    attributes = SELECTED.findall(text)
    name: str = attributes[-1] if attributes else re.split(r"[\s>+~,]+", text.strip())[-1]
    return IDENTIFIED.sub("", name)


def attribute_written(frame: Frame, cls: Ext, loc: Loc | None, name: str, value: Value, node: ir.Node) -> None:
    """``library_object.name = value``: the row of that attribute's ``__set__``, or of the object's ``__setattr__``."""
    given = Arguments((value,))
    path = f"{cls.path}.{name}.__set__"
    rows = frame.engine.catalog.behaviours(path)
    if not rows:
        path = f"{cls.path}.__setattr__"
        rows = frame.engine.catalog.behaviours(path)
        given = given.prefixed(constant(name))
    for row in rows:
        frame.engine.use(row.origin)
        LibraryCall(frame, row, path, given, node, loc).run()


def item_written(frame: Frame, cls: Ext, loc: Loc, key: Value, value: Value, node: ir.Node) -> None:
    """``library_object[key] = value``: the type's own ``__setitem__`` row, if it has one."""
    path = f"{cls.path}.__setitem__"
    for row in frame.engine.catalog.behaviours(path):
        frame.engine.use(row.origin)
        LibraryCall(frame, row, path, Arguments((key, value)), node, loc).run()
