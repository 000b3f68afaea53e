"""The path of data that decides, as files and functions: what a change must not touch unseen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import commonpath, dirname

from paylint.facts import Program
from paylint.finding import Trace
from paylint.location import Path

PATH = "path"
DECLARES = "declares"
ROUTES = "routes"
RENDERS = "renders"
PROVIDER = "provider"
IMPORTED = "imported"
PAGE = "page"
SCRIPT = "script"
ROLES: Mapping[str, str] = {
    PATH: "data passes through it",
    DECLARES: "a class in it declares a field for such data",
    ROUTES: "it leads a request to a handler on the path",
    RENDERS: "it shows a page on the path",
    PROVIDER: "it names a provider: a call, an address, a script",
    IMPORTED: "nothing else, but a file on the path imports it, or it is a package around one",
    PAGE: "a template that asks for the data, or a part of one",
    SCRIPT: "a script that such a page loads from the site itself",
}

MODULE_CODE = frozenset({PATH, DECLARES, RENDERS, PROVIDER})
"""Roles of files whose imports are followed, one step."""


@dataclass(frozen=True, slots=True)
class DataPath:
    """Files with their roles, sorted, and the qualified names of the functions and classes that data passes."""

    files: tuple[tuple[Path, tuple[str, ...]], ...]
    functions: frozenset[str]

    def passes(self, name: str) -> bool:
        """Whether data passes a function or class, or something inside it."""
        return name in self.functions or any(each.startswith(f"{name}.") for each in self.functions)


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks for data, or loads a provider's script to do so.

    ``parts`` are the templates that it is made of, its own first; ``scripts`` the addresses of the site's own scripts.
    """

    page: Path
    parts: tuple[Path, ...]
    scripts: tuple[str, ...]


Roles = dict[Path, set[str]]


def data_path(
    program: Program,
    decides: frozenset[str],
    pages: Iterable[Asking],
    script_of: Callable[[str, Path], Path | None],
    sources: Mapping[Path, bytes],
    imports: Callable[[Path], Iterable[Path]],
) -> DataPath:
    """Everything on the path of data of the kinds in ``decides``.

    ``script_of`` finds the file behind a script's address in a page; ``sources`` are the program's files; ``imports``
    gives the files of the program that one imports, and the packages around it.
    """
    roles: Roles = {}
    functions: set[str] = set()
    _follow(program, decides, roles, functions)
    for page in pages:
        _add_page(page, roles, script_of, sources)
    for path in [path for path, told in roles.items() if told & MODULE_CODE]:
        for other in imports(path):
            roles.setdefault(other, set()).update(() if roles.get(other) else (IMPORTED,))
    return DataPath(tuple((path, tuple(sorted(roles[path]))) for path in sorted(roles)), frozenset(functions - {""}))


def _follow(program: Program, decides: frozenset[str], roles: Roles, functions: set[str]) -> None:
    for flow in program.flows:
        if flow.origin.kind in decides:
            functions |= {flow.origin.function, flow.sink.function}
            _add_trace(flow.trace, roles, functions)
    for arrival in program.arrivals:
        if arrival.origin.kind in decides:
            functions.add(arrival.handler)
            _add_trace(arrival.trace, roles, functions)
    for item in program.declarations:
        if item.kind in decides:
            functions.add(item.owner)
            roles.setdefault(item.location.path, set()).add(DECLARES)
    for use in program.provider_uses:
        roles.setdefault(use.location.path, set()).add(PROVIDER)
    handlers = {name for intake in program.intakes if intake.kind in decides for name in intake.handlers}
    functions |= handlers
    for route in program.routes:
        if any(name == route.handler or name.startswith(f"{route.handler}.") for name in functions):
            roles.setdefault(route.location.path, set()).add(ROUTES)
    shown = {intake.page for intake in program.intakes if intake.kind in decides}
    for rendering in program.renderings:
        if rendering.template in shown:
            functions.add(rendering.function)
            roles.setdefault(rendering.location.path, set()).add(RENDERS)


def _add_trace(trace: Trace, roles: Roles, functions: set[str]) -> None:
    for step in trace.steps:
        roles.setdefault(step.location.path, set()).add(PATH)
        functions.add(step.function)


def _add_page(
    page: Asking, roles: Roles, script_of: Callable[[str, Path], Path | None], sources: Mapping[Path, bytes]
) -> None:
    for part in page.parts:
        roles.setdefault(part, set()).add(PAGE)
    for address in page.scripts:
        script = script_of(address, page.page)
        if script is not None:
            roles.setdefault(script, set()).add(SCRIPT)
    for path in _naming(page.page, sources):
        roles.setdefault(path, set()).add(RENDERS)


def _naming(template: Path, sources: Mapping[Path, bytes]) -> Iterator[Path]:
    """The files that hold the name of a template in quotes, with any part of its folders."""
    file = template.rpartition("/")[2].encode()
    quoted = re.compile(rb"""["']((?:[\w.@-]+/)*""" + re.escape(file) + rb""")["']""")
    for path, content in sources.items():
        if file in content and any(
            f"/{template}".endswith(b"/".join((b"", name)).decode()) for name in quoted.findall(content)
        ):
            yield path


def nearest(address: str, beside: Path, files: Sequence[Path]) -> Path | None:
    """The file that a script's address means: the one with the longest end that fits, then the nearest to ``beside``."""
    steps = [step for step in address.partition("?")[0].split("/") if step not in {"", ".", ".."}]
    for start in range(len(steps)):
        end = "/".join(steps[start:])
        fitting = [file for file in files if file == end or file.endswith(f"/{end}")]
        if fitting:
            return min(fitting, key=lambda file: (-_shared(file, beside), len(file), file))
    return None


def _shared(one: str, other: str) -> int:
    return len(commonpath((f"/{dirname(one)}", f"/{dirname(other)}")))
