"""The data-flow diagram in its three languages: stable, escaped, and laid out so that nothing covers anything."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from paylint.reporters import diagram_dot, diagram_mermaid, diagram_svg
from paylint.reporters.diagram_layout import LINE, Picture, Rectangle, laid_out
from paylint.reporters.diagram_text import drift, safe
from paylint.reporters.diagram_wrapping import width, wrapped
from paylint.scope import Arrow, Diagram, Node, Zone
from paylint.translation import translated_diagram
from tests.linter.reporters.scopes import CARD, MANY_WAYS, REDIRECT

SHOP = Path(__file__).parents[3] / "examples" / "tokiwa" / "before"
FORMS = (diagram_mermaid, diagram_dot, diagram_svg)
SHARED: tuple[Zone, ...] = ("browser", "server", "server", "server", "storage", "third-party")


def shop(seed: int, size: int) -> Diagram:
    """A diagram of ``size`` nodes with arrows in all directions, names short and long, elements none to all."""
    chance = random.Random(seed)
    nodes = []
    for number in range(size):
        name = ".".join(
            chance.choice(("shop", "checkout", "PaymentProcessor", "決済処理")) for _ in range(1 + number % 5)
        )
        nodes.append(Node(f"n{number}", f"{name}.{number}", SHARED[number % len(SHARED)]))
    ends = {(chance.randrange(size), chance.randrange(size)) for _ in range(size * 3 // 2)}
    return Diagram(
        tuple(nodes),
        tuple(
            Arrow(
                f"n{a}", f"n{b}", CARD[: chance.randrange(4)], chance.choice(("", "POST", "a long note on how it goes"))
            )
            for a, b in sorted(ends)
        ),
    )


def chain(size: int) -> Diagram:
    """A way from the browser through many handlers to a provider."""
    middle = tuple(Node(f"h{number:02}", f"shop.checkout.step_{number}", "server") for number in range(size))
    nodes = (Node("b", "Browser", "browser"), *middle, Node("p", "Provider", "third-party"))
    return Diagram(nodes, tuple(Arrow(one.id, two.id, CARD) for one, two in pairwise(nodes)))


PICTURES = {
    "three ways of paying": MANY_WAYS.diagram,
    "a redirect": REDIRECT.diagram,
    "a chain of five": chain(5),
    "nothing but a store": Diagram((Node("s", "database", "storage"),), ()),
    "back and forth": Diagram(
        (Node("a", "shop.a", "server"), Node("b", "shop.b", "server")),
        (Arrow("a", "b", CARD), Arrow("b", "a", (), "token"), Arrow("a", "a", CARD, "again")),
    ),
    **{f"{size} nodes, {seed}": shop(seed, size) for seed in range(4) for size in (8, 25)},
    "40 nodes": shop(9, 40),
}
every_picture = pytest.mark.parametrize("diagram", PICTURES.values(), ids=PICTURES)


def placed(diagram: Diagram) -> Picture:
    return laid_out(safe(diagram), "en")


def labels(picture: Picture) -> list[Rectangle]:
    """The room that each arrow's label takes."""
    return [
        Rectangle(
            route.label[0],
            route.label[1] - (len(route.lines) - 1) * LINE - 11,
            width(route.lines),
            (len(route.lines) - 1) * LINE + 13,
        )
        for route in picture.routes
        if route.lines
    ]


def overlap(one: Rectangle, two: Rectangle) -> bool:
    across = one.x < two.x + two.width and two.x < one.x + one.width
    return across and one.y < two.y + two.height and two.y < one.y + one.height


def inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def strips(picture: Picture) -> list[tuple[int, Rectangle]]:
    """Each straight piece of each arrow, with the number of its arrow."""
    return [
        (number, Rectangle(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)))
        for number, route in enumerate(picture.routes)
        for (x0, y0), (x1, y1) in pairwise(route.points)
    ]


@every_picture
def test_no_box_covers_another(diagram: Diagram) -> None:
    boxes = [box.place for box in placed(diagram).boxes]

    assert [pair for pair in combinations(boxes, 2) if overlap(*pair)] == []


