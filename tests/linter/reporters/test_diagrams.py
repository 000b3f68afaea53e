"""The three forms of the data-flow diagram."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from paylint.reporters import diagram_dot, diagram_mermaid, diagram_svg
from paylint.scope import Arrow, Diagram, Node
from tests.linter.reporters.scopes import MANY_WAYS, REDIRECT

SHOP = Path(__file__).parents[3] / "examples" / "tokiwa" / "before"
HOSTILE = Diagram(
    (
        Node("browser", 'Buyer "</text><script>" & 4242424242424242', "browser"),
        Node("end", "end\n]-->\\", "third-party"),
    ),
    (Arrow("browser", "end", ("card.pan",), '"|</svg>'),),
)
DIAGRAMS = [MANY_WAYS.diagram, REDIRECT.diagram, HOSTILE]


def scope(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paylint", "scope", str(SHOP), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        check=False,
    )


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_two_runs_draw_the_same_bytes(form: str):
    first, second = (scope("--diagram", form, seed=seed) for seed in ("1", "2"))

    assert first.returncode == 0
    assert first.stdout
    assert first.stdout == second.stdout


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=["many ways", "redirect", "hostile"])
def test_the_drawing_is_well_formed_and_has_every_box(diagram: Diagram):
    picture = ET.fromstring(diagram_svg.drawn(diagram, "en"))

    svg = "{http://www.w3.org/2000/svg}"
    assert len(picture.findall(f"{svg}g[@class='box']")) == len(diagram.nodes)
    assert {element.tag for element in picture.iter()} <= {
        svg + name for name in ("svg", "title", "desc", "style", "g", "rect", "text", "path")
    }


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("diagram", DIAGRAMS, ids=["many ways", "redirect", "hostile"])
def test_graphviz_reads_what_is_written(diagram: Diagram):
    done = subprocess.run(
        ["dot", "-Tcanon"], input=diagram_dot.drawn(diagram, "en").encode(), capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("drawn", [diagram_mermaid.drawn, diagram_dot.drawn, diagram_svg.drawn])
def test_no_card_number_is_drawn_whole(drawn):
    assert "4242424242424242" not in drawn(HOSTILE, "en")


def test_elements_stand_on_the_arrows_and_zones_around_the_boxes():
    text = diagram_mermaid.drawn(MANY_WAYS.diagram, "en")

    assert "card number" in text
    assert text.count("subgraph") == len({node.zone for node in MANY_WAYS.diagram.nodes})


@pytest.mark.parametrize("name", ["flow.mmd", "flow.dot", "flow.svg"])
def test_a_committed_diagram_is_compared(tmp_path: Path, name: str):
    form = {"mmd": "mermaid"}.get(name[-3:], name[-3:])
    file = tmp_path / name
    assert scope("--diagram", form, "-o", str(file)).returncode == 0

    same = scope("--check", str(file))
    assert (same.returncode, same.stdout) == (0, "")

    file.write_text(file.read_text(encoding="utf-8").replace("card number", "nothing"), encoding="utf-8")
    other = scope("--check", str(file))
    assert other.returncode == 1
    assert other.stdout.startswith(f"The data-flow diagram in {file} is not that of the code")
