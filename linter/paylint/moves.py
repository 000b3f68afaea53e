"""Where files went, as git tells it. Git's own objects and index are read; nothing of the work tree is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable, Mapping

PATIENCE = 20.0

_OPTIONS = (
    *("--relative", "--name-status", "-z", "--diff-filter=R", "--find-renames"),
    *("--no-ext-diff", "--no-textconv"),
)


def renamed(root: str, paths: Collection[str], since: str) -> Mapping[str, str]:
    """The new paths of those ``paths`` (from ``root``) that git sees as moved since the file ``since`` was committed.

    A file that was never committed stands for the last commit. Empty without git, without a repository, and where
    history does not reach so far back.
    """
    if not paths:
        return {}
    folder, name = os.path.split(since)
    revision = _git(folder, "log", "-1", "--format=%H", "--", name).strip()
    steps = _pairs(_git(root, "log", "--reverse", "--format=", *_OPTIONS, f"{revision}..HEAD")) if revision else []
    steps += _pairs(_git(root, "diff", "--cached", *_OPTIONS, "HEAD"))
    at_once = dict(_pairs(_git(root, "diff", "--cached", *_OPTIONS, revision or "HEAD")))
    moves = {path: _followed(path, steps) for path in paths}
    return {
        path: new if new != path else at_once[path] for path, new in moves.items() if new != path or path in at_once
    }


def _followed(path: str, steps: Iterable[tuple[str, str]]) -> str:
    """Where a file is after all steps, in order; a file that changed much on its way is found by its steps alone."""
    for old, new in steps:
        if path == old:
            path = new
    return path


def _pairs(output: str) -> list[tuple[str, str]]:
    """Old and new paths from ``--name-status -z``."""
    rows = output.lstrip("\n").split("\0")
    return list(zip(rows[1::3], rows[2::3], strict=False))


def _git(folder: str, *arguments: str) -> str:
    """What git writes; nothing where it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - constant words and paths, no shell
            ["git", "-c", "core.fsmonitor=false", "-C", folder, *arguments],  # noqa: S607 - the user's own git
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
