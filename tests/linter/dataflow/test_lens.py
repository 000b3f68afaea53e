"""What is followed through a lens begins near to what can go wrong, and ends where a test has shown it to be harmless."""

from __future__ import annotations

import re

import pytest

from paylint.dataflow.samples import keeps_out, strips_out
from paylint.dataflow.seeds import begins, called_by
from paylint.frontend.lowered import Lowered, lower_file
from paylint.graph.symbols import FunctionInfo, index_module
from paylint.location import Path
from paylint.models.vocabulary import Lens

LENS = Lens(
    id="l",
    meaning="",
    channels=frozenset({"table"}),
    needles=(),
    texts=(re.compile(r"(?i)\bselect\b.+\bfrom\b"),),
    names=frozenset({"raw"}),
    shown=frozenset({"gettext"}),
)


def functions(text: str) -> dict[str, FunctionInfo]:
    lowered = lower_file(Path("m.py"), text.encode(), "m", package=False)
    assert isinstance(lowered, Lowered)
    return {info.name: info for info in index_module(lowered.module).functions}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("run('select a from b where c = ' + d)", True, id="put together"),
        pytest.param("run(f'select a from b where c = {d}')", True, id="a text with holes"),
        pytest.param("things.raw(d)", True, id="called by name"),
        pytest.param("run('select a from b where c = ?', [d])", False, id="nothing put together"),
        pytest.param("gettext('Select a date from the list'); x = a + b", False, id="for people"),
        pytest.param("'''Select a thing from b.'''; x = a + b", False, id="a docstring"),
        pytest.param("form(raw=d)", False, id="no call of that name"),
    ],
)
def test_a_function_begins_something_if_it_builds_such_a_text(body: str, *, expected: bool) -> None:
    (info,) = functions(f"def f(a, b, d):\n    {body}\n").values()

    assert begins(info, LENS) is expected


def test_a_method_is_called_by_its_name_and_a_constructor_by_that_of_its_class() -> None:
    found = functions("class Shop:\n    def __init__(self): ...\n    def find(self): ...\n    def _own(self): ...\n")

    assert {name: list(called_by(info)) for name, info in found.items()} == {
        "__init__": ["Shop"],
        "find": ["find"],
        "_own": [],
    }


@pytest.mark.parametrize(
    ("pattern", "method", "expected"),
    [
        pytest.param(r"^\w+$", "match", True, id="a word"),
        pytest.param(r"\d{1,4}", "fullmatch", True, id="digits, whole"),
        pytest.param(r"\d", "match", False, id="a digit and whatever follows"),
        pytest.param(r"^.{1,20}$", "match", False, id="anything short"),
        pytest.param(r"(", "match", False, id="no expression"),
    ],
)
def test_an_expression_keeps_out_what_it_matches_no_sample_of(pattern: str, method: str, *, expected: bool) -> None:
    assert keeps_out(pattern, method) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"[^a-z_]", True, id="only letters are left"),
        pytest.param(r"\W+", True, id="only words are left"),
        pytest.param(r"'", False, id="only quotes are gone"),
        pytest.param(r"(", False, id="no expression"),
    ],
)
def test_a_substitution_is_harmless_if_it_leaves_only_words_of_every_sample(pattern: str, *, expected: bool) -> None:
    assert strips_out(pattern, "") is expected
