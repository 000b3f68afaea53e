"""Which scripts are followed, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.finding import Skipped
from paylint.frontend.discovery import DiscoveryOptions, discover
from paylint.location import Path as Place
from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.packs import load_packs
from paylint.pipeline import check
from paylint.site.reading import Site, read_site

PANS = "function move(map) { map.pan(map.frames.number, map.name); }"
READS = 'document.getElementById("card_number").onchange = function () { send(this.value); };'
HEADS = {
    "node first": 'typeof exports === "object" ? module.exports = f() : f();',
    "turned round": "'object' === typeof exports ? module.exports = f() : f();",
    "amd": "if (typeof define === 'function' && define.amd) { define(f); }",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(load_packs(()), ())


def site(folder: Path, catalog: Catalog, script: str) -> Site:
    (folder / "map.js").write_text(script, "utf-8")
    return read_site(discover([str(folder)], DiscoveryOptions(), str(folder)).files, catalog)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_library_is_not_followed_and_is_named(tmp_path: Path, catalog: Catalog, head: str) -> None:
    found = site(tmp_path, catalog, f"/*! map.js 1.0 */\n{head}\n{PANS}\n")

    assert found.scripts == ()
    assert found.skipped == (Skipped(Place("map.js"), "library"),)


@pytest.mark.parametrize(
    "script", [PANS, f"{HEADS['amd']}\n{READS}"], ids=["of the shop", "a library that names a card"]
)
def test_other_scripts_are_followed(tmp_path: Path, catalog: Catalog, script: str) -> None:
    found = site(tmp_path, catalog, script)

    assert [each.path for each in found.scripts] == ["map.js"]
    assert found.skipped == ()


def test_what_is_left_out_stands_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "map.js").write_text(f"{HEADS['amd']}\n{PANS}\n", "utf-8")

    report = check(defaults(str(tmp_path), root=str(tmp_path)))

    assert report.coverage.skipped == (Skipped(Place("map.js"), "library"),)
