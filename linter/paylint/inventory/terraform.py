"""HCL of Terraform and Packer, read line by line: blocks, their attributes, and the commands in their strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paylint.facts import Component, Setting
from paylint.inventory.document import Document
from paylint.inventory.images import image
from paylint.inventory.runtimes import platform
from paylint.inventory.words import Variable, installed, named, variables

_BLOCK = re.compile(r"^\s*(?P<kind>\w+)((?:\s+\"[^\"]*\")*)\s*\{")
_ATTRIBUTE = re.compile(r"^\s*\"?(?P<name>\w+)\"?\s*[=:]\s*\"?(?P<value>[^\"#\n]*?)\"?\s*,?\s*(?:#.*)?$")
_LABEL = re.compile(r"\"([^\"]*)\"")
_RETENTION = frozenset({"retention_in_days", "retention_days"})


def terraform(source: Document) -> Iterator[Component | Setting]:
    """What a file installs and runs, and how long it keeps logs."""
    known = {**variables(source.text), **_defaults(source)}
    yield from named(source, known)
    blocks: list[str] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        opened = _BLOCK.match(line)
        attribute = _ATTRIBUTE.match(line)
        if opened is not None:
            blocks.append(" ".join((opened["kind"], *_LABEL.findall(opened[2]))))
        elif attribute is not None:
            yield from _attribute(source, blocks, attribute["name"], attribute["value"], number)
        depth = line.count("{") - line.count("}") - (1 if opened is not None else 0)
        for _ in range(-depth):
            if blocks:
                blocks.pop()
        blocks.extend("" for _ in range(depth))
    yield from installed(source, source.text, 1, known)


def _attribute(source: Document, blocks: list[str], name: str, value: str, line: int) -> Iterator[Component | Setting]:
    around = " / ".join(filter(None, blocks))
    if name == "image":
        yield from image(source, value, line)
    elif name == "runtime":
        yield from platform(source, value, line)
    elif name in _RETENTION and value.isdigit() and int(value) and "log" in around:
        yield Setting("log-retention", name, value, source.on(line), source.code(line), around, "days")


def _defaults(source: Document) -> dict[str, Variable]:
    """Variables that are declared with a version as their default."""
    pattern = r"variable\s+\"(\w+)\"\s*\{[^}]*?default\s*=\s*\"(v?\d[\w.-]*)\""
    return {match[1]: Variable(match[2], source.at(match.start(2)).line) for match in re.finditer(pattern, source.text)}
