"""Functions of the language itself: built-ins, and the few of the standard library that shape code, not data."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Obj, all_taints
from paylint.dataflow.hierarchy import program_classes
from paylint.dataflow.methods import absorb, copy, sequence
from paylint.dataflow.objects import (
    CONTAINERS,
    as_mapping,
    elements,
    read_attribute,
    with_kept,
    write_attribute,
)
from paylint.dataflow.samples import strips_out
from paylint.dataflow.text import regex_masked, stringified
from paylint.dataflow.values import (
    CLEAN,
    UNKNOWN,
    Bound,
    ClassRef,
    Constant,
    Ext,
    Func,
    Imported,
    Loc,
    Taint,
    Value,
    constant,
    join,
    merge_taints,
)
from paylint.ir import nodes as ir

CONTAINER_TYPES = frozenset({"builtins.dict", "builtins.list", "builtins.tuple", "builtins.set"})

MAX_METHODS = 16

Handler = Callable[[Frame, Arguments, ir.Node], Value]


def first(args: Arguments) -> Value:
    """The first positional argument."""
    return args.positional[0] if args.positional else args.more


def harmless(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """A function whose result holds nothing of its arguments."""
    return CLEAN


def isinstance_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``isinstance(x, kind)``: decided, where ``kind`` is a container and ``x`` a constant or some container."""
    if len(args.positional) != 2 or not args.positional[0].refs or args.positional[0].taints:
        return CLEAN
    value, kind = args.positional
    wanted = {ref.path for ref in kind.refs if isinstance(ref, Ext)}
    if value.unknown or len(wanted) != len(kind.refs) or not wanted <= CONTAINER_TYPES:
        return CLEAN
    answers = set()
    for ref in value.refs:
        shape = frame.obj(ref).kind if isinstance(ref, Loc) else ""
        if not isinstance(ref, Constant) and shape not in CONTAINERS:
            return CLEAN
        answers.add(f"builtins.{shape}" in wanted)
    return constant(answers.pop()) if len(answers) == 1 else CLEAN


