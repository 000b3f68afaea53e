"""Comments that accept findings, over the real line and the installed rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.cli.app import run

SHOP = """\
import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/pay")
def pay():
    number = request.form["card_number"]
    log.info(
        "paying with %s", number
    )
    return "ok"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop.py").write_bytes(SHOP.replace("\n", "\r\n").encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path / "shop.py"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_findings_are_accepted_with_a_reason_a_day_and_an_owner(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--reason", "test cards only", "--until", "2999-12-31", "--owner", "payments team"]

    assert run(["suppress", "PAY301", "card-data-received", ".", *words]) == 0

    assert said(capsys) == "changed 1 file\n"
    comment = "test cards only -- until 2999-12-31 -- payments team\r\n"
    lines = shop.read_bytes().decode().splitlines(keepends=True)
    assert lines[10] == f'    number = request.form["card_number"]  # paylint: ignore[PAY101] {comment}'
    assert lines[13] == f"    )  # paylint: ignore[PAY301] {comment}"
    assert run(["check"]) == 0
    assert said(capsys).endswith("no further card flow found in 1 file (1 analysed); 2 suppressed\n")


def test_a_diff_is_shown_and_nothing_is_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = shop.read_bytes()

    assert run(["suppress", "PAY301", "--diff"]) == 0

    assert "+    )  # paylint: ignore[PAY301]\n" in said(capsys)
    assert shop.read_bytes() == before


def test_twice_is_as_once(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["suppress", "PAY301"])
    once = shop.read_bytes()
    said(capsys)

    run(["suppress", "PAY301"])

    assert said(capsys) == "changed 0 files\n"
    assert shop.read_bytes() == once


def test_what_is_not_needed_any_more_is_reported_and_pruned(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["suppress", "PAY101", "PAY301"])
    shop.write_text(shop.read_text().replace('"paying with %s", number', '"paying"'))
    said(capsys)

    assert run(["check", "--format", "concise"]) == 1
    assert said(capsys) == "shop.py:14:8: PAY911[suppression-unused] the suppression of PAY301 is not needed\n"
    assert run(["suppress", "--prune"]) == 0
    assert run(["check"]) == 0
    assert "PAY301" not in shop.read_text()


def test_a_new_leak_beside_an_accepted_one_is_reported(shop: Path) -> None:
    run(["suppress", "PAY101", "PAY301"])
    shop.write_text(shop.read_text().replace("    return", "    log.warning(number)\n    return"))

    assert run(["check"]) == 1


def test_an_encoding_is_kept(shop: Path) -> None:
    text = "# -*- coding: euc-jp -*-\n# 決済\n" + SHOP
    shop.write_bytes(text.encode("euc-jp"))

    assert run(["suppress", "PAY101", "PAY301", "--reason", "試験用"]) == 0

    assert "試験用" in shop.read_bytes().decode("euc-jp")
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name the rules to suppress"),
        (["PAY911"], "PAY911 is about suppressions and no comment suppresses it"),
        (["PAY999"], '"PAY999" is neither a rule nor a file'),
        (["PAY301", "--until", "soon"], '--until "soon" is no date; write it as 2027-03-31'),
        (["PAY301", "--reason", "a -- b"], '--reason "a -- b" must be one line without --'),
    ],
)
def test_what_cannot_be_written_is_refused(
    shop: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    before = shop.read_bytes()

    assert run(["suppress", *arguments]) == 2

    assert message in capsys.readouterr().err
    assert shop.read_bytes() == before


def test_a_reason_can_be_required(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop.parent / "paylint.toml").write_text("require-reason = true\n")
    run(["suppress", "PAY101", "PAY301"])
    said(capsys)

    assert run(["check", "--format", "concise"]) == 1
    assert [line.split(" ")[1] for line in said(capsys).splitlines()] == ["PAY914[suppression-without-reason]"] * 2


def test_per_file_ignores_and_severities(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = shop.parent / "paylint.toml"
    config.write_text('[per-file-ignores]\n"*.py" = ["PAY101"]\n[per-file-severity]\n"*.py" = { PAY301 = "note" }\n')

    assert run(["check", "--fail-on", "warning"]) == 0
    assert said(capsys).endswith("1 note in 1 file (1 analysed); 1 suppressed\n")

    config.write_text('[per-file-ignores]\n"*.py" = ["PAY999"]\n')
    assert run(["check"]) == 2
    assert 'unknown rule "PAY999" in per-file-ignores' in capsys.readouterr().err


def test_a_rule_about_suppressions_is_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    assert "PAY912  suppression-expired" in said(capsys)

    assert run(["explain", "PAY912"]) == 0
    assert said(capsys).startswith("# PAY912 suppression-expired\n")
