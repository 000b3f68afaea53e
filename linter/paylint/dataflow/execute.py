"""Statements: how each changes the state, and where its branches meet again."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from paylint.dataflow.allowed import clear_allowed
from paylint.dataflow.evaluate import MAX_UNROLLED, assign, assign_name, decided, delete, evaluate, operate
from paylint.dataflow.frame import Arguments, Frame
from paylint.dataflow.heap import Obj, close, join_states, settled
from paylint.dataflow.objects import bind, class_lookup, elements, key_ref, read_attribute, read_key
from paylint.dataflow.refine import refine
from paylint.dataflow.text import stringified
from paylint.dataflow.values import CLEAN, UNKNOWN, ClassRef, Constant, Ext, Func, Loc, Value, constant, join, of
from paylint.facts import Sink
from paylint.graph.symbols import ClassInfo, FunctionInfo
from paylint.ir import nodes as ir

MAX_ROUNDS = 4
OTHER_KEY = Value((), (Constant("#other", "str"),), unknown=True)
"""A key of a mapping that is none of those known: what stands under it is what stands under unknown keys."""


def execute(frame: Frame, block: ir.Block) -> None:
    """Run statements in order until one leaves."""
    for statement in block:
        if frame.state is None:
            return
        run(frame, statement)


def run(frame: Frame, node: ir.Statement) -> None:
    """Run one statement."""
    match node:
        case ir.Evaluate(value=value):
            evaluate(frame, value)
            if frame.ended:
                frame.ended = False
                frame.state = None
        case ir.Assign(targets=targets, value=value):
            if value is not None:
                result = evaluate(frame, value)
                for target in targets:
                    assign(frame, target, result, node)
        case ir.If(test=test, body=body, orelse=orelse):
            branch(frame, test, body, orelse)
        case ir.Return(value=value):
            result = evaluate(frame, value) if value is not None else constant(None)
            if frame.depth == 0:
                frame.engine.entries.answered(frame, result, node)
            frame.leave(result)
        case ir.For():
            loop_over(frame, node)
        case ir.Augment(target=target, operator=operator, value=value):
            combined = operate(frame, node, operator, evaluate(frame, target), evaluate(frame, value))
            assign(frame, target, combined, node)
        case ir.Try():
            attempt(frame, node)
        case ir.With(items=items, body=body):
            contexts: list[tuple[ir.WithItem, Value]] = []
            for item in items:
                contexts.append((item, evaluate(frame, item.context)))
                entered = enter(frame, contexts[-1][1], item)
                if item.target is not None:
                    assign(frame, item.target, entered, item)
            execute(frame, body)
            for item, context in reversed(contexts):
                leave(frame, context, item)
        case ir.Raise(error=error, cause=cause):
            throw(frame, node, error, cause)
        case ir.While(test=test, body=body, orelse=orelse):
            evaluate(frame, test)
            repeat(frame, lambda: evaluate(frame, test), body)
            execute(frame, orelse)
        case ir.Function():
            define_function(frame, node)
        case ir.Class():
            define_class(frame, node)
        case ir.Import(module=module, name=name):
            first = module if name is not None else module.partition(".")[0]
            frame.engine.set_variable(frame, name or first, frame.engine.imports.import_name(frame, first, 0))
        case ir.ImportFrom():
            import_from(frame, node)
        case ir.Delete(targets=targets):
            for target in targets:
                delete(frame, target)
        case ir.Assert(test=test, message=message):
            evaluate(frame, test)
            if message is not None:
                expose(frame, message, stringified(frame, evaluate(frame, message), message), "AssertionError")
        case ir.Match():
            match_cases(frame, node)
        case ir.Jump(kind=kind):
            if kind != "pass":
                (frame.breaks if kind == "break" else frame.continues).append(frame.live)
                frame.state = None
        case ir.Scope(kind=kind, names=names):
            if kind == "global":
                frame.global_names.update(names)
        case _:
            assert_never(node)


def branch(frame: Frame, test: ir.Expr, body: ir.Block, orelse: ir.Block) -> None:
    """``if``: both branches, unless the test is a literal."""
    value = evaluate(frame, test)
    if isinstance(test, ir.Const):
        execute(frame, body if test.value else orelse)
        return
    verdict = decided(frame, test, value)
    if verdict is not None:
        execute(frame, body if verdict else orelse)
        return
    if isinstance(test, ir.Name | ir.Attribute) and len(value.refs) == 1 and not value.unknown:
        path = value.refs[0]
        if isinstance(path, Ext) and path.path == "typing.TYPE_CHECKING":
            execute(frame, body)
            return
    before = frame.live.fork()
    refine(frame, test, holds=True)
    clear_allowed(frame, test, holds=True)
    execute(frame, body)
    after = frame.state
    frame.state = before
    refine(frame, test, holds=False)
    clear_allowed(frame, test, holds=False)
    execute(frame, orelse)
    frame.state = join_states(after, frame.state)


def loop_over(frame: Frame, node: ir.For) -> None:
    """``for``: element by element where all are known, else rounds until nothing new is learned."""
    iterable = evaluate(frame, node.iterable)
    exact, element = elements(frame, iterable, node)
    if exact is not None and len(exact) <= MAX_UNROLLED:
        unrolled(frame, node, exact)
    else:
        known = known_keys(frame, iterable)
        if known:
            unrolled(frame, node, known)
            element = OTHER_KEY
        if frame.state is not None:
            repeat(frame, lambda: assign(frame, node.target, element, node), node.body)
    if frame.state is not None:
        execute(frame, node.orelse)


def known_keys(frame: Frame, iterable: Value) -> list[Value]:
    """The keys that are known of a mapping that may hold more."""
    if len(iterable.refs) != 1 or iterable.taints or not isinstance(loc := iterable.refs[0], Loc):
        return []
    obj = frame.obj(loc)
    if obj.kind != "dict" or obj.cls is not None or not 0 < len(obj.fields) <= MAX_UNROLLED:
        return []
    return [of(key_ref(name)) for name in obj.fields]


def unrolled(frame: Frame, node: ir.For, members: list[Value]) -> None:
    """A loop over known elements."""
    outer = frame.breaks, frame.continues
    frame.breaks, left = [], frame.continues
    for member in members:
        if frame.state is None:
            break
        frame.continues = []
        assign(frame, node.target, member, node)
        execute(frame, node.body)
        for state in frame.continues:
            frame.state = join_states(frame.state, state)
    for state in frame.breaks:
        frame.state = join_states(frame.state, state)
    frame.breaks, frame.continues = outer[0], left


def repeat(frame: Frame, prepare: Callable[[], object], body: ir.Block) -> None:
    """A loop of unknown length: the state before joins the state after each round."""
    outer = frame.breaks, frame.continues
    exits = frame.live.fork()
    for _ in range(MAX_ROUNDS):
        before = frame.live.fork()
        frame.breaks, frame.continues = [], []
        prepare()
        execute(frame, body)
        for state in (*frame.continues, *frame.breaks):
            frame.state = join_states(frame.state, state)
        if frame.state is None:
            frame.state = before
            break
        done = settled(before, frame.live)
        frame.state = join_states(frame.state, before)
        if done:
            break
    frame.state = join_states(frame.state, exits)
    frame.breaks, frame.continues = outer


def attempt(frame: Frame, node: ir.Try) -> None:
    """``try``: handlers start from what may have happened up to any point of the body."""
    before = frame.live.fork()
    raised, frame.raised = frame.raised, CLEAN
    execute(frame, node.body)
    thrown = frame.raised
    frame.raised = raised
    start = join_states(before, frame.live.fork() if frame.state is not None else None)
    if frame.state is not None:
        execute(frame, node.orelse)
    result = frame.state
    for handler in node.handlers:
        assert start is not None
        frame.state = start.fork()
        kind = evaluate(frame, handler.type) if handler.type is not None else CLEAN
        if handler.name is not None:
            caught = thrown
            for loc, obj in frame.thrown.items():
                if loc not in frame.live.heap:
                    frame.live.set(loc, obj)
            if not caught.taints:
                caught = join(caught, exception_object(frame, kind))
            frame.engine.set_variable(frame, handler.name, caught)
        execute(frame, handler.body)
        result = join_states(result, frame.state)
    if not node.handlers:
        frame.raised = join(frame.raised, thrown)
    frame.state = result
    if frame.state is None and node.final and start is not None:
        frame.state = start.fork()
        execute(frame, node.final)
        frame.state = None
    else:
        execute(frame, node.final)


def exception_object(frame: Frame, kind: Value) -> Value:
    """What a handler catches, when nothing is known to have been raised."""
    for ref in kind.refs:
        if isinstance(ref, ClassRef):
            return frame.engine.instance(frame, ref.info)
        if isinstance(ref, Ext):
            return frame.new(Obj("instance", Ext(f"{ref.path}()"), open=True, hint="error"))
    return frame.unknown("error")


def throw(frame: Frame, node: ir.Raise, error: ir.Expr | None, cause: ir.Expr | None) -> None:
    """``raise``: what the exception's text holds is exposed; the exception travels on."""
    if cause is not None:
        evaluate(frame, cause)
    if error is not None:
        value = evaluate(frame, error)
        name = ""
        shown = CLEAN
        if isinstance(error, ir.Call):
            name = text_of(error.function)
        for loc in value.locs:
            obj = frame.obj(loc)
            if isinstance(obj.cls, Ext):
                name = obj.cls.path.removesuffix("()").removeprefix("builtins.")
            elif isinstance(obj.cls, ClassRef):
                name = obj.cls.info.qualname
            shown = join(shown, stringified(frame, of(loc), node))
        expose(frame, node, join(shown, Value(value.taints)), name or "exception")
        frame.raised = join(frame.raised, value)
        if shown.taints:
            frame.thrown.update(close(frame.live.heap, value).heap)
    frame.state = None


