"""Each file or folder of ``fixtures/<topic>/`` is a program whose comments say which data reaches which sink in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.testing import check_file, check_folder

FIXTURES = Path(__file__).parent / "fixtures"
PROGRAMS = tuple(sorted(path for path in FIXTURES.glob("*/*") if path.name != "__pycache__"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.relative_to(FIXTURES).as_posix())
def test_the_program_gives_what_its_comments_expect(program: Path) -> None:
    differences = (check_folder if program.is_dir() else check_file)(program)

    assert not differences, "\n" + "\n".join(differences)
