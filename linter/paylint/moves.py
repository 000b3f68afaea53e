"""Where files went, as git tells it. Git's own objects and index are read; nothing of the work tree is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Mapping

PATIENCE = 20.0


def renamed(root: str, paths: Collection[str], since: str) -> Mapping[str, str]:
    """The new paths of those ``paths`` (from ``root``) that git sees as moved since the file ``since`` was committed.

    A file that was never committed stands for the last commit. Empty without git, without a repository, and where
    history does not reach so far back.
    """
    if not paths:
        return {}
    folder, name = os.path.split(since)
    revision = _git(folder, "log", "-1", "--format=%H", "--", name).strip() or "HEAD"
    rows = _git(
        *(root, "diff", "--cached", "--relative", "--name-status", "-z", "--diff-filter=R", "--find-renames"),
        *("--no-ext-diff", "--no-textconv", revision),
    ).split("\0")
    moves = dict(zip(rows[1::3], rows[2::3], strict=False))
    return {path: moves[path] for path in paths if path in moves}


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
