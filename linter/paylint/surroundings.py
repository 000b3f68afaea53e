"""What stands around the code of a run, added to the facts: files beside it, promises, and events that need a log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.candidates import STATEMENTS
from paylint.facts import Claim, Event, Program, Setting
from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.inventory.document import document
from paylint.inventory.events import Neighbours, addresses, direct, events
from paylint.inventory.gather import LANGUAGES as MACHINES
from paylint.inventory.gather import beside
from paylint.inventory.logs import SIGN
from paylint.inventory.sentences import Sentences, promises
from paylint.inventory.statements import statement_settings
from paylint.inventory.weaknesses import Table
from paylint.location import Path
from paylint.models.catalog import Catalog

if TYPE_CHECKING:
    from paylint.dataflow.engine import Engine
    from paylint.source import Source

MENTIONS = 12
"""A name that stands in more files than that is an everyday word."""

_PAST = re.compile(r"(?:change|history|news|release|upgrad|migrat)", re.IGNORECASE)

Skip = Callable[[Path], bool]


def look_around(source: Source, engine: Engine, program: Program, catalog: Catalog, is_test: Skip) -> Program:
    """Add what stands beside the code: components, settings and, where the program handles labelled data, promises and events."""
    files = source.discovery.files
    documents = list(source.documents(file for file in files if file.language in MACHINES and not is_test(file.path)))
    found = beside(documents, Table(catalog.components, catalog.provider_of_package))
    source.problems.extend(found.problems)
    settings = sorted(
        (*found.settings, *_statements(source, is_test)), key=lambda setting: (setting.location, setting.key)
    )
    handles = bool(program.arrivals or program.flows or program.declarations)
    return replace(
        program,
        components=found.components,
        settings=tuple(settings),
        claims=_promises(source, catalog, is_test) if handles and catalog.claims else (),
        events=_events(source, engine, program, catalog, is_test),
    )


def _statements(source: Source, is_test: Skip) -> Iterator[Setting]:
    for path in source.index.paths:
        told = STATEMENTS in source.index.groups(path) and not is_test(path)
        if told and SIGN.search(source.index.content(path)):
            source.search(path)
            module = source.glance(path)
            if module is not None:
                yield from statement_settings(module.node, source.line)


def _promises(source: Source, catalog: Catalog, is_test: Skip) -> tuple[Claim, ...]:
    """The claims in texts and pages, and in the comments and texts of Python files. Change logs speak of the past."""
    texts = source.documents(
        file
        for file in source.discovery.files
        if file.language in {"text", "html"}
        and not is_test(file.path)
        and not _PAST.match(file.path.rpartition("/")[2])
    )
    code = (
        document(path, "python", source.index.content(path))
        for path in source.index.paths
        if "claim" in source.index.groups(path) and not is_test(path)
    )
    return promises((*texts, *code), Sentences(catalog.claims))


def _events(source: Source, engine: Engine, program: Program, catalog: Catalog, is_test: Skip) -> tuple[Event, ...]:
    modules = {path: module for path in engine.layout.places if (module := engine.modules.get(str(path)))}
    for path in source.index.paths:
        if "address" in source.index.groups(path) and path not in modules and not is_test(path):
            module = source.glance(path)
            if module is not None:
                modules[path] = module
    known = _Functions(source, modules, is_test)
    contacts: list[tuple[FunctionInfo, str]] = []
    for path in sorted(modules):
        if "address" in source.index.groups(path) and not is_test(path):
            source.search(path)
            contacts.extend(direct(modules[path], catalog))
            for name, provider in addresses(modules[path], catalog):
                contacts.extend((info, provider) for info in known.mentioning(name))
    return events(program, contacts, catalog, Neighbours(known.named, known.calling), source.line)


class _Functions:
    """The functions of a program by name, their files lowered when first asked for."""

    def __init__(self, source: Source, modules: dict[Path, ModuleInfo], is_test: Skip) -> None:
        self._source = source
        self._is_test = is_test
        self._files: dict[str, tuple[Path, ...]] = {}
        self._modules: dict[Path, ModuleInfo] = {}
        self._by_name: dict[str, list[FunctionInfo]] = {}
        for path in sorted(modules):
            self._add(path, modules[path])

    def named(self, name: str) -> tuple[FunctionInfo, ...]:
        """The functions that have a name, those of everyday names in files already lowered alone."""
        paths = self._holding(name)
        if len(paths) <= MENTIONS:
            self._lower(path for path in paths if self._source.defines(path, name))
        return tuple(self._by_name.get(name, ()))

    def calling(self, name: str) -> tuple[FunctionInfo, ...]:
        """The functions that mention a name other than their own; none for an everyday name."""
        return tuple(info for info in self.mentioning(name) if info.name != name)

    def mentioning(self, name: str) -> tuple[FunctionInfo, ...]:
        """The functions that mention a name; none for an everyday name."""
        paths = self._holding(name)
        if len(paths) > MENTIONS:
            return ()
        self._lower(paths)
        modules = (self._modules[path] for path in paths if path in self._modules)
        return tuple(info for module in modules for info in module.functions if name in info.mentions)

    def _holding(self, name: str) -> tuple[Path, ...]:
        if name not in self._files:
            self._source.questions.everywhere.add(name)
            self._files[name] = tuple(path for path in self._source.index.holding(name) if not self._is_test(path))
        return self._files[name]

    def _lower(self, paths: Iterable[Path]) -> None:
        for path in paths:
            if path not in self._modules:
                module = self._source.glance(path)
                if module is not None:
                    self._add(path, module)

    def _add(self, path: Path, module: ModuleInfo) -> None:
        self._modules[path] = module
        for info in module.functions:
            self._by_name.setdefault(info.name, []).append(info)
