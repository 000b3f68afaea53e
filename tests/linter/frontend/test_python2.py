"""Python 2 becomes Python 3, line for line."""

from __future__ import annotations

import ast

import pytest

from paylint.frontend.python2 import modernised


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print x, y", "print(x, y)"),
        ("print", "print()"),
        ("print 'a' % b, # why", "print('a' % b,) # why"),
        ("print x; print y", "print(x); print(y)"),
        ("if x: print y", "if x: print(y)"),
        ("print (a) % b", "print((a) % b)"),
        ("print -1", "print(-1)"),
        ("print >>f, x, y", "print(     x, y, file=f)"),
        ("print >>f.g(1, 2), x,", "print(             x,file=f.g(1, 2))"),
        ("print >>f", "print(   file=f)"),
        ("exec code in a, b", "exec(code ,  a, b)"),
        ("exec 'x'", "exec('x')"),
        ("raise E, 'msg' % x", "raise E( 'msg' % x)"),
        ("raise E, v, tb", "raise E( v)    "),
        ("raise E, None, tb", "raise E          "),
        ("x = `a` + 1", "x = repr(a) + 1"),
        ("x = 0777 + 10L + 0xFFL", "x = 0o777 + 10  + 0xFF "),
        ("x = date(2011, 08)", "x = date(2011,  8)"),
        ("x = ur'\\d'", "x =  r'\\d'"),
        ("a <> b", "a != b"),
        ("async = f(async=1).async", "async_ = f(async_=1).async_"),
        ("sorted(x, key=lambda (k, v): v)", "sorted(x, key=lambda  k, v : v)"),
    ],
)
def test_a_line(old: str, new: str) -> None:
    assert modernised(old) == new
    ast.parse(new)


@pytest.mark.parametrize(
    "source",
    [
        "print(x)",
        "print = x",
        "print.flush()",
        "exec(code)",
        "raise E(1, 2)",
        "x = 'print y'  # print z",
        '"""\nprint x\n"""',
        "x = 0, 0.5, 10, 0o17, 1e5",
        "async def f(): pass",
        "f((a, b))",
        "from __future__ import print_function\nprint (x), y",
        "def f(a, b=(1, 2)): pass",
        "x = {\n\t'a': 1,\n  'b': 2}",
        "def f():\n\treturn 1",
    ],
)
def test_what_both_understand_stays(source: str) -> None:
    assert modernised(source) == source


def test_the_old_except_forms() -> None:
    source = (
        "try:\n    f()\nexcept E, e:\n    pass\nexcept (A, B), x.y:\n    pass\nexcept IOError, OSError:\n    pass\n"
    )
    new = modernised(source)

    assert "except E as e:" in new
    assert "except (A, B)     :" in new
    assert "except (IOError, OSError):" in new
    ast.parse(new)


def test_tuple_parameters_become_parameters() -> None:
    assert modernised("def f(a, (b, (c, d))=x): pass") == "def f(a,  b,  c, d  =x): pass"


def test_tabs_beside_blanks_are_eight_wide() -> None:
    source = "if a:\n        x = 1\n\ty = 2\n"

    assert modernised(source) == "if a:\n        x = 1\n        y = 2\n"


def test_lines_keep_their_numbers() -> None:
    source = "print >>f(\n  1), x, \\\n  y\nraise E, \\\n  None, \\\n  tb\nx = 1\n"

    assert modernised(source).count("\n") == source.count("\n")
    assert modernised(source).splitlines()[6] == "x = 1"
