"""``paylint fix``."""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING, Annotated

import typer

from paylint.cli.options import Config, Ignore, Paths, Select, Verbose, settled, split
from paylint.cli.output import opened
from paylint.config.raw import RawConfig
from paylint.errors import UsageError

if TYPE_CHECKING:
    from paylint.fixing import Change, Outcome


def fix(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show the change, write nothing, exit with 1 if there is one.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also make changes after which the program does other things.")
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Mend what can be mended in PATHS: cut a card number to its last four digits in a log, take a code out of it.

    A change is made only if a run over the changed files shows that the finding is gone and no other has come.
    """
    settings = settled(paths, RawConfig(select=split(select), ignore=split(ignore)), config)

    from paylint import fixing
    from paylint.cli.progress import progress_bar

    with progress_bar() as progress:
        outcome = fixing.fix(settings, unsafe=unsafe, progress=progress)
    for change in outcome.changes:
        if diff:
            _show(change)
        else:
            _write(os.path.join(settings.root, change.path), change)
    _summarise(outcome, diff=diff)
    raise typer.Exit(1 if diff and outcome.changes else 0)


def _show(change: Change) -> None:
    from paylint.masking import mask_card_numbers

    before, after = (text.decode("utf-8", "replace").splitlines() for text in (change.before, change.after))
    with opened("") as stream:
        for row in difflib.unified_diff(before, after, f"a/{change.path}", f"b/{change.path}", lineterm=""):
            stream.write(mask_card_numbers(row) + "\n")


def _write(file: str, change: Change) -> None:
    try:
        with open(file, "rb") as stream:
            now = stream.read()
        if now != change.before:
            raise UsageError(f"{change.path} was changed while paylint looked at it; run `paylint fix` again")
        with open(file, "wb") as stream:
            stream.write(change.after)
    except OSError as error:
        raise UsageError(f"cannot write {change.path}: {error.strerror}") from error


def _summarise(outcome: Outcome, *, diff: bool) -> None:
    done = [finding for change in outcome.changes for finding in change.findings]
    with opened("") as stream:
        for finding in () if diff else done:
            stream.write(f"{finding.location}: {finding.code} {finding.name} mended\n")
        for finding in outcome.left:
            stream.write(
                f"{finding.location}: {finding.code} {finding.name} must be mended by hand: {finding.remedy}\n"
            )
        said = f"{'would mend' if diff else 'mended'} {_counted(len(done))} in {len(outcome.changes)} file{'' if len(outcome.changes) == 1 else 's'}"
        if outcome.unsafe:
            said += f"; {_counted(len(outcome.unsafe))} more may be mended with --unsafe"
        stream.write(said + "\n")


def _counted(count: int) -> str:
    return f"{count} finding{'' if count == 1 else 's'}"