def text_of(node: ir.Expr) -> str:
    """A dotted name as written, or nothing."""
    if isinstance(node, ir.Name):
        return node.id
    if isinstance(node, ir.Attribute):
        inner = text_of(node.object)
        return f"{inner}.{node.name}" if inner else node.name
    return ""


def expose(frame: Frame, node: ir.Node, value: Value, name: str) -> None:
    """An exception's text is a sink: it ends up in logs and error reports."""
    for taint in value.taints:
        sink = Sink("exception", name, frame.at(node), "", "", "", frame.qualname)
        frame.hit(sink, taint, node, f"raised in {name}")


def enter(frame: Frame, context: Value, item: ir.WithItem) -> Value:
    """What ``with`` binds: the result of ``__enter__``, or of a generator what it yields, or the context itself."""
    out = Value(context.taints, (), context.unknown)
    for ref in context.refs:
        if isinstance(ref, Loc):
            obj = frame.obj(ref)
            if isinstance(obj.cls, ClassRef):
                found = class_lookup(frame, obj.cls.info, "__enter__") or class_lookup(
                    frame, obj.cls.info, "__aenter__"
                )
                if found is not None:
                    out = join(out, frame.engine.call(frame, bind(frame, found, ref, item), Arguments(), item))
                    continue
            elif obj.kind == "list" and obj.cls is None:
                out = join(out, elements(frame, of(ref), item)[1])
                continue
        out = join(out, of(ref))
    return out


