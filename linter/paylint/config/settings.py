"""The settings of one run: frozen and total. What is not said by the user is filled in; nothing is ``None``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from paylint.finding import Confidence, Severity

MAX_BYTES = 1024 * 1024

PerFileIgnores = tuple[tuple[str, tuple[str, ...]], ...]
PerFileSeverity = tuple[tuple[str, tuple[tuple[str, Severity], ...]], ...]
FailOn = Literal["note", "warning", "error", "new", "scope-increase"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does. Paths are absolute.

    paths:             files, folders and globs to check.
    root:              folder to which everything in the report is relative.
    exclude:           patterns in .gitignore syntax, relative to ``root``.
    exclude_tests:     leave test folders and test files out.
    respect_gitignore: leave out what .gitignore files leave out.
    max_bytes:         larger files are named and not read.
    select:            codes, code prefixes or names of the rules that run; empty means all of them.
    ignore:            the same, for rules that do not run; where both match, the more specific one wins.
    severity:          milder findings are not reported and do not count.
    confidence:        the same for less sure ones.
    fail_on:           the mildest severity that makes the exit code 1, ``new``: anything that the baseline lacks, or
                       ``scope-increase``: a class with more requirements than the revision compared with.
    baseline:          file of known findings, which do not count; empty where there is none.
    fail_on_unanalysed: a file that cannot be analysed makes the exit code 1 too.
    per_file_ignores:  patterns in .gitignore syntax, each with selectors of rules whose findings do not count there.
    per_file_severity: such patterns, each with severities by selector; of several that fit the last one counts.
    require_reason:    a suppressing comment without a reason is reported.
    jobs:              worker processes, at least 1.
    models:            further files or folders of model rows.
    packs:             import names of rule packs to load beside the installed ones.
    exclude_everywhere: those of ``exclude`` that hold in the folders of ``nested`` too.
    nested:            settings that hold for the files of a folder in place of these.
    """

    paths: tuple[str, ...]
    root: str
    exclude: tuple[str, ...] = ()
    exclude_tests: bool = False
    respect_gitignore: bool = True
    max_bytes: int = MAX_BYTES
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.NOTE
    confidence: Confidence = Confidence.MEDIUM
    fail_on: FailOn = "note"
    baseline: str = ""
    fail_on_unanalysed: bool = False
    per_file_ignores: PerFileIgnores = ()
    per_file_severity: PerFileSeverity = ()
    require_reason: bool = False
    jobs: int = 1
    models: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    exclude_everywhere: tuple[str, ...] = ()
    nested: tuple[Nested, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, Settings], ...]:
        """The settings by the folder for whose files they hold: a path from the root that is empty or ends with ``/``."""
        return (("", self), *((f"{each.folder}/", each.settings) for each in self.nested))

    def place(self, path: str) -> str:
        """The folder among ``places`` whose settings hold for a file, which is a path from the root."""
        return max((folder for folder, _ in self.places if path.startswith(folder)), key=len)


@dataclass(frozen=True, slots=True)
class Nested:
    """The settings of a configuration below the root's. Only what concerns single files counts in them.

    ``folder`` is a path from the root, with ``/``; patterns are relative to it. ``file`` is the configuration, and
    ``unheeded`` are its keys that concern the run as a whole and do not count.
    """

    folder: str
    file: str
    settings: Settings
    unheeded: tuple[str, ...] = ()


def defaults(*paths: str, root: str = "") -> Settings:
    """Settings for these paths with every default; ``root`` is their deepest common folder where it is not given."""
    absolute = tuple(os.path.abspath(path) for path in paths or (".",))
    return Settings(paths=absolute, root=os.path.abspath(root) if root else common_folder(absolute))


def common_folder(paths: tuple[str, ...]) -> str:
    """The deepest existing folder that holds all of these absolute paths, which may be files or globs."""
    folders = [folder_of(path) for path in paths]
    try:
        return os.path.commonpath(folders)
    except ValueError:  # different drives
        return folders[0]


def folder_of(path: str) -> str:
    """The deepest existing folder of an absolute path, which may be a file or a glob."""
    while not os.path.isdir(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path
