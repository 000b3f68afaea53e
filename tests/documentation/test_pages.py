"""The rules' pages say what the rules say."""

from __future__ import annotations

from pathlib import Path

from tests.documentation.pages import pages

FOLDER = Path(__file__).resolve().parents[2] / "rules" / "docs"


def test_the_pages_are_those_that_the_rules_docstrings_give():
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert written == dict(pages()), "the pages are old: `make docs` writes them anew"
