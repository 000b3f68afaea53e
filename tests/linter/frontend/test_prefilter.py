"""One pass over the bytes says which files can matter."""

from __future__ import annotations

from pathlib import Path as FilePath

import pytest

from paylint.finding import Problem
from paylint.frontend.discovery import SourceFile
from paylint.frontend.prefilter import UNREADABLE, Index, prefilter
from paylint.location import Location, Path

NEEDLES = {"source": ("card_number", "cvv", "カード"), "sink": ("requests", "card"), "route": (), "empty": ("",)}


def index(root: FilePath, **contents: str) -> Index:
    for name, content in contents.items():
        (root / f"{name}.py").write_text(content)
    files = [SourceFile(Path(f"{name}.py"), str(root / f"{name}.py"), "python", 1) for name in contents]
    return prefilter(files, NEEDLES)


def test_a_file_belongs_to_the_groups_of_the_words_it_holds(tmp_path: FilePath) -> None:
    built = index(tmp_path, both="x = Card_Number", sink="import requests", none="x = 1", japanese="# カード番号")

    assert {str(path): built.groups(path) for path in built.paths} == {
        "both.py": {"source", "sink"},
        "japanese.py": {"source"},
        "none.py": frozenset(),
        "sink.py": {"sink"},
    }
    assert built.groups(Path("unknown.py")) == frozenset()


def test_an_identifier_is_found_as_a_whole_word(tmp_path: FilePath) -> None:
    built = index(tmp_path, c="pay(card)", b="repay(card)", a="pay2(x); x.pay", d="PAY", e="pay")

    assert built.holding("pay") == ("a.py", "c.py", "e.py")
    assert built.holding("pay") is built.holding("pay")
    assert built.holding("nothing") == ()


def test_bytes_are_kept_and_lines_are_counted(tmp_path: FilePath) -> None:
    built = index(tmp_path, a="x = 1\ny = 2", b="", c="z = 3\n")

    assert built.content(Path("a.py")) == b"x = 1\ny = 2"
    assert built.lines == 3
    with pytest.raises(KeyError):
        built.content(Path("unknown.py"))


def test_a_file_that_cannot_be_read_is_a_problem_and_hides_nothing(tmp_path: FilePath) -> None:
    (tmp_path / "b.py").write_text("cvv")
    files = [SourceFile(Path(name), str(tmp_path / name), "python", 1) for name in ("b.py", "a.py")]
    built = prefilter(files, NEEDLES)

    assert built.paths == ("b.py",)
    message = "a.py could not be read: no such file or directory."
    assert built.problems == (Problem(UNREADABLE, Location(Path("a.py"), 1), message),)


def test_without_words_nothing_is_found() -> None:
    built = prefilter([], {})

    assert (built.paths, built.lines, built.problems) == ((), 0, ())
