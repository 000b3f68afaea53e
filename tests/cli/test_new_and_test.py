"""``paylint new`` writes what ``paylint test`` finds to be as expected."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paylint.cli.app import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop_rules"]:
        del sys.modules[name]


def test_new_rules_take_the_next_numbers_of_their_pack_and_are_as_expected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "rule", "one-thing", "--into", "shop_rules", "--prefix", "SH"]) == 0
    assert run(["new", "rule", "other-thing", "--into", "shop_rules"]) == 0

    assert run(["test", "shop_rules"]) == 0

    assert capsys.readouterr().out.endswith(
        "ok       SH101 Example\nok       SH101 Use instead\nok       SH102 Example\nok       SH102 Use instead\n"
        "4 run, all as expected\n"
    )
    assert 'prefix="SH"' in (folder / "shop_rules/__init__.py").read_text("utf-8")


@pytest.mark.parametrize("what", ["model", "provider"])
def test_new_rows_come_with_a_program_that_is_as_expected(what: str) -> None:
    assert run(["new", what, "acme-pay"]) == 0

    assert run(["test", "--models", "paylint-models/", "paylint-models/tests/acme_pay_program.py"]) == 0


def test_what_differs_is_told_by_line_and_exits_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "program.py").write_text("def pay(card_number):\n    print(card_number)  # ok: PAY301\n", "utf-8")

    assert run(["test", "program.py"]) == 1

    out = capsys.readouterr().out
    assert out.startswith("differs  program.py\n         program.py:2: PAY301 is marked ok and found: ")
    assert out.endswith("1 run, 1 not as expected\n")


def test_a_folder_is_one_program(folder: Path) -> None:
    (folder / "shop").mkdir()
    (folder / "shop/audit.py").write_text("def note(value):\n    print(value)  # expect: PAY301\n", "utf-8")
    (folder / "shop/views.py").write_text("from audit import note\n\n\ndef pay(cvv):\n    note(cvv)\n", "utf-8")

    assert run(["test", "shop"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "rule", "Bad Name", "--into", "x_rules"], '"Bad Name" is no name'),
        (["new", "rule", "good", "--into", "no-package"], "cannot be imported by that name"),
        (["new", "rule", "good", "--into", "x_rules", "--prefix", "x"], "cannot begin a code"),
        (["test", "nowhere.py"], "nowhere.py does not exist"),
    ],
)
def test_wrong_calls_are_one_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2

    assert said in capsys.readouterr().err


def test_nothing_is_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "model", "acme"]) == 0
    before = (folder / "paylint-models/acme.yaml").read_bytes()

    assert run(["new", "model", "acme"]) == 2

    assert "is there already" in capsys.readouterr().err
    assert (folder / "paylint-models/acme.yaml").read_bytes() == before
