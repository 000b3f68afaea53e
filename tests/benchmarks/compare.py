"""Measure paylint and Semgrep CE over the same trees: wall time and memory, each alone, in turn.

    python -m tests.benchmarks.compare .corpus [--rounds 3] [--only pretix,shuup]

The trees are real shops, fetched as `tests/corpus/fetch.py` does it, and Semgrep is installed in an environment of its own
under the same folder, so the first run takes a few minutes. paylint starts with no cache; Semgrep has one taint rule,
``semgrep-card.yaml``, and neither talks to the network. Memory is the sum over all processes of a tool at its highest
moment, as the kernel shares it out (PSS), looked at every 20 ms; where the kernel does not say, the largest single process.
Exit status 1 if paylint needed more time or more memory on any tree, or starts too slowly.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.fetch import fetch, manifest

HERE = Path(__file__).resolve().parent
START_UP_SECONDS = 0.15
FINDINGS = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    seconds: float
    mebibytes: float


def measure(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a command and give its cost.

    Raises:
        SystemExit: the command failed, which is not a matter of speed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        peak = [0]
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, over))
        watcher.start()
        _, errors = process.communicate()
        seconds = time.perf_counter() - began
        over.set()
        watcher.join()
    if process.returncode > FINDINGS:
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}: {errors.strip()[-500:]}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    kibibytes = peak[0] or (largest if largest > before else 0)
    return Cost(seconds, kibibytes / 1024)


def _watch(pid: int, peak: list[int], over: threading.Event) -> None:
    while not over.wait(0.02):
        peak[0] = max(peak[0], sum(_pss(one) for one in _family(pid)))


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        for listing in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                todo.extend(int(child) for child in listing.read_text(encoding="ascii").split())
            except OSError:
                continue
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def semgrep(folder: Path) -> Path:
    """Semgrep's command, installed in its own environment if it is not there yet."""
    home = folder / ".semgrep"
    command = home / "bin" / "semgrep"
    if not command.is_file():
        venv.create(home, with_pip=True)
        subprocess.run([str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "semgrep"], check=True)
    return command


def tools(tree: Path, folder: Path, out: Path) -> dict[str, list[str]]:
    """The command of each side for one tree."""
    rule = str(HERE / "semgrep-card.yaml")
    quiet = ["--metrics", "off", "--disable-version-check", "--quiet", "--no-git-ignore"]
    return {
        "paylint": [
            sys.executable,
            "-m",
            "paylint",
            "check",
            str(tree),
            "--format",
            "json",
            "--output",
            f"{out}/p.json",
        ],
        "semgrep": [str(semgrep(folder)), "scan", "--config", rule, *quiet, "--json", "-o", f"{out}/s.json", str(tree)],
    }


def clean(scratch: str) -> dict[str, str]:
    """An environment in which no tool finds a cache of an earlier run."""
    nowhere = {"HOME": scratch, "XDG_CACHE_HOME": f"{scratch}/cache"}
    return os.environ | nowhere | {"SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}


def compare(tree: Path, folder: Path, rounds: int) -> dict[str, Cost]:
    """The cost of each side on a tree: the middle of some rounds, in turn."""
    runs: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as scratch:
            for name, command in tools(tree, folder, Path(scratch)).items():
                runs.setdefault(name, []).append(measure(command, clean(scratch)))
    return {
        name: Cost(statistics.median(run.seconds for run in done), statistics.median(run.mebibytes for run in done))
        for name, done in runs.items()
    }


def start_up() -> float:
    """Seconds that `paylint --version` takes, the best of ten."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(Path(sys.executable).parent / "paylint"), "--version"]
        return min(measure(command, clean(scratch)).seconds for _ in range(10))


def main() -> int:
    """Measure, print both sides, and say whether paylint holds its promises."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--only", default="pretix,shuup", help="names, separated by commas")
    ask.add_argument("--json", type=Path)
    args = ask.parse_args()
    kept = True
    figures: dict[str, dict[str, tuple[float, float]]] = {}
    for package in manifest(HERE / "shops.tsv"):
        if package.name not in args.only.split(","):
            continue
        fetch(package, args.folder)
        costs = compare(args.folder / package.folder, args.folder, args.rounds)
        for name, cost in costs.items():
            print(f"{package.folder:20} {name:8} {cost.seconds:7.2f} s {cost.mebibytes:7.0f} MiB", flush=True)
        ours, theirs = costs["paylint"], costs["semgrep"]
        kept = kept and ours.seconds < theirs.seconds and ours.mebibytes < theirs.mebibytes
        figures[package.folder] = {name: (cost.seconds, cost.mebibytes) for name, cost in costs.items()}
    seconds = start_up()
    print(f"{'start-up':20} {'paylint':8} {seconds:7.3f} s")
    if args.json:
        args.json.write_text(json.dumps(figures | {"start-up": seconds}, indent=1), encoding="utf-8")
    return 0 if kept and seconds < START_UP_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
