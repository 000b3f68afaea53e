"""Which version of a language a service asks its platform for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paylint.facts import Component
from paylint.inventory.document import Document

_PLATFORM = re.compile(r"(?P<name>python|nodejs|node)-?(?P<version>\d+(?:\.\d+)*)(?:\.?x)?")
_TOOL = re.compile(r"^(?P<name>python|nodejs|node)[ \t]+(?P<version>\d[\w.]*)", re.MULTILINE)
_PLAIN = re.compile(r"^[ \t]*(?P<name>lts/)?v?(?P<version>(?<=lts/)[a-z]+|\d+(?:\.\d+)*)[ \t]*$", re.MULTILINE)


def platform(source: Document, text: str, line: int) -> Iterator[Component]:
    """The language that a platform's word such as ``python3.12``, ``python27`` or ``nodejs20.x`` asks for."""
    match = _PLATFORM.fullmatch(text.strip())
    if match is not None:
        version = match["version"]
        if match["name"] == "python" and "." not in version and len(version) > 1:
            version = f"{version[0]}.{version[1:]}"
        yield _component(source, match["name"], version, line)


def asked(source: Document) -> Iterator[Component]:
    """What a file of one line such as ``runtime.txt``, ``.python-version`` or ``.nvmrc`` asks for."""
    if source.name == "runtime.txt":
        yield from platform(source, source.text, 1)
    elif source.name == ".tool-versions":
        for match in _TOOL.finditer(source.text):
            yield _component(source, match["name"], match["version"], source.at(match.start()).line)
    else:
        name = "python" if source.name == ".python-version" else "node"
        plain = _PLAIN.search(source.text)
        if plain is not None:
            yield _component(source, name, plain["version"], source.at(plain.start("version")).line)


def _component(source: Document, name: str, version: str, line: int) -> Component:
    return Component(name, version, "runtime", source.on(line), source.code(line))
