"""Which file is which module: import names of the files of a run, and imports resolved to files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from posixpath import commonprefix, dirname

from paylint.location import Path
from paylint.record import record


@dataclass(frozen=True, slots=True)
class ModulePlace:
    """A module's file, its dotted name, and whether it is a package's ``__init__``."""

    path: Path
    name: str
    package: bool


@record
class Layout:
    """The modules of a run by import name. A name that several files could answer to lists them all."""

    places: Mapping[Path, ModulePlace]
    by_name: Mapping[str, tuple[ModulePlace, ...]]

    def find(self, name: str, importer: Path) -> ModulePlace | None:
        """The module of that absolute name, as seen from the importing file: the nearest where several exist.

        In one folder a package goes before a module of its name, as in Python.
        """
        candidates = self.by_name.get(name)
        if not candidates:
            return None
        if len(candidates) == 1:
            return candidates[0]

        def distance(place: ModulePlace) -> tuple[int, int, bool, Path]:
            folder = dirname(dirname(place.path)) if place.package else dirname(place.path)
            shared = len(commonprefix([folder.split("/"), dirname(importer).split("/")]))
            return (-shared, len(folder), not place.package, place.path)

        return min(candidates, key=distance)

    def resolve(self, module: str, level: int, importer: Path) -> ModulePlace | None:
        """The module that ``importer`` means by ``from <level dots>module import``; level 0 also tries siblings.

        Siblings are what Python 2 calls an implicit relative import, and what a script beside its modules does.
        """
        here = self.places.get(importer)
        if level == 0:
            found = self.find(module, importer)
            if found is None and here is not None:
                package = here.name if here.package else here.name.rpartition(".")[0]
                found = self.find(f"{package}.{module}", importer) if package else None
            return found
        if here is None:
            return None
        package = here.name if here.package else here.name.rpartition(".")[0]
        for _ in range(level - 1):
            package = package.rpartition(".")[0]
        name = f"{package}.{module}" if package and module else (module or package)
        return self.find(name, importer) if name else None


def lay_out(paths: Iterable[Path]) -> Layout:
    """Name every Python file of a run.

    A module's name starts below the outermost folder without ``__init__.py`` above it. It also answers to the longer
    names that start at any folder above (a namespace package, or a run from the repository's root).
    """
    ordered = sorted(paths)
    packages = {dirname(path) for path in ordered if path.rpartition("/")[2] == "__init__.py"}
    places: dict[Path, ModulePlace] = {}
    by_name: dict[str, list[ModulePlace]] = defaultdict(list)
    for path in ordered:
        folder, _, file = path.rpartition("/")
        stem = file.rpartition(".")[0] or file
        package = stem == "__init__"
        top = folder
        while top and top in packages:
            top = dirname(top)
        inside = folder[len(top) :].strip("/").split("/") if folder != top else []
        parts = [part for part in (*inside, *(() if package else (stem,))) if part]
        name = ".".join(parts) or folder.rpartition("/")[2] or ("" if package else stem)
        place = ModulePlace(path, name, package)
        places[path] = place
        by_name[name].append(place)
        above = top.split("/") if top else []
        for start in range(len(above) - 1, -1, -1):
            by_name[".".join((*above[start:], name))].append(place)
    return Layout(places, {name: tuple(found) for name, found in by_name.items()})