def text(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``str(x)`` and the like."""
    return stringified(frame, first(args), node)


def number(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``int(x)``: the digits stay."""
    value = first(args)
    return Value(value.taints, (), unknown=bool(value.taints))


def whichever(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``max``, ``min``, ``next``, ``sum``: one of the elements or arguments."""
    out = CLEAN
    for value in args.values():
        out = join(out, elements(frame, value, node)[1] if value.locs else value)
    return out


def getattr_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``getattr(object, name, default)``."""
    if len(args.positional) < 2:
        return UNKNOWN
    target, name = args.positional[:2]
    out = CLEAN
    names = name.strings or methods_beginning(frame, target, node)
    for text_name in names:
        out = join(out, read_attribute(frame, target, text_name, node))
    if not names:
        out = Value(all_taints(frame.live.heap, target, depth=1), (), unknown=True)
    if len(args.positional) > 2:
        out = join(out, args.positional[2])
    return out


def methods_beginning(frame: Frame, target: Value, node: ir.Node) -> tuple[str, ...]:
    """The methods that ``getattr(object, "do_" + name)`` may mean: those of the object's class that begin so."""
    prefix = beginning(node.arguments[1].value) if isinstance(node, ir.Call) and len(node.arguments) > 1 else ""
    if not prefix:
        return ()
    names: dict[str, None] = {}
    for loc in target.locs:
        cls = frame.obj(loc).cls
        if isinstance(cls, ClassRef):
            family = (*program_classes(cls.info), *frame.engine.classes.descendants(cls.info))
            names.update((name, None) for info in family for name in info.methods if name.startswith(prefix))
    return tuple(names)[:MAX_METHODS]


def beginning(node: ir.Expr) -> str:
    """The constant text that a built string begins with."""
    match node:
        case ir.Binary(operator="+", left=left):
            return beginning(left)
        case ir.Binary(operator="%", left=ir.Const(value=str(text))):
            return text.partition("%")[0]
        case ir.Call(function=ir.Attribute(object=ir.Const(value=str(text)), name="format")):
            return text.partition("{")[0]
        case ir.Format(parts=(ir.Const(value=str(text)), *_)):
            return text
        case ir.Const(value=str(text)):
            return text
        case _:
            return ""


def setattr_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``setattr(object, name, value)``."""
    if len(args.positional) > 2:
        target, name, value = args.positional[:3]
        for text_name in name.strings:
            write_attribute(frame, target, text_name, value, node)
        if not name.strings:
            for loc in target.locs:
                frame.put(loc, frame.obj(loc).with_rest(value))
    return CLEAN


def dict_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``dict(mapping_or_pairs, **named)``."""
    made = frame.new(Obj("dict", None, dict(args.named)))
    loc = made.locs[0]
    for source in (*args.positional, args.extra):
        absorb(frame, loc, source, node)
    return made


def defaultdict(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``defaultdict(factory)``: what is not there yet is made, so that a container may stand under any key."""
    made = dict_(frame, args.shifted(), node)
    numbers = {"builtins.int", "builtins.str", "builtins.float", "builtins.bool"}
    if any(not (isinstance(ref, Ext) and ref.path in numbers) for ref in first(args).refs):
        frame.put(made.locs[0], replace(frame.obj(made.locs[0]), open=True))
    return made


def list_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``list(iterable)`` and its sisters."""
    if not args.positional:
        return frame.new(Obj("list"))
    exact, element = elements(frame, first(args), node)
    return sequence(frame, exact) if exact is not None else frame.new(Obj("list", rest=element))


def enumerate_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``enumerate(iterable)``."""
    exact, element = elements(frame, first(args), node)
    members = exact if exact is not None else [element]
    pairs = [frame.new(Obj("tuple", None, {"#0": CLEAN, "#1": value})) for value in members]
    return sequence(frame, pairs) if exact is not None else frame.new(Obj("list", rest=pairs[0]))


def zip_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``zip(a, b)``: pairs, exact where both are."""
    columns = [elements(frame, value, node) for value in args.positional]
    lengths = [len(exact) for exact, _ in columns if exact is not None]
    if columns and len(lengths) == len(columns):
        rows = [[exact[i] for exact, _ in columns if exact is not None] for i in range(min(lengths))]
    elif lengths:
        rows = [[exact[i] if exact is not None else element for exact, element in columns] for i in range(min(lengths))]
    else:
        rows = [[element for _, element in columns]]
    made = [frame.new(Obj("tuple", None, {f"#{i}": value for i, value in enumerate(row)})) for row in rows]
    return sequence(frame, made)


def map_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``map(function, iterable)``."""
    if len(args.positional) < 2:
        return UNKNOWN
    function = args.positional[0]
    exact, element = elements(frame, args.positional[1], node)
    if exact is not None:
        return sequence(frame, [frame.engine.call(frame, function, Arguments((v,)), node) for v in exact])
    return frame.new(Obj("list", rest=frame.engine.call(frame, function, Arguments((element,)), node)))


def filter_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``filter(function, iterable)``."""
    for function in args.positional[:1]:
        for iterable in args.positional[1:]:
            ask(frame, function, iterable, node)
    return list_(frame, args.shifted(), node)


def ask(frame: Frame, function: Value, iterable: Value, node: ir.Node) -> None:
    """Call a function of the program with each element, for what it does; where they are not known one by one, with none of their labels."""
    if any(isinstance(ref, Func | Bound | Imported) for ref in function.refs):
        exact, _ = elements(frame, iterable, node)
        for element in exact if exact is not None else [frame.unknown()]:
            frame.engine.call(frame, function, Arguments((element,)), node)


def ordered(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``sorted(iterable, key=function)``."""
    for name, function in args.named:
        if name == "key" and args.positional:
            ask(frame, function, args.positional[0], node)
    return list_(frame, Arguments(args.positional[:1]), node)


def reduce_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``functools.reduce(function, iterable, start)``."""
    if len(args.positional) < 2:
        return UNKNOWN
    element = elements(frame, args.positional[1], node)[1]
    start = args.positional[2] if len(args.positional) > 2 else element
    return join(start, frame.engine.call(frame, args.positional[0], Arguments((start, element)), node))


def vars_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``vars(object)`` and ``vars()``."""
    value = first(args)
    for loc in value.locs:
        with_kept(frame, loc)
    return value if args.positional else locals_(frame, args, node)


def locals_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``locals()``: a dict of the variables."""
    return frame.new(Obj("dict", None, dict(frame.live.variables)))


def type_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``type(object)``."""
    refs = tuple(cls for loc in first(args).locs if isinstance(cls := frame.obj(loc).cls, ClassRef))
    return Value(refs=refs) if refs else CLEAN


def super_(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``super()`` and ``super(Class, self)``."""
    owner = ClassRef(frame.owner) if frame.owner is not None else None
    if len(args.positional) >= 2:
        receiver = args.positional[1]
        for ref in args.positional[0].refs:
            if isinstance(ref, ClassRef):
                owner = ref
    elif frame.function is not None and frame.function.node.parameters:
        receiver = frame.engine.variable(frame, frame.function.node.parameters[0].name)
    else:
        return UNKNOWN
    return frame.new(Obj("super", owner, {"self": receiver}))


def wrapped(path: str) -> Handler:
    """``property(f)``, ``staticmethod(f)``, ``classmethod(f)``: an object that remembers the function."""

    def handler(frame: Frame, args: Arguments, node: ir.Node) -> Value:
        fields = {"function": first(args)} if args.positional else {}
        setter = args.positional[1] if len(args.positional) > 1 else args.keyword("fset")
        if args.keyword("fget") is not None:
            fields["function"] = args.keyword("fget") or CLEAN
        if setter is not None:
            fields["setter"] = setter
        return frame.new(Obj("instance", Ext(path), fields))

    return handler


def exception(path: str) -> Handler:
    """``ValueError(text)``: an exception keeps what it was given."""

    def handler(frame: Frame, args: Arguments, node: ir.Node) -> Value:
        taints: tuple[Taint, ...] = ()
        for value in args.values():
            taints = merge_taints(taints, all_taints(frame.live.heap, value, depth=4))
        given = sequence(frame, list(args.positional))
        return frame.new(Obj("instance", Ext(f"{path}()"), {"args": given}, Value(taints)))

    return handler


def partial(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``functools.partial(function, ...)``."""
    fields = {f"#{i}": value for i, value in enumerate(args.positional)}
    return frame.new(Obj("partial", None, {**fields, **dict(args.named)}))


def shallow(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``copy.copy(x)``."""
    return copy(frame, first(args), args, node)


def import_module(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``importlib.import_module("a.b")``."""
    out = CLEAN
    for name in frame.engine.deferred.force_value(frame, first(args)).strings:
        level = len(name) - len(name.lstrip("."))
        out = join(out, frame.engine.imports.import_name(frame, name.lstrip("."), level))
    return out or UNKNOWN


def import_string(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``import_string("a.b.Class")``: the object at a dotted path."""
    out = CLEAN
    for name in frame.engine.deferred.force_value(frame, first(args)).strings:
        module, _, attribute = name.replace(":", ".").rpartition(".")
        if module:
            found = frame.engine.imports.import_name(frame, module, 0)
            out = join(out, read_attribute(frame, found, attribute, node))
    return out or UNKNOWN


def as_dict(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``dataclasses.asdict(x)`` and the like: the fields as a dict."""
    return as_mapping(frame, first(args))


def sub(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``re.sub(pattern, replacement, text)``: tried out on sample numbers, where both are constant."""
    subject = args.positional[2] if len(args.positional) > 2 else args.keyword("string") or CLEAN
    pattern, replacement = (*args.positional[:2], CLEAN, CLEAN)[:2]
    return substituted(frame, pattern, replacement, subject, node)


def substituted(frame: Frame, pattern: Value, replacement: Value, subject: Value, node: ir.Node) -> Value:
    r"""The text after a substitution; a function as replacement is called with the match.

    An expression that names a kind of data (``<cvv>\\d+</cvv>``) takes that kind out; one that does it to a sample
    number takes numbers out.
    """
    shown = stringified(frame, subject, node)
    expression, by = pattern.only_string, replacement.only_string
    marks: set[str] = set()
    if frame.engine.catalog.lens is not None and expression is not None and by is not None:
        return UNKNOWN if strips_out(expression, by) else shown
    if expression is not None:
        words = (frame.engine.catalog.vocabulary.meaning(word) for word in re.findall(r"[A-Za-z]\w+", expression))
        marks.update(f"masked:{meaning.kind}" for meaning in words if meaning is not None)
        if by is not None and regex_masked(expression, by):
            marks.add("masked-number")
    taints = tuple(replace(t, marks=t.marks | marks) for t in shown.taints)
    out = Value(merge_taints(taints, replacement.taints), (), unknown=True)
    if replacement.refs and by is None:
        match = frame.new(Obj("list", rest=Value(taints, (), unknown=True)))
        result = frame.engine.call(frame, replacement, Arguments((match,)), node)
        out = Value(merge_taints(taints if marks else (), result.taints), (), unknown=True)
    return out


def compiled(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``re.compile(pattern)``: an object that remembers its expression."""
    return frame.new(Obj("instance", Ext("re.compile()"), {"#0": first(args)}))


def chain(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``itertools.chain(a, b)``."""
    out = CLEAN
    for value in args.positional:
        out = join(out, elements(frame, value, node)[1])
    return frame.new(Obj("list", rest=out))


def namedtuple(frame: Frame, args: Arguments, node: ir.Node) -> Value:
    """``collections.namedtuple(name, fields)``: calling the result fills the fields in order."""
    names: list[str] = []
    if len(args.positional) > 1:
        declared = args.positional[1]
        if declared.only_string is not None:
            names = declared.only_string.replace(",", " ").split()
        else:
            exact, _ = elements(frame, declared, node)
            names = [name for value in exact or [] for name in value.strings]
    fields = {f"#{i}": constant(name) for i, name in enumerate(names)}
    return frame.new(Obj("instance", Ext("collections.namedtuple()"), fields))


EXCEPTIONS = frozenset(
    {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
    | {"StandardError"}
)

FUNCTIONS: Mapping[str, Handler] = {
    **{f"builtins.{name}": exception(f"builtins.{name}") for name in sorted(EXCEPTIONS)},
    **dict.fromkeys(
        [
            "builtins.len",
            "builtins.issubclass",
            "builtins.hasattr",
            "builtins.bool",
            "builtins.callable",
            "builtins.id",
            "builtins.hash",
            "builtins.range",
            "builtins.xrange",
            "builtins.any",
            "builtins.all",
            "builtins.delattr",
            "builtins.dir",
            "builtins.input",
            "builtins.raw_input",
        ],
        harmless,
    ),
    **dict.fromkeys(["builtins.str", "builtins.repr", "builtins.unicode", "builtins.format", "builtins.ascii"], text),
    **dict.fromkeys(
        [
            "builtins.int",
            "builtins.float",
            "builtins.long",
            "builtins.bytes",
            "builtins.bytearray",
            "builtins.abs",
            "builtins.round",
            "builtins.chr",
            "builtins.ord",
            "builtins.hex",
            "builtins.oct",
            "builtins.bin",
            "builtins.memoryview",
            "builtins.buffer",
        ],
        number,
    ),
    **dict.fromkeys(["builtins.max", "builtins.min", "builtins.next", "builtins.sum", "builtins.anext"], whichever),
    **dict.fromkeys(
        [
            "builtins.list",
            "builtins.tuple",
            "builtins.set",
            "builtins.frozenset",
            "builtins.reversed",
            "builtins.iter",
            "builtins.aiter",
            "collections.deque",
        ],
        list_,
    ),
    **dict.fromkeys(["builtins.dict", "collections.OrderedDict"], dict_),
    "collections.defaultdict": defaultdict,
    "builtins.isinstance": isinstance_,
    "builtins.getattr": getattr_,
    "builtins.setattr": setattr_,
    "builtins.enumerate": enumerate_,
    "builtins.zip": zip_,
    "itertools.izip": zip_,
    "builtins.map": map_,
    "builtins.filter": filter_,
    "builtins.sorted": ordered,
    "functools.reduce": reduce_,
    "builtins.reduce": reduce_,
    "builtins.vars": vars_,
    "builtins.locals": locals_,
    "builtins.type": type_,
    "builtins.super": super_,
    "builtins.property": wrapped("builtins.property"),
    "functools.cached_property": wrapped("builtins.property"),
    "builtins.staticmethod": wrapped("builtins.staticmethod"),
    "builtins.classmethod": wrapped("builtins.classmethod"),
    "functools.partial": partial,
    "functools.partialmethod": partial,
    "copy.copy": shallow,
    "copy.deepcopy": shallow,
    "dataclasses.replace": shallow,
    "dataclasses.asdict": as_dict,
    "dataclasses.astuple": as_dict,
    "attr.asdict": as_dict,
    "importlib.import_module": import_module,
    "builtins.__import__": import_module,
    "pydoc.locate": import_string,
    "pkgutil.resolve_name": import_string,
    "re.sub": sub,
    "re.compile": compiled,
    "itertools.chain": chain,
    "collections.namedtuple": namedtuple,
}

BUILTIN_NAMES = frozenset(
    {name.rpartition(".")[2] for name in FUNCTIONS if name.startswith("builtins.")}
    | {
        "print",
        "open",
        "object",
        "eval",
        "exec",
        "compile",
        "globals",
        "slice",
        "complex",
        "divmod",
        "pow",
        "NotImplemented",
        "Ellipsis",
        "basestring",
        "file",
        "execfile",
        "unichr",
        "cmp",
        "apply",
        "intern",
        "breakpoint",
        "help",
    }
)
