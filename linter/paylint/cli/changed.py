"""What a change does: the part of ``check`` and ``scope`` that compares two states of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from paylint.acceptance import fails
from paylint.cli.output import opened
from paylint.config.settings import Settings
from paylint.errors import UsageError
from paylint.finding import Finding, Report

if TYPE_CHECKING:
    from paylint.cache.store import Store
    from paylint.drift import Drift
    from paylint.scope import Scope

Progress = Callable[[str, int, int], None]


def both(
    settings: Settings, since: str, *, staged: bool, progress: Progress, store: Store | None = None
) -> tuple[tuple[Report, Scope], tuple[Report, Scope], Drift]:
    """The older state, the newer one, and the drift between them. The newer is the index with ``staged``, else the work tree.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    from paylint import drift, pipeline, revision

    repository = revision.top(settings.root)
    name = since or revision.last(repository)
    with ExitStack() as stack:
        older = stack.enter_context(revision.exported(repository, name))
        before = pipeline.scope(_inside(settings, repository, older), progress, store=store)
        if staged:
            newer = stack.enter_context(revision.exported(repository, revision.STAGED))
            after = pipeline.scope(_inside(settings, repository, newer), progress, store=store)
        else:
            after = pipeline.scope(settings, progress, store=store)
    renames = revision.renames(repository, name, revision.STAGED if staged else "")
    return before, after, drift.compare(name, before, after, _from_root(renames, settings.root, repository))


def compared(
    settings: Settings, since: str, *, staged: bool, progress: Progress, store: Store | None = None
) -> tuple[Report, Drift]:
    """The newer state's report with its new findings alone, and the drift. The gate looks at these findings, or at the scope."""
    _, (report, _), drift = both(settings, since, staged=staged, progress=progress, store=store)
    failing = drift.increase if settings.fail_on == "scope-increase" else fails(settings, drift.new)
    code = report.exit_code if report.exit_code > 1 else int(failing)
    return replace(report, findings=drift.new, exit_code=code), drift


def touching(report: Report, files: Collection[str], settings: Settings) -> Report:
    """The report with those findings alone that stand in one of the files, or whose way leads through one."""
    kept = tuple(finding for finding in report.findings if _touches(finding, files))
    code = report.exit_code if report.exit_code > 1 else int(fails(settings, kept))
    return replace(report, findings=kept, exit_code=code)


def listed(file: str) -> frozenset[str] | None:
    """The file names, one a line, in a file or on standard input (``-``); ``None`` where no file is given.

    Raises:
        UsageError: the file cannot be read.
    """
    if not file:
        return None
    try:
        if file == "-":
            text = sys.stdin.read()
        else:
            with open(file, encoding="utf-8") as stream:
                text = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the list of changed files {file}: {error}.") from error
    return frozenset(line.strip().replace(os.sep, "/").removeprefix("./") for line in text.splitlines() if line.strip())


def tell(drift: Drift, language: str, *, after_text: bool) -> None:
    """Write the drift in sentences of a language: after a text on standard output, else on standard error."""
    from paylint.reporters.drift_text import sentences
    from paylint.translation import told

    lines = [f"{told(language, line)}\n" for line in sentences(drift)]
    if after_text:
        with opened("") as stream:
            stream.writelines(["\n", *lines])
    else:
        sys.stderr.writelines(lines)


def _touches(finding: Finding, files: Collection[str]) -> bool:
    places = {finding.location.path, *(step.location.path for trace in finding.traces for step in trace.steps)}
    return any(
        place == file or file.endswith(f"/{place}") or place.endswith(f"/{file}") for place in places for file in files
    )


def _inside(settings: Settings, repository: str, folder: str) -> Settings:
    """The same settings for an exported state."""
    from paylint.revision import moved

    root = os.path.normpath(os.path.join(folder, os.path.relpath(settings.root, repository)))
    os.makedirs(root, exist_ok=True)
    return replace(settings, paths=moved(settings.paths, repository, folder) or (root,), root=root)


def _from_root(renames: Mapping[str, str], root: str, repository: str) -> dict[str, str]:
    """Renames as paths from the root."""
    prefix = os.path.relpath(root, repository).replace(os.sep, "/")
    cut = "" if prefix == "." else f"{prefix}/"
    return {old.removeprefix(cut): new.removeprefix(cut) for old, new in renames.items()}