@every_picture
def test_no_label_covers_another_or_a_box(diagram: Diagram) -> None:
    picture = placed(diagram)
    told = labels(picture)

    assert [pair for pair in combinations(told, 2) if overlap(*pair)] == []
    assert [(label, box) for label in told for box in picture.boxes if overlap(label, box.place)] == []


@every_picture
def test_no_arrow_runs_through_a_box(diagram: Diagram) -> None:
    picture = placed(diagram)

    assert [(strip, box) for _, strip in strips(picture) for box in picture.boxes if overlap(strip, box.place)] == []


@every_picture
def test_no_arrow_runs_through_a_label(diagram: Diagram) -> None:
    picture = placed(diagram)

    assert [(strip, label) for _, strip in strips(picture) for label in labels(picture) if overlap(strip, label)] == []


@every_picture
def test_no_two_arrows_share_a_piece_of_way(diagram: Diagram) -> None:
    pieces = strips(placed(diagram))

    for (one, first), (other, second) in combinations(pieces, 2):
        if one != other and first.width and second.width and first.y == second.y:
            assert not (first.x < second.x + second.width and second.x < first.x + first.width), (first, second)
        if one != other and first.height and second.height and first.x == second.x:
            assert not (first.y < second.y + second.height and second.y < first.y + first.height), (first, second)


@every_picture
def test_every_box_stands_in_its_own_trust_boundary_and_in_no_other(diagram: Diagram) -> None:
    picture = placed(diagram)
    zones = dict(picture.zones)

    assert [pair for pair in combinations(zones.values(), 2) if overlap(*pair)] == []
    for box in picture.boxes:
        assert inside(box.place, zones[box.node.zone])
        assert not any(overlap(box.place, place) for zone, place in zones.items() if zone != box.node.zone)


@every_picture
def test_everything_is_inside_the_picture(diagram: Diagram) -> None:
    picture = placed(diagram)
    whole = Rectangle(0, 0, picture.width, picture.height)
    parts = [place for _, place in picture.zones] + labels(picture) + [strip for _, strip in strips(picture)]

    assert [part for part in parts if not inside(part, whole)] == []


@every_picture
def test_text_fits_its_box(diagram: Diagram) -> None:
    for box in placed(diagram).boxes:
        assert width(box.lines) <= box.place.width
        assert len(box.lines) * LINE <= box.place.height


@every_picture
def test_an_arrow_begins_and_ends_at_its_boxes(diagram: Diagram) -> None:
    picture = placed(diagram)
    places = {box.node.id: box.place for box in picture.boxes}

    for route in picture.routes:
        for (x, y), node in zip(
            (route.points[0], route.points[-1]), (route.arrow.source, route.arrow.target), strict=True
        ):
            place = places[node]
            assert x in (place.x, place.x + place.width)
            assert place.y <= y <= place.y + place.height


@every_picture
@pytest.mark.parametrize("form", FORMS)
def test_the_same_diagram_gives_the_same_bytes(form, diagram: Diagram) -> None:
    assert form.drawn(diagram, "en") == form.drawn(replace(diagram), "en")


@pytest.mark.parametrize("form", FORMS)
def test_elements_of_account_data_stand_on_the_arrows(form) -> None:
    drawn = form.drawn(MANY_WAYS.diagram, "en")

    for word in ("card number", "security code", "expiry date", "hosted fields", "GMO Payment Gateway"):
        assert word in drawn


@pytest.mark.parametrize("form", FORMS)
def test_trust_boundaries_are_drawn_and_named(form) -> None:
    drawn = form.drawn(MANY_WAYS.diagram, "en")

    for zone in ("browser", "This server", "Storage", "Third parties"):
        assert zone in drawn


