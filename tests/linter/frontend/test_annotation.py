from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylint.frontend.annotation import annotated, pruned
from paylint.frontend.lexer import logical_lines
from paylint.frontend.suppression import suppressions
from paylint.location import Path


def written(text: str, line: int, *codes: str, language: str = "python", path: str = "a.py", words: str = "") -> str:
    done = annotated(Path(path), language, text, {line: codes or ("PAY301",)}, words)
    assert done.left == ()
    return done.text


def test_the_comment_goes_behind_the_last_line_of_the_statement() -> None:
    text = 'log.info(\n    card,\n)\nx = """\n1\n"""\ny = 1 + \\\n    2\n'

    assert written(text, 1).splitlines()[2] == ")  # paylint: ignore[PAY301]"
    assert written(text, 2).splitlines()[2] == ")  # paylint: ignore[PAY301]"
    assert written(text, 5).splitlines()[5] == '"""  # paylint: ignore[PAY301]'
    assert written(text, 7).splitlines()[7] == "    2  # paylint: ignore[PAY301]"


def test_a_comment_that_is_there_stays_before_it() -> None:
    assert written("x = 1  # noqa: S101\n", 1, words="why") == "x = 1  # noqa: S101  # paylint: ignore[PAY301] why\n"


def test_a_comment_of_ours_gets_the_codes_that_it_lacks() -> None:
    text = "x(\n  1,  # paylint: ignore[PAY301] because -- me\n)\n"

    assert written(text, 1, "PAY101", words="other") == text.replace("[PAY301]", "[PAY101, PAY301]")


def test_several_codes_on_several_lines_of_one_statement_are_one_comment() -> None:
    done = annotated(Path("a.py"), "python", "x(\n  y,\n)\n", {1: ["PAY301"], 2: ["PAY101", "PAY301"]}, "")

    assert done.text == "x(\n  y,\n)  # paylint: ignore[PAY101, PAY301]\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_line_ends_and_everything_else_stay(end: str) -> None:
    assert written(f"a =  1 ;b=2{end}", 1) == f"a =  1 ;b=2  # paylint: ignore[PAY301]{end}"


def test_a_line_without_a_statement_is_left() -> None:
    assert annotated(Path("a.py"), "python", "\n# x\n", {1: ["PAY301"], 9: ["PAY301"]}, "").left == (1, 9)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "a.html", "{{ x }}\n<input\n  name=a>\n<p>", "  name=a>  {# paylint: ignore[PAY301] #}", id="template"
        ),
        pytest.param("a.html", "<p>\n<input\n  name=a>\n<p>", "  name=a>  <!-- paylint: ignore[PAY301] -->", id="page"),
        pytest.param(
            "a.vue", "{{ x }}\n<input\n  name=a>\n", "  name=a>  <!-- paylint: ignore[PAY301] -->", id="component"
        ),
        pytest.param(
            "a.html", "<script>\nsend(x)\ny\n</script>", "send(x)  /* paylint: ignore[PAY301] */", id="script"
        ),
    ],
)
def test_templates_get_comments_that_no_reader_of_the_page_sees_where_that_is_possible(
    path: str, text: str, expected: str
) -> None:
    assert expected in written(text, 2, language="html", path=path).splitlines()


def test_a_call_in_a_script_gets_its_comment_at_its_end() -> None:
    text = "function f() {\n  fetch(u, {\n    body: card\n  });\n}\n"

    assert "  });  // paylint: ignore[PAY301]" in written(text, 2, language="javascript", path="a.js").splitlines()


def test_markup_within_a_script_is_left_to_people() -> None:
    assert annotated(Path("a.jsx"), "javascript", "x = <input/>\n", {1: ["PAY301"]}, "").left == (1,)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("x = 1  # paylint: ignore[PAY301] why\n", "x = 1\n"),
        ("x = 1  # noqa  # paylint: ignore[PAY301] why\n", "x = 1  # noqa\n"),
        ("x = 1  # paylint: ignore[PAY301] why # noqa\n", "x = 1 # noqa\n"),
        ("x = 1  # paylint: ignore[PAY301, PAY101] why\n", "x = 1  # paylint: ignore[PAY101] why\n"),
        ("# paylint: ignore[PAY301] why\nx = 1\n", "x = 1\n"),
    ],
)
def test_what_is_not_needed_goes_and_the_rest_stays(text: str, after: str) -> None:
    (comment,) = suppressions(Path("a.py"), "python", text.encode())
    place = (comment.location.line, comment.location.column)

    assert pruned(Path("a.py"), "python", text, {place: {"PAY301"}}) == after


def test_a_comment_of_a_template_goes_too() -> None:
    text = '<input name="x">  {# paylint: ignore[PAY103] #}\n<!-- paylint: ignore[PAY103] -->\n<p>\n'
    places = {(1, 19): {"PAY103"}, (2, 1): {"PAY103"}}

    assert pruned(Path("a.html"), "html", text, places) == '<input name="x">\n<p>\n'


PROGRAM = textwrap.dedent(
    '''
    import os  # noqa

    @app.route(
        "/pay",
    )
    def pay(request):
        """A page.

        # not a comment
        """
        card = {
            "number": request.POST["card_number"],  # the number
        }
        if card: log(card); return f"""
            {card}
        """
        return x \\
            + 1
    '''
)


@given(st.sets(st.integers(1, PROGRAM.count("\n")), min_size=1))
def test_whatever_is_suppressed_the_code_stays_and_every_comment_reaches_its_line(wanted: set[int]) -> None:
    done = annotated(Path("a.py"), "python", PROGRAM, dict.fromkeys(wanted, ("PAY301",)), "why -- me")

    def code(text: str) -> list[str]:
        return [token.text for line in logical_lines(text) for token in line.tokens]

    assert code(done.text) == code(PROGRAM)
    assert len(done.text.splitlines()) == len(PROGRAM.splitlines())
    compile(done.text, "a.py", "exec")
    comments = suppressions(Path("a.py"), "python", done.text.encode())
    assert all(any(comment.covers(line) for comment in comments) for line in wanted - set(done.left))
    again = annotated(Path("a.py"), "python", done.text, dict.fromkeys(wanted, ("PAY301",)), "why -- me")
    assert again.text == done.text
