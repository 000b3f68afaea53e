"""With a cache the reports are those without one, byte for byte: for every state of the example shops and for the fixtures.

`make corpus` asks the same of the labelled packages.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.warm import SOME, differences

ROOT = Path(__file__).resolve().parents[3]
SHOPS = [state for state in sorted(ROOT.glob("examples/*/*")) if (state / "shop").is_dir()]
FIXTURES = sorted(folder for folder in (ROOT / "tests" / "rules" / "fixtures").iterdir() if folder.is_dir())


@pytest.mark.parametrize("tree", SHOPS, ids=lambda tree: f"{tree.parent.name}/{tree.name}")
def test_a_shops_reports_are_the_same_cold_and_warm_and_after_a_change_and_its_undoing(tree: Path) -> None:
    assert list(differences(tree, SOME)) == []


@pytest.mark.parametrize("tree", FIXTURES, ids=lambda tree: tree.name)
def test_so_are_those_of_the_fixtures(tree: Path) -> None:
    assert list(differences(tree, SOME)) == []


def test_a_cache_that_gave_an_old_answer_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paylint.cache.outlines.Outlines._code", lambda *_: b"as it was")
    shop = next(tree for tree in SHOPS if tree.parent.name == "tokiwa")

    assert any("a leak more" in difference for difference in differences(shop, SOME))
