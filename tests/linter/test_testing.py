"""The test harness: comments say what is expected, and every difference is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.finding import Confidence, Finding, Severity
from paylint.location import Location
from paylint.location import Path as SourcePath
from paylint.testing import Expectation, expectations, mismatches, write_snippet
from paylint.testing import _fenced as fenced


def finding(line: int, code: str = "XYZ101") -> Finding:
    place = Location(SourcePath("example.py"), line)
    return Finding(code, "thing", Severity.ERROR, Confidence.HIGH, place, "a thing is written")


def differences(text: str, *findings: Finding) -> tuple[str, ...]:
    return mismatches(expectations(text), findings)


def test_a_comment_speaks_of_its_own_line() -> None:
    assert expectations("a\nb  # expect: XYZ101\n") == (Expectation("example.py", 2, "XYZ101", "expect"),)


def test_a_comment_may_name_several_codes_and_a_line_hold_several_comments() -> None:
    said = expectations("a  # expect: XYZ101, XYZ102  # todo-ok: XYZ103")

    assert [(item.verb, item.code) for item in said] == [
        ("expect", "XYZ101"),
        ("expect", "XYZ102"),
        ("todo-ok", "XYZ103"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "x()  # expect: XYZ101",
        "x();  // expect: XYZ101",
        "x {}  /* expect: XYZ101 */",
        "<p>  <!-- expect: XYZ101 -->",
        "{{ x }}  {# expect: XYZ101 #}",
        "x = 1  ; expect: XYZ101",
    ],
)
def test_the_comment_may_be_of_any_language_that_is_read(line: str) -> None:
    assert [item.code for item in expectations(line)] == ["XYZ101"]


def test_a_comment_may_speak_of_the_next_line() -> None:
    assert expectations("# expect-next: XYZ101\nFROM x\n") == (Expectation("example.py", 2, "XYZ101", "expect"),)


def test_blocks_of_a_section_that_name_their_file_are_one_program() -> None:
    text = "## One\n```text a.md\nA\n```\n```python b.py\nB\n```\n```python\nC\n```\n## Two\n```yaml\nD\n```\n```yaml d.yml\nE\n```\n"

    assert list(fenced(text)) == [
        ("One", "C\n"),
        ("One", "# file: a.md\nA\n# file: b.py\nB\n"),
        ("Two", "# file: d.yml\nE\n"),
    ]


def test_prose_about_expectations_is_none() -> None:
    assert expectations("# we expect: nothing\n# expect XYZ101\n") == ()


def test_what_is_expected_and_found_is_no_difference() -> None:
    assert differences("a  # expect: XYZ101", finding(1)) == ()


def test_what_is_expected_and_not_found_is_told() -> None:
    assert differences("a  # expect: XYZ101") == ("example.py:1: XYZ101 is expected and not found",)


def test_what_nobody_expects_is_told_with_its_message() -> None:
    assert differences("a", finding(1)) == ("example.py:1: XYZ101 is not expected: a thing is written",)


def test_a_tempting_place_that_is_marked_ok_stays_silent() -> None:
    assert differences("a  # ok: XYZ101") == ()
    assert differences("a  # ok: XYZ101", finding(1)) == (
        "example.py:1: XYZ101 is marked ok and found: a thing is written",
    )


def test_known_gaps_are_told_once_they_close() -> None:
    assert differences("a  # todo-expect: XYZ101") == ()
    assert differences("a  # todo-expect: XYZ101", finding(1)) == (
        "example.py:1: XYZ101 is marked todo-expect and found now; mark it expect",
    )


def test_known_false_alarms_are_told_once_they_are_gone() -> None:
    assert differences("a  # todo-ok: XYZ101", finding(1)) == ()
    assert differences("a  # todo-ok: XYZ101") == (
        "example.py:1: XYZ101 is marked todo-ok and not found any more; mark it ok",
    )


def test_findings_are_counted_and_not_only_found() -> None:
    assert differences("a  # expect: XYZ101, XYZ101", finding(1), finding(1)) == ()
    assert differences("a  # expect: XYZ101, XYZ101", finding(1)) == (
        "example.py:1: XYZ101 is expected 2 times and found 1 times",
    )
    assert differences("a  # expect: XYZ101", finding(1), finding(1)) == (
        "example.py:1: XYZ101 is found 2 times and expected 1 times: a thing is written",
    )


def test_a_snippet_is_one_file_or_several(tmp_path: Path) -> None:
    write_snippet("# file: shop/views.py\nimport a\n\n# file: a.py\nx = 1\n{# file: t/pay.html #}\n<p>\n", tmp_path)

    assert (tmp_path / "shop/views.py").read_text() == "import a\n\n"
    assert (tmp_path / "a.py").read_text() == "x = 1\n"
    assert (tmp_path / "t/pay.html").read_text() == "<p>\n"
    assert not (tmp_path / "example.py").exists()


def test_a_snippet_without_file_names_is_example_py(tmp_path: Path) -> None:
    write_snippet("    x = 1\n", tmp_path)

    assert (tmp_path / "example.py").read_text() == "x = 1\n"


def test_a_snippet_stays_in_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out of its folder"):
        write_snippet("# file: ../x.py\n", tmp_path)
