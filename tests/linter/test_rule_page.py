"""A rule's page comes from its metadata and from the docstring of the module that holds it."""

from __future__ import annotations

from dataclasses import replace

from paylint.finding import Severity
from paylint.rule import Rule
from paylint.rule_page import document

RULE = Rule("XYZ101", "thing-written", "A thing is written.", Severity.ERROR, lambda _: iter(()), "Do not.")


def test_the_page_shows_title_metadata_and_the_body_of_the_docstring() -> None:
    held = replace(RULE, documentation="A thing is written.\n\n## What it does\n\nLittle.\n")

    assert document(held) == (
        "# XYZ101 thing-written\n\nA thing is written.\n\n- **Severity**: error\n- **Remedy**: Do not.\n\n"
        "## What it does\n\nLittle.\n"
    )


def test_a_rule_that_no_module_holds_has_metadata_alone() -> None:
    assert document(RULE).endswith("- **Remedy**: Do not.\n")
