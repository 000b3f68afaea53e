"""``paylint lock``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from paylint.cli.options import Config, Paths, Verbose, settled
from paylint.cli.output import opened, refuse_unwritable
from paylint.config.raw import RawConfig

FILE = "paylint.lock.json"


def lock(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = FILE,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Write down every file and function on the path of payment data in PATHS, with their hashes.

    `paylint verify` tells later how a deployed tree differs from that. Paths in the lock start at the deepest folder
    that holds PATHS.
    """
    file = "" if output == "-" else output
    refuse_unwritable(file)
    settings = settled(paths, RawConfig(), config)

    from paylint import locking
    from paylint.cli.progress import progress_bar
    from paylint.lock import dumps

    with progress_bar() as progress:
        made = locking.lock(settings, progress)
    with opened(file) as stream:
        stream.write(dumps(made))
    if file:
        functions = sum(function.on_path for each in made.files for function in each.functions)
        sys.stdout.write(
            f"{file}: {len(made.files)} files locked, with {functions} functions that payment data passes\n"
        )
