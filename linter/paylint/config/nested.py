"""Configurations below the one of the root: those of the projects in a repository of several."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paylint.config import raw
from paylint.config.raw import RawConfig
from paylint.config.settings import folder_of
from paylint.frontend.discovery import never_entered

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def find(paths: Sequence[str], folder: str, excluded: GitIgnoreSpec, root: str) -> Iterator[RawConfig]:
    """The configurations between ``folder``, which holds all of ``paths``, and the files of these; not that of ``folder`` itself.

    What ``excluded`` leaves out, relative to ``root``, is not looked at, nor is other people's code. Raises `ConfigError`.
    """
    seen = {folder}
    for path in paths:
        start = folder_of(path)
        for each in (*_between(folder, start), *(_below(start, excluded, root) if os.path.isdir(path) else ())):
            if each not in seen:
                seen.add(each)
                config = raw.within(each)
                if config is not None:
                    yield config


def _between(top: str, folder: str) -> Iterator[str]:
    while folder != top and folder != os.path.dirname(folder):
        yield folder
        folder = os.path.dirname(folder)


def _below(top: str, excluded: GitIgnoreSpec, root: str) -> Iterator[str]:
    """The folders with a file that can be a configuration."""
    pending = [top]
    prefix = root.rstrip(os.sep) + os.sep
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError:
            continue  # discovery names it
        names = {entry.name for entry in entries}
        if "pyvenv.cfg" in names:
            continue
        if not names.isdisjoint(raw.FILES):
            yield folder
        for entry in entries:
            label = entry.path.removeprefix(prefix).replace(os.sep, "/") + "/"
            enters = not never_entered(entry.name) and entry.is_dir(follow_symlinks=False)
            if enters and not excluded.match_file(label):
                pending.append(entry.path)
