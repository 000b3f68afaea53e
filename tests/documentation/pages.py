"""The rules' pages: one for each rule of the built-in pack, made from its docstring, and a list of them.

python -m tests.documentation.pages rules/docs
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from paylint import housekeeping
from paylint.packs import load_packs, rules_of
from paylint.rule_page import described

BUILT_IN = "paylint_rules"


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of each page."""
    found = rules_of(pack for pack in load_packs() if pack.name == BUILT_IN)
    rules = tuple(map(described, found)) + housekeeping.RULES
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity.label} | {rule.summary} |" for rule in rules
    ]
    head = ["# Rules", "", "Made by `make docs` from the rules' docstrings.", ""]
    yield (
        "README.md",
        "\n".join([*head, "| code | name | severity | what it reports |", "|---|---|---|---|", *rows, ""]),
    )
    for rule in rules:
        yield f"{rule.code}.md", rule.help


def main() -> int:
    """Write the pages, and remove those of rules that are gone."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    written = dict(pages())
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in folder.glob("*.md"):
        if path.name not in written:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
