"""The data-flow diagram (PCI DSS 1.2.4) as SVG: no script, no font, no address; light and dark, and told to screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from paylint.messages import say
from paylint.reporters.diagram_layout import LINE, Box, Picture, Rectangle, Route, laid_out
from paylint.reporters.diagram_text import arrow_label, safe
from paylint.reporters.scope_words import ZONES
from paylint.scope import Diagram, Zone

STYLE = """
.flow { --ink: #1d2733; --soft: #566373; --edge: #8793a1; --data: #b4281e; --paper: #ffffff; --zone: #f4f6f8; }
@media screen and (prefers-color-scheme: dark) {
  .flow { --ink: #e6ebf1; --soft: #a3afbd; --edge: #748294; --data: #ff8d7d; --paper: #1a212a; --zone: #222b36; }
}
.flow text { font: 12px system-ui, "Segoe UI", "Hiragino Sans", "Noto Sans CJK JP", sans-serif; fill: var(--ink); }
.flow .zone rect { fill: var(--zone); stroke: var(--edge); stroke-dasharray: 5 4; }
.flow .zone text { font-weight: 600; fill: var(--soft); }
.flow .box rect { fill: var(--paper); stroke: var(--edge); }
.flow .box text { text-anchor: middle; }
.flow .arrow path { fill: none; stroke: var(--edge); stroke-width: 1.5; stroke-dasharray: 4 3; }
.flow .arrow text { font-size: 11px; fill: var(--soft); }
.flow .arrow.data path { stroke: var(--data); stroke-dasharray: none; }
.flow .arrow.data text { fill: var(--data); }
.flow .arrow .head { fill: var(--edge); stroke: none; }
.flow .arrow.data .head { fill: var(--data); }
"""
_CORNER = 6
_HEAD = 7


def drawn(diagram: Diagram, language: str) -> str:
    """The diagram as a standalone SVG document."""
    return rendered(laid_out(safe(diagram), language), language)


def rendered(picture: Picture, language: str) -> str:
    """A picture that is laid out already, as a standalone SVG document."""
    return "\n".join(_lines(picture, language)) + "\n"


def _lines(picture: Picture, language: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" aria-labelledby="flow-title" aria-describedby="flow-desc" '
        f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}">'
    )
    yield f'<title id="flow-title">{_text(say(language, "Flow of account data"))}</title>'
    yield f'<desc id="flow-desc">{_text(_description(picture, language))}</desc>'
    yield f"<style>{STYLE}</style>"
    for zone, place in picture.zones:
        yield _zone(zone, place, language)
    for route in picture.routes:
        yield _route(route)
    for box in picture.boxes:
        yield _box(box)
    yield "</svg>"


def _description(picture: Picture, language: str) -> str:
    """The arrows as sentences, for those who do not see the picture."""
    names = {box.node.id: box.node.label for box in picture.boxes}
    return " ".join(
        say(
            language,
            "{source} to {target}: {what}.",
            source=names[route.arrow.source],
            target=names[route.arrow.target],
            what=say(language, ", ").join(arrow_label(route.arrow, language)) or say(language, "no account data"),
        )
        for route in picture.routes
    )


def _zone(zone: Zone, place: Rectangle, language: str) -> str:
    title = _text(say(language, ZONES[zone]))
    return f'<g class="zone">{_rectangle(place, 8)}<text x="{place.x + 12}" y="{place.y + 20}">{title}</text></g>'


def _box(box: Box) -> str:
    place = box.place
    first = place.y + (place.height - len(box.lines) * LINE) // 2 + LINE - 4
    texts = "".join(
        f'<text x="{place.x + place.width // 2}" y="{first + number * LINE}">{_text(line)}</text>'
        for number, line in enumerate(box.lines)
    )
    return f'<g class="box">{_rectangle(place, 5)}{texts}</g>'


def _route(route: Route) -> str:
    x, base = route.label
    first = base - (len(route.lines) - 1) * LINE
    texts = "".join(
        f'<text x="{x}" y="{first + number * LINE}">{_text(line)}</text>' for number, line in enumerate(route.lines)
    )
    kind = "arrow data" if route.arrow.elements else "arrow"
    return (
        f'<g class="{kind}"><path d="{_way(route.points)}"/><path class="head" d="{_head(route.points)}"/>{texts}</g>'
    )


def _way(points: tuple[tuple[int, int], ...]) -> str:
    """A line over the points, its corners rounded where there is room."""
    way = [f"M{points[0][0]} {points[0][1]}"]
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        room = min(_CORNER, (abs(x1 - x0) + abs(y1 - y0)) // 2, (abs(x2 - x1) + abs(y2 - y1)) // 2)
        way.append(f"L{x1 - room * _sign(x1 - x0)} {y1 - room * _sign(y1 - y0)}")
        way.append(f"Q{x1} {y1} {x1 + room * _sign(x2 - x1)} {y1 + room * _sign(y2 - y1)}")
    return " ".join([*way, f"L{points[-1][0]} {points[-1][1]}"])


def _head(points: tuple[tuple[int, int], ...]) -> str:
    (before, _), (x, y) = points[-2:]
    back = x - _HEAD * _sign(x - before)
    return f"M{x} {y} L{back} {y - _HEAD // 2} L{back} {y + _HEAD // 2} Z"


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _rectangle(place: Rectangle, radius: int) -> str:
    return f'<rect x="{place.x}" y="{place.y}" width="{place.width}" height="{place.height}" rx="{radius}"/>'


def _text(text: str) -> str:
    return escape(text, quote=False)
