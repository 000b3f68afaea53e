"""An earlier run's findings, where every question that it asked of the files would be answered alike today.

A file that was analysed answers with all of its bytes, any other with its outline. So a change that touches nothing near a
card costs no analysis.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from paylint.cache.keys import digest
from paylint.cache.outlines import OUTLINED, Asked, Outlines, Part
from paylint.cache.store import Store
from paylint.finding import Coverage, Finding, Problem
from paylint.frontend.discovery import Discovery, SourceFile
from paylint.frontend.prefilter import Index, count_lines, read_file
from paylint.frontend.suppression import Comment
from paylint.location import Path
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog

KIND = "answer"
LATEST = "latest"

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
class Seen:
    """A file as an answer knows it. ``outline`` is empty where all of its bytes count, ``lines`` are those of Python.

    ``part`` is what was wanted of it in particular.
    """

    stamp: Stamp | None
    content: bytes
    lines: int = 0
    outline: bytes = b""
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run said of these files, and what it wanted to know of them."""

    files: Mapping[Path, Seen]
    asked: Asked
    judged: Judged

    def holds(self, changed: Collection[SourceFile], catalog: Callable[[], Catalog]) -> bool:
        """Whether the run would say the same of other contents of some of its files."""
        if not all(self.files[file.path].outline for file in changed):
            return False
        if not changed:
            return True
        parts = {file.path: part for file in changed if (part := self.files[file.path].part) is not None}
        outlines = Outlines(catalog(), self.asked, parts).of(list(changed))
        return all(outlines.get(file.path) == self.files[file.path].outline for file in changed)

    def counted(self, lines: Mapping[Path, int]) -> Judged:
        """What the run said, where some files have other numbers of lines."""
        more = sum(number - self.files[path].lines for path, number in lines.items())
        coverage = replace(self.judged.coverage, lines=self.judged.coverage.lines + more)
        return replace(self.judged, coverage=coverage) if more else self.judged


@dataclass(frozen=True, slots=True)
class Before:
    """The files as they lay there before a run read them: their stamps, and the contents of those that are no Python."""

    stamps: Mapping[Path, Stamp | None]
    others: Mapping[Path, bytes]


class Answers:
    """The answers to one question: what do these rules say of files with these names.

    Each answer has a name of its own, by what the files hold: whoever was given a name finds under it what was said then. ``name`` is that of
    this run's answer, once there is one.
    """

    def __init__(self, store: Store, catalog: Catalog, found: Discovery, parts: Iterable[str | bytes]) -> None:
        self._store = store
        self._catalog = catalog
        self._files = {file.path: file for file in found.files}
        listed = "\0".join(f"{file.path}\0{file.language}" for file in found.files)
        skipped = "\0".join(f"{each.path}\0{each.reason}" for each in found.skipped)
        self._question = digest(LATEST, *parts, catalog.version, listed, skipped)
        self._latest: Answer | None = None
        self.name = b""

    def known(self) -> tuple[Judged, Mapping[Path, int]] | None:
        """What the latest run said, if it would be said again, with the lines of the files that have changed."""
        name = self._store.get(self._question)
        answer = self._latest = read(self._store, name) if name is not None else None
        if name is None or answer is None:
            return None
        changed: list[SourceFile] = []
        stamps = self._stamps()
        for path, seen in answer.files.items():
            if seen.stamp is None or stamps[path] != seen.stamp:
                content = read_file(self._files[path])
                if isinstance(content, Problem):
                    return None
                if digest(content) != seen.content:
                    changed.append(replace(self._files[path], content=content))
        if not answer.holds(changed, lambda: self._catalog):
            return None
        lines = lines_of(changed)
        self.name = name
        return answer.counted(lines), lines

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

    def keep(
        self,
        judged: Judged,
        index: Index,
        asked: Asked,
        parts: Mapping[Path, Part],
        whole: frozenset[Path],
        before: Before,
    ) -> bool:
        """Keep what a run said, unless something of our own failed in it. ``asked`` is what it wanted to know of all files, ``parts`` of some;
        ``whole`` are the files of which all bytes count.

        Gives whether it was kept.
        """
        if any(problem.fatal for problem in judged.problems):
            return False
        whole |= _named(judged, self._files)
        contents = {**before.others, **{path: digest(index.content(path)) for path in index.paths}}
        known = {path: seen.outline for path, seen in self._alike(contents, asked, parts).items() if path not in whole}
        outlines = Outlines(self._catalog, asked, parts)
        beside = []
        for path, content in before.others.items():
            file = self._files[path]
            if path not in whole and path not in known and file.language in OUTLINED:
                now = read_file(file)
                if isinstance(now, Problem) or digest(now) != content:
                    return False  # it has changed while we ran
                beside.append(replace(file, content=now))
        outlined = known | outlines.of_code(index, whole | known.keys()) | outlines.of(beside)
        if self._files.keys() - contents.keys():
            return False  # not every file could be read
        files = {}
        for path in self._files:
            lines = 0 if path in before.others else count_lines(index.content(path))
            outline = outlined.get(path, b"")
            files[path] = Seen(before.stamps[path], contents[path], lines, outline, parts.get(path))
        answer = pickle.dumps(Answer(files, asked, judged), pickle.HIGHEST_PROTOCOL)
        text = answer.decode("latin-1")
        if mask_card_numbers(text) != text:
            return False
        self.name = digest(KIND, self._question, *(f"{path}\0{seen.content.hex()}" for path, seen in files.items()))
        self._store.put(KIND, self.name, answer)
        self._store.put(LATEST, self._question, self.name)
        return True

    def _alike(self, contents: Mapping[Path, bytes], asked: Asked, parts: Mapping[Path, Part]) -> Mapping[Path, Seen]:
        """The files of the latest run that have an outline which would be made again."""
        latest = self._latest
        if latest is None or replace(latest.asked, known=asked.known) != asked:
            return {}
        return {
            path: seen
            for path, seen in latest.files.items()
            if seen.outline and seen.content == contents.get(path) and seen.part == parts.get(path)
        }

    def _stamps(self) -> dict[Path, Stamp | None]:
        """Stamps by path."""
        newest = time.time_ns() - _FRESH
        return {path: _stamp(file.absolute, newest) for path, file in self._files.items()}


def read(store: Store, key: bytes) -> Answer | None:
    """The answer that has a name."""
    packed = store.get(key)
    if packed is None:
        return None
    answer = pickle.loads(packed)  # noqa: S301 - our own bytes, out of the user's own folder
    assert isinstance(answer, Answer)
    return answer


def _named(judged: Judged, paths: Iterable[Path]) -> frozenset[Path]:
    """The files in which a report names a place, be it in a sentence: no line may move there."""
    places = {problem.location.path for problem in judged.problems}
    for finding in judged.findings:
        places.add(finding.location.path)
        places.update(step.location.path for trace in finding.traces for step in trace.steps)
    said = "\n".join([*(each.message for each in judged.findings), *(each.message for each in judged.problems)])
    return frozenset(places | {path for path in paths if f"{path}:" in said})


def lines_of(files: Iterable[SourceFile]) -> dict[Path, int]:
    """The lines of those files that are Python, by path; their contents are given."""
    return {f.path: count_lines(f.content) for f in files if f.language == "python" and f.content is not None}


def _stamp(file: str, newest: int) -> Stamp | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    if max(status.st_mtime_ns, status.st_ctime_ns) >= newest:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
