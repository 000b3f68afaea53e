"""Score what is said of pages' card inputs against the inputs that were labelled by hand.

    python -m tests.corpus.score_inputs SOURCES [--tool 'paylint scope {src} --format json --output {out}'] [--only NAME,NAME]
                                  [--recall 0.95] [--precision 0.95] [--targets 0.95] [--verbose]

``SOURCES`` is where ``fetch`` put the packages. The tool writes JSON with ``inputs``, as ``paylint scope`` does.

found       an input of the same file, line and kind of data; where it is the server's form that is written, of the same name, too
invented    an input that is not labelled, in a package that has been read
right       a found input that leads where its label says, or where the label says as well (``also``)

Exit status 1 if the tool failed on a package or a threshold is missed.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.corpus.check import DATA, labels
from tests.corpus.score import run

INPUTS = Path(__file__).resolve().parent / "inputs"
PAYLINT = f"{shlex.quote(sys.executable)} -m paylint scope {{src}} --format json --output {{out}}"
KINDS = frozenset({"route", "own", "provider", "host", "script", "nobody", "unknown"})
ELEMENTS = {
    "card.pan": "pan",
    "card.object": "pan",
    "card.code": "csc",
    "card.expiry": "expiry",
    "card.holder": "holder",
}


@dataclass(slots=True)
class Tally:
    """What a tool said of the inputs of one package."""

    package: str
    labelled: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    failed: str = ""


def inconsistencies(label: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a label in itself, without its source."""
    seen = [(one["file"], one["line"], one["data"], one["field"]) for one in label["inputs"]]
    if len(seen) != len(set(seen)):
        yield "an input stands twice"
    for one in label["inputs"]:
        if one["data"] not in DATA:
            yield f"{one['id']}: {one['data']} is no kind of data"
        for target in (one["to"], *one.get("also", ())):
            if target["kind"] not in KINDS or ("route" in target) != (target["kind"] == "route"):
                yield f"{one['id']}: {target}"


def score(label: dict[str, Any], said: Sequence[dict[str, Any]]) -> Tally:
    """Compare a tool's inputs with those of a package's label."""
    out = Tally(label["package"], labelled=len(label["inputs"]))
    left = [one for one in said if one["element"] in ELEMENTS]
    for one in label["inputs"]:
        hit = next((got for got in left if _same(one, got)), None)
        where = f"{one['id']} {one['file']}:{one['line']} {one['data']} {one['field']}"
        if hit is None:
            out.missed.append(where)
            continue
        left = [got for got in left if not _same(one, got)]
        out.found += 1
        if any(_leads(hit, target) for target in (one["to"], *one.get("also", ()))) and hit["posted"] == one["named"]:
            out.right += 1
        else:
            out.wrong.append(f"{where}: {_shown(hit)}, not {one['to']}")
    out.invented = [f"{got['path']}:{got['line']} {got['element']} {got['name']}: {_shown(got)}" for got in left]
    return out


def _same(one: dict[str, Any], got: dict[str, Any]) -> bool:
    place = got["path"] == one["file"] and got["line"] == one["line"]
    called = not got["form"] or got["name"] == one["field"]
    return bool(place and called) and ELEMENTS[got["element"]] == one["data"]


def _leads(got: dict[str, Any], target: dict[str, Any]) -> bool:
    to = got["target"]
    match target["kind"]:
        case "own":
            answering = "handler" not in target or target["handler"] in to["handlers"]
            return to["kind"] == "route" and not to["address"] and answering
        case "route":
            wanted = {_plain(str(target[key])) for key in ("route", "name") if key in target}
            return to["kind"] == "route" and _plain(to["address"]) in wanted
        case kind:
            return bool(to["kind"] == kind and to["psp"] == target.get("provider", to["psp"]))


def _plain(route: str) -> str:
    """A route without what its framework writes around it: anchors, slashes, what is filled in from elsewhere."""
    return re.sub(r"[\^$]|%s|\{[^}]*\}", "", route).strip("/")


def _shown(got: dict[str, Any]) -> str:
    to = got["target"]
    return " ".join(filter(None, (to["kind"], to["psp"], to["address"], "" if got["posted"] else "(not posted)")))


def shares(tallies: Sequence[Tally]) -> dict[str, float]:
    """Recall, precision, and the share of the found ones that lead to the right place."""
    found = sum(one.found for one in tallies)
    labelled, invented = sum(one.labelled for one in tallies), sum(len(one.invented) for one in tallies)
    right = sum(one.right for one in tallies)
    return {
        "recall": found / labelled if labelled else 1.0,
        "precision": found / (found + invented) if found + invented else 1.0,
        "targets": right / found if found else 1.0,
    }


def show(one: Tally, *, verbose: bool) -> None:
    """One package's line of the scoreboard."""
    line = f"{one.package:28} found {one.found}/{one.labelled}  right {one.right}  invented {len(one.invented)}  {one.failed}"
    print(line.rstrip(), flush=True)
    if verbose:
        for word in ("missed", "wrong", "invented"):
            for row in getattr(one, word):
                print(f"    {word}: {row}")


def shortfalls(tallies: Sequence[Tally], wanted: dict[str, float]) -> Iterator[str]:
    """What the thresholds say is wrong."""
    yield from (f"{one.package}: {one.failed}" for one in tallies if one.failed)
    for name, share in shares(tallies).items():
        if share < wanted[name]:
            yield f"{name} {share:.3f} is below {wanted[name]}"


def main() -> int:
    """Score a tool on the packages the command line names."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    ask.add_argument("--tool", default=PAYLINT)
    ask.add_argument("--labels", type=Path, default=INPUTS)
    ask.add_argument("--only", help="names, separated by commas")
    ask.add_argument("--timeout", type=int, default=300, help="seconds for one package")
    for name in ("recall", "precision", "targets"):
        ask.add_argument(f"--{name}", type=float, default=0.0)
    ask.add_argument("--verbose", action="store_true")
    args = ask.parse_args()

    only = set(args.only.split(",")) if args.only else None
    tallies: list[Tally] = []
    for _, label in labels(args.labels):
        if only and label["package"] not in only:
            continue
        source = args.sources / f"{label['package']}-{label['version']}"
        said, _, failed = run(args.tool, source, args.timeout) if source.is_dir() else ({}, 0.0, "source not fetched")
        tally = score(label, said.get("inputs", []))
        tally.failed = failed
        tallies.append(tally)
        show(tally, verbose=args.verbose)
    counts = [
        sum(values) for values in zip(*((t.found, t.labelled, t.right, len(t.invented)) for t in tallies), strict=True)
    ]
    found, labelled, right, invented = counts
    reached = shares(tallies)
    print(f"\nrecall     {found}/{labelled} = {reached['recall']:.3f}")
    print(f"precision  {found}/{found + invented} = {reached['precision']:.3f}")
    print(f"targets    {right}/{found} = {reached['targets']:.3f}")
    short = list(shortfalls(tallies, {name: getattr(args, name) for name in reached}))
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
