from __future__ import annotations

import textwrap
from datetime import date

import pytest

from paylint.frontend.suppression import Comment, suppressions
from paylint.location import Path


def found(text: str, language: str = "python") -> tuple[Comment, ...]:
    return suppressions(Path("a"), language, textwrap.dedent(text).lstrip("\n").encode())


def lines(text: str, language: str = "python") -> tuple[int, int]:
    (comment,) = found(text, language)
    return comment.first, comment.last


def test_all_that_a_comment_can_say() -> None:
    (comment,) = found("x = 1  # paylint: ignore[PAY101, PAY301] a test card -- until 2027-03-31 -- payments team")

    assert comment.codes == ("PAY101", "PAY301")
    assert comment.reason == "a test card"
    assert comment.until == date(2027, 3, 31)
    assert comment.owner == "payments team"
    assert comment.error == ""
    assert (comment.location.line, comment.location.column) == (1, 8)


@pytest.mark.parametrize(
    ("said", "reason", "until", "owner"),
    [
        ("", "", None, ""),
        (" see #123", "see #123", None, ""),
        (" until 2027-03-31", "", date(2027, 3, 31), ""),
        (" -- until 2027-03-31", "", date(2027, 3, 31), ""),
        (" why -- owner", "why", None, "owner"),
        (" why -- owner -- until 2027-03-31", "why", date(2027, 3, 31), "owner"),
        (" why — until 2027-03-31", "why", date(2027, 3, 31), ""),
        (" why  # noqa: S101", "why", None, ""),
        (" a well-known double--dash", "a well-known double--dash", None, ""),
    ],
)
def test_parts_may_be_left_out(said: str, reason: str, until: date | None, owner: str) -> None:
    (comment,) = found(f"x = 1  # noqa # paylint: ignore[PAY101]{said}")

    assert (comment.reason, comment.until, comment.owner) == (reason, until, owner)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("", "it names no rule"),
        ("[]", "it names no rule"),
        ("[PAY101] -- until soon", '"soon" is no date'),
        ("[PAY101] -- until 2027-02-30", '"2027-02-30" is no date'),
    ],
)
def test_what_cannot_be_obeyed_says_why(said: str, error: str) -> None:
    (comment,) = found(f"x = 1  # paylint: ignore{said}")

    assert comment.error.startswith(error)


def test_a_comment_speaks_of_all_lines_of_its_statement() -> None:
    for line in (1, 2, 3):
        rows = ["charge(", "    card,", ")"]
        rows[line - 1] += "  # paylint: ignore[PAY101]"
        assert lines("\n".join(["x = 1", *rows, "y = 2"])) == (2, 4)


def test_a_comment_alone_speaks_of_the_statement_below() -> None:
    assert lines(
        """
        x = 1
        # paylint: ignore[PAY101] a long reason
        # that goes on
        charge(
            card)
        y = 2
        """
    ) == (2, 5)


def test_a_blank_line_ends_what_a_comment_alone_speaks_of() -> None:
    assert lines(
        """
        def one():
            x()
            # paylint: ignore[PAY101]

        def two():
            y()
        """
    ) == (3, 3)


@pytest.mark.parametrize("line", [0, 1, 2, 3, 4])
def test_on_the_head_of_a_function_it_speaks_of_the_function_and_its_decorators(line: int) -> None:
    rows = ["@route", "@login(", ")", "async def pay(", "        card):"]
    rows[line] += "  # paylint: ignore[PAY101]"
    body = ["    if card:", "        x()", "    return 1", "y = 2"]

    assert lines("\n".join(["class View:", "    a = 1", *("    " + row for row in [*rows, *body[:3]])])) == (3, 10)
    assert lines("\n".join([*rows, *body])) == (1, 8)


def test_on_the_head_of_a_class_or_a_block_it_speaks_of_the_head() -> None:
    assert lines("@a\nclass B:  # paylint: ignore[PAY101]\n    x = 1\n") == (1, 2)
    assert lines("if x:  # paylint: ignore[PAY101]\n    y()\n") == (1, 1)


def test_a_string_is_no_comment() -> None:
    assert found('x = "# paylint: ignore[PAY101]"\n"""\n# paylint: ignore[PAY101]\n"""\n') == ()


def test_source_that_no_parser_takes_is_read_too() -> None:
    assert lines("print 'x'\nlog.info(card,  # paylint: ignore[PAY301]\n  x)\ndef (\n") == (2, 3)


@pytest.mark.parametrize(
    "comment",
    [
        "{# paylint: ignore[PAY103] why #}",
        "{#- paylint: ignore[PAY103] why -#}",
        "<!-- paylint: ignore[PAY103] why -->",
        "{% comment %} paylint: ignore[PAY103] why {% endcomment %}",
        "/* paylint: ignore[PAY103] why */",
        "## paylint: ignore[PAY103] why",
    ],
)
def test_comments_of_templates(comment: str) -> None:
    (only,) = found(f'<p>\n<input name="card"> {comment}\n<p>\n', "html")

    assert (only.codes, only.reason, only.error) == (("PAY103",), "why", "")
    assert (only.first, only.last) == (2, 2)


def test_a_tag_of_several_lines_counts_as_one_place() -> None:
    assert lines('<p>\n<input\n  name="card"\n  type="a>b"> <!-- paylint: ignore[PAY103] -->\n<p>', "html") == (2, 4)


def test_a_comment_alone_in_a_template_speaks_of_the_next_tag() -> None:
    assert lines('{# paylint: ignore[PAY103] #}\n\n<input\n  name="card">\n<p>', "html") == (1, 4)


def test_a_reason_may_run_over_lines_where_the_comment_does() -> None:
    (only,) = found("<!-- paylint: ignore[PAY103] a long\n   reason -- team -->\n<input>", "html")

    assert (only.reason, only.owner, only.first, only.last) == ("a long reason", "team", 1, 3)


@pytest.mark.parametrize("line", [2, 3, 4, 5])
def test_a_call_of_several_lines_in_a_script_counts_as_one_place(line: int) -> None:
    rows = [
        "function pay(card) {",
        "  fetch(url, {",
        '    method: "POST",',
        "    body: card",
        "  });",
        "  other();",
        "}",
    ]
    rows[line - 1] += " // paylint: ignore[PAY104] why"

    assert lines("\n".join(rows), "javascript") == (2, 5)


def test_a_comment_in_the_body_of_a_function_does_not_speak_of_the_call_around_it() -> None:
    text = "app.post('/pay', (request) => {\n  log(request.card) // paylint: ignore[PAY301]\n  send(request.card)\n})\n"

    assert lines(text, "typescript") == (2, 2)


def test_files_without_the_word_are_not_looked_at() -> None:
    assert found("x = 1  # nothing") == ()
