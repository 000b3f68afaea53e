"""Run paylint on packages that nobody here wrote, and compare with the findings that were read and kept.

    python -m tests.ecosystem.run DEST [--only NAME,NAME] [--update]

Each project of projects.tsv is fetched into DEST, checked at the default confidence from its own top folder, and its findings
compared with findings/NAME.txt, line by line. Exit status 1 if a line came or went, if a project failed or cannot be fetched,
or if a project of the group ``clean`` has a finding. ``--update`` keeps what is found now.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.fetch import FetchError, Package, fetch

HERE = Path(__file__).resolve().parent
PROJECTS = HERE / "projects.tsv"
FINDINGS = HERE / "findings"
SECONDS = 300
CLEAN = "clean"


class RunError(Exception):
    """paylint gave no findings for a project because it failed or did not end."""


@dataclass(frozen=True, slots=True)
class Project:
    """A package and its group: ``shop``, ``payment``, ``sdk`` or ``clean``."""

    package: Package
    group: str


@dataclass(frozen=True, slots=True)
class Change:
    """The lines that one project's findings gained and lost."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def projects(path: Path = PROJECTS) -> tuple[Project, ...]:
    """The rows of the list; lines that start with ``#`` are left out."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return tuple(Project(Package(*row[:-1]), row[-1]) for row in rows)


def findings(folder: Path) -> tuple[str, ...]:
    """What paylint finds in a folder, one line each, sorted.

    Raises:
        RunError: it ended in an error, or not at all.
    """
    command = [sys.executable, "-m", "paylint", "check", ".", "--format", "concise"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise RunError(f"did not end in {SECONDS} s") from error
    if done.returncode not in {0, 1}:
        raise RunError(done.stderr.strip()[-300:] or f"ended with {done.returncode}")
    return tuple(sorted(done.stdout.splitlines()))


def kept(name: str, folder: Path = FINDINGS) -> tuple[str, ...]:
    """The findings that were kept for a project; none where there is no file."""
    path = folder / f"{name}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else ()


def keep(name: str, found: tuple[str, ...], folder: Path = FINDINGS) -> None:
    """Keep a project's findings; no file where there are none."""
    path = folder / f"{name}.txt"
    if found:
        path.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def change(before: tuple[str, ...], now: tuple[str, ...]) -> Change:
    """What came and what went, in order."""
    return Change(
        added=tuple(line for line in now if line not in before),
        removed=tuple(line for line in before if line not in now),
    )


def run(project: Project, dest: Path, *, update: bool) -> bool:
    """Check one project and print what is new. Gives whether all is as it should be."""
    package = project.package
    try:
        fetch(package, dest)
        start = time.monotonic()
        found = findings(dest / package.folder)
    except (FetchError, RunError) as error:
        print(f"{package.folder}: {error}", file=sys.stderr, flush=True)
        return False
    seconds = time.monotonic() - start
    if update:
        keep(package.name, found)
    news = change(kept(package.name), found)
    print(f"{package.folder}\t{project.group}\t{len(found)} lines\t{seconds:.1f} s", flush=True)
    for sign, lines in (("+", news.added), ("-", news.removed)):
        for line in lines:
            print(f"  {sign} {line}", flush=True)
    if project.group == CLEAN and found:
        print(f"  {package.name} takes no payments: each of its findings is wrong", flush=True)
        return False
    return not news.added and not news.removed


def main() -> int:
    """Run what the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("dest", type=Path)
    ask.add_argument("--only", help="names, separated by commas")
    ask.add_argument("--update", action="store_true", help="keep what is found now")
    args = ask.parse_args()
    listed = projects()
    wanted = set(args.only.split(",")) if args.only else {project.package.name for project in listed}
    unknown = wanted - {project.package.name for project in listed}
    if unknown:
        ask.error(f"not in {PROJECTS.name}: {', '.join(sorted(unknown))}")
    results = [run(p, args.dest, update=args.update) for p in listed if p.package.name in wanted]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
