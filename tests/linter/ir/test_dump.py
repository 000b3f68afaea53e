"""The dump shows places, structure and every part of a node."""

from __future__ import annotations

import typing

from paylint.ir.dump import dump, show, show_pattern
from paylint.ir.nodes import (
    Argument,
    Call,
    Capture,
    ClassPattern,
    Const,
    Evaluate,
    Expr,
    If,
    Jump,
    Literal,
    Module,
    Name,
    Pattern,
    Rest,
    SequencePattern,
    Slice,
    Statement,
)
from paylint.location import Path


def name(text: str) -> Name:
    return Name(1, 1, text)


def test_a_block_is_indented_below_its_statement() -> None:
    body = If(1, 1, name("a"), (Jump(2, 5, "pass"),), (Evaluate(12, 15, name("b")),))
    module = Module(Path("a.py"), "a", package=False, body=(body,), lines=())

    assert dump(module) == "1:1     if a\n2:5         pass\n        else\n12:15       b\n"


def test_an_empty_module_is_an_empty_line() -> None:
    assert dump(Module(Path("a.py"), "a", package=False, body=(), lines=())) == "\n"


def test_arguments_show_how_they_are_passed() -> None:
    arguments = (
        Argument(1, 1, Const(1, 1, 1)),
        Argument(1, 1, name("a"), unpack="*"),
        Argument(1, 1, name("b"), name="key"),
        Argument(1, 1, name("c"), unpack="**"),
    )

    assert show(Call(1, 1, name("f"), arguments)) == "f(1, *a, key=b, **c)"


def test_a_slice_shows_the_parts_it_has() -> None:
    assert show(Slice(1, 1, None, name("a"), None)) == ":a"
    assert show(Slice(1, 1, name("a"), None, name("b"))) == "a::b"


def test_patterns_tell_values_from_names() -> None:
    rest = SequencePattern(1, 1, (Rest(1, 1, None), Capture(1, 1, None)))
    pattern = ClassPattern(1, 1, name("A"), (Literal(1, 1, Const(1, 1, 2)), rest), (("b", Capture(1, 1, "c")),))

    assert show_pattern(Capture(1, 1, "d", pattern)) == "A(=2, [*_, _], b=c) as d"


def test_every_kind_of_node_is_listed_in_a_union() -> None:
    assert (len(typing.get_args(Expr)), len(typing.get_args(Pattern)), len(typing.get_args(Statement))) == (19, 7, 19)
