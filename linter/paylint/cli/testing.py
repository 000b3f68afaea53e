"""``paylint test``: programs and rule packs against their own expectations."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from paylint.cli.options import Config, Verbose
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.errors import UsageError

if TYPE_CHECKING:
    from paylint.config.settings import Settings

_PACK = re.compile(r"^PACK\s*[:=]", re.MULTILINE)

Tried = tuple[str, tuple[str, ...]]
"""What was run, and what differs from what it expects."""


def run_examples(
    paths: Annotated[list[str], typer.Argument(metavar="PATHS", help="Programs, and folders of rule packs.")],
    *,
    models: Annotated[
        list[str] | None,
        typer.Option("--models", metavar="FILE", help="Model rows, beside those of the configuration."),
    ] = None,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Compare what is found in PATHS with what their comments expect: `# expect: CODE`, `# ok: CODE`.

    A file is a program, and so is a folder with all that is in it. Of the folder of a rule pack (its module holds PACK), the
    examples in the rules' documentation are run. Exit codes: 0 as expected, 1 different, 2 wrong usage.
    """
    count = wrong = 0
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"{path} does not exist; name a program, or the folder of a rule pack")
        settings = merge.settings([path], RawConfig(), config)
        known = replace(settings, models=(*settings.models, *map(os.path.abspath, models or ())))
        for name, differences in _tried(path, known):
            count += 1
            wrong += bool(differences)
            _tell(name, differences)
    with opened("") as stream:
        stream.write(f"{count} run, {wrong} not as expected\n" if wrong else f"{count} run, all as expected\n")
    raise typer.Exit(1 if wrong else 0)


def _tried(path: str, known: Settings) -> Iterator[Tried]:
    from paylint.testing import check_file, check_folder

    if os.path.isfile(path):
        yield path, check_file(path, known=known)
    elif _is_pack(path):
        yield from _examples(path, known)
    else:
        yield path, check_folder(path, known=known)


def _is_pack(folder: str) -> bool:
    try:
        with open(os.path.join(folder, "__init__.py"), encoding="utf-8") as stream:
            return _PACK.search(stream.read()) is not None
    except (OSError, UnicodeDecodeError):
        return False


def _examples(folder: str, known: Settings) -> Iterator[Tried]:
    """The examples of a pack, which is imported for that from where it lies."""
    from paylint.packs import load_packs, rules_of
    from paylint.testing import check_example, examples

    above, name = os.path.split(os.path.abspath(folder))
    sys.path.insert(0, above)
    try:
        (pack,) = (pack for pack in load_packs((name,)) if pack.name == name)
        known = replace(known, packs=tuple(dict.fromkeys((*known.packs, name))))
        for rule in rules_of([pack]):
            found = examples(rule)
            if not any("expect:" in example.text for example in found):
                yield (
                    f"{rule.code} {rule.name}",
                    ("no example in its documentation is marked expect: show what it finds",),
                )
            for example in found:
                yield f"{rule.code} {example.heading}", check_example(example, known)
    finally:
        sys.path.remove(above)


def _tell(name: str, differences: tuple[str, ...]) -> None:
    with opened("") as stream:
        stream.write(f"{'differs' if differences else 'ok     '}  {name}\n")
        stream.writelines(f"         {difference}\n" for difference in differences)
