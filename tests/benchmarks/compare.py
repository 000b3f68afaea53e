"""Measure paylint beside Semgrep CE, Ruff and Fixit: start-up, whole packages cold and warm, and one commit.

    python -m tests.benchmarks.compare .corpus [--rounds 3] [--packages pretix,shuup] [--tools paylint,Ruff] [--json FILE]

The packages are fetched as ``tests/corpus/fetch.py`` does it; ``--tree FOLDER`` takes a folder instead. Each peer is installed
in an environment of its own under the same folder, so the first run takes a few minutes. Nothing talks to the network while it
is measured, and no code of a package is run. A table in Markdown is printed: the middle of some rounds, each run alone and the tools in turn. What takes
over a minute is run once, and ended after five.

The peers answer other questions: Semgrep CE has one taint rule, ``semgrep-card.yaml``; Ruff and Fixit look for what they look
for by default, and stand here for how a linter feels. For a commit each package becomes a git repository, and one
file is changed and staged: paylint looks at the project as ``--staged`` does, with what earlier commits left in its cache, and the
others at that one file, as pre-commit hands it to them. Exit status 1 if paylint breaks a promise of `broken`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import tools
from tests.benchmarks.measuring import Cost, measure
from tests.benchmarks.tools import TOOLS, Tool
from tests.corpus.fetch import fetch, manifest

HERE = Path(__file__).resolve().parent
OURS, PEER = "paylint", "Semgrep CE"
LONG = 60.0
"""What takes longer, in seconds, is not run again."""
LARGE = "pretix"
"""The package of which the promises about commits speak."""
PROMISED = {tools.START: 0.15, tools.NEAR: 0.5, tools.FAR: 0.3}
"""Seconds."""

Row = tuple[str, str]
"""What a case is measured on, and the case."""
Table = dict[Row, dict[str, Cost]]
"""The cost of each tool by name. An empty row is a case that the package cannot have."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What one run of the benchmark uses: the tools, the folder of their environments, and how often each is run."""

    tools: tuple[Tool, ...]
    folder: Path
    rounds: int


def start_up(bench: Bench) -> Table:
    """What it takes to begin at all."""
    table: Table = {}
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "empty.py")
        file.touch()
        for case in tools.ALONE:
            measured = _Measured(bench, case)
            for _ in range(bench.rounds):
                measured.run(file, file.parent, Path(scratch))
            table["", case] = measured.middle()
    return table


def package(bench: Bench, tree: Path) -> Table:
    """What it takes to check a package, and to commit in it."""
    cold, warm = _Measured(bench, tools.COLD), _Measured(bench, tools.WARM)
    with repository(tree) as (work, scratch):
        for _ in range(bench.rounds):
            cold.run(work, work, scratch)
        warm.run(work, work, scratch)
        warm.costs.clear()  # that was the run that leaves something
        for _ in range(bench.rounds):
            warm.run(work, work, scratch)
        near, far = places(work, scratch)
        commits = {tools.NEAR: _commits(bench, tools.NEAR, near, work, scratch)}
        commits[tools.FAR] = _commits(bench, tools.FAR, far, work, scratch)
    costs = {tools.COLD: cold.middle(), tools.WARM: warm.middle()} | commits
    return {(tree.name, case): costs[case] for case in tools.ON_A_PACKAGE}


def _commits(bench: Bench, case: str, file: Path | None, work: Path, scratch: Path) -> dict[str, Cost]:
    measured = _Measured(bench, case)
    if file is None:
        return {}
    for number in range(bench.rounds + 1):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n\ndef benchmark_{number}():\n    return {number}\n")
        git(work, scratch, "add", "--all")
        measured.run(file, work, scratch)
        git(work, scratch, "commit", "--quiet", "--message", "a change")
        if number == 0:
            measured.costs.clear()  # the first commit finds nothing of an earlier one
    return measured.middle()


class _Measured:
    """The runs of a case, by tool."""

    def __init__(self, bench: Bench, case: str) -> None:
        self._bench = bench
        self._case = case
        self.costs: dict[str, list[Cost]] = {}

    def run(self, path: Path, folder: Path, scratch: Path) -> None:
        """One round: every tool that has the case, in turn."""
        for tool in self._bench.tools:
            done = self.costs.setdefault(tool.name, [])
            if self._case not in tool.arguments or (done and done[-1].seconds > LONG):
                continue
            command = tool.command(self._bench.folder, self._case, path)
            done.append(measure(command, own_caches(scratch), folder, fine=tool.fine))

    def middle(self) -> dict[str, Cost]:
        """The medians."""
        return {
            name: Cost(
                statistics.median(c.seconds for c in done),
                statistics.median(c.mebibytes for c in done),
                ended=done[-1].ended,
            )
            for name, done in self.costs.items()
            if done
        }


@contextmanager
def repository(tree: Path) -> Iterator[tuple[Path, Path]]:
    """A git repository with the files of a tree, and a folder for what tools keep."""
    with tempfile.TemporaryDirectory() as place:
        work, scratch = Path(place, tree.name), Path(place, "kept")
        scratch.mkdir()
        shutil.copytree(tree, work)
        git(work, scratch, "init", "--quiet")
        git(work, scratch, "add", "--all", "--force")
        git(work, scratch, "commit", "--quiet", "--message", "as it is")
        yield work, scratch


