"""What of a file has counted in a run, short of all its bytes: as long as that stays, so does what the run said.

Of a file that the run did not look into, that is what can bring it into play. Of one that was lowered it is that, what was read
of it, and of each function that stayed unread the answers to what such functions are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from paylint.cache.keys import digest
from paylint.candidates import is_candidate, needles, telling_text
from paylint.frontend.decoding import Unparsed, decode, split_lines
from paylint.frontend.discovery import LANGUAGES, SourceFile
from paylint.frontend.prefilter import Index, defines, prefilter
from paylint.frontend.sightings import sight
from paylint.frontend.suppression import suppressions
from paylint.frontend.survey import Extent, survey
from paylint.inventory.logs import SIGN
from paylint.location import Path
from paylint.models.catalog import Catalog
from paylint.models.vocabulary import telling_alone, telling_together

if TYPE_CHECKING:
    from paylint.facts import Claim, Sighting
    from paylint.inventory.sentences import Sentences

PYTHON = "python"
PAGES = "html"
SCRIPTS = frozenset({"javascript", "typescript"})
OUTLINED = frozenset({PYTHON, PAGES, "text", *SCRIPTS})
"""Languages of files of which a run may leave the most unread. All bytes of the others count."""

_LOOKED_AT = frozenset({"source", "page", "provider"})
"""Groups of words of pages and scripts that are looked at, if only to leave them out as a library."""
_EXTENSIONS = "|".join(sorted(end[1:] for end, language in LANGUAGES.items() if language == PAGES))
_TEMPLATE = re.compile(rf"""[^\s"'<>(){{}}|,]+\.(?:{_EXTENSIONS})\b""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run wanted to know of files: ``names`` are the identifiers that it looked for in Python files, ``words`` those that chose
    templates, ``questions`` the words that functions were asked for, ``known`` the words in the Python files that were lowered.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """What a run wanted to know of one file in particular.

    ``read`` are the functions that it read, of those that could stay unread, if it lowered the file; ``questions`` are words that the others were asked
    for, ``defined`` names that the file was asked to define.
    """

    read: frozenset[str] | None
    questions: frozenset[str]
    defined: tuple[str, ...]


class Outlines:
    """Makes outlines, for a run that wanted to know ``asked`` of all files, and ``parts`` of some."""

    def __init__(self, catalog: Catalog, asked: Asked, parts: Mapping[Path, Part]) -> None:
        self._catalog = catalog
        self._asked = asked
        self._parts = parts

    def of(self, files: Sequence[SourceFile]) -> dict[Path, bytes]:
        """The outlines of files, a digest each; of files that can be read and have one."""
        code = [file for file in files if file.language == PYTHON]
        beside = {file.path: file.language for file in files if file.language in OUTLINED and file.language != PYTHON}
        index = prefilter(
            [file for file in files if file.path in beside], self._catalog.page_needles(self._asked.words)
        )
        others = {path: self._beside(path, beside[path], index) for path in index.paths}
        return self.of_code(prefilter(code, needles(self._catalog))) | others

    def of_code(self, index: Index, but: frozenset[Path] = frozenset()) -> dict[Path, bytes]:
        """The outlines of the Python files of an index, some apart."""
        paths = [path for path in index.paths if path not in but]
        routes = index.rescan(paths, {"route": self._catalog.route_needles()})
        return {path: self._code(path, index, path in routes) for path in paths}

    def _code(self, path: Path, index: Index, routes: bool) -> bytes:
        content, groups = index.content(path), index.groups(path)
        told = (
            routes,
            is_candidate(path, index, self._catalog.vocabulary),
            [one.id for one in self._catalog.lenses if f"lens {one.id}" in groups and telling_text(content, one)],
            SIGN.search(content) is not None,
            index.held(path, self._asked.names),
            digest(content) if "claim" in groups else b"",
            self._in_part(path, content, self._parts[path]) if path in self._parts else (),
            *self._shown(path, PYTHON, content, groups),
        )
        return digest(repr(told))

    def _in_part(self, path: Path, content: bytes, part: Part) -> tuple[object, ...]:
        defined = [name for name in part.defined if defines(content, name)]
        return (defined, self._kept(path, content, part.read, part.questions) if part.read is not None else ())

    def _kept(self, path: Path, content: bytes, read: frozenset[str], questions: frozenset[str]) -> tuple[object, ...]:
        """What was read of a file, and what is known of each function that was not.

        A function that nobody can have a name for, and that answers every question with no, counts as if it were not there.
        """
        source = decode(path, content)
        if isinstance(source, Unparsed):
            return (content,)
        lines = split_lines(source.text)
        kept: list[str] = []
        told: list[object] = []
        last = 0
        for extent in survey(source.text, lines):
            if extent.name in read:
                continue
            answers = self._answers(extent, questions)
            if extent.alone and not any(answers) and self._is_new(extent.name):
                kept += lines[last : extent.first - 1]
                _end(kept)
            else:
                kept += (*lines[last : extent.begin - 1], "pass")
                told.append((extent.name, answers))
            last = extent.last
        kept += lines[last:]
        _end(kept)
        return (kept, told)

    def _answers(self, extent: Extent, questions: frozenset[str]) -> tuple[object, ...]:
        words, vocabulary = extent.mentions, self._catalog.vocabulary
        return (
            sorted(words & (self._asked.questions | questions)),
            sorted(word for word in words if telling_alone(word, vocabulary)),
            telling_together(words, vocabulary),
            [lens.id for lens in self._catalog.lenses if lens.can_begin(words, extent.texts)],
            extent.writes,
        )

    def _is_new(self, name: str) -> bool:
        """Whether nothing that was read can mean a function of this name, and its name means nothing by itself."""
        asked = self._asked
        known = name in asked.known or name in asked.questions or name in asked.names
        return not known and not name.startswith("__") and self._catalog.vocabulary.meaning(name) is None

    def _beside(self, path: Path, language: str, index: Index) -> bytes:
        content, groups = index.content(path), index.groups(path)
        said = self._promises(path, language, content) if language not in SCRIPTS else ()
        templates = _TEMPLATE.findall(content.decode("utf-8", "replace")) if language == PAGES else ()
        looked_at = digest(content) if groups & _LOOKED_AT else b""
        told = (looked_at, said, sorted(set(templates)), *self._shown(path, language, content, groups))
        return digest(repr(told))

    def _shown(self, path: Path, language: str, content: bytes, groups: frozenset[str]) -> Iterator[object]:
        yield sorted(groups)
        rows = [row for row in self._catalog.patterns if row.group in groups]
        yield list(_whatever_their_lines(sight(path, content, language, self._catalog, rows)))
        yield suppressions(path, language, content)

    def _promises(self, path: Path, language: str, content: bytes) -> tuple[Claim, ...]:
        from paylint.inventory.document import document
        from paylint.inventory.sentences import promises

        return promises((document(path, language, content),), self._sentences)

    @cached_property
    def _sentences(self) -> Sentences:
        from paylint.inventory.sentences import Sentences

        return Sentences(self._catalog.claims)


def _end(lines: list[str]) -> None:
    """Take away the blank lines after a statement."""
    while lines and not lines[-1].strip():
        lines.pop()


def _whatever_their_lines(sightings: Iterable[Sighting]) -> Iterator[object]:
    """Sightings without the numbers of their lines, but for which of them share one: in a file that no report names, lines may move."""
    found = list(sightings)
    numbers = {line: number for number, line in enumerate(sorted({each.location.line for each in found}))}
    for each in found:
        place = (numbers[each.location.line], each.location.column)
        yield (each.what, each.name, place, each.code, each.kind, each.provider, each.function, each.told)
