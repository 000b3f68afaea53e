"""The README leads with two commands that work, and names nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "rules/CONTRIBUTING.md",
    "rules/COOKBOOK.md",
    "linter/ARCHITECTURE.md",
    "examples/README.md",
    "integrations/README.md",
    "examples/tokiwa/README.md",
    "tests/corpus/README.md",
    "tests/ecosystem/README.md",
    "tests/peers/README.md",
]


def test_the_readme_leads_with_two_commands_that_each_start_from_nothing():
    blocks = re.findall(
        r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )

    assert [block.split(" && ")[0] for block in blocks[:2]] == ["python3 -m venv .venv"] * 2
    assert "paylint check examples/tokiwa/before" in blocks[0]
    assert "pytest" in blocks[1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_every_path_in_a_document_leads_somewhere(name):
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    paths = re.findall(r"`((?:linter|rules|tests|examples)/[\w./-]+)`", text)

    assert [link for link in links if not (document.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
