"""What the forms of the data-flow diagram share: order of zones, labels of arrows, names fit for a language, drift."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace

from paylint.masking import mask_card_numbers
from paylint.reporters.plain import one_line
from paylint.reporters.scope_words import elements
from paylint.scope import Arrow, Diagram, Node, Zone

ZONES: tuple[Zone, ...] = ("browser", "server", "storage", "third-party")
"""Trust boundaries in the order in which account data crosses them."""

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile(r"[^A-Za-z0-9]+")


def safe(diagram: Diagram) -> Diagram:
    """``diagram`` with its text and ids on one line each, without control characters and with card numbers masked."""
    return Diagram(
        tuple(replace(node, id=_clean(node.id), label=_clean(node.label) or _clean(node.id)) for node in diagram.nodes),
        tuple(
            replace(
                arrow,
                source=_clean(arrow.source),
                target=_clean(arrow.target),
                note=_clean(arrow.note),
            )
            for arrow in diagram.arrows
        ),
    )


def of_zone(diagram: Diagram, zone: Zone) -> tuple[Node, ...]:
    """The nodes in ``zone``, in the diagram's order."""
    return tuple(node for node in diagram.nodes if node.zone == zone)


def arrow_label(arrow: Arrow, language: str) -> tuple[str, ...]:
    """The lines on an arrow: elements of account data, then how they travel; empty where nothing is known."""
    return tuple(filter(None, (elements(language, arrow.elements), arrow.note)))


def identifiers(diagram: Diagram) -> Mapping[str, str]:
    """For each node a name of letters, digits and ``_`` that no other has and that is no word of a language.

    It follows from the node's own id, so that a node that is added changes no other line.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node in diagram.nodes:
        plain = "n_" + _MARKS.sub("_", _FOREIGN.sub(lambda char: f"u{ord(char[0]):x}", node.id)).strip("_")
        number = 1
        name = plain
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        names[node.id] = name
    return names


def drift(committed: str, current: str) -> tuple[str, ...]:
    """The changed lines from ``committed`` to ``current``, as ``-`` and ``+``; empty where the diagrams are the same.

    Line endings do not count: version control may change them.
    """
    before, after = committed.splitlines(), current.splitlines()
    changed = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    return tuple(line for line in changed if not line.startswith("@@"))


def _clean(text: str) -> str:
    return mask_card_numbers(one_line(text)).strip()