def leave(frame: Frame, context: Value, item: ir.WithItem) -> None:
    """The end of a ``with`` block: ``__exit__`` of the program's own classes, told of no error."""
    for loc in context.locs:
        if frame.state is None:
            return
        cls = frame.obj(loc).cls
        if isinstance(cls, ClassRef):
            for name in ("__exit__", "__aexit__"):
                found = class_lookup(frame, cls.info, name)
                if found is not None:
                    nothing = (constant(None), constant(None), constant(None))
                    frame.engine.call(frame, bind(frame, found, loc, item), Arguments(nothing), item)


def import_from(frame: Frame, node: ir.ImportFrom) -> None:
    """``from module import names``."""
    for name, bound in node.names:
        if name == "*":
            frame.engine.imports.import_star(frame, node.module, node.level)
            continue
        frame.engine.set_variable(
            frame, bound, frame.engine.imports.import_member(frame, node.module, node.level, name)
        )


def define_function(frame: Frame, node: ir.Function) -> None:
    """``def``: the function, through its decorators from the inside out."""
    info = frame.module.definitions.get(id(node))
    if not isinstance(info, FunctionInfo):
        return
    value = of(Func(info, frame.env))
    for decorator in reversed(node.decorators):
        value = frame.engine.classes.decorate(frame, evaluate(frame, decorator), value, decorator, info)
    frame.engine.set_variable(frame, node.name, value)


