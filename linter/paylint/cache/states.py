"""What was said of states of a repository, by git's names for their trees: nothing is taken out of git to say it again.

A state that was never looked at has the answer of another one, where what differs between the two would have changed nothing.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from paylint.cache import answers
from paylint.cache.answers import Answer, Judged
from paylint.cache.keys import digest
from paylint.cache.store import Store
from paylint.frontend.discovery import SourceFile, content_reason, language_of
from paylint.location import Path
from paylint.models.catalog import Catalog
from paylint.revision import Change

KIND = "state"

_ELSEWHERE = frozenset({"ignored", "excluded", "vendored", "test", "outside the root"})
"""Reasons for which a file is left out whatever it holds."""
_DECIDING = frozenset({".gitignore", ".gitattributes", "pyvenv.cfg"})
"""Files that decide which others are read."""


@dataclass(frozen=True, slots=True)
class State:
    """The answer that a state has, and the lines of those Python files of it that differ from the answer's."""

    answer: bytes
    lines: Mapping[Path, int]


class States:
    """The states of one repository. ``folder`` is the report's root, from the repository's top; ``parts`` are what else decides."""

    def __init__(self, store: Store, folder: str, most_bytes: int, parts: Iterable[str | bytes]) -> None:
        self._store = store
        self._folder = folder
        self._most_bytes = most_bytes
        self._parts = (folder, str(most_bytes), *parts)
        self._answers: dict[bytes, Answer | None] = {}

    def known(self, tree: str) -> Judged | None:
        """What was said of a state."""
        found = self._known(tree)
        return found[1].counted(found[0].lines) if found is not None else None

    def keep(self, tree: str, state: State) -> None:
        """Keep a state's answer."""
        self._store.put(KIND, self._key(tree), pickle.dumps(state))

    def carry(
        self,
        older: str,
        newer: str,
        changes: Sequence[Change],
        contents: Callable[[Sequence[str]], Sequence[bytes]],
        catalog: Callable[[], Catalog],
    ) -> Judged | None:
        """What is to be said of a newer state that was not looked at, if an older one's answer holds for it; it is kept."""
        found = self._known(older)
        blobs = self._to_read(changes, found[1]) if found is not None else None
        if found is None or blobs is None:
            return None
        state, answer = found
        files = [
            SourceFile(path, "", language_of(path) or "python", len(content), content)
            for path, content in zip(blobs, contents(tuple(blobs.values())), strict=True)
        ]
        if not all(self._taken(file) for file in files) or not answer.holds(files, catalog):
            return None
        carried = State(state.answer, {**state.lines, **answers.lines_of(files)})
        self.keep(newer, carried)
        return answer.counted(carried.lines)

    def _known(self, tree: str) -> tuple[State, Answer] | None:
        packed = self._store.get(self._key(tree))
        if packed is None:
            return None
        state = pickle.loads(packed)  # noqa: S301 - our own bytes, out of the user's own folder
        assert isinstance(state, State)
        if state.answer not in self._answers:
            self._answers[state.answer] = answers.read(self._store, state.answer)
        answer = self._answers[state.answer]
        return (state, answer) if answer is not None else None

    def _to_read(self, changes: Sequence[Change], answer: Answer) -> dict[Path, str] | None:
        """The changed files that an answer knows, with git's names for what they hold; ``None`` where other files would be read."""
        skipped = {each.path: each.reason for each in answer.judged.coverage.skipped}
        folders = tuple(path for path in skipped if path.endswith("/"))
        found = {}
        for change in changes:
            path = self._label(change.path)
            if os.path.basename(path) in _DECIDING:
                return None
            if path in answer.files:
                if not change.blob or not answer.files[path].outline:
                    return None
                found[path] = change.blob
            elif language_of(path) is not None:
                apart = skipped.get(path) in _ELSEWHERE or path.startswith(folders)
                if not change.blob or not apart:
                    return None
        return found

    def _taken(self, file: SourceFile) -> bool:
        """Whether a file that was read before would still be."""
        name, content = os.path.basename(file.path), file.content or b""
        if name.lower().endswith(".xml"):  # whether one is read depends on what it holds
            return False
        return file.size <= self._most_bytes and content_reason(name, file.language, content) is None

    def _label(self, path: str) -> Path:
        relative = os.path.relpath(path, self._folder or ".").replace(os.sep, "/")
        return Path(relative.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

    def _key(self, tree: str) -> bytes:
        return digest(KIND, *self._parts, tree)
