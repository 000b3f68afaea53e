"""Which script is which module: imports between scripts are paths, with or without an extension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from paylint.graph.layout import Layout, ModulePlace
from paylint.location import Path

PREFIX = "js:"


def lay_out_scripts(paths: Iterable[Path]) -> Layout:
    """Name every script of a run: by its path, by that without its extension, and an ``index`` by its folder.

    Each is a package of its own, so that no import finds a neighbour by its bare name.
    """
    places: dict[Path, ModulePlace] = {}
    by_name: dict[str, list[ModulePlace]] = defaultdict(list)
    for path in sorted(paths):
        place = ModulePlace(path, f"{PREFIX}{path}", package=True)
        places[path] = place
        folder, _, file = path.rpartition("/")
        stem = path[: len(path) - len(file) + file.rfind(".")] if "." in file else path
        for name in dict.fromkeys((path, stem, *([folder] if file.startswith("index.") else []))):
            by_name[f"{PREFIX}{name}"].append(place)
    return Layout(places, {name: tuple(found) for name, found in by_name.items()})
