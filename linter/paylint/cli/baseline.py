"""``paylint baseline``: findings that are known and accepted for now, in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from paylint.cli.options import Config, Paths, Verbose, settled
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings
from paylint.errors import UsageError

if TYPE_CHECKING:
    from paylint.baseline import Entry
    from paylint.finding import Report

app = typer.Typer(help="Keep findings that are known and accepted for now in a file.", rich_markup_mode=None)

File = Annotated[
    str,
    typer.Option("--baseline", metavar="FILE", help="The file, if not that of the configuration.", show_default=False),
]


@app.command()
def create(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    baseline: File = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a baseline that is there.")] = False,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Write a baseline that accepts everything found now."""
    from paylint.baseline import entries

    settings = _settings(paths, baseline, config)
    if os.path.exists(settings.baseline) and not force:
        raise UsageError(f"{settings.baseline} exists; use `paylint baseline update`, or --force to begin anew")
    accepted = entries(_found(settings).findings)
    _save(settings, accepted)
    _say(f"{_counted(accepted)} written to {_shown(settings)}")
    if not _is_configured(settings, paths, config):
        _say(f"name it in the configuration: baseline = {_quoted(_shown(settings))}")


@app.command()
def update(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    baseline: File = "",
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Accept what is new, and take out what is fixed."""
    from paylint import baseline_file, pipeline
    from paylint.baseline import entries, merged

    settings = _settings(paths, baseline, config)
    before = baseline_file.load(settings.baseline)
    report = _found(settings)
    comparison = baseline_file.beside(settings, report.findings, pipeline.codes(settings))
    after = merged(entries(report.findings), comparison.unseen)
    _save(settings, after)
    added = entries(comparison.new)
    _list("added", added)
    _list("taken out", comparison.fixed)
    _say(f"{_shown(settings)}: {_counted(before)} before, {_counted(after)} now")


@app.command()
def prune(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    baseline: File = "",
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Take out what is fixed, and accept nothing new. Files that moved get their new names."""
    from paylint import baseline_file, pipeline

    settings = _settings(paths, baseline, config)
    report = _found(settings)
    comparison = baseline_file.beside(settings, report.findings, pipeline.codes(settings))
    _save(settings, comparison.kept)
    _list("taken out", comparison.fixed)
    _say(f"{_shown(settings)}: {_counted(comparison.fixed)} taken out, {_counted(comparison.kept)} kept")


@app.command()
def show(
    *,
    baseline: File = "",
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Print the baseline, one line an entry."""
    from paylint import baseline_file

    settings = _settings(["."], baseline, config)
    with opened("") as stream:
        stream.writelines(f"{entry}\n" for entry in baseline_file.load(settings.baseline))


def _settings(paths: list[str], file: str, config: str) -> Settings:
    from paylint.baseline_file import USUAL_NAME

    said = RawConfig(baseline=os.path.abspath(file) if file else None)
    settings = settled(paths, said, config)
    return replace(settings, baseline=settings.baseline or os.path.join(settings.root, USUAL_NAME))


def _is_configured(settings: Settings, paths: list[str], config: str) -> bool:
    return merge.settings(paths, RawConfig(), config).baseline == settings.baseline


def _found(settings: Settings) -> Report:
    from paylint import pipeline
    from paylint.cli.progress import progress_bar

    with progress_bar() as progress:
        return pipeline.check(replace(settings, baseline="", fail_on="note"), progress)


def _save(settings: Settings, accepted: Iterable[Entry]) -> None:
    from paylint.baseline import write

    with opened(settings.baseline) as stream:
        stream.write(write(accepted))


def _list(verb: str, listed: Iterable[Entry]) -> None:
    for entry in listed:
        _say(f"{verb}: {entry}")


def _counted(listed: Iterable[Entry]) -> str:
    count = sum(entry.count for entry in listed)
    return f"{count:,} flow" + ("" if count == 1 else "s")


def _shown(settings: Settings) -> str:
    return os.path.relpath(settings.baseline)


def _quoted(text: str) -> str:
    return f'"{text.replace(os.sep, "/")}"'


def _say(line: str) -> None:
    with opened("") as stream:
        stream.write(line + "\n")
