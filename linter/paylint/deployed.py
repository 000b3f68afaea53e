"""A tree of files on disk, as `paylint.lock` looks at it. Files are read and never run."""

from __future__ import annotations

import os

from paylint.frontend.discovery import LANGUAGES
from paylint.lock import Tree

_BINARIES = frozenset({".pyc", ".pyo", ".pyd", ".so", ".dll", ".pth"})
_OTHER_LANGUAGES = frozenset({".php", ".phtml", ".phar", ".cgi", ".pl", ".sh", ".rb", ".jsp", ".asp", ".aspx"})
PROGRAMS = frozenset(LANGUAGES) | frozenset({".pyx", ".mjs", ".cjs"}) | _BINARIES | _OTHER_LANGUAGES
"""Extensions of what may be run by a server, an interpreter or a browser."""

_INIT = "__init__."


def folder_tree(root: str) -> Tree:
    """The tree below a folder. A path that leads to no readable file is ``None``."""

    def read(path: str) -> bytes | None:
        try:
            with open(os.path.join(root, path), "rb") as stream:
                return stream.read()
        except OSError:
            return None

    def programs(folder: str) -> tuple[str, ...]:
        try:
            with os.scandir(os.path.join(root, folder)) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            return ()
        found: list[str] = []
        for entry in entries:
            if entry.is_dir():
                found.extend(f"{entry.name}/{name}" for name in _package_files(entry.path))
            elif _is_program(entry.name):
                found.append(entry.name)
        return tuple(found)

    return Tree(read, programs)


def _is_program(name: str) -> bool:
    return name == ".htaccess" or os.path.splitext(name)[1].lower() in PROGRAMS


def _package_files(folder: str) -> list[str]:
    """The files that make a folder a package, which goes before a module of the same name."""
    try:
        return sorted(name for name in os.listdir(folder) if name.startswith(_INIT) and _is_program(name))
    except OSError:
        return []
