"""Each file or folder of ``fixtures/<topic>/`` is a program whose comments say which data reaches which sink in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.testing import check_file, check_folder

FIXTURES = Path(__file__).parent / "fixtures"
BROKEN = "broken_files"
PARTLY_ANALYSED = "PAY903"


def programs(*topics: str) -> list[Path]:
    return sorted(path for topic in topics for path in (FIXTURES / topic).glob("*") if path.name != "__pycache__")


def topics() -> list[str]:
    return sorted(path.name for path in FIXTURES.iterdir() if path.name != BROKEN)


def differences(program: Path) -> tuple[str, ...]:
    return (check_folder if program.is_dir() else check_file)(program)


def name(program: Path) -> str:
    return program.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("program", programs(*topics()), ids=name)
def test_the_program_gives_what_its_comments_expect(program: Path) -> None:
    found = differences(program)

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("program", programs(BROKEN), ids=name)
def test_a_broken_file_is_named_and_gives_what_its_comments_expect_all_the_same(program: Path) -> None:
    found = differences(program)

    named = [line for line in found if PARTLY_ANALYSED in line]
    assert len(named) == 1
    assert list(found) == named, "\n" + "\n".join(found)
