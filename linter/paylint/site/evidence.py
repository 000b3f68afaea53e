"""Where a codebase names providers: a stage beside propagation, which follows no value and reads only files that may name one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from paylint.facts import Sighting
from paylint.graph.symbols import ModuleInfo
from paylint.graph.uses import Use, uses
from paylint.location import Path
from paylint.models.places import Places

Line = Callable[[Path, int], str]


def server_sightings(
    modules: Iterable[ModuleInfo], places: Places, own: Callable[[str], bool], line: Line
) -> Iterator[Sighting]:
    """The sightings in Python modules. ``own`` tells whether a top-level package name is the codebase's own."""
    for module in modules:
        for use in uses(module):
            found = _sighting(use, places, own, line)
            if found is not None:
                yield found


def _sighting(use: Use, places: Places, own: Callable[[str], bool], line: Line) -> Sighting | None:
    if use.kind == "address":
        known = places.address(use.text)
    elif own(use.text.partition(".")[0].removesuffix("()")):
        return None
    else:
        known = places.call(use.text) if use.kind == "call" else None
        known = known or (places.package(use.text), "")
    if known is None or not known[0]:
        return None
    provider, way = known
    code = line(use.location.path, use.location.line)
    return Sighting(provider, use.kind, way, use.text, use.location, code, use.function, use.given)
