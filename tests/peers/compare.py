"""Score paylint and other analysers on the labelled corpus, with one scorer, and print one table.

    python -m tests.peers.compare .corpus [--only paylint,semgrep] [--json FILE] [--verbose]

``.corpus`` is where ``tests.corpus.fetch`` put the packages. Each peer is installed in an environment of its own below that
folder, so the first run takes a few minutes; after that nothing needs the network. The rules the peers run with stand in ``rules/``
and are written for them: the same names for card data, and the channels each of them can express.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.check import labels
from tests.corpus.score import PAYLINT, Score, record, score_package, show

RULES = Path(__file__).resolve().parent / "rules"


@dataclass(frozen=True, slots=True)
class Peer:
    """An analyser: what to install, and the command that writes SARIF to ``{out}`` for ``{src}``."""

    name: str
    package: str
    command: str


def peers(folder: Path) -> Iterator[Peer]:
    """All that are compared, with the environments they live in below ``folder``."""
    quiet = "--metrics off --disable-version-check --no-git-ignore --quiet --dataflow-traces"
    semgrep = shlex.quote(str(home(folder, "semgrep") / "bin" / "semgrep"))
    pyre = shlex.quote(str(home(folder, "pysa") / "bin" / "pyre"))
    yield Peer("paylint", "", PAYLINT)
    yield Peer(
        "semgrep",
        "semgrep",
        f"{semgrep} scan --config {shlex.quote(str(RULES / 'semgrep'))} {quiet} --sarif -o {{out}} {{src}}",
    )
    yield Peer("pysa", "pyre-check", f"{shlex.quote(sys.executable)} -m tests.peers.pysa {pyre} {{src}} {{out}}")


def home(folder: Path, name: str) -> Path:
    """The environment of a peer."""
    return folder.resolve() / f".{name}"


def install(peer: Peer, folder: Path) -> str:
    """Have a peer in its environment, and give its version."""
    if not peer.package:
        return ""
    python = home(folder, peer.name) / "bin" / "python"
    if not python.is_file():
        venv.create(home(folder, peer.name), with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", peer.package], check=True)
    ask = f"import importlib.metadata; print(importlib.metadata.version({peer.package!r}))"
    return subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout.strip()


def row(name: str, scores: Sequence[Score]) -> str:
    """A line of the table."""
    core, flows = sum(one.core for one in scores), sum(one.flows for one in scores)
    core_found, found = sum(one.core_found for one in scores), sum(one.found for one in scores)
    return (
        f"{name:18} {core_found:4}/{core} = {core_found / max(core, 1):.3f} {found:4}/{flows} = {found / max(flows, 1):.3f}"
        f" {sum(one.traced for one in scores):4}/{found:<3} {sum(len(one.false) for one in scores):6}"
        f" {sum(len(one.unlabelled) for one in scores):11} {sum(bool(one.failed) for one in scores):7}"
        f" {sum(one.seconds for one in scores):8.1f}"
    )


def main() -> int:
    """Score what the command line asks for; exit status 1 if a tool failed on a package."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--only", help="names of tools, separated by commas")
    ask.add_argument("--json", type=Path)
    ask.add_argument("--verbose", "-v", action="store_true")
    args = ask.parse_args()
    options = argparse.Namespace(scope=None, timeout=600)
    table: dict[str, list[Score]] = {}
    for peer in peers(args.folder):
        if args.only and peer.name not in args.only.split(","):
            continue
        title = f"{peer.name} {install(peer, args.folder)}".strip()
        options.tool = peer.command
        table[title] = []
        for _, label in labels():
            source = (args.folder / f"{label['package']}-{label['version']}").resolve()
            table[title].append(score_package(label, source, options, {}))
            if args.verbose:
                print(title, end="  ")
                show(table[title][-1], verbose=True)
    print("tool                  core recall         recall   traced  false  unlabelled  failed  seconds")
    for title, scores in table.items():
        print(row(title, scores))
    if args.json:
        rows = {title: [record(one) for one in scores] for title, scores in table.items()}
        args.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 1 if any(one.failed for scores in table.values() for one in scores) else 0


if __name__ == "__main__":
    sys.exit(main())
