"""What a change does: the part of ``check`` and ``scope`` that compares two states of the files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
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


FROM = "PRE_COMMIT_FROM_REF"
"""The environment variable by which pre-commit names the older of two revisions that it was asked to compare."""


def of_hook(root: str) -> tuple[str, bool]:
    """What a hook compares: the revision of git to look back to, and whether what is staged is looked at.

    Neither, where pre-commit was asked for all files: nothing is staged then, or there is no git.
    """
    from paylint import revision

    since = os.environ.get(FROM, "")
    if since:
        return since, False
    try:
        top = revision.top(root)
        return "", revision.tree(top, revision.last(top)) != revision.tree(top, revision.STAGED)
    except UsageError:
        return "", False


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
            report, scope = pipeline.scope(_inside(settings, repository, newer), progress, store=store)
            after = replace(report, root=settings.root), replace(scope, root=settings.root)
        else:
            after = pipeline.scope(settings, progress, store=store)
    renames = revision.renames(repository, name, revision.STAGED if staged else "")
    return before, after, drift.compare(name, before, after, _from_root(renames, settings.root, repository))


def compared(
    settings: Settings, since: str, *, staged: bool, progress: Progress, store: Store | None = None
) -> tuple[Report, Drift | None]:
    """The newer state's report with its new findings alone, and the drift. The gate looks at these findings, or at the scope.

    There is no drift where what is staged changes no finding, and the gate does not ask for the scope: that is not worth an
    assessment before every commit.
    """
    if staged and settings.fail_on != "scope-increase":
        report = _unchanged(settings, since, progress, store)
        if report is not None:
            return report, None
    _, (report, _), drift = both(settings, since, staged=staged, progress=progress, store=store)
    failing = drift.increase if settings.fail_on == "scope-increase" else fails(settings, drift.new)
    code = report.exit_code if report.exit_code > 1 else int(failing)
    return replace(report, findings=drift.new, exit_code=code), drift


def _unchanged(settings: Settings, since: str, progress: Progress, store: Store | None) -> Report | None:
    """The report of what is staged, without findings, if it has the findings of the older state; else ``None``."""
    from paylint import pipeline, revision

    top = revision.top(settings.root)
    older, newer = revision.tree(top, since or revision.last(top)), revision.tree(top, revision.STAGED)
    known = pipeline.Repository(settings, os.path.relpath(settings.root, top), store) if store else None

    def seen(tree: str) -> Report:
        report = known.report(tree) if known else None
        if report is None and known and tree == newer:
            contents = partial(revision.contents, top)
            report = known.carried(older, newer, revision.changes(top, older, newer), contents)
        if report is None:
            with revision.exported(top, tree) as folder:
                there = _inside(settings, top, folder)
                report = known.look(tree, there, progress) if known else pipeline.check(there, progress)
        return report

    before, after = seen(older), seen(newer)
    if sorted(f.fingerprint for f in before.findings) != sorted(f.fingerprint for f in after.findings):
        return None
    return replace(after, root=settings.root, findings=(), exit_code=after.exit_code if after.exit_code > 1 else 0)


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
