"""Another state of the files, read from git's objects. The work tree, the index and the configuration of git stay as they are."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from paylint.errors import UsageError

PATIENCE = 120.0
STAGED = ":staged"
"""In place of a revision: what the index holds."""
FIRST = ":first"
"""In place of a revision: nothing at all, as before the first commit."""

_SAFELY: Mapping[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""Python knows the filter from 3.11.4 on."""
_NO_SOURCE = tuple(
    f":(exclude,icase,glob)**/*.{extension}"
    for extension in (
        "po",
        "mo",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "ico",
        "svg",
        "woff",
        "woff2",
        "ttf",
        "eot",
        "pdf",
        "gz",
        "zip",
    )
)
"""What is not taken out of git: pictures, fonts and translations are most of many repositories, and hold no code."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs between two trees. ``blob`` is git's name for what it holds now, empty unless it is an ordinary file in both."""

    path: str
    blob: str


def top(folder: str) -> str:
    """The top folder of the work tree that a folder belongs to.

    Raises:
        UsageError: there is no git, or no repository.
    """
    found = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").strip()
    return os.path.realpath(found)


@contextmanager
def exported(repository: str, revision: str) -> Iterator[str]:
    """A temporary folder with the files of a revision, or of the index where ``revision`` is `STAGED`.

    Raises:
        UsageError: git knows no such revision.
    """
    files = tree(repository, revision)
    with tempfile.TemporaryDirectory(prefix="paylint-") as folder:
        if revision != FIRST:
            archive = _git(repository, "archive", "--format=tar", files, "--", ".", *_NO_SOURCE)
            with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
                packed.extractall(folder, **_SAFELY)  # noqa: S202 - what git itself packed; no tree of git holds a path through a link
        yield os.path.realpath(folder)


def tree(repository: str, revision: str) -> str:
    """Git's name for all the files of a revision, or of the index where ``revision`` is `STAGED`.

    Raises:
        UsageError: git knows no such revision.
    """
    if revision == FIRST:
        return _git(repository, "hash-object", "-t", "tree", os.devnull).decode().strip()
    if revision == STAGED:
        return _git(repository, "write-tree").decode().strip()
    try:
        return _git(repository, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}").decode().strip()
    except UsageError as error:
        raise UsageError(
            f"git knows no revision {revision!r} in {repository}; name a commit, a branch or a tag."
        ) from error


def last(repository: str) -> str:
    """The last commit as ``HEAD``, or `FIRST` where there is none yet."""
    try:
        _git(repository, "rev-parse", "--verify", "--quiet", "HEAD")
    except UsageError:
        return FIRST
    return "HEAD"


def moved(paths: Sequence[str], repository: str, folder: str) -> tuple[str, ...]:
    """The same paths inside an exported folder; those that the revision does not hold are left out."""
    inside = (os.path.join(folder, os.path.relpath(os.path.realpath(path), repository)) for path in paths)
    return tuple(os.path.normpath(path) for path in inside if os.path.exists(path))


def renames(repository: str, revision: str, later: str = "") -> Mapping[str, str]:
    """The new path of each file that git sees as moved since a revision: until ``later``, else until the work tree."""
    if revision == FIRST:
        return {}
    ends = [revision, *([later] if later and later != STAGED else [])]
    cached = ["--cached"] if later == STAGED else []
    options = ("--name-status", "-z", "--diff-filter=R", "--find-renames", "--no-ext-diff", "--no-textconv")
    rows = _git(repository, "diff", *cached, *options, *ends).decode("utf-8", "surrogateescape").split("\0")
    return dict(zip(rows[1::3], rows[2::3], strict=False))


def changes(repository: str, older: str, newer: str) -> tuple[Change, ...]:
    """What differs between two trees."""
    rows = _git(repository, "diff-tree", "-r", "-z", "--raw", "--no-renames", older, newer).split(b"\0")
    found = []
    for told, path in zip(rows[::2], rows[1::2], strict=False):
        before, after, _, blob, _ = told[1:].decode("ascii").split(" ")
        ordinary = before.startswith("100") and after.startswith("100")
        found.append(Change(path.decode("utf-8", "surrogateescape"), blob if ordinary else ""))
    return tuple(found)


def contents(repository: str, blobs: Sequence[str]) -> tuple[bytes, ...]:
    """The contents that git keeps under these names.

    Raises:
        UsageError: git does not hold one of them.
    """
    packed = _git(repository, "cat-file", "--batch", given="\n".join((*blobs, "")).encode()) if blobs else b""
    found, at = [], 0
    for _ in blobs:
        start = packed.index(b"\n", at) + 1
        told = packed[at:start].split()
        if len(told) < len(("name", "type", "size")):
            raise UsageError(f"git does not hold {told[0].decode()} (in {repository}).")
        end = start + int(told[2])
        found.append(packed[start:end])
        at = end + 1
    return tuple(found)


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - constant words, revisions and paths, no shell
            ["git", "-c", "core.fsmonitor=false", "-C", folder, *arguments],  # noqa: S607 - the user's own git
            input=given,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError("Comparing revisions needs git, which is not installed or not on the PATH.") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git gave no answer in {PATIENCE:.0f} s in {folder}.") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git says: {said[-1] if said else 'nothing'} (in {folder}).")
    return done.stdout
