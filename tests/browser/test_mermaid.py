"""Mermaid itself reads and draws the diagrams of the example shops, and whatever names the code has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paylint.config.settings import defaults
from paylint.pipeline import scope
from paylint.reporters import diagram_mermaid
from paylint.reporters.diagram_text import safe
from paylint.scope import Diagram
from paylint.translation import translated_diagram
from tests.examples.expected import Expected, everything
from tests.linter.reporters.test_diagrams import FOUL, PICTURES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HARD = {**PICTURES, "hostile names": FOUL}
LIBRARY = Path(__file__).parents[2] / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
DRAW = """
async text => {
  mermaid.initialize({startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true});
  await mermaid.parse(text);
  const { svg } = await mermaid.render("drawn", text);
  document.body.innerHTML = svg;
  const texts = selector => [...document.querySelectorAll(selector)].map(one => one.textContent.trim());
  return {
    nodes: texts("g.node"), arrows: document.querySelectorAll("path.flowchart-link").length,
    zones: texts("g.cluster .cluster-label"), title: document.querySelector("svg > title")?.textContent,
    foreign: document.querySelectorAll("svg img, svg script, svg iframe, svg a").length,
  };
}
"""

pytestmark = pytest.mark.skipif(
    not LIBRARY.exists(), reason="`npm install mermaid` at the repository root makes this run"
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened.set_content("<!doctype html><title>Diagram</title><body></body>")
    opened.add_script_tag(path=str(LIBRARY))
    yield opened
    opened.close()


def drawn(page: Page, diagram: Diagram, language: str) -> dict[str, Any]:
    """What stands in Mermaid's picture; a text that Mermaid does not take raises an error here."""
    found: dict[str, Any] = page.evaluate(DRAW, diagram_mermaid.drawn(diagram, language))
    return found


@pytest.mark.parametrize("shop", everything(), ids=lambda shop: shop.name)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_diagram_of_every_example_is_drawn_whole(page: Page, shop: Expected, language: str) -> None:
    diagram = translated_diagram(scope(defaults(str(shop.root)))[1].diagram, language)

    picture = drawn(page, diagram, language)

    assert sorted(picture["nodes"]) == sorted(node.label for node in diagram.nodes)
    assert picture["arrows"] == len(diagram.arrows)
    assert len(picture["zones"]) == len({node.zone for node in diagram.nodes})
    assert picture["title"]


@pytest.mark.parametrize("diagram", HARD.values(), ids=HARD)
def test_names_of_checked_code_are_drawn_as_they_are(page: Page, diagram: Diagram) -> None:
    picture = drawn(page, diagram, "en")

    said = sorted(" ".join(text.split()) for text in picture["nodes"])
    assert said == sorted(" ".join(node.label.split()) for node in safe(diagram).nodes)
    assert picture["foreign"] == 0
