"""Class hierarchy: method resolution order over program classes and library bases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paylint.dataflow.values import ClassRef, Ext
from paylint.graph.symbols import ClassInfo

Ancestor = ClassInfo | str


def linearise(info: ClassInfo) -> tuple[Ancestor, ...]:
    """The method resolution order: program classes, and library classes by dotted name, the class itself first.

    C3 where it exists; where it does not (a base unknown, a cycle in broken code) depth first, each class once.
    """
    if info.linear is None:
        info.linear = (info,)
        info.linear = tuple(_linear(info))
    return info.linear


def _linear(info: ClassInfo) -> Sequence[Ancestor]:
    lines: list[list[Ancestor]] = []
    direct: list[Ancestor] = []
    for value in info.bases:
        for ref in value.refs:
            if isinstance(ref, ClassRef) and ref.info is not info:
                lines.append(list(linearise(ref.info)))
                direct.append(ref.info)
            elif isinstance(ref, Ext):
                lines.append([ref.path])
                direct.append(ref.path)
    lines.append(direct)
    out: list[Ancestor] = [info]
    while any(lines):
        lines = [line for line in lines if line]
        head = next((line[0] for line in lines if not any(line[0] in other[1:] for other in lines)), lines[0][0])
        out.append(head)
        lines = [[item for item in line if item is not head and item != head] for line in lines]
    return out


def library_bases(info: ClassInfo) -> Iterator[str]:
    """The dotted names of the library classes that a class derives from, nearest first."""
    return (item for item in linearise(info) if isinstance(item, str))


def program_classes(info: ClassInfo) -> Iterator[ClassInfo]:
    """The program's own classes in the resolution order."""
    return (item for item in linearise(info) if isinstance(item, ClassInfo))
