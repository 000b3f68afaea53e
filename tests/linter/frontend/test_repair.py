"""A broken place hides nothing else."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paylint.frontend.decoding import Unparsed
from paylint.frontend.lowered import Lowered, lower_file
from paylint.ir.dump import dump
from paylint.location import Path

SOUND = dedent("""
    import requests


    class Gateway(Base):
        '''A gateway (of sorts).'''

        @property
        def url(self):
            return {"live": "https://a", "test": "b"}[self.mode]

        def charge(self, card, amount=1):
            try:
                answer = requests.post(self.url, data={"n": card.number})
            except (IOError, ValueError) as error:
                raise Refused(error)
            else:
                if answer.ok:
                    return answer
            for key, value in answer.items():
                print(key)
    """)


def lowered(source: str) -> Lowered:
    result = lower_file(Path("a.py"), dedent(source).encode(), "a", package=False)
    assert isinstance(result, Lowered)
    return result


def test_python_2_is_read_and_said() -> None:
    result = lowered("print x\n")

    assert result.partial == ("Python 2 syntax",)
    assert dump(result.module) == "1:1     print(x)\n"
    assert result.module.lines[0] == "print x"


@pytest.mark.parametrize(
    ("source", "shown", "partial"),
    [
        pytest.param(
            "def f():\n    x = = 1\n    return x\n",
            ["1:5     def f()  local {}", "2:5         pass", "3:5         return x"],
            ("line 2 left out",),
            id="a statement",
        ),
        pytest.param(
            "def f(a b):\n    return a\ndef g(): pass\n",
            ["1:5     def f()  local {}", "2:5         return a", "3:5     def g()  local {}", "3:10        pass"],
            ("line 1 left out",),
            id="the head of a function",
        ),
        pytest.param(
            "if a ++:\n    b\nelif c:\n    d\nelse:\n    e\n",
            ["1:1     if True", "2:5         b", "        else", "3:1         if c"],
            ("line 1 left out",),
            id="the head of a branch",
        ),
        pytest.param(
            "x = f(1,\nclass A:\n    y = 1\n",
            ["1:1     pass", "2:7     class A()", "3:5         y = 1"],
            ("line 1 left out",),
            id="a bracket that is never closed",
        ),
        pytest.param(
            "x = 1\n    y = 2\nz = 3\n",
            ["1:1     x = 1", "3:1     z = 3"],
            ("line 2 left out",),
            id="a block that nothing opens",
        ),
        pytest.param(
            "match x:\n    case A(b c):\n        d\n    case E():\n        f\n",
            ["1:1     match x", "            case _", "3:9             d", "            case E()", "5:9             f"],
            ("line 2 left out",),
            id="a pattern",
        ),
        pytest.param(
            "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n",
            ["2:1     x = 1", "4:1     x = 2"],
            ("merge conflict",),
            id="a merge conflict",
        ),
        pytest.param(
            "{% if x %}\nx = '{{ y }}'\n{% endif %}\n",
            ["2:1     x = '{{ y }}'"],
            ("template tags",),
            id="a template of a project",
        ),
    ],
)
def test_the_smallest_broken_part_is_left_out(source: str, shown: list[str], partial: tuple[str, ...]) -> None:
    result = lowered(source)

    assert dump(result.module).splitlines()[: len(shown)] == shown
    assert result.partial == partial


def test_many_broken_places_are_counted() -> None:
    result = lowered("".join(f"x = = {number}\ny = 1\n" for number in range(12)))

    assert result.partial[0] == "line 1 left out"
    assert result.partial[-1] == "4 more places left out"
    assert len(result.partial) == 9


def test_prose_is_no_program() -> None:
    result = lower_file(Path("a.py"), b"Dear reader,\n\nthis is a letter.\n", "a", package=False)

    assert isinstance(result, Unparsed)
    assert result.message == "a.py is not valid Python: syntax error in line 1."


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, len(SOUND) - 1),
    st.integers(0, 30),
    st.sampled_from(["", "(", ")", '"', "'''", ":", "\n", "\t", "\\"]),
)
def test_whatever_is_broken_the_file_is_read(at: int, length: int, inserted: str) -> None:
    broken = SOUND[:at] + inserted + SOUND[at + length :]

    assert isinstance(lower_file(Path("a.py"), broken.encode(), "a", package=False), Lowered | Unparsed)


@pytest.mark.parametrize("line", range(len(SOUND.splitlines())))
def test_a_line_of_rubbish_anywhere_costs_no_other_function(line: int) -> None:
    lines = SOUND.splitlines()
    result = lowered("\n".join([*lines[:line], " ) x y (", *lines[line:], "def last():", "    return 1", ""]))

    assert "def last()" in dump(result.module)
