"""``paylint check``."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Annotated, Literal

import typer

from paylint.cli import changed, formats
from paylint.cli.formats import Format
from paylint.cli.options import (
    Color,
    Config,
    Ignore,
    Language,
    NoCache,
    Paths,
    Select,
    Timed,
    kept,
    settled,
    split,
    spoken,
)
from paylint.cli.output import opened, timed
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import FailOn
from paylint.errors import UsageError
from paylint.finding import Confidence, Report, Severity

SeverityWord = Literal["note", "warning", "error"]
ConfidenceWord = Literal["low", "medium", "high"]


def check(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    format: Annotated[Format, typer.Option("--format", "-f", help="Form of the output.")] = "text",  # noqa: A002
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = "",
    report_to: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write another report beside; - is standard output."),
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    severity: Annotated[SeverityWord | None, typer.Option(help="Leave out what is milder.")] = None,
    confidence: Annotated[ConfidenceWord | None, typer.Option(help="Leave out what is less sure.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Leave files out, in .gitignore syntax.")
    ] = None,
    baseline: Annotated[
        str, typer.Option("--baseline", metavar="FILE", help="Known findings, which do not count.", show_default=False)
    ] = "",
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Show known findings too.")] = False,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="The mildest severity that exits with 1; new: what the baseline lacks.")
    ] = None,
    since: Annotated[
        str,
        typer.Option("--since", metavar="REV", help="Only what is new since a revision of git, and what that does."),
    ] = "",
    staged: Annotated[bool, typer.Option("--staged", help="Check what is staged for the next commit.")] = False,
    hook: Annotated[
        bool,
        typer.Option(
            "--hook", help="Check what is staged; everything where nothing is, or there is no git. For commit hooks."
        ),
    ] = False,
    changed_files_from: Annotated[
        str, typer.Option(metavar="FILE", help="Only findings whose way touches a file that FILE names; - reads them.")
    ] = "",
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = None,
    no_cache: NoCache = False,
    config: Config = "",
    statistics: Annotated[bool, typer.Option("--statistics", help="Print counts and times by stage.")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even if something is found.")] = False,
    fail_on_unanalysed: Annotated[
        bool | None,
        typer.Option(
            "--fail-on-unanalysed/--no-fail-on-unanalysed", help="Exit with 1 if a file could not be analysed."
        ),
    ] = None,
    lang: Language = "auto",
    color: Annotated[Color, typer.Option(help="Colours; auto heeds the terminal and NO_COLOR.")] = "auto",
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again whenever a file changes, until interrupted.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Findings alone: no summary, no progress, nothing about the run.")
    ] = False,
    verbose: Timed = False,
) -> None:
    """Find where payment data goes in PATHS, and say what that means.

    Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 internal error.
    """
    wanted = formats.wishes(format, output, report_to or ())
    said = RawConfig(
        select=split(select),
        ignore=split(ignore),
        severity=None if severity is None else Severity[severity.upper()],
        confidence=None if confidence is None else Confidence[confidence.upper()],
        exclude=None if not exclude else tuple(exclude),
        baseline="" if no_baseline else os.path.abspath(baseline) if baseline else None,
        fail_on=fail_on,
        jobs=jobs,
        fail_on_unanalysed=fail_on_unanalysed,
    )
    settings = settled(paths, said, config, quiet=quiet)
    if hook and (since or staged or watch):
        raise UsageError("--hook decides what to compare by itself; leave out --since, --staged and --watch")
    if hook:
        since, staged = changed.of_hook(settings.root)
    if settings.fail_on == "scope-increase" and not since and not staged:
        raise UsageError("fail-on scope-increase compares with a revision; name it with --since")
    if watch and (since or staged):
        raise UsageError("--watch looks at the work tree; leave out --since and --staged")
    touched = changed.listed(changed_files_from)

    def run() -> Report:
        from paylint import pipeline
        from paylint.cli.progress import progress_bar

        drift, store = None, kept(no_cache)
        with progress_bar(wanted=not quiet) as progress:
            if since or staged:
                report, drift = changed.compared(settings, since, staged=staged, progress=progress, store=store)
            else:
                wished = merge.settings(paths, said, config) if watch else settings
                report = pipeline.check(wished, progress, store=store)
        if touched is not None:
            report = changed.touching(report, touched, settings)
        told = report if statistics else replace(report, seconds=())
        formats.write(told, wanted, color, spoken(lang), findings_alone=quiet)
        if drift is not None and not quiet:
            changed.tell(drift, spoken(lang), after_text=format == "text")
        if statistics:
            _print_statistics(report, after_text=format == "text")
        elif verbose:
            timed(report)
        return report

    if watch:
        from paylint.cli.watch import watched

        watched(settings.paths, run)
        return
    report = run()
    raise typer.Exit(0 if exit_zero and report.exit_code == 1 else report.exit_code)


def _print_statistics(report: Report, *, after_text: bool) -> None:
    from paylint.reporters import statistics

    if not after_text:
        statistics.report(report, sys.stderr)
        return
    with opened("") as stream:
        stream.write("\n")
        statistics.report(report, stream)
