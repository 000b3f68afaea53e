"""From paths to a lock: the line up to propagation, the pages of the tree, and the files that both lead to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

from paylint.analysis import analyse
from paylint.browser.forms import Contents
from paylint.candidates import is_test
from paylint.config.settings import Settings, common_folder
from paylint.datapath import Asking, DataPath, data_path, nearest
from paylint.deployed import folder_tree
from paylint.errors import UsageError
from paylint.facts import Program
from paylint.finding import Confidence
from paylint.ir import nodes as ir
from paylint.ir.walk import walk
from paylint.location import Path
from paylint.lock import Lock, make
from paylint.models.loading import load_catalog
from paylint.packs import load_packs
from paylint.pipeline import all_read
from paylint.progress import Clock, Progress, ignore
from paylint.source import Source

_OUTSIDE = ("http://", "https://", "//")
_SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx")


def lock(settings: Settings, progress: Progress = ignore) -> Lock:
    """The lock of everything below the deepest folder that holds the paths of the settings; its paths start there.

    Raises:
        UsageError: a path, a pack or a model is wrong, or there is nothing to lock.
    """
    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = all_read(settings, catalog)
    program = analyse(source, catalog, progress, Clock(), jobs=settings.jobs, whole=True)
    decides = frozenset(kind.id for kind in catalog.vocabulary.kinds.values() if kind.decides)
    contents = {path: source.index.content(path) for path in source.index.paths if not is_test(path)}
    found = data_path(
        program, decides, _pages(source, program, decides), _script_finder(source), contents, _importer(source)
    )
    if not found.files:
        raise UsageError(
            f"neither payment data nor a provider was found in {len(contents)} files, so there is nothing to lock; "
            "`paylint reveal facts` shows what is known of them"
        )
    base = common_folder(settings.paths)
    start = os.path.relpath(base, settings.root).replace(os.sep, "/")
    places = source.layout.places

    def module(path: Path) -> str:
        place = places.get(Path(path if start == "." else f"{start}/{path}"))
        return place.name if place is not None else ""

    return make(_below(start, found), folder_tree(base), module)


def _below(start: str, found: DataPath) -> DataPath:
    """The same with paths from a folder below the root; what is outside of it is left out."""
    if start == ".":
        return found
    prefix = f"{start}/"
    files = tuple((Path(path.removeprefix(prefix)), roles) for path, roles in found.files if path.startswith(prefix))
    return replace(found, files=files)


def _pages(source: Source, program: Program, decides: frozenset[str]) -> Iterator[Asking]:
    """The pages with a field that takes data that decides, or with something of a provider."""
    providers = {use.page or use.location.path for use in program.provider_uses}
    for seen in source.site.pages:
        takes = any(i.kind in decides and i.confidence >= Confidence.MEDIUM for i in seen.intakes)
        if takes or not providers.isdisjoint(seen.contents.paths):
            yield Asking(seen.path, seen.contents.paths, tuple(dict.fromkeys(_own_scripts(seen.contents))))


def _own_scripts(held: Contents) -> Iterator[str]:
    for script in held.scripts:
        address = script.src
        if address.kind == "asset" or (address.kind == "url" and not address.text.startswith(_OUTSIDE)):
            yield address.text


def _script_finder(source: Source) -> Callable[[str, Path], Path | None]:
    """Files that were left out, such as minified ones, are run by a browser all the same."""
    known = {file.path for file in source.discovery.files} | {entry.path for entry in source.discovery.skipped}
    scripts = tuple(sorted(path for path in known if path.endswith(_SCRIPTS)))
    return lambda address, page: nearest(address, page, scripts)


def _importer(source: Source) -> Callable[[Path], Iterator[Path]]:
    layout = source.layout

    def imports(path: Path) -> Iterator[Path]:
        place = layout.places.get(path)
        module = source.module(place) if place is not None else None
        if module is None:
            return
        package = path.rpartition("/")[0]
        while (init := Path(f"{package}/__init__.py")) in layout.places:
            yield init
            package = package.rpartition("/")[0]
        for node in (node for statement in module.node.body for node in walk(statement)):
            yield from (found.path for name, level in _named(node) if (found := layout.resolve(name, level, path)))

    return imports


def _named(node: ir.Node) -> Iterator[tuple[str, int]]:
    match node:
        case ir.Import():
            yield node.module, 0
        case ir.ImportFrom():
            yield node.module, node.level
            yield from (
                (f"{node.module}.{name}" if node.module else name, node.level) for name, _ in node.names if name != "*"
            )
        case _:
            pass
