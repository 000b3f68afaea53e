"""``paylint fix`` over a small shop."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.cli.app import run

SHOP = """\
import logging

log = logging.getLogger(__name__)


def pay(card_number, cvv):
    log.info("paying with %s", card_number)   # 4242424242424242
    log.info("all: %s", {"n": card_number, "fields": [x for x in (cvv,)]})
    raise ValueError(f"no: {card_number}")
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "shop.py"
    file.write_text(SHOP, "utf-8")
    return file


def test_a_finding_is_mended_in_place_and_the_rest_is_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix"]) == 0

    text = shop.read_text("utf-8")
    assert text == SHOP.replace('%s", card_number)', '%s", str(card_number)[-4:])')
    assert capsys.readouterr().out == (
        "shop.py:7:5: PAY301 card-data-logged mended\n"
        "shop.py:8:5: PAY301 card-data-logged must be mended by hand: Log the order number and at most the last four "
        "digits, and clean the logs and backups already written.\n"
        "mended 1 finding in 1 file; 1 finding more may be mended with --unsafe\n"
    )


def test_a_diff_writes_nothing_exits_with_1_and_shows_no_card_number(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fix", "--diff", "--unsafe", "--select", "PAY301,PAY302"]) == 1

    out = capsys.readouterr().out
    assert shop.read_text("utf-8") == SHOP
    assert '+    log.info("paying with %s", str(card_number)[-4:])   # 424242******4242\n' in out
    assert '+    raise ValueError(f"no: {str(card_number)[-4:]}")\n' in out
    assert "would mend 2 findings in 1 file\n" in out


def test_rules_can_be_chosen(shop: Path) -> None:
    assert run(["fix", "--unsafe", "--ignore", "PAY301"]) == 0

    assert shop.read_text("utf-8") == SHOP.replace("{card_number}", "{str(card_number)[-4:]}")
