"""One function from the files beside the code to facts about them. What cannot be read is named and hides nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from yaml import YAMLError

from paylint.facts import Component, Setting
from paylint.finding import Problem
from paylint.inventory.boms import bill
from paylint.inventory.document import Document
from paylint.inventory.images import dockerfile
from paylint.inventory.manifests import manifest
from paylint.inventory.packages import packages
from paylint.inventory.runtimes import asked
from paylint.inventory.servers import server_settings
from paylint.inventory.terraform import terraform
from paylint.inventory.weaknesses import Table
from paylint.inventory.words import installed, named, variables
from paylint.location import Location

NOT_READ = "PAY902"
"""The code of the problem that a file is not what its name says."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What files beside the code say, each tuple sorted by place."""

    components: tuple[Component, ...] = ()
    settings: tuple[Setting, ...] = ()
    problems: tuple[Problem, ...] = ()


def beside(documents: Iterable[Document], table: Table) -> Beside:
    """Read the files. Each component stands once for each file, at the first place that names it."""
    components: list[Component] = []
    settings: list[Setting] = []
    problems: list[Problem] = []
    for source in documents:
        first: dict[tuple[str, str, str, str], Component] = {}
        try:
            for fact in _facts(source):
                if isinstance(fact, Setting):
                    settings.append(fact)
                else:
                    first.setdefault((fact.name, fact.version, fact.release, fact.ecosystem), fact)
        except (ValueError, YAMLError, RecursionError) as error:
            problems.append(_problem(source, error))
        components.extend(table.judged(component) for component in first.values())
    return Beside(
        tuple(sorted(components, key=lambda component: (component.location, component.name, component.version))),
        tuple(sorted(settings, key=lambda setting: (setting.location, setting.key))),
        tuple(problems),
    )


def _facts(source: Document) -> Iterator[Component | Setting]:
    reader = _READERS.get(source.language)
    if reader is not None:
        yield from reader(source)


def _shell(source: Document) -> Iterator[Component]:
    known = variables(source.text)
    yield from named(source, known)
    yield from installed(source, source.text, 1, known)


def _config(source: Document) -> Iterator[Component | Setting]:
    yield from _shell(source) if source.name.endswith(".pkr.json") else server_settings(source)


_READERS: Mapping[str, Callable[[Document], Iterator[Component | Setting]]] = {
    "dockerfile": dockerfile,
    "yaml": manifest,
    "hcl": terraform,
    "shell": _shell,
    "packages": packages,
    "runtime": asked,
    "sbom": bill,
    "config": _config,
}

LANGUAGES = frozenset(_READERS)
"""The languages of files that tell of components and settings."""


def _problem(source: Document, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else getattr(error, "lineno", 1)
    reason = getattr(error, "problem", None) or getattr(error, "msg", None) or str(error) or type(error).__name__
    kind = "YAML" if source.language == "yaml" else "what its name says"
    return Problem(
        NOT_READ,
        Location(source.path, line),
        f"{source.path} could not be read as {kind} ({reason}); nothing that it installs or sets is known.",
    )
