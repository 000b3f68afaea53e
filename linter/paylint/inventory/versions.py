"""Versions: how they are written by their makers and by distributions, and how they compare."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PART = re.compile(r"\d+|[a-z]+|~")
_EARLY = frozenset({"alpha", "beta", "pre", "rc", "dev", "~"})
_EPOCH = re.compile(r"^\d+:")
_ARCHITECTURE = re.compile(r"[._-](?:x86_64|i[3-6]86|noarch|aarch64|amd64|arm64|all)$")
_MARK = re.compile(r"(?:^|[.+~\-\d])(el|amzn|fc|deb)(\d+)|(ubuntu)")

Key = tuple[tuple[int, int, str], ...]


def key(version: str) -> Key:
    """A key to compare versions by: numbers as numbers, ``1.0.1`` before ``1.0.1a``, ``1.0.1-beta1`` before both."""
    parts: list[tuple[int, int, str]] = []
    for part in _PART.findall(version.lower()):
        if part.isdigit():
            parts.append((3, int(part), ""))
        else:
            parts.append((0 if part in _EARLY else 2, 0, part))
    return (*parts, (1, 0, ""))


def within(version: str, branch: str) -> bool:
    """Whether a version belongs to a branch: ``1.0.1e`` to ``1.0.1`` and to ``1.0``, ``3.10`` not to ``3.1``."""
    return version == branch or (version.startswith(branch) and not version[len(branch)].isdigit())


def split(package: str) -> tuple[str, str]:
    """A package's version of a distribution as its maker's version and the distribution's release, architecture dropped.

    ``1:1.0.1e-2+deb7u4`` gives ``1.0.1e`` and ``2+deb7u4``.
    """
    bare = _EPOCH.sub("", _ARCHITECTURE.sub("", package))
    version, _, release = bare.rpartition("-")
    return (version, release) if version else (bare, "")


def mark(release: str) -> str:
    """The mark of the distribution in a release: ``el6`` in ``16.el6_5.7``, ``deb7`` in ``2+deb7u4``; empty if there is none."""
    match = _MARK.search(release)
    if match is None:
        return ""
    return match[3] or f"{match[1]}{match[2]}"


def mended(version: str, release: str, builds: Iterable[str]) -> bool | None:
    """Whether a distribution's build holds a repair, by the first builds that do; ``None`` where they do not tell."""
    own = mark(release)
    for build in builds:
        known, first = split(build)
        theirs = mark(first)
        if known == version and (theirs == own or (not own and theirs.startswith("deb"))):
            return key(release) >= key(first)
    return None
