"""See that the cache changes no report: each package cold, with an empty cache, warm, and after changes and their undoing.

    python -m tests.corpus.warm SOURCES [--only NAME,NAME]

``SOURCES`` is where ``fetch`` put the packages. What is compared are the reports of the command line in JSON and in SARIF, byte for
byte. Every package is read where it lies and then in a copy, in which one thing after the other is changed and put back. Exit
status 1 if a report differs.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from paylint.cache.store import FOLDER
from paylint.cli.app import run

LEAK = b'\n\ndef note(card_number):\n    print("paid with", card_number)\n'
STRANGER = b"\n\ndef noted_by_nobody(value):\n    return value\n"
RETURN = re.compile(rb"^([ \t]+)return\b", re.MULTILINE)
FIELD = b'\n<form action="/pay" method="post"><input name="card_number"></form>\n'
PROMISE = b"\nWe never store card numbers.\n"
PYTHON = (".py",)
PAGES = (".html", ".htm", ".pt", ".zpt", ".jinja2", ".mako", ".vue")
SCRIPTS = (".js", ".ts", ".jsx", ".tsx")
TEXTS = (".md", ".rst", ".txt")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens to one file with one of these endings: from its bytes to others, or to none where the file goes away."""

    name: str
    suffixes: tuple[str, ...]
    made: Callable[[bytes], bytes | None]


CHANGES = (
    Change("a comment more", PYTHON, lambda content: content + b"\n# a note\n"),
    Change("a leak more", PYTHON, lambda content: content + LEAK),
    Change("a function more that nobody knows", PYTHON, lambda content: content + STRANGER),
    Change(
        "a line more before each return", PYTHON, lambda content: RETURN.sub(rb"\1unheard_of = 1\n\1return", content)
    ),
    Change("a field for a card more", PAGES, lambda content: content + FIELD),
    Change("a line more at the top", (*PYTHON, *PAGES, *SCRIPTS, *TEXTS), lambda content: b"\n" + content),
    Change("a promise more", TEXTS, lambda content: content + PROMISE),
    Change("half of it cut off", PYTHON, lambda content: content[: content.rfind(b"\n", 0, len(content) // 2) + 1]),
    Change("it is removed", (*PYTHON, *PAGES, *SCRIPTS), lambda _: None),
)
SOME = CHANGES[1:6]
"""Those that tell most, for small trees."""


def differences(tree: Path, changes: Sequence[Change] = CHANGES) -> Iterator[str]:
    """What says something else with a cache than without one, in a sentence each. The tree itself is only read."""
    with tempfile.TemporaryDirectory() as place, mock.patch.dict(os.environ, {FOLDER: str(Path(place, "cache"))}):
        yield from _beside(_reports(tree, "--no-cache"), tree, ("with an empty cache", "warm"))
        work = Path(place, tree.name)
        shutil.copytree(tree, work)
        as_it_was = _reports(work, "--no-cache")
        yield from _beside(as_it_was, work, ("copied",))
        chance = random.Random(tree.name)
        files = sorted(path for path in work.rglob("*") if path.is_file())
        for change in changes:
            fitting = [file for file in files if file.suffix in change.suffixes]
            if not fitting:
                continue
            file = chance.choice(fitting)
            what = f"{change.name}, in {file.relative_to(work)}"
            with _changed(file, change):
                yield from _beside(_reports(work, "--no-cache"), work, (f"changed ({what})",))
            yield from _beside(as_it_was, work, (f"put back ({what})",))


def _beside(expected: Mapping[str, bytes], tree: Path, runs: Sequence[str]) -> Iterator[str]:
    """Run with the cache, once for each name, and compare."""
    for name in runs:
        for form, text in _reports(tree).items():
            if text != expected[form]:
                yield f"{tree.name}, {name}: {form} is not that of a run without a cache"


@contextmanager
def _changed(file: Path, change: Change) -> Iterator[None]:
    content = file.read_bytes()
    new = change.made(content)
    if new is None:
        file.unlink()
    else:
        file.write_bytes(new)
    try:
        yield
    finally:
        file.write_bytes(content)


def _reports(tree: Path, *options: str) -> dict[str, bytes]:
    """The reports of one run, by form, with its exit status."""
    with tempfile.TemporaryDirectory() as place:
        files = {form: Path(place, form) for form in ("json", "sarif")}
        asked = [word for form, file in files.items() for word in ("--report", f"{form}={file}")]
        status = run(["check", str(tree), "--format", "concise", "--output", os.devnull, *asked, *options])
        return {form: file.read_bytes() for form, file in files.items()} | {"the exit status": str(status).encode()}


def main() -> int:
    """Compare what the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    ask.add_argument("--only", help="names, separated by commas")
    args = ask.parse_args()
    wanted = args.only.split(",") if args.only else None
    trees = [tree for tree in sorted(args.sources.resolve().iterdir()) if tree.is_dir() and tree.name[0] != "."]
    told = 0
    for tree in trees:
        if wanted is None or tree.name.rpartition("-")[0] in wanted:
            for difference in differences(tree):
                told += 1
                print(difference, flush=True)
    print(f"{len(trees)} packages, {told} reports differ with a cache")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
