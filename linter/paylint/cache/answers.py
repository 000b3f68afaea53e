"""An earlier run's findings, where every question that it asked of the files would be answered alike today.

A file that was analysed answers with all of its bytes. Of any other Python file only what can bring it into play counts: the
groups of words in it, whether work would begin there, what its text shows, its suppressing comments, and which of the names
that were looked for it holds. So a change that touches nothing near a card costs no analysis.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from paylint.cache.keys import digest
from paylint.cache.store import Store
from paylint.candidates import is_candidate, needles, telling_text
from paylint.finding import Coverage, Finding, Problem
from paylint.frontend.discovery import Discovery
from paylint.frontend.prefilter import Index, count_lines, prefilter, read_file
from paylint.frontend.sightings import sight
from paylint.frontend.suppression import Comment, suppressions
from paylint.inventory.statements import SIGN
from paylint.location import Path
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog

KIND = "answer"

Stamp = tuple[int, int, int]
"""A file's size, and the times in nanoseconds at which its bytes and its entry changed: the first can be set back, the second
is another thing on Windows. ``None`` in its place makes the bytes count."""

_FRESH = 2_000_000_000
"""A file changed so shortly before a run, in nanoseconds, may change again without its time telling."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the files say, before it is decided which findings count."""

    findings: tuple[Finding, ...]
    comments: Mapping[Path, tuple[Comment, ...]]
    problems: tuple[Problem, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as an answer knows it. ``outline`` is empty where all of its bytes count."""

    stamp: Stamp | None
    content: bytes
    lines: int = 0
    outline: bytes = b""


@dataclass(frozen=True, slots=True)
class _Answer:
    files: Mapping[Path, _Seen]
    names: tuple[str, ...]
    judged: Judged


@dataclass(frozen=True, slots=True)
class Before:
    """The files as they lay there before a run read them: their stamps, and the contents of those that are no Python."""

    stamps: Mapping[Path, Stamp | None]
    others: Mapping[Path, bytes]


class Answers:
    """The answer to one question: these files, this program, these rules."""

    def __init__(self, store: Store, catalog: Catalog, found: Discovery, parts: Iterable[str | bytes]) -> None:
        self._store = store
        self._catalog = catalog
        self._files = {file.path: file for file in found.files}
        listed = "\0".join(f"{file.path}\0{file.language}" for file in found.files)
        skipped = "\0".join(f"{each.path}\0{each.reason}" for each in found.skipped)
        self._key = digest(KIND, *parts, catalog.version, listed, skipped)

    def known(self) -> Judged | None:
        """What an earlier run said, if it would be said again."""
        packed = self._store.get(self._key)
        if packed is None:
            return None
        answer = pickle.loads(packed)  # noqa: S301 - our own bytes, out of the user's own folder
        assert isinstance(answer, _Answer)
        changed: dict[Path, bytes] = {}
        stamps = self._stamps()
        for path, seen in answer.files.items():
            if seen.stamp is None or stamps[path] != seen.stamp:
                content = read_file(self._files[path])
                if isinstance(content, Problem):
                    return None
                if digest(content) != seen.content:
                    if not seen.outline:
                        return None
                    changed[path] = content
        if changed:
            index = prefilter(
                [replace(self._files[path], content=content) for path, content in changed.items()],
                needles(self._catalog),
            )
            outlines = outlined(index, self._catalog, tuple(changed), answer.names)
            if any(outlines[path] != answer.files[path].outline for path in changed):
                return None
        judged = answer.judged
        more = sum(count_lines(content) - answer.files[path].lines for path, content in changed.items())
        return (
            replace(judged, coverage=replace(judged.coverage, lines=judged.coverage.lines + more)) if more else judged
        )

    def before(self) -> Before:
        """To be called before the files are read."""
        stamps = self._stamps()
        others = {}
        for path, file in self._files.items():
            if file.language != "python":
                content = read_file(file)
                if not isinstance(content, Problem):
                    others[path] = digest(content)
        return Before(stamps, others)

    def keep(self, judged: Judged, index: Index, analysed: Iterable[Path], before: Before) -> None:
        """Keep what a run said, unless something of our own failed in it. ``analysed`` are the files of which all bytes count."""
        if any(problem.fatal for problem in judged.problems):
            return
        whole = frozenset(analysed)
        names = index.asked
        outlines = outlined(index, self._catalog, [path for path in index.paths if path not in whole], names)
        readable = frozenset(index.paths)
        files = {}
        for path in self._files:
            stamp = before.stamps[path]
            if path in before.others:
                files[path] = _Seen(stamp, before.others[path])
            elif path in readable:
                content = index.content(path)
                files[path] = _Seen(stamp, digest(content), count_lines(content), outlines.get(path, b""))
            else:
                return  # not every file could be read
        answer = pickle.dumps(_Answer(files, names, judged), pickle.HIGHEST_PROTOCOL)
        text = answer.decode("latin-1")
        if mask_card_numbers(text) == text:
            self._store.put(KIND, self._key, answer)

    def _stamps(self) -> dict[Path, Stamp | None]:
        """Stamps by path."""
        newest = time.time_ns() - _FRESH
        return {path: _stamp(file.absolute, newest) for path, file in self._files.items()}


def _stamp(file: str, newest: int) -> Stamp | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    if max(status.st_mtime_ns, status.st_ctime_ns) >= newest:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def outlined(index: Index, catalog: Catalog, paths: Sequence[Path], names: Sequence[str]) -> dict[Path, bytes]:
    """What can bring files into play that are not analysed, as one digest each."""
    routes = index.rescan(paths, {"route": catalog.route_needles()})
    return {path: _outline(path, index, catalog, path in routes, names) for path in paths}


def _outline(path: Path, index: Index, catalog: Catalog, routes: bool, names: Sequence[str]) -> bytes:
    content, groups = index.content(path), index.groups(path)
    rows = [row for row in catalog.patterns if row.group in groups]
    told = (
        sorted(groups),
        routes,
        is_candidate(path, index, catalog.vocabulary),
        [lens.id for lens in catalog.lenses if f"lens {lens.id}" in groups and telling_text(content, lens)],
        list(sight(path, content, "python", catalog, rows)),
        suppressions(path, "python", content),
        SIGN.search(content) is not None,
        index.held(path, names),
        digest(content) if "claim" in groups else b"",
    )
    return digest(repr(told))