def git(work: Path, scratch: Path, *arguments: str) -> None:
    """Run git, with nobody's settings."""
    who = [
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@example.com",
        "-c",
        "gc.auto=0",
        "-c",
        "core.autocrlf=false",
    ]
    subprocess.run(["git", "-C", str(work), *who, *arguments], check=True, env=own_caches(scratch))


def own_caches(scratch: Path) -> dict[str, str]:
    """An environment in which a tool finds the caches in a folder and no others."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PAYLINT_", "RUFF_"))}
    caches = {"HOME": scratch, "XDG_CACHE_HOME": scratch / "cache", "RUFF_CACHE_DIR": scratch / "ruff"}
    quiet = {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0", "GIT_CONFIG_GLOBAL": os.devnull}
    return inherited | {key: str(path) for key, path in caches.items()} | quiet


def places(work: Path, scratch: Path) -> tuple[Path | None, Path | None]:
    """A Python file near a card, and one that has nothing to do with any: the first ones, by path.

    Near is a file that the way of a finding leads through, else one in which a way could begin.
    """
    found = json.loads(_said(work, scratch, "check", "--no-cache", "--format", "json", "."))
    ways = sorted({step["location"]["path"] for each in found["findings"] for way in each["traces"] for step in way})
    told = {line.partition("  ")[0]: line for line in _said(work, scratch, "reveal", "files", ".").splitlines()}
    near = [name for name in ways if name.endswith(".py")] or [
        n for n, line in told.items() if line.endswith("candidate")
    ]
    far = [name for name, line in told.items() if line == name and name not in ways]
    return tuple(work / names[0] if names else None for names in (near, far))  # type: ignore[return-value]


def _said(work: Path, scratch: Path, *arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "paylint"), *arguments]
    done = subprocess.run(command, cwd=work, env=own_caches(scratch), capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout


def shown(table: Table, titles: Mapping[str, str]) -> str:
    """The table in Markdown. ``titles`` are names with versions, by name."""
    lines = ["| package | case | " + " | ".join(titles.values()) + " |", "|---" * (len(titles) + 2) + "|"]
    for (what, case), costs in table.items():
        cells = [_cell(costs[name]) if name in costs else "" for name in titles]
        lines.append(f"| {what} | {case} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(cost: Cost) -> str:
    seconds = f"{cost.seconds:.1f} s" if cost.seconds >= 10 else f"{cost.seconds:.2f} s"
    if cost.ended:
        return f"over {cost.seconds:.0f} s"
    return f"{seconds}, {cost.mebibytes:.0f} MiB" if cost.mebibytes else seconds


def broken(table: Table) -> Iterator[str]:
    """The promises that the figures do not bear out: no more time or memory than Semgrep CE, start-up, and commits."""
    for (what, case), costs in table.items():
        ours, theirs = costs.get(OURS), costs.get(PEER)
        if ours is None:
            continue
        if case == tools.COLD and theirs and (ours.seconds > theirs.seconds or ours.mebibytes > theirs.mebibytes):
            yield f"{what}, {case}: {_cell(ours)}, where {PEER} needs {_cell(theirs)}"
        most = PROMISED.get(case)
        if most and ours.seconds > most and (not what or what.startswith(LARGE)):
            yield f"{f'{what}, ' if what else ''}{case}: {ours.seconds:.2f} s, where {most} s are promised"


def trees(folder: Path, names: Sequence[str], own: Sequence[Path]) -> Iterator[Path]:
    """The packages by name, fetched if need be, and the folders that were given."""
    known = {
        each.name: each for each in (*manifest(HERE / "shops.tsv"), *manifest(HERE.parent / "corpus" / "manifest.tsv"))
    }
    for name in names:
        fetch(known[name], folder)
        yield folder / known[name].folder
    yield from own


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and say which promises are broken."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--packages", default="django-merchant,shuup,pretix", help="names, separated by commas")
    ask.add_argument(
        "--tree", type=Path, action="append", default=[], help="a folder to measure on beside the packages"
    )
    ask.add_argument("--tools", default=",".join(tool.name for tool in TOOLS), help="names, separated by commas")
    ask.add_argument("--json", type=Path)
    args = ask.parse_args(arguments)
    wanted = args.tools.split(",")
    bench = Bench(tuple(tool for tool in TOOLS if tool.name in wanted), args.folder.resolve(), args.rounds)
    titles = {tool.name: tool.installed(bench.folder) for tool in bench.tools}
    table = start_up(bench)
    for tree in trees(args.folder, [name for name in args.packages.split(",") if name], args.tree):
        print(f"measuring on {tree.name}", file=sys.stderr, flush=True)
        table |= package(bench, tree.resolve())
    print(shown(table, titles))
    kept = True
    for complaint in broken(table):
        kept = False
        print(f"not kept: {complaint}")
    if args.json:
        rows = [
            {"on": what, "case": case, "costs": {name: [c.seconds, c.mebibytes] for name, c in costs.items()}}
            for (what, case), costs in table.items()
        ]
        args.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
