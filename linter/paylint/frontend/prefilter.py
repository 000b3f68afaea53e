"""Which files can matter: one pass over the bytes of all files, for all words at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from ahocorasick_rs import BytesAhoCorasick

from paylint.finding import Problem
from paylint.frontend.discovery import SourceFile
from paylint.location import Location, Path

UNREADABLE = "PAY902"
"""The code of the problem that a file could not be read."""

_READERS = 8
_IDENTIFIER = re.compile(rb"[A-Za-z0-9_\x80-\xff]")


class Index:
    """The files of a run by what their bytes hold. Holds the bytes, too: each file is read once."""

    __slots__ = ("_contents", "_groups", "_holding", "lines", "problems")

    def __init__(
        self, contents: Mapping[Path, bytes], groups: Mapping[Path, frozenset[str]], problems: tuple[Problem, ...]
    ) -> None:
        self._contents = contents
        self._groups = groups
        self._holding: dict[str, tuple[Path, ...]] = {}
        self.problems = problems
        self.lines = sum(count_lines(content) for content in contents.values())

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that could be read, sorted."""
        return tuple(self._contents)

    @property
    def asked(self) -> tuple[str, ...]:
        """The identifiers that `holding` was asked for, sorted."""
        return tuple(sorted(self._holding))

    def held(self, path: Path, words: Iterable[str]) -> tuple[str, ...]:
        """Those of some identifiers that stand in a file as whole words."""
        content = self._contents[path]
        return tuple(word for word in words if _holds(content, word.encode()))

    def groups(self, path: Path) -> frozenset[str]:
        """The groups of which some word stands in a file, as a part of a word or as a whole one."""
        return self._groups.get(path, frozenset())

    def content(self, path: Path) -> bytes:
        """A file's bytes. Raises KeyError for a file that was not given or could not be read."""
        return self._contents[path]

    def rescan(self, paths: Sequence[Path], needles: Mapping[str, Sequence[str]]) -> frozenset[Path]:
        """Those of the files that hold any of further lower-case ``needles``, whatever the case."""
        found = _scan({path: self._contents[path] for path in paths}, needles)
        return frozenset(path for path, groups in found.items() if groups)

    def holding(self, word: str) -> tuple[Path, ...]:
        """The files in which an identifier stands as a whole word, upper and lower case told apart; sorted."""
        found = self._holding.get(word)
        if found is None:
            needle = word.encode()
            found = tuple(path for path, content in self._contents.items() if _holds(content, needle))
            self._holding[word] = found
        return found


def prefilter(files: Sequence[SourceFile], needles: Mapping[str, Sequence[str]]) -> Index:
    """Read files and find the groups of lower-case ``needles`` that each of them holds, whatever the case.

    A file that cannot be read becomes a `Problem` of the index.
    """
    ordered = sorted(files, key=lambda file: file.path)
    with ThreadPoolExecutor(_READERS) as pool:
        read = list(pool.map(read_file, ordered))
    contents = {file.path: content for file, content in zip(ordered, read, strict=True) if isinstance(content, bytes)}
    problems = tuple(content for content in read if isinstance(content, Problem))
    return Index(contents, _scan(contents, needles), problems)


def read_file(file: SourceFile) -> bytes | Problem:
    """A file's bytes, or why it could not be read."""
    if file.content is not None:
        return file.content
    try:
        with open(file.absolute, "rb", buffering=0) as stream:
            return stream.read()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        return Problem(UNREADABLE, Location(file.path, 1), f"{file.path} could not be read: {reason}.")


def _scan(contents: Mapping[Path, bytes], needles: Mapping[str, Sequence[str]]) -> dict[Path, frozenset[str]]:
    by_word: dict[bytes, set[str]] = {}
    for group, words in needles.items():
        for word in words:
            if word:
                by_word.setdefault(word.lower().encode(), set()).add(group)
    if not by_word:
        return {}
    automaton = BytesAhoCorasick(list(by_word))
    groups = list(by_word.values())
    return {path: _found(automaton, groups, content) for path, content in contents.items()}


def _found(automaton: BytesAhoCorasick, groups: Sequence[set[str]], content: bytes) -> frozenset[str]:
    matches = automaton.find_matches_as_indexes(content.lower(), overlapping=True)
    return frozenset(group for index in {match[0] for match in matches} for group in groups[index])


def defines(content: bytes, name: str) -> bool:
    """Whether a text has a function or class of that name at its top level."""
    pattern = rb"^(?:async\s+)?(?:def|class)\s+" + re.escape(name.encode()) + rb"\b"
    return re.search(pattern, content, re.MULTILINE) is not None


def count_lines(content: bytes) -> int:
    """The lines of a file, the last one also where nothing ends it."""
    return content.count(b"\n") + (not content.endswith(b"\n") and bool(content))


def _holds(content: bytes, needle: bytes) -> bool:
    start = content.find(needle)
    while start >= 0:
        end = start + len(needle)
        if not _is_identifier(content[start - 1 : start]) and not _is_identifier(content[end : end + 1]):
            return True
        start = content.find(needle, start + 1)
    return False


def _is_identifier(byte: bytes) -> bool:
    return bool(_IDENTIFIER.match(byte))
