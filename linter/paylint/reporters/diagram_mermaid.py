"""The data-flow diagram (PCI DSS 1.2.4) as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.messages import say
from paylint.reporters.diagram_text import ZONES, arrow_label, identifiers, of_zone, safe
from paylint.reporters.scope_words import ZONES as ZONE_NAMES
from paylint.scope import Arrow, Diagram, Node

_SHAPES = {"browser": ("([", "])"), "server": ("[", "]"), "storage": ("[(", ")]"), "third-party": ("[[", "]]")}


def drawn(diagram: Diagram, language: str) -> str:
    """The diagram's source text. Zones are subgraphs; arrows without account data are dotted."""
    return "\n".join(_lines(safe(diagram), language)) + "\n"


def _lines(diagram: Diagram, language: str) -> Iterator[str]:
    names = identifiers(diagram)
    yield "flowchart LR"
    yield f"  accTitle: {say(language, 'Flow of account data')}"
    for zone in ZONES:
        nodes = of_zone(diagram, zone)
        if nodes:
            yield f'  subgraph zone_{zone.replace("-", "_")} ["{_escaped(say(language, ZONE_NAMES[zone]))}"]'
            yield from (f"    {names[node.id]}{_box(node)}" for node in nodes)
            yield "  end"
    for arrow in diagram.arrows:
        yield f"  {names[arrow.source]} {_line(arrow, language)} {names[arrow.target]}"


def _box(node: Node) -> str:
    opening, closing = _SHAPES[node.zone]
    return f'{opening}"{_escaped(node.label)}"{closing}'


def _line(arrow: Arrow, language: str) -> str:
    label = "<br/>".join(_escaped(part) for part in arrow_label(arrow, language))
    line = "-->" if arrow.elements else "-.->"
    return f'{line}|"{label}"|' if label else line


def _escaped(text: str) -> str:
    """``text`` in Mermaid's entity codes, all but letters, digits and the few marks that mean nothing to it."""
    return "".join(char if char.isalnum() or char in " ,./:_-()" else f"#{ord(char)};" for char in text)