def define_class(frame: Frame, node: ir.Class) -> None:
    """``class``: the body runs in a scope of its own, whose variables become the class's attributes."""
    info = frame.module.definitions.get(id(node))
    if not isinstance(info, ClassInfo):
        return
    bases: list[Value] = []
    for argument in node.bases:
        value = evaluate(frame, argument.value)
        if argument.name is None:
            bases.append(class_base(frame, value))
    info.bases = tuple(bases)
    info.linear = None
    frame.engine.classes.declare_class(info)
    inner = Frame(
        frame.engine,
        frame.module,
        frame.live,
        function=frame.function,
        owner=info,
        namespace=info.qualname,
        env=frame.env,
        depth=frame.depth,
        next_loc=frame.next_loc,
        outer=frame.live.variables if frame.owner is None else {**frame.outer, **frame.live.variables},
    )
    variables = frame.live.variables
    frame.live.variables = {}
    for statement in node.body:
        if inner.state is not None:
            run(inner, statement)
    state = inner.live if inner.state is not None else frame.live
    frame.engine.classes.finish_class(inner, info, state.variables)
    frame.state = state
    frame.live.variables = variables
    frame.next_loc = inner.next_loc
    frame.hits.extend(inner.hits)
    frame.writes.extend(inner.writes)
    frame.deps.update(inner.deps)
    made = of(ClassRef(info))
    for decorator in reversed(node.decorators):
        frame.engine.classes.decorate_class(frame, evaluate(frame, decorator), info)
    frame.engine.set_variable(frame, node.name, made)


def class_base(frame: Frame, value: Value) -> Value:
    """A base class value: of a class factory's result (``with_metaclass(Meta, Base)``) the classes it was given."""
    value = frame.engine.deferred.force_value(frame, frame.engine.imports.resolve(frame, value, needed=True))
    out = CLEAN
    for ref in value.refs:
        if isinstance(ref, Loc):
            obj = frame.obj(ref)
            inner = obj.rest
            for field in obj.fields.values():
                inner = join(inner, field)
            classes = tuple(r for r in inner.refs if isinstance(r, ClassRef | Ext))
            if classes:
                out = join(out, Value(refs=classes))
            elif isinstance(obj.cls, Ext):
                out = join(out, of(obj.cls))
        else:
            out = join(out, of(ref))
    return out


def match_cases(frame: Frame, node: ir.Match) -> None:
    """``match``: every case may apply."""
    subject = evaluate(frame, node.subject)
    start = frame.live
    result = start.fork()
    out = result
    for case in node.cases:
        frame.state = start.fork()
        capture(frame, case.pattern, subject)
        if case.guard is not None:
            evaluate(frame, case.guard)
        execute(frame, case.body)
        joined = join_states(out, frame.state)
        assert joined is not None
        out = joined
    frame.state = out


def capture(frame: Frame, pattern: ir.Pattern, value: Value) -> None:
    """Bind the names of a pattern to the parts of the value that they stand for."""
    match pattern:
        case ir.Capture(name=name, pattern=inner):
            if inner is not None:
                capture(frame, inner, value)
            if name is not None:
                assign_name(frame, name, value, pattern)
        case ir.Literal(value=expression):
            evaluate(frame, expression)
        case ir.SequencePattern(elements=members):
            exact, element = elements(frame, value, pattern)
            for position, member in enumerate(members):
                if isinstance(member, ir.Rest):
                    if member.name is not None:
                        assign_name(frame, member.name, frame.new(Obj("list", rest=element)), member)
                else:
                    known = exact[position] if exact is not None and position < len(exact) else element
                    capture(frame, member, known)
        case ir.Rest():
            return
        case ir.MappingPattern(entries=entries, rest=rest):
            for key, inner_pattern in entries:
                capture(frame, inner_pattern, read_key(frame, value, evaluate(frame, key), key))
            if rest is not None:
                assign_name(frame, rest, value, pattern)
        case ir.ClassPattern(cls=cls, positional=positional, named=named):
            kind = evaluate(frame, cls)
            names = match_args(frame, kind)
            for position, inner_pattern in enumerate(positional):
                if position < len(names):
                    capture(frame, inner_pattern, read_attribute(frame, value, names[position], pattern))
                else:
                    capture(frame, inner_pattern, value if not names and len(positional) == 1 else UNKNOWN)
            for name, inner_pattern in named:
                capture(frame, inner_pattern, read_attribute(frame, value, name, inner_pattern))
        case ir.Alternatives(patterns=patterns):
            for inner_pattern in patterns:
                capture(frame, inner_pattern, value)
        case _:
            assert_never(pattern)


def match_args(frame: Frame, kind: Value) -> tuple[str, ...]:
    """The attributes that a class pattern's positions mean."""
    for ref in kind.refs:
        if isinstance(ref, ClassRef):
            return frame.engine.field_order(frame, ref.info)
    return ()
