"""Each file or folder of ``fixtures/<family>/<rule>/`` is a program whose comments say what is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from paylint.testing import check_file, check_folder
from paylint_rules import PACK

FIXTURES = Path(__file__).parent / "fixtures"
CODES = {rule.name.replace("-", "_"): rule.code for rule in PACK.rules()}


def _programs() -> Iterator[Path]:
    for program in sorted(FIXTURES.glob("*/*/*")):
        if program.name != "__pycache__":
            yield program


@pytest.mark.parametrize("program", tuple(_programs()), ids=lambda program: program.relative_to(FIXTURES).as_posix())
def test_the_program_gives_what_its_comments_expect(program: Path) -> None:
    code = CODES[program.parent.name]

    differences = (check_folder if program.is_dir() else check_file)(program, code)

    assert not differences, "\n" + "\n".join(differences)


@pytest.mark.parametrize("name", sorted(CODES))
def test_every_rule_has_fixtures(name: str) -> None:
    assert list(FIXTURES.glob(f"*/{name}/*"))
