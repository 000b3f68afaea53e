"""``paylint verify``."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from paylint.cli.lock import FILE
from paylint.cli.options import Verbose
from paylint.cli.output import opened
from paylint.errors import UsageError

if TYPE_CHECKING:
    from paylint.lock import Difference, Lock, Tree

MOST_LINES = 6


def verify(
    tree: Annotated[str, typer.Argument(metavar="TREE", help="Folder to compare: deployed, unpacked or restored.")],
    *,
    lock: Annotated[str, typer.Option("--lock", metavar="FILE", help="The lock to compare with.")] = FILE,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="Form of the output.")] = "text",  # noqa: A002
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Say what on the path of payment data differs between TREE and a lock that `paylint lock` wrote.

    Nothing in TREE is run. Exit codes: 0 equal, 1 different, 2 wrong usage.
    """
    if not os.path.isdir(tree):
        raise UsageError(f"{tree} is no folder; name the folder that the paths in {lock} start from")

    from paylint import lock as locks
    from paylint.deployed import folder_tree

    known = locks.loads(_read(lock), lock)
    deployed = folder_tree(tree)
    differences = locks.compare(known, deployed)
    with opened("") as stream:
        if format == "json":
            _write_json(differences, known, stream)
        else:
            _write_text(differences, known, deployed, stream)
    raise typer.Exit(1 if differences else 0)


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise UsageError(f"cannot read the lock {file}: {reason}; write one with `paylint lock`") from error


def _write_json(differences: tuple[Difference, ...], known: Lock, stream: TextIO) -> None:
    document = {
        "version": 1,
        "locked": len(known.files),
        "differences": [asdict(difference) for difference in differences],
    }
    stream.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _write_text(differences: tuple[Difference, ...], known: Lock, deployed: Tree, stream: TextIO) -> None:
    roles = {file.path: file.roles for file in known.files}
    for difference in differences:
        _write_difference(difference, roles.get(difference.path, ()), deployed, stream)
    if not differences:
        stream.write(f"all {len(known.files)} locked files are as they were locked\n")
        return
    counts = [(verb, sum(each.verb == verb for each in differences)) for verb in ("changed", "missing", "added")]
    said = ", ".join(f"{count} {verb}" for verb, count in counts if count)
    stream.write(f"the tree differs from the lock: {said} ({len(known.files)} files are locked)\n")


def _write_difference(difference: Difference, roles: tuple[str, ...], deployed: Tree, stream: TextIO) -> None:
    where = f"  [{', '.join(roles)}]" if roles else "  [not in the lock, beside locked files]"
    what = difference.verb
    if what == "changed":
        what += f" in {_ranges(difference.lines)}" if difference.lines else ""
        what += f", {difference.gone} locked lines are gone" if difference.gone else ""
        what += "" if difference.lines or difference.gone else " in its line ends alone"
    stream.write(f"{difference.path}  {what}{where}\n")
    for item in difference.functions:
        lines = "" if item.verb == "missing" or item.name.endswith("<module>") else f" (lines {item.first}-{item.last})"
        note = ", payment data passes it" if item.on_path else ""
        stream.write(f"    {item.verb:<8} {item.name}{lines}{note}\n")
    _write_lines(difference, deployed, stream)


def _write_lines(difference: Difference, deployed: Tree, stream: TextIO) -> None:
    from paylint.frontend.decoding import split_lines
    from paylint.masking import mask_card_numbers

    text = split_lines((deployed.read(difference.path) or b"").decode("utf-8", "replace"))
    numbers = [
        number for first, last in difference.lines for number in range(first, last + 1) if text[number - 1].strip()
    ]
    shown = ((number, mask_card_numbers(text[number - 1].rstrip()[:200])) for number in numbers[:MOST_LINES])
    stream.writelines(f"    {number:>5} | {line}\n" for number, line in shown)
    if len(numbers) > MOST_LINES:
        stream.write(f"          and {len(numbers) - MOST_LINES} more lines\n")


def _ranges(lines: tuple[tuple[int, int], ...]) -> str:
    said = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in lines)
    return f"line {said}" if len(lines) == 1 and lines[0][0] == lines[0][1] else f"lines {said}"
