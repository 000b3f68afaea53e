"""Packages of Python and JavaScript, as requirement files ask for them and lock files fix them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from paylint.facts import Component
from paylint.inventory.document import Document
from paylint.inventory.words import python_bounds

_REQUIREMENT = re.compile(
    r"^[ \t]*(?P<name>[A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*\(?(?P<bounds>(?:[=<>!~]{1,3}[ \t]*[^,;\s#=<>!~()]+[ \t]*(?:,[ \t]*)?)*)\)?[ \t]*"
    r"(?P<rest>@[^\n]*|;[^\n]*|\\|#[^\n]*)?$",
    re.MULTILINE,
)
_LOCKED = re.compile(
    r"^\[\[package\]\]\s*\nname = \"(?P<name>[^\"]+)\"\s*\nversion = \"(?P<version>[^\"]+)\"", re.MULTILINE
)
_YARN = re.compile(r"^\"?(?P<name>@?[^@\"\s#]+)@[^\n]*:\n[ \t]+version:?[ \t]+\"?(?P<version>[^\"\n]+)", re.MULTILINE)
_PIPFILE = re.compile(
    r"^\"?(?P<name>[\w.-]+)\"?[ \t]*=[ \t]*(?:\{[^\n]*?version[ \t]*=[ \t]*)?\"(?P<bounds>[^\"\n]*)\"", re.MULTILINE
)
_SECTION = re.compile(r"^\[(?P<name>[^\]]+)\]", re.MULTILINE)
_COMMIT = re.compile(r"[0-9a-f]{40}|sha256[=:]")


def packages(source: Document) -> Iterator[Component]:
    """The packages that a requirement or lock file names.

    Raises:
        ValueError: the file's format is JSON and this is none.
    """
    match source.name:
        case "poetry.lock" | "uv.lock":
            yield from _matches(source, _LOCKED, "pypi")
        case "yarn.lock":
            yield from _matches(source, _YARN, "npm")
        case "pipfile":
            yield from _pipfile(source)
        case "pipfile.lock":
            yield from _pipfile_lock(source)
        case "package-lock.json" | "npm-shrinkwrap.json":
            yield from _package_lock(source)
        case "package.json":
            yield from _package_json(source)
        case _:
            yield from _requirements(source)


def _matches(source: Document, pattern: re.Pattern[str], ecosystem: str) -> Iterator[Component]:
    for match in pattern.finditer(source.text):
        yield _component(source, ecosystem, match["name"], match["version"], source.at(match.start("name")).line)


def _requirements(source: Document) -> Iterator[Component]:
    for match in _REQUIREMENT.finditer(source.text):
        name, version, pinned = python_bounds(match["name"], match["bounds"])
        exact = pinned or _COMMIT.search(match["rest"] or "") is not None
        line = source.at(match.start("name")).line
        yield _component(source, "pypi", name, version, line, pinned=exact)


def _pipfile(source: Document) -> Iterator[Component]:
    sections = [(match.start(), match["name"]) for match in _SECTION.finditer(source.text)]
    for start, end, name in zip(
        (start for start, _ in sections),
        (*(start for start, _ in sections[1:]), len(source.text)),
        (name for _, name in sections),
        strict=True,
    ):
        if name == "packages":
            for match in _PIPFILE.finditer(source.text, start, end):
                package, version, pinned = python_bounds(match["name"], match["bounds"])
                yield _component(source, "pypi", package, version, source.at(match.start()).line, pinned=pinned)


def _pipfile_lock(source: Document) -> Iterator[Component]:
    content = json.loads(source.text)
    for name, entry in _table(content, "default").items():
        version = entry.get("version", "") if isinstance(entry, dict) else ""
        yield _component(source, "pypi", name, str(version).lstrip("="), _line(source, name))


def _package_lock(source: Document) -> Iterator[Component]:
    content = json.loads(source.text)
    entries = _table(content, "packages") or _table(content, "dependencies")
    for path, entry in entries.items():
        name = path.rpartition("node_modules/")[2]
        if name and isinstance(entry, dict) and isinstance(entry.get("version"), str):
            yield _component(source, "npm", name, entry["version"], _line(source, path))


def _package_json(source: Document) -> Iterator[Component]:
    """What an application asks for; a package to be published leaves the choice to those who use it."""
    content = json.loads(source.text)
    if not isinstance(content, dict) or content.get("private") is not True:
        return
    for name, bounds in _table(content, "dependencies").items():
        if isinstance(bounds, str):
            exact = bounds[:1].isdigit() and " " not in bounds and "x" not in bounds
            yield _component(source, "npm", name, bounds if exact else "", _line(source, name), pinned=exact)


def _table(content: object, key: str) -> dict[str, object]:
    value = content.get(key) if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def _line(source: Document, key: str) -> int:
    found = source.text.find(f'"{key}"')
    return source.at(found).line if found >= 0 else 1


def _component(
    source: Document, ecosystem: str, name: str, version: str, line: int, *, pinned: bool = True
) -> Component:
    normal = re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "pypi" else name
    return Component(normal, version, ecosystem, source.on(line), source.code(line), pinned=pinned)
