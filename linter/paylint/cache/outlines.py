"""What of a file can bring it into play that a run did not look into: as long as that stays, so does what the run said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from paylint.cache.keys import digest
from paylint.candidates import is_candidate, needles, telling_text
from paylint.frontend.discovery import LANGUAGES, SourceFile
from paylint.frontend.prefilter import Index, prefilter
from paylint.frontend.sightings import sight
from paylint.frontend.suppression import suppressions
from paylint.inventory.document import document
from paylint.inventory.gather import promises
from paylint.inventory.sentences import Sentences
from paylint.inventory.statements import SIGN
from paylint.location import Path
from paylint.models.catalog import Catalog

PYTHON = "python"
PAGES = "html"
SCRIPTS = frozenset({"javascript", "typescript"})
OUTLINED = frozenset({PYTHON, PAGES, "text", *SCRIPTS})
"""Languages of files of which a run may leave the most unread. All bytes of the others count."""

_LOOKED_AT = frozenset({"source", "page", "provider"})
"""Groups of words of pages and scripts that are looked at, if only to leave them out as a library."""
_EXTENSIONS = "|".join(sorted(end[1:] for end, language in LANGUAGES.items() if language == PAGES))
_TEMPLATE = re.compile(rf"""[^\s"'<>(){{}}|,]+\.(?:{_EXTENSIONS})\b""", re.IGNORECASE)


class Outlines:
    """Makes outlines. ``names`` are the identifiers that the run looked for in Python files, ``words`` those that chose templates."""

    def __init__(self, catalog: Catalog, names: Sequence[str], words: Sequence[str]) -> None:
        self._catalog = catalog
        self._names = names
        self._words = words

    def of(self, files: Sequence[SourceFile]) -> dict[Path, bytes]:
        """The outlines of files, a digest each; of files that can be read and have one."""
        code = [file for file in files if file.language == PYTHON]
        beside = {file.path: file.language for file in files if file.language in OUTLINED and file.language != PYTHON}
        index = prefilter([file for file in files if file.path in beside], self._catalog.page_needles(self._words))
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
            index.held(path, self._names),
            digest(content) if "claim" in groups else b"",
            *self._shown(path, PYTHON, content, groups),
        )
        return digest(repr(told))

    def _beside(self, path: Path, language: str, index: Index) -> bytes:
        content, groups = index.content(path), index.groups(path)
        said = promises((document(path, language, content),), self._sentences) if language not in SCRIPTS else ()
        templates = _TEMPLATE.findall(content.decode("utf-8", "replace")) if language == PAGES else ()
        looked_at = digest(content) if groups & _LOOKED_AT else b""
        told = (looked_at, said, sorted(set(templates)), *self._shown(path, language, content, groups))
        return digest(repr(told))

    def _shown(self, path: Path, language: str, content: bytes, groups: frozenset[str]) -> Iterator[object]:
        yield sorted(groups)
        rows = [row for row in self._catalog.patterns if row.group in groups]
        yield list(sight(path, content, language, self._catalog, rows))
        yield suppressions(path, language, content)

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self._catalog.claims)
