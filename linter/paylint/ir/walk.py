"""Walking over nodes without knowing their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from paylint.ir.nodes import Node

SCALAR = frozenset({"line", "column", "id", "name", "operator", "operators", "unpack", "delegate", "level", "module"})


PARTS = {kind: tuple(f.name for f in fields(kind) if f.name not in SCALAR) for kind in Node.__subclasses__()}
"""The names of the fields of each node class that can hold other nodes."""


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in source order of its fields."""
    for name in PARTS[type(node)]:
        part = getattr(node, name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from flatten(part)


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
