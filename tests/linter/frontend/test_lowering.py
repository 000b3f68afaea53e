"""Each kind of syntax and the intermediate representation that it becomes."""

from __future__ import annotations

import pickle
import sysconfig
from pathlib import Path as FilePath
from textwrap import dedent

import pytest

from paylint.frontend.decoding import Unparsed
from paylint.frontend.lowered import Lowered, lower_file, lower_packed, unpacked
from paylint.ir.dump import dump
from paylint.ir.nodes import Assign, Call, Evaluate, Function, Lambda, Module, Name
from paylint.location import Path


def module(source: str) -> Module:
    lowered = lower_file(Path("shop/pay.py"), dedent(source).encode(), "shop.pay", package=False)
    assert isinstance(lowered, Lowered)
    assert lowered.partial == ()
    return lowered.module


def lines(source: str) -> list[str]:
    """The dump without places."""
    return [line[8:] for line in dump(module(source)).splitlines()]


def function(source: str) -> Function:
    statement = module(source).body[0]
    assert isinstance(statement, Function)
    return statement


def test_a_module_knows_its_name_and_its_lines() -> None:
    lowered = module("x = 1\n")

    assert (lowered.path, lowered.name, lowered.package, lowered.lines) == (
        "shop/pay.py",
        "shop.pay",
        False,
        ("x = 1", ""),
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("None, True, ...", "(None, True, Ellipsis)"),
        ("1 + 2 * 3 ** -x", "(1 + (2 * (3 ** (-x))))"),
        ("a - b - c", "((a - b) - c)"),
        ("a @ b // c % d << e >> f & g | h ^ i", "(((((((a @ b) // c) % d) << e) >> f) & g) | (h ^ i))"),
        ("not a or b and c or d", "((not a) or (b and c) or d)"),
        ("a < b <= c is not d not in e", "(a < b <= c is not d not in e)"),
        ("a if b else c", "(a if b else c)"),
        ("a.b.c(1, *x, k=2, **y)", "a.b.c(1, *x, k=2, **y)"),
        ("a[1], a[1:2], a[::3], a[1, :], a[*b]", "(a[1], a[1:2], a[::3], a[(1, :)], a[(*b,)])"),
        ("[1, *a], {1, *a}, {1: 2, **a}, ()", "([1, *a], {1, *a}, {1: 2, **a}, ())"),
        ("[x for x in y if x if z for w in x]", "[x for x in y if x if z for w in x]"),
        ("{x for x in y}, {k: v for k, v in y}, (x for x in y)", "({x for x in y}, {k: v for (k, v) in y}, (x for x in y))"),
        ("lambda a, *b, c=1, **d: a", "(lambda a, *b, keyword c = 1, **d: a)"),
        ("(n := f())", "(n := f())"),
        ("await x.y()", "x.y()"),
        ("'a' \"b\" 'c'", "'abc'"),
        ("b'a' b'b'", "b'ab'"),
        ("f'plain'", "'plain'"),
        ("f'{a!r:>{w}} {{b}} {c:.4}' '\\n'", "format(a, w, ' {b} ', c:.4, '\\n')"),
        ("rf'\\d{a}'", "format('\\\\d', a)"),
        ("f''", "''"),
    ],
)  # fmt: skip
def test_an_expression(source: str, shown: str) -> None:
    assert lines(source) == [shown]


def test_an_assignment_keeps_its_targets_and_its_annotation() -> None:
    assert lines("a = b.c = d[0], *e = x\nn: int = 1\nm: 'T'\nx += 1\nx //= 2") == [
        "a = b.c = (d[0], *e) = x",
        "n: int = 1",
        "m: 'T'",
        "x += 1",
        "x //= 2",
    ]


def test_small_statements_keep_their_order_on_one_line() -> None:
    assert lines("import a.b as c, d; from ..e import (f as g, h); from . import *; del x, y[0]; assert a, 'm'") == [
        "import a.b as c",
        "import d",
        "from ..e import f as g, h",
        "from . import *",
        "del x, y[0]",
        "assert a, 'm'",
    ]


