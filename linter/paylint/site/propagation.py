"""Propagation over the scripts of pages: the engine of the server side, on a program of scripts alone."""

from __future__ import annotations

from collections.abc import Iterable

from paylint.dataflow.engine import Engine, Snippet
from paylint.dataflow.propagate import Start, propagate
from paylint.facts import Program
from paylint.graph.layout import ModulePlace
from paylint.graph.script_layout import lay_out_scripts
from paylint.graph.symbols import ModuleInfo, index_module
from paylint.ir.nodes import Module
from paylint.location import Path
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog

GIVEN = frozenset({"js", "npm"})
"""The first words of dotted names that come from outside the program."""

MOST_SHOWN = 200


def propagate_scripts(modules: Iterable[Module], catalog: Catalog, snippet: Snippet) -> tuple[Engine, Program]:
    """Run the engine over lowered scripts, all of each: a script is small, and what is in it is called from outside.

    One module a file: the scripts of a page share their variables, so they are lowered as one. ``snippet`` makes a
    function of a row's equivalent code. What fails in one function or script is in ``engine.results``.
    """
    table = {module.path: module for module in modules}

    def load(place: ModulePlace) -> ModuleInfo:
        return index_module(table[place.path])

    def line(path: Path, number: int) -> str:
        lines = table[path].lines if path in table else ()
        return mask_card_numbers(lines[number - 1].strip()[:MOST_SHOWN]) if 0 < number <= len(lines) else ""

    engine = Engine(catalog, lay_out_scripts(table), load, snippet, GIVEN, lambda _path, _name: False)
    engine.everything = True
    start = Start(tuple(table), lambda _: (), line, lambda _: False)
    return engine, propagate(engine, start, lambda _done, _total: None)
