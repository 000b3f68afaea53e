"""What was asked of functions and files without reading them: who keeps an answer must ask it again when they change."""

from __future__ import annotations

from collections.abc import Iterable

from paylint.location import Path


class Questions:
    """The questions of one run: words that functions were asked for, and names that a file was asked to define.

    Words of ``everywhere`` were asked of the functions of all files, those of ``of`` of the functions of single ones.
    """

    def __init__(self) -> None:
        self.everywhere: set[str] = set()
        self.of: dict[Path, set[str]] = {}
        self.defined: dict[Path, set[str]] = {}

    def ask(self, words: Iterable[str], paths: Iterable[Path]) -> None:
        """Note that the functions of some files were asked for words."""
        asked = frozenset(words)
        for path in paths:
            self.of.setdefault(path, set()).update(asked)

    def asks_for(self, name: str, path: Path) -> None:
        """Note that a file was asked to define a name."""
        self.defined.setdefault(path, set()).add(name)