def test_an_elif_is_an_if_alone_in_the_other_branch() -> None:
    assert lines("if a: b\nelif c: d\nelse: e") == [
        "if a",
        "    b",
        "else",
        "    if c",
        "        d",
        "    else",
        "        e",
    ]


def test_loops_have_their_else() -> None:
    source = """
        async def f():
            async for a, *b in c:
                break
            else:
                d
            while x: continue
            else: pass
        """

    assert lines(source) == [
        "def f()  local {a, b}",
        "    for (a, *b) in c",
        "        break",
        "    else",
        "        d",
        "    while x",
        "        continue",
        "    else",
        "        pass",
    ]


@pytest.mark.parametrize("star", ["", "*"])
def test_a_try_has_all_its_parts(star: str) -> None:
    source = f"try: a\nexcept{star} (B, c.D) as e: raise F(e) from e\nelse: g\nfinally: h"

    assert lines(source) == [
        "try", "    a", "except (B, c.D) as e", "    raise F(e) from e", "else", "    g", "finally", "    h",
    ]  # fmt: skip


def test_with_binds_any_target() -> None:
    assert lines("with (a as b, c() as (d, e), f): pass") == ["with a as b, c() as (d, e), f", "    pass"]


def test_a_match_keeps_its_patterns() -> None:
    source = """
        match x:
            case {"card": number, **rest}: a
            case [1, -1, *more] | (p.q, None): b
            case Card(number, code=c) as card if c: d
            case str() | _: e
        """

    assert lines(source) == [
        "match x",
        "    case {'card': number, **rest}",
        "        a",
        "    case [=1, =(-1), *more] | [=p.q, =None]",
        "        b",
        "    case Card(number, code=c) as card if c",
        "        d",
        "    case str() | _",
        "        e",
    ]


def test_decorators_come_outermost_first_and_the_place_is_that_of_the_name() -> None:
    lowered = function("# lead\n@first\n@second(1)\nasync def pay(request): return request\n")

    assert dump(module("@first\n@second(1)\ndef pay(): pass")).splitlines()[:2] == [
        "        @first",
        "        @second(1)",
    ]
    assert (lowered.line, lowered.column) == (4, 11)


def test_parameters_keep_kind_default_and_annotation() -> None:
    assert lines("def f(a, /, b: int = 1, *c, d: 'D' = 2, **e) -> None: pass")[0] == (
        "def f(positional a, b: int = 1, *c, keyword d: 'D' = 2, **e) -> None  local {a, b, c, d, e}"
    )
    assert lines("def f(*, a): pass")[0] == "def f(keyword a)  local {a}"


def test_a_class_keeps_bases_and_keywords() -> None:
    assert lines("class A(b.C, *d, metaclass=E): x = 1") == ["class A(b.C, *d, metaclass=E)", "    x = 1"]


def test_type_parameters_are_dropped_and_an_alias_is_an_assignment() -> None:
    assert lines("type A[T] = list[T]\ndef f[T: int](x: T): pass\nclass C[T]: pass")[:2] == [
        "A = list[T]",
        "def f(x: T)  local {x}",
    ]


def test_local_names_are_those_that_the_body_binds() -> None:
    source = """
        def f(a, *b):
            global g
            g = h = 1
            import i.j, k as l
            from m import n as o
            for p in q: pass
            with r as s: pass
            try: pass
            except T as u: pass
            if (v := 1): del w
            x.attribute = y[0] = 1
            z: int
            def inner(): hidden = 1
            class Inner: hidden = 1
            [c for c in q if (walrus := c)]
            match q:
                case {"k": d, **e}: pass
        """

    names = {"a", "b", "h", "i", "l", "o", "p", "s", "u", "v", "w", "z", "inner", "Inner", "walrus", "d", "e"}
    assert function(source).local == names


def test_a_nonlocal_name_is_not_local() -> None:
    outer = function("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = y = 2\n")
    inner = outer.body[1]
    assert isinstance(inner, Function)

    assert outer.local == {"x", "g"}
    assert inner.local == {"y"}


