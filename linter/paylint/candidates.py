"""Where work begins: the files whose words can matter, and what the text of a file shows by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from paylint.frontend.prefilter import Index, prefilter
from paylint.frontend.sightings import sight
from paylint.inventory.logs import NEEDLES
from paylint.location import Path
from paylint.models.catalog import Catalog
from paylint.models.places import named_like
from paylint.models.schema import Provider
from paylint.models.vocabulary import Lens, Vocabulary, telling_together, words_in

if TYPE_CHECKING:
    from paylint.facts import Sighting
    from paylint.source import Source

STATEMENTS = "statement"
"""The group of words of files whose own statements may be settings."""

MOST_NAMING = 30
"""A template's or route's name that stands in more files than this is an everyday word."""

CALLED = re.compile(r"(\w+)\(\s*[fFrRuU]?$")
QUOTED = re.compile(r"""(?s)('''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|"[^"\n]*")""")


def needles(catalog: Catalog) -> Mapping[str, Sequence[str]]:
    """All texts by group that Python files are looked through for."""
    return {**catalog.needles(), STATEMENTS: NEEDLES}


def candidate_files(index: Index, vocabulary: Vocabulary) -> Iterator[Path]:
    """The files in which a word means data that matters, alone or beside a word that gives a weak one its context."""
    return (path for path in index.paths if is_candidate(path, index, vocabulary))


def is_candidate(path: Path, index: Index, vocabulary: Vocabulary) -> bool:
    """Whether work begins in a file."""
    if "source" not in index.groups(path) or is_test(path):
        return False
    return telling_together(words_in(index.content(path).decode("utf-8", "replace")), vocabulary)


def naming_files(index: Index, names: Iterable[str]) -> Iterator[Path]:
    """The files that hold one of these names of templates and routes, unless it stands in too many to mean anything."""
    for name in sorted(names):
        found = [path for path in index.holding(name) if not is_test(path)]
        if len(found) <= MOST_NAMING:
            yield from found


def route_files(index: Index, catalog: Catalog) -> frozenset[Path]:
    """The files that may register a route, tests apart."""
    needles = {"route": catalog.route_needles()}
    return index.rescan([path for path in index.paths if not is_test(path)], needles)


def provider_files(index: Index, providers: Mapping[str, Provider]) -> Iterator[Path]:
    """The files that name a provider, in their text or in their own name, tests apart."""
    names = tuple(named_like(providers))
    for path in index.paths:
        folders = (re.sub(r"[^a-z0-9]", "", part) for part in path.lower().removesuffix(".py").split("/"))
        named = any(folder.startswith(names) or folder.endswith(names) for folder in folders)
        if (named or "provider" in index.groups(path)) and not is_test(path):
            yield path


def setting_policies(index: Index) -> tuple[Path, ...]:
    """The files whose code sets a content security policy, by its header's name or by a library that does."""
    from paylint.site.guards import POLICY

    names = (POLICY, "CSPMiddleware", "flask_talisman", "CSP_SCRIPT_SRC", "CONTENT_SECURITY_POLICY")
    return tuple(sorted({path for name in names for path in index.holding(name) if not is_test(path)}))


def telling_text(content: bytes, lens: Lens) -> bool:
    """Whether a file holds a name or a quoted text that a lens begins with."""
    text = content.decode("utf-8", "replace")
    if any(re.search(rf"\b{re.escape(name)}\(", text) for name in lens.names):
        return True
    for quoted in QUOTED.finditer(text):
        if any(pattern.search(quoted.group()) for pattern in lens.texts):
            before = CALLED.search(text, max(0, quoted.start() - 80), quoted.start())
            if before is None or before[1] not in lens.shown:
                return True
    return False


def sightings(source: Source, catalog: Catalog) -> tuple[Sighting, ...]:
    """What the texts of files show by themselves, sorted by place: Python that was read, pages and scripts beside it."""
    languages = {file.path: file.language for file in source.discovery.files}
    others = tuple(file for file in source.discovery.files if file.language != "python")
    indexes = (source.index, prefilter(others, catalog.pattern_needles()))
    found: list[Sighting] = []
    for later in (False, True):
        seen = {word for sighting in found for word in (sighting.what, sighting.kind)}
        rows = [row for row in catalog.patterns if bool(row.after) is later and (not later or row.after in seen)]
        for index in indexes if rows else ():
            for path in index.paths:
                held = index.groups(path)
                mine = [row for row in rows if row.group in held] if held else []
                found += sight(path, index.content(path), languages[path], catalog, mine) if mine else ()
    return tuple(sorted(found, key=lambda sighting: (sighting.location, sighting.what, sighting.name)))


def is_test(path: Path) -> bool:
    """Whether a file belongs to the tests, by the usual names."""
    folder, _, file = path.rpartition("/")
    if (
        file.startswith("test_")
        or file.endswith(("_test.py", "_tests.py"))
        or file in ("conftest.py", "tests.py", "test.py", "runtests.py", "run_tests.py")
    ):
        return True
    return any(part in ("tests", "test", "testing", "testsuite", "unittests") for part in folder.split("/"))
