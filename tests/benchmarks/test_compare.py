"""The benchmark on a small shop, without the peers: it runs, and its table has all rows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks import compare, measuring, tools
from tests.benchmarks.measuring import Cost

SHOP = Path(__file__).resolve().parents[2] / "examples" / "tokiwa" / "before"


def test_the_table_has_a_row_for_each_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--tree", str(SHOP), "--packages", "", "--tools", "paylint", "--rounds", "1"]

    compare.main([str(tmp_path), *told])

    head, _, *rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert head[-1] == "paylint |"
    assert [row[1] for row in rows] == [*tools.ALONE, *tools.ON_A_PACKAGE]
    assert all(" s" in row[2] for row in rows), rows


def test_a_change_near_a_card_is_made_where_the_card_passes_and_one_far_from_it_elsewhere() -> None:
    with compare.repository(SHOP) as (work, scratch):
        near, far = compare.places(work, scratch)

    assert near == work / "shop" / "checkout.py"
    assert far == work / "shop" / "catalog.py"


def test_what_is_slower_than_promised_is_named() -> None:
    table: compare.Table = {
        ("", tools.START): {"paylint": Cost(0.2, 20)},
        ("pretix-1", tools.COLD): {"paylint": Cost(9, 200), "Semgrep CE": Cost(8, 300)},
        ("pretix-1", tools.NEAR): {"paylint": Cost(0.4, 50)},
        ("pretix-1", tools.FAR): {"paylint": Cost(0.4, 50)},
        ("small-1", tools.FAR): {"paylint": Cost(0.4, 50)},
    }

    assert [each.partition(":")[0] for each in compare.broken(table)] == [
        "start",
        "pretix-1, whole, nothing kept",
        "pretix-1, commit, one file changed far from any",
    ]


def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "PATIENCE", 0.3)

    cost = measuring.measure(["sh", "-c", "sleep 60 & sleep 60"], dict(os.environ), tmp_path)

    assert cost.ended
    assert cost.seconds < 30