HOSTILE = 'a"]\n end --> <script>alert(1)</script> & \\ | `4242424242424242`'
FOUL = Diagram(
    (Node(HOSTILE, HOSTILE, "server"), Node("p", f"library: {HOSTILE}", "third-party")),
    (Arrow(HOSTILE, "p", CARD, HOSTILE),),
)


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_two_runs_draw_the_same_bytes(form: str) -> None:
    first, second = (
        subprocess.run(
            [sys.executable, "-m", "paylint", "scope", str(SHOP), "--diagram", form],
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            check=True,
        ).stdout
        for seed in ("1", "2")
    )

    assert first
    assert first == second


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("diagram", [*PICTURES.values(), FOUL], ids=[*PICTURES, "hostile"])
def test_graphviz_reads_what_is_written(diagram: Diagram) -> None:
    done = subprocess.run(
        ["dot", "-Tcanon"], input=diagram_dot.drawn(diagram, "en").encode(), capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("form", FORMS)
def test_no_card_number_is_shown_whole(form) -> None:
    assert "4242424242424242" not in form.drawn(FOUL, "en")


def test_names_of_checked_code_cannot_break_out_of_mermaid() -> None:
    flow, title, *rest = diagram_mermaid.drawn(FOUL, "en").splitlines()

    assert (flow, title) == ("flowchart LR", "  accTitle: Flow of account data")
    assert [line.count('"') for line in rest] == [2, 2, 0, 2, 2, 0, 2]
    assert not any(set(line.replace("<br/>", "").replace("-->", "")) & set("<>\\`&") for line in rest)


def test_names_of_checked_code_cannot_break_out_of_dot() -> None:
    drawn = diagram_dot.drawn(FOUL, "en")

    assert "script" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", drawn)


def test_names_of_checked_code_cannot_break_out_of_svg() -> None:
    drawn = ET.fromstring(diagram_svg.drawn(FOUL, "en"))

    assert {element.tag.partition("}")[2] for element in drawn.iter()} == {
        *("svg", "title", "desc", "style", "g", "rect", "path", "text")
    }


def test_the_picture_is_told_to_screen_readers() -> None:
    drawn = ET.fromstring(diagram_svg.drawn(REDIRECT.diagram, "en"))

    space = "{http://www.w3.org/2000/svg}"
    description = drawn.findtext(f"{space}desc")
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{space}title") == "Flow of account data"
    assert description is not None
    assert "Browser to GMO Payment Gateway: card number, security code, expiry date, typed there." in description


def test_labels_and_notes_are_said_in_the_reader_s_language() -> None:
    nodes = (Node("a", "library: tclink", "server"), Node("b", "database", "storage"))

    told = translated_diagram(Diagram(nodes, (Arrow("a", "b", CARD, "HTTP request"),)), "ja")

    assert [node.label for node in told.nodes] == ["ライブラリ: tclink", "データベース"]
    assert [node.id for node in told.nodes] == ["a", "b"]
    assert told.arrows[0].note == "HTTPリクエスト"


def test_new_nodes_change_no_other_line() -> None:
    before = MANY_WAYS.diagram
    node = Node("service:shop.audit", "shop.audit", "server")

    changed = drift(
        diagram_mermaid.drawn(before, "en"),
        diagram_mermaid.drawn(replace(before, nodes=(*before.nodes, node)), "en"),
    )

    assert changed == ('+    n_service_shop_audit["shop.audit"]',)


def test_line_endings_are_no_drift() -> None:
    drawn = diagram_mermaid.drawn(MANY_WAYS.diagram, "en")

    assert drift(drawn.replace("\n", "\r\n"), drawn) == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("card number, security code", ("card number,", "security code"), id="after a comma"),
        pytest.param("redirect to the provider's page", ("redirect to the", "provider's page"), id="at a space"),
        pytest.param("shop.checkout.views.pay_now", ("shop.checkout.views.", "pay_now"), id="after a mark"),
        pytest.param("BraintreePaymentsGateway", ("BraintreePayments", "Gateway"), id="before a capital"),
        pytest.param("x" * 25, ("x" * 20, "x" * 5), id="anywhere"),
        pytest.param("カード番号、セキュリティコード", ("カード番号、", "セキュリティコード"), id="wide characters"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_text_is_broken_where_it_has_a_seam(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped((text,), 20) == lines
