"""Every row of the pack is used by a program: one small function for each name that it gives.

A row whose names are spelled as no program can reach them, or that another row or the engine itself stands in front of, is found here.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from paylint import analysis
from paylint.config.settings import defaults
from paylint.frontend.lowered import Lowered
from paylint.frontend.script import lower_script
from paylint.frontend.script_names import script_name
from paylint.location import Path as Place
from paylint.models.catalog import Catalog
from paylint.models.schema import AttributeRow, Behaviour, Row, RowOrigin, ShapeRow, TypeRow
from paylint.packs import load_packs
from paylint.pipeline import all_read
from paylint.progress import ignore
from paylint.site.propagation import propagate_scripts

FILES = tuple(shown for pack in load_packs(()) for shown, _ in pack.files("models") if pack.name == "paylint_rules")


def origin(row: Row) -> RowOrigin:
    """Where a row is written."""
    match row:
        case ShapeRow(behaviour=behaviour):
            return behaviour.origin
        case Behaviour(origin=origin) | AttributeRow(origin=origin) | TypeRow(origin=origin):
            return origin
        case _:
            raise TypeError(row)


def uses(row: Row) -> Iterator[tuple[str, str]]:
    """For each name of a row, its top-level package and code that uses it with a card number."""
    match row:
        case ShapeRow(receivers=(receiver, *_), methods=(method, *_)):
            name = "thing" if receiver == "*" else receiver
            yield "", f"def use(request, {name}):\n    {name}.{method}(request.POST['card_number'], 1)\n"
        case Behaviour(calls=names) | AttributeRow(names=names):
            given = "(card_number, card_number, key=card_number)" if isinstance(row, Behaviour) else ""
            for name in names:
                yield (
                    package(name),
                    f"def use(request):\n    card_number = request.POST['card_number']\n    return {spelled(name)}{given}\n",
                )
        case TypeRow(names=names, handlers=handlers, attributes=attributes):
            method = handlers[0].replace("*", "anything") if handlers else "anything"
            read = ", ".join(f"self.{attribute}" for attribute, _ in attributes) or "self"
            body = (
                f"    card_number = 1\n\n    def {method}(self, request):\n        return {read}, request.card_number\n\n\n"
                "def use(request):\n    return Own(request.POST).card_number\n"
            )
            for name in names:
                yield package(name), f"class Own({spelled(name)}):\n{body}"
        case _:
            raise TypeError(row)


def spelled(name: str) -> str:
    """A dotted name as an expression."""
    return name.replace("*", "anything").removeprefix("builtins.")


def package(name: str) -> str:
    """The package to import for a name; none for a built-in function or a mere word."""
    head = name.partition(".")[0].removesuffix("()")
    return "" if head == "builtins" or keyword.iskeyword(head) else head


def script_uses(row: Row) -> Iterator[str]:
    """The same as a script, for rows of what a browser gives and of looks that only scripts have."""
    number = 'const cardNumber = document.getElementById("card_number").value;'
    match row:
        case ShapeRow(receivers=(receiver, *_), methods=(method, *_)) if method.startswith("js."):
            yield f"function use({receiver}) {{ {number} {receiver}.{method.removeprefix('js.')}(cardNumber, cardNumber); }}"
        case Behaviour(calls=names) | AttributeRow(names=names):
            given = "(cardNumber, cardNumber)" if isinstance(row, Behaviour) else ""
            for name in names:
                if name.startswith("js."):
                    element = 'document.getElementById("card_number")'
                    text = name.removeprefix("js.").replace("Element()", element).replace(".[]", "[0]")
                    yield f"function use() {{ {number} return {text}{given}; }}"
        case _:
            return


def used_by_scripts(rows: Sequence[Row], catalog: Catalog) -> set[RowOrigin]:
    """The rows that scripts use."""
    texts = [text for row in rows for text in script_uses(row)]
    modules = []
    for number, text in enumerate(texts):
        path = Place(f"use_{number}.js")
        lowered = lower_script(path, text.encode(), script_name(path))
        assert isinstance(lowered, Lowered)
        modules.append(lowered.module)
    return set(propagate_scripts(modules, catalog, analysis.snippet)[0].results.used) if modules else set()


@pytest.mark.parametrize("shown", FILES)
def test_every_row_of_the_file_is_used(shown: str, catalog: Catalog, tmp_path: Path) -> None:
    rows = [row for row in catalog.rows() if origin(row).file == shown]
    for number, (head, code) in enumerate(use for row in rows for use in uses(row)):
        imported = f"import {head}\n\n\n" if head else ""
        (tmp_path / f"module_{number}.py").write_text(imported + code)

    settings = replace(defaults(str(tmp_path)), exclude_tests=False)
    source = all_read(settings, catalog)
    engine, _ = analysis.run_engine(source, catalog, ignore)

    used = engine.results.used | used_by_scripts(rows, catalog)
    unused = [row for row in rows if origin(row) not in used]
    assert not unused, "\n".join(f"{origin(row).file}:{origin(row).line}" for row in unused)
