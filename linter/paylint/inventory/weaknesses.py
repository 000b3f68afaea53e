"""What the component table says against the versions that were found, and whose packages they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from paylint.facts import Component, Weakness
from paylint.inventory.versions import key, mended, within
from paylint.models.schema import ComponentRow

_DISTRIBUTIONS = frozenset({"deb", "rpm", "apk", "conda"})
_RELEASE_OF_IMAGE = re.compile(r"(?P<name>[a-z]+)(?P<version>\d[\d.]*)?")


class Table:
    """The rows of all packs, by the names of components."""

    def __init__(self, rows: Sequence[ComponentRow], providers: Mapping[str, str]) -> None:
        self._rows: dict[str, list[ComponentRow]] = {}
        self._providers = providers
        self._codenames: dict[str, tuple[ComponentRow, str]] = {}
        for row in rows:
            for name in row.names:
                self._rows.setdefault(name, []).append(row)
            self._codenames.update((name, (row, version)) for name, version in row.codenames)

    def judged(self, component: Component) -> Component:
        """The component with its weaknesses and its provider."""
        prefix = "" if component.ecosystem == "pypi" else f"{component.ecosystem}:"
        provider = self._providers.get(f"{prefix}{component.name}".lower(), "")
        weaknesses = tuple(dict.fromkeys(self._weaknesses(component)))
        return replace(component, provider=provider, weaknesses=weaknesses) if provider or weaknesses else component

    def _weaknesses(self, component: Component) -> Iterator[Weakness]:
        for row in self._rows.get(f"{component.ecosystem}:{component.name}", ()):
            version = dict(row.codenames).get(component.version, component.version)
            yield from _defects(row, component)
            if component.ecosystem not in _DISTRIBUTIONS:
                yield from _ended(row, version)
        if component.ecosystem == "image" and component.release:
            for part in component.release.split("-"):
                yield from self._variant(part)

    def _variant(self, part: str) -> Iterator[Weakness]:
        """A part of an image's tag that names the distribution inside: ``buster``, ``alpine3.9``."""
        if part in self._codenames:
            row, version = self._codenames[part]
            yield from _ended(row, version)
            return
        match = _RELEASE_OF_IMAGE.fullmatch(part)
        if match is not None and match["version"]:
            for row in self._rows.get(f"image:{match['name']}", ()):
                yield from _ended(row, match["version"])


def _defects(row: ComponentRow, component: Component) -> Iterator[Weakness]:
    version = component.version
    if not version:
        return
    for defect in row.defects:
        if not key(defect.first) <= key(version) < key(defect.fixed):
            continue
        sure = component.ecosystem not in _DISTRIBUTIONS
        if component.release and not sure:
            repaired = mended(version, component.release, defect.builds)
            if repaired:
                continue
            sure = repaired is False
        label = f"{row.label} {version}{'-' + component.release if component.release else ''}"
        yield Weakness("vulnerable", defect.id, label, defect.since, defect.fixed, defect.source, sure)


def _ended(row: ComponentRow, version: str) -> Iterator[Weakness]:
    branches = [end for end in row.ends if version and within(version, end.branch) and end.since <= row.dated]
    for end in sorted(branches, key=lambda end: -len(end.branch))[:1]:
        yield Weakness("ended", end.branch, f"{row.label} {version}", end.since, "", end.source)
