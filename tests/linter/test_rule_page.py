"""A rule's page comes from its metadata and from the docstring of the module that holds it."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from paylint.finding import Severity
from paylint.rule import Rule
from paylint.rule_page import document, documentation

RULE = Rule("XYZ101", "thing-written", "A thing is written.", Severity.ERROR, lambda _: iter(()), "Do not.")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("thing_written", "A thing is written.\n\n    ## What it does\n\n    Little.\n    ")
    module.rule = RULE  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "thing_written", module)


@pytest.mark.usefixtures("held")
def test_the_page_shows_title_metadata_and_the_body_of_the_docstring() -> None:
    assert document(RULE) == (
        "# XYZ101 thing-written\n\nA thing is written.\n\n- **Severity**: error\n- **Remedy**: Do not.\n\n"
        "## What it does\n\nLittle.\n"
    )


def test_a_rule_that_no_module_holds_has_metadata_alone() -> None:
    assert documentation(RULE) == ""
    assert document(RULE).endswith("- **Remedy**: Do not.\n")
