"""The data-flow diagram (PCI DSS 1.2.4) in Graphviz's DOT language."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.messages import say
from paylint.reporters.diagram_text import ZONES, arrow_label, of_zone, safe
from paylint.reporters.scope_words import ZONES as ZONE_NAMES
from paylint.scope import Arrow, Diagram, Node

_SHAPES = {"browser": "box", "server": "box", "storage": "cylinder", "third-party": "component"}


def drawn(diagram: Diagram, language: str) -> str:
    """The diagram's source text. Zones are clusters; arrows without account data are dashed."""
    return "\n".join(_lines(safe(diagram), language)) + "\n"


def _lines(diagram: Diagram, language: str) -> Iterator[str]:
    yield f"digraph {_quoted(say(language, 'Flow of account data'))} {{"
    yield '  graph [rankdir=LR, fontname="sans-serif", nodesep=0.4, ranksep=1.2];'
    yield '  node [fontname="sans-serif", fontsize=11];'
    yield '  edge [fontname="sans-serif", fontsize=10];'
    for zone in ZONES:
        nodes = of_zone(diagram, zone)
        if nodes:
            yield f"  subgraph {_quoted('cluster_' + zone)} {{"
            yield f"    label={_quoted(say(language, ZONE_NAMES[zone]))}; style=dashed;"
            yield from (f"    {_node(node)}" for node in nodes)
            yield "  }"
    yield from (f"  {_arrow(arrow, language)}" for arrow in diagram.arrows)
    yield "}"


def _node(node: Node) -> str:
    return f"{_quoted(node.id)} [label={_quoted(node.label)}, shape={_SHAPES[node.zone]}];"


def _arrow(arrow: Arrow, language: str) -> str:
    label = _quoted(*arrow_label(arrow, language))
    style = "" if arrow.elements else ", style=dashed"
    return f"{_quoted(arrow.source)} -> {_quoted(arrow.target)} [label={label}{style}];"


def _quoted(*lines: str) -> str:
    """A quoted string of these lines; in labels a backslash means something and is doubled."""
    return '"' + "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'
