"""The files of a run, and what has been parsed of them so far."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from paylint.cache.lowered import LoweredCache
from paylint.dataflow.questions import Questions
from paylint.finding import NOT_ANALYSED, PARTLY_ANALYSED, Problem
from paylint.frontend.decoding import Unparsed
from paylint.frontend.discovery import Discovery, SourceFile
from paylint.frontend.lowered import Lowered, UnreadCode, lower_packed, unpacked
from paylint.frontend.prefilter import Index, defines, read_file
from paylint.graph.layout import Layout, ModulePlace
from paylint.graph.symbols import ModuleInfo, index_module
from paylint.inventory.document import Document, document
from paylint.location import Location, Path
from paylint.masking import mask_card_numbers
from paylint.site.reading import NO_SITE

WORTH_A_POOL = 4_000_000
"""So many bytes of source are worth a pool: each process takes some 80 MiB for the tree of a large file (measured: with two on
2 MB of source, 1 s of 8 is saved, and 120 MiB are added to 190)."""
START = "fork" if sys.platform == "linux" else "spawn"


class Source:
    """The files of a run and what has been parsed of them so far."""

    def __init__(self, discovery: Discovery, index: Index, layout: Layout, lowered: LoweredCache) -> None:
        self.discovery = discovery
        self.index = index
        self.layout = layout
        self.problems: list[Problem] = list(index.problems)
        self.site = NO_SITE
        self.analysed = 0
        self.questions = Questions()
        self._cache = lowered
        self._searched: set[Path] = set()
        self._modules: dict[Path, ModuleInfo | None] = {}
        self._glanced: dict[Path, ModuleInfo | None] = {}

    def module(self, place: ModulePlace) -> ModuleInfo | None:
        """A file's module, parsed and lowered when first asked for; ``None`` where it cannot be."""
        if place.path not in self._modules:
            self._modules[place.path] = self._lowered(place)
        return self._modules[place.path]

    def glance(self, path: Path) -> ModuleInfo | None:
        """A file's module, lowered for a look that is no analysis; ``None`` where it cannot be."""
        if path in self._modules:
            return self._modules[path]
        if path not in self._glanced:
            place = self.layout.places[path]
            lowered = self._cache.lower(path, self.index.content(path), place.name, place.package)
            self._glanced[path] = index_module(lowered.module) if isinstance(lowered, Lowered) else None
        return self._glanced[path]

    def documents(self, files: Iterable[SourceFile]) -> Iterator[Document]:
        """The texts of files beside the code; one that cannot be read becomes a problem."""
        for file in files:
            content = read_file(file)
            if isinstance(content, Problem):
                self.problems.append(content)
            else:
                yield document(file.path, file.language, content)

    def prefetch(self, paths: Sequence[Path], jobs: int) -> None:
        """Parse and lower files that will be asked for, on several processes where that pays."""
        places = [self.layout.places[path] for path in paths if path not in self._modules]
        places = [p for p in places if not self._cache.holds(p.path, self.index.content(p.path), p.name, p.package)]
        if jobs < 2 or sum(len(self.index.content(place.path)) for place in places) < WORTH_A_POOL:
            return
        contents = [self.index.content(place.path) for place in places]
        with ProcessPoolExecutor(min(jobs, len(places)), mp_context=get_context(START)) as pool:
            rows = [(p.path, content, p.name, p.package) for p, content in zip(places, contents, strict=True)]
            for place, packed in zip(places, pool.map(_lower_row, rows, chunksize=1), strict=True):
                self._cache.keep(packed, place.path, self.index.content(place.path), place.name, place.package)
                self._modules[place.path] = self._kept(place, unpacked(packed))

    def _lowered(self, place: ModulePlace) -> ModuleInfo | None:
        content = self.index.content(place.path)
        return self._kept(place, self._cache.lower(place.path, content, place.name, place.package))

    def _kept(self, place: ModulePlace, lowered: Lowered | Unparsed) -> ModuleInfo | None:
        if not isinstance(lowered, Lowered):
            self.problems.append(Problem(NOT_ANALYSED, lowered.location, lowered.message))
            return None
        if lowered.partial:
            said = "; ".join(lowered.partial)
            self.problems.append(Problem(PARTLY_ANALYSED, Location(place.path, 1), f"Partly analysed: {said}."))
        self.analysed += 1
        return index_module(lowered.module)

    def unreadable(self) -> Iterator[Problem]:
        """The functions whose code was asked for and could not be read."""
        for module in filter(None, (*self._modules.values(), *self._glanced.values())):
            for info in module.functions:
                if isinstance(info.node.code, UnreadCode) and info.node.code.problem:
                    said = f"Partly analysed: {info.name} was left out. {info.node.code.problem}"
                    yield Problem(PARTLY_ANALYSED, info.location, said)

    def search(self, path: Path) -> None:
        """Note that all of a file is looked through, whatever stands in it."""
        self._searched.add(path)

    @property
    def lowered(self) -> tuple[Path, ...]:
        """The files that were parsed and lowered, or should have been."""
        return tuple(dict.fromkeys((*self._modules, *self._glanced)))

    def read_whole(self) -> frozenset[Path]:
        """The files of which all bytes have counted."""
        unparsed = (path for path in self.lowered if self._lowered_module(path) is None)
        return frozenset((*unparsed, *self._searched, *self.site.lines))

    def read_in_part(self) -> dict[Path, frozenset[str]]:
        """The other files that were lowered, with the names of those functions that stayed unread at first and were read."""
        whole = self.read_whole()
        return {
            path: frozenset(_read_functions(module))
            for path in self.lowered
            if path not in whole and (module := self._lowered_module(path)) is not None
        }

    def _lowered_module(self, path: Path) -> ModuleInfo | None:
        return self._modules.get(path) or self._glanced.get(path)

    def line(self, path: Path, number: int) -> str:
        """A line of source, stripped and with card numbers masked; empty where there is none."""
        module = self._lowered_module(path)
        if module is None:
            return self.site.line(path, number)
        if not 0 < number <= len(module.node.lines):
            return ""
        return mask_card_numbers(module.node.lines[number - 1].strip()[:200])

    def defines(self, path: str, name: str) -> bool:
        """Whether a file's text has a function or class of that name at its top level."""
        self.questions.asks_for(name, Path(path))
        return defines(self.index.content(Path(path)), name)

    def content(self, file: SourceFile) -> bytes:
        """A file's bytes, of any language; empty where it cannot be read."""
        if file.content is not None:
            return file.content
        try:
            return self.index.content(file.path)
        except KeyError:
            pass
        try:
            with open(file.absolute, "rb") as stream:
                return stream.read()
        except OSError:
            return b""

    def holding(self, word: str) -> tuple[Path, ...]:
        """The files that hold an identifier."""
        return self.index.holding(word)


def _read_functions(module: ModuleInfo) -> Iterator[str]:
    for info in module.functions:
        if isinstance(info.node.code, UnreadCode) and info.node.code.is_read:
            yield info.node.code.name


def _lower_row(row: tuple[Path, bytes, str, bool]) -> bytes:
    return lower_packed(*row)
