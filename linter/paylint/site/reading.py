"""Which pages and scripts are read: those whose bytes name the data, a provider or what its scripts look for, and what leads to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paylint.browser.compose import compose, parts, references
from paylint.browser.forms import Contents, contents
from paylint.browser.inputs import Intake, Markup, intakes, provider_markup
from paylint.browser.scripts import ScriptFacts, script_facts
from paylint.finding import Problem, Skipped
from paylint.frontend.discovery import SourceFile
from paylint.frontend.prefilter import Index, prefilter
from paylint.ir.nodes import Module
from paylint.ir.pages import Page
from paylint.location import Location, Path
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog
from paylint.models.vocabulary import Vocabulary, telling_alone, words_in

PAGES = "html"
SCRIPTS = frozenset({"javascript", "typescript"})
PARTLY_READ = "PAY903"
MOST_SHOWN = 200
SHORTEST_NAME = 6
"""A file name shorter than this stands for too much to look for it in every page."""
PHRASE = re.compile(r""">([^<>{}]+)<|"([^"<>{}]+)"|'([^'<>{}\n]+)'""")
"""What a page shows, and what is quoted in it."""
LONGEST_PHRASE = 80
FORM_PART = re.compile(r"\b\w*form\w*\.(\w+)", re.IGNORECASE)
"""A field of a form, or a group of them, as a template names it."""
HEAD = 4096
LIBRARY = re.compile(
    rb"""typeof\s+(?:exports|module|define)\b|\bdefine\.amd\b|["']object["']\s*={2,3}\s*typeof\s+exports"""
)
"""What a script that is published as a library asks in its head: which kind of loader has it (UMD)."""
FIELDS = re.compile(rb"<(?:input|select|textarea|form)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page as a browser gets it, with the fields that take labelled data."""

    contents: Contents
    intakes: tuple[Intake, ...]

    @property
    def path(self) -> Path:
        """Its own file."""
        return self.contents.path


@dataclass(frozen=True, slots=True)
class SeenScript:
    """A script, or all scripts that stand in one page."""

    path: Path
    module: Module
    facts: ScriptFacts


@dataclass(frozen=True, slots=True)
class Site:
    """The browser's side of a run. ``files`` counts the templates and scripts that there are, ``problems`` what was not read,
    ``skipped`` the script libraries, which are not followed; ``words`` are those that templates were chosen by.
    """

    pages: tuple[SeenPage, ...]
    scripts: tuple[SeenScript, ...]
    files: int
    problems: tuple[Problem, ...]
    lines: Mapping[Path, tuple[str, ...]]
    skipped: tuple[Skipped, ...] = ()
    words: tuple[str, ...] = ()

    def line(self, path: Path, number: int) -> str:
        """A line of a page or script that was read, stripped and with card numbers masked."""
        lines = self.lines.get(path, ())
        return mask_card_numbers(lines[number - 1].strip()[:MOST_SHOWN]) if 0 < number <= len(lines) else ""


NO_SITE = Site((), (), 0, (), {})


def read_site(
    files: Sequence[SourceFile],
    catalog: Catalog,
    asked: Iterable[str] = (),
    words: Iterable[str] = (),
    known: Site | None = None,
) -> Site:
    """Read the pages and scripts among ``files`` that can matter.

    ``asked`` are names of templates that do in any case, and so do templates that hold one of ``words``. ``known`` is what
    was read before of the same files: its scripts are not read again.
    """
    chosen = [file for file in files if file.language == PAGES or file.language in SCRIPTS]
    if not chosen:
        return NO_SITE
    asking = tuple(words)
    index = prefilter(chosen, catalog.page_needles(asking))
    languages = {file.path: file.language for file in chosen}
    reader = _Reader(index, languages, catalog, known.scripts if known is not None else ())
    pages = tuple(reader.pages(asked))
    scripts = tuple(reader.scripts())
    problems = (*index.problems, *reader.problems)
    lines = {path: tuple(index.content(path).decode("utf-8", "replace").splitlines()) for path in sorted(reader.read)}
    return Site(pages, scripts, len(chosen), problems, lines, tuple(reader.skipped), asking)


def may_take(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a page can take labelled data, as far as its names, its attributes and what it shows tell."""
    shown = (part.strip() for match in PHRASE.finditer(text) for part in match.groups() if part)
    context = weak = False
    for phrase in {*words_in(text), *(part for part in shown if len(part) <= LONGEST_PHRASE)}:
        token = vocabulary.token("autocomplete", phrase)
        if token is not None and token.role is None:
            return True
        meaning = vocabulary.meaning(phrase)
        if meaning is not None and not meaning.weak:
            return True
        weak = weak or (meaning is not None and vocabulary.kinds[meaning.kind].decides)
        context = context or vocabulary.gives_context(phrase)
    return (weak and context) or any(vocabulary.gives_context(part) for part in FORM_PART.findall(text))


class _Reader:
    """The lowered pages of one run, by path, and the look-up of templates by name."""

    def __init__(
        self, index: Index, languages: Mapping[Path, str], catalog: Catalog, known: Iterable[SeenScript]
    ) -> None:
        self._index = index
        self._known = {script.path: script for script in known}
        self._languages = languages
        self._catalog = catalog
        self._pages: dict[Path, Page | None] = {}
        self._by_file: dict[str, list[Path]] = {}
        self.read: set[Path] = set()
        self.problems: list[Problem] = []
        self.skipped: list[Skipped] = []
        for path in index.paths:
            if languages[path] == PAGES:
                self._by_file.setdefault(path.rpartition("/")[2], []).append(path)

    def pages(self, asked: Iterable[str]) -> Iterator[SeenPage]:
        """The pages that nothing else shows as a part, composed."""
        markup = provider_markup(row for provider in self._catalog.providers.values() for row in provider.browser)
        names = list(asked)
        lowered = [page for path in self._chosen(names) if (page := self._page(path)) is not None]
        wanted = {page.path for name in names if (page := self.find(name)) is not None}
        shown = {
            found.path for page in lowered for name in references(page) if (found := self.find(name)) is not None
        } - wanted
        for page in sorted(lowered, key=lambda page: page.path):
            if page.path in shown:
                continue
            for part in parts(page):
                yield self._seen(part, markup)
        for page in self._described():
            yield self._seen(page, markup)

    def _seen(self, page: Page, markup: Markup) -> SeenPage:
        held = contents(compose(page, self.find))
        return SeenPage(held, intakes(held, self._catalog.vocabulary, markup))

    def _described(self) -> Iterator[Page]:
        """The pages that scripts describe in JSX and that ask for something."""
        from paylint.frontend.jsx import jsx_page
        from paylint.frontend.script import script_language

        for path in self._index.paths:
            if self._languages[path] in SCRIPTS and self._index.groups(path) & {"source", "page"}:
                content = self._index.content(path)
                if FIELDS.search(content) is None or self._is_library(content):
                    continue
                page = jsx_page(path, content, language=script_language(path))
                if page.items:
                    self.read.add(path)
                    yield page

    def scripts(self) -> Iterator[SeenScript]:
        """The scripts that stand in the pages read, and script files that name something, libraries of other people apart."""
        from paylint.frontend.script import lower_script, script_language
        from paylint.frontend.script_names import script_name
        from paylint.site.page_scripts import page_script

        for path in sorted(path for path in self.read if self._languages[path] == PAGES):
            if path in self._known:
                yield self._known[path]
                continue
            page = self._page(path)
            script = page_script(page) if page is not None else None
            if script is not None:
                found = lower_script(path, script.content, script_name(path), language=script.language)
                yield from self._script(path, found)
        for path in self._index.paths:
            if self._languages[path] in SCRIPTS and self._index.groups(path) & {"source", "page", "provider"}:
                content = self._index.content(path)
                if self._is_library(content):
                    self.skipped.append(Skipped(path, "library"))
                    continue
                self.read.add(path)
                if path in self._known:
                    yield self._known[path]
                    continue
                found = lower_script(path, content, script_name(path), language=script_language(path))
                yield from self._script(path, found)

    def _is_library(self, content: bytes) -> bool:
        """Whether a script is published as a library and names no card data: one that does may be of the shop, or altered."""
        if not LIBRARY.search(content, 0, HEAD):
            return False
        words = words_in(content.decode("utf-8", "replace"))
        return not any(telling_alone(word, self._catalog.vocabulary) for word in words)

    def find(self, name: str) -> Page | None:
        """The template that a name stands for."""
        path = self._placed(name)
        if path is None:
            return None
        self.read.add(path)
        return self._page(path)

    def _placed(self, name: str) -> Path | None:
        """The file of a template: the one whose path ends with its name; of several, the shortest path."""
        tail = name.strip("/")
        candidates = [
            path for path in self._by_file.get(tail.rpartition("/")[2], ()) if path == tail or path.endswith(f"/{tail}")
        ]
        return min(candidates, key=lambda path: (len(path), path)) if candidates else None

    def _chosen(self, asked: Iterable[str]) -> set[Path]:
        """The pages that name something, what is asked for, and every page that names one of those by its file name."""
        chosen = {path for paths in self._by_file.values() for path in paths if self._names_something(path)}
        chosen |= {path for name in asked if (path := self._placed(name)) is not None}
        fresh = chosen
        for _ in range(3):
            names = {path.rpartition("/")[2] for path in fresh}
            needles = {"refers": tuple(sorted(name.lower() for name in names if len(name) >= SHORTEST_NAME))}
            rest = [path for paths in self._by_file.values() for path in paths if path not in chosen]
            holding = self._index.rescan(rest, needles) if needles["refers"] else frozenset()
            fresh = {path for path in holding if self._refers(path, chosen)}
            if not fresh:
                break
            chosen |= fresh
        self.read |= chosen
        return chosen

    def _names_something(self, path: Path) -> bool:
        groups = self._index.groups(path)
        if "source" not in groups or groups & {"page", "asked"}:
            return bool(groups & {"page", "asked"})
        return may_take(self._index.content(path).decode("utf-8", "replace"), self._catalog.vocabulary)

    def _refers(self, path: Path, chosen: set[Path]) -> bool:
        page = self._page(path)
        if page is None:
            return False
        return any(self._placed(name) in chosen for name in references(page))

    def _page(self, path: Path) -> Page | None:
        from paylint.frontend.decoding import Unparsed
        from paylint.frontend.pages import lower_page

        if path not in self._pages:
            lowered = lower_page(path, self._index.content(path))
            if isinstance(lowered, Unparsed):
                self.read.add(path)
                self.problems.append(Problem("PAY902", lowered.location, lowered.message))
                self._pages[path] = None
            else:
                self._pages[path] = lowered
        return self._pages[path]

    def _script(self, path: Path, found: object) -> Iterator[SeenScript]:
        from paylint.frontend.decoding import Unparsed
        from paylint.frontend.lowered import Lowered

        match found:
            case Lowered(module=module, partial=partial):
                if partial and self._languages[path] in SCRIPTS:
                    said = "; ".join(partial)
                    self.problems.append(Problem(PARTLY_READ, Location(path, 1), f"Partly analysed: {said}."))
                yield SeenScript(path, module, script_facts(module))
            case Unparsed(location=location, message=message):
                self.problems.append(Problem("PAY902", location, message))
            case _:
                return