def test_a_yield_makes_the_function_around_it_a_generator_and_no_other() -> None:
    outer = function("def f():\n    def g():\n        x = yield 1\n        yield from x\n    h = lambda: (yield)\n")
    inner, assigned = outer.body
    assert isinstance(inner, Function)
    assert isinstance(assigned, Assign)
    assert isinstance(assigned.value, Lambda)

    assert (outer.generator, inner.generator, assigned.value.function.generator) == (False, True, True)


def test_a_lambda_is_a_function_that_returns() -> None:
    statement = module("key = lambda card: card.number\n").body[0]
    assert isinstance(statement, Assign)
    assert isinstance(statement.value, Lambda)

    lowered = statement.value.function

    assert lowered.local == {"card"}
    assert (lowered.name, lowered.line, lowered.column) == ("<lambda>", 1, 7)


def test_the_steps_of_a_chained_call_stand_at_their_names() -> None:
    statement = module("x = (gateway\n     .charge(card)\n     .result())\n").body[0]
    assert isinstance(statement, Assign)
    outer = statement.value
    assert isinstance(outer, Call)

    assert (outer.function.line, outer.function.column) == (3, 7)
    assert (outer.line, outer.column) == (1, 6)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(" + ".join(["a"] * 2000), id="a sum"),
        pytest.param(" and ".join(["a"] * 2000), id="a condition"),
        pytest.param(" ".join(["'a'"] * 3000), id="implicit concatenation"),
        pytest.param("if a: pass\n" + "elif a: pass\n" * 3000, id="an elif chain"),
    ],
)
def test_a_chain_of_thousands_of_parts_is_lowered(source: str) -> None:
    assert isinstance(lower_file(Path("x.py"), source.encode(), "x", package=False), Lowered)


def test_a_long_sum_keeps_the_order_of_its_operands() -> None:
    operands = [f"v{number}" for number in range(100)]
    shown = lines(" + ".join(operands))[0]

    assert shown.replace("(", "").replace(")", "").split(" + ") == operands


def test_a_long_mixed_chain_keeps_what_it_means() -> None:
    source = " ".join(f"{number} {sign}" for number, sign in enumerate("+-*%+|-+" * 10)) + " 7"

    assert eval(lines(source)[0]) == eval(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(b"-" * 3000 + b"1", id="signs"),
        pytest.param(b"a+" * 100_000 + b"a", id="an endless sum"),
        pytest.param(b"x = a" + b"[0]" * 50_000, id="endless subscripts"),
        pytest.param(b"f(\n" + b"lambda: " * 20_000 + b"1)", id="endless lambdas"),
    ],
)
def test_what_is_nested_too_deep_is_said_and_raises_nothing(source: bytes) -> None:
    lowered = lower_file(Path("x.py"), source, "x", package=False)

    assert isinstance(lowered, Unparsed)
    assert "too deep" in lowered.message


def test_a_module_crosses_a_process_boundary() -> None:
    source = b"x" + b".a()" * 150
    lowered = unpacked(lower_packed(Path("x.py"), source, "x", package=False))
    assert isinstance(lowered, Lowered)
    statement = lowered.module.body[0]
    assert isinstance(statement, Evaluate)

    assert isinstance(statement.value, Call)
    assert pickle.loads(pickle.dumps(Name(1, 1, "x"))).id == "x"


def test_the_standard_library_is_lowered_whole() -> None:
    folder = FilePath(sysconfig.get_path("stdlib"))
    names = ["argparse", "ast", "dataclasses", "enum", "inspect", "typing", "zipfile", "decimal", "email/message"]
    files = [file for name in names if (file := folder / f"{name}.py").is_file()]

    for file in files:
        lowered = lower_file(Path(file.name), file.read_bytes(), file.stem, package=False)
        assert isinstance(lowered, Lowered), file
        assert lowered.partial == ()
        assert dump(lowered.module)
