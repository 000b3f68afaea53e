"""The list of scripts keeps what people wrote and says what differs from the code."""

from __future__ import annotations

import pytest

from paylint.errors import UsageError
from paylint.location import Location, Path
from paylint.scope import ScriptEntry
from paylint.script_list import differences, read, rows, written

PAGE = Path("templates/pay.html")


def entry(line: int, address: str = "", *, pinned: bool = False, what: str = "own") -> ScriptEntry:
    return ScriptEntry(PAGE, Location(PAGE, line), address, pinned, what)


def test_a_list_is_written_and_read_again() -> None:
    lines = rows([entry(1, "/static/pay.js"), entry(2), entry(3, "https://cdn.example.com/a.js", pinned=True)])

    assert read("scripts.tsv", written(lines)) == lines
    assert [row.script for row in lines] == ["/static/pay.js", "https://cdn.example.com/a.js", "inline 1"]


def test_justifications_stay_when_the_list_is_written_anew() -> None:
    text = written(rows([entry(1, "/static/pay.js")])).replace("own\t", "own\tchecks the number")

    again = rows([entry(5, "/static/pay.js"), entry(6, "/static/new.js")], read("scripts.tsv", text))

    assert [row.justification for row in again] == ["", "checks the number"]


def test_what_is_new_gone_changed_or_unjustified_is_told() -> None:
    old = read(
        "scripts.tsv",
        "\n".join((f"{PAGE}\t/a.js\tno\town\tneeded", f"{PAGE}\t/b.js\tyes\town\tneeded", f"{PAGE}\t/c.js\tno\town\t")),
    )
    new = rows([entry(1, "/b.js"), entry(2, "/c.js"), entry(3, "/d.js")])

    assert list(differences(old, new)) == [
        f"{PAGE} does not run /a.js any more",
        f"{PAGE}: the integrity of /b.js is no, not yes",
        f"{PAGE}: nobody says why /c.js is there",
        f"{PAGE} runs /d.js, which the list does not hold",
    ]


def test_a_line_with_other_columns_is_one_sentence() -> None:
    with pytest.raises(UsageError, match=r"scripts\.tsv:1: a line of the list of scripts has 5 columns, this one 2"):
        read("scripts.tsv", "a\tb")
