"""Walking over nodes without knowing their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from paylint.ir.nodes import Node

SCALAR = frozenset({"line", "column", "id", "name", "operator", "operators", "unpack", "delegate", "level", "module"})


HELD = {"code": "body"}
"""A field by which a node holds others inside something that is no node, and the name under which it hands them out."""

PARTS = {
    kind: tuple(HELD.get(f.name, f.name) for f in fields(kind) if f.name not in SCALAR)
    for kind in Node.__subclasses__()
}
"""The names of the fields of each node class that can hold other nodes."""


def children(node: Node) -> list[Node]:
    """The nodes directly below a node, in source order of its fields."""
    found: list[Node] = []
    for name in PARTS[type(node)]:
        part = getattr(node, name)
        if isinstance(part, Node):
            found.append(part)
        elif type(part) is tuple:
            for item in part:
                if isinstance(item, Node):
                    found.append(item)
                elif type(item) is tuple:
                    found.extend(flatten(item))
    return found


def walk(root: Node) -> Iterator[Node]:
    """A node and all nodes below it."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(children(node))


def flatten(part: tuple[object, ...]) -> Iterator[Node]:
    """The nodes inside nested tuples."""
    for item in part:
        if isinstance(item, Node):
            yield item
        elif isinstance(item, tuple):
            yield from flatten(item)
