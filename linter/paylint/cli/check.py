"""``paylint check``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal, TextIO

import typer

from paylint.cli.options import Color, Config, Language, Paths, Verbose, split, spoken
from paylint.cli.output import coloured, opened, refuse_unwritable, width
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.finding import Confidence, Report, Severity

Format = Literal["text", "concise", "json", "sarif", "html"]
SeverityWord = Literal["note", "warning", "error"]
ConfidenceWord = Literal["low", "medium", "high"]
Reporter = Callable[[Report, TextIO], None]


def check(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    format: Annotated[Format, typer.Option("--format", "-f", help="Form of the output.")] = "text",  # noqa: A002
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = "",
    select: Annotated[
        list[str] | None, typer.Option(metavar="RULES", help="Only these codes, prefixes (PAY1) or names.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULES", help="Not these.")] = None,
    severity: Annotated[SeverityWord | None, typer.Option(help="Leave out what is milder.")] = None,
    confidence: Annotated[ConfidenceWord | None, typer.Option(help="Leave out what is less sure.")] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Leave files out, in .gitignore syntax.")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = None,
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
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Find where payment data goes in PATHS, and say what that means.

    Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 internal error.
    """
    refuse_unwritable(output)
    said = RawConfig(
        select=split(select),
        ignore=split(ignore),
        severity=None if severity is None else Severity[severity.upper()],
        confidence=None if confidence is None else Confidence[confidence.upper()],
        exclude=None if not exclude else tuple(exclude),
        jobs=jobs,
        fail_on_unanalysed=fail_on_unanalysed,
    )
    settings = merge.settings(paths, said, config)

    from paylint import pipeline
    from paylint.cli.progress import progress_bar

    with progress_bar() as progress:
        report = pipeline.check(settings, progress)
    with opened(output) as stream:
        _reporter(format, color, spoken(lang))(report if statistics else replace(report, seconds=()), stream)
    if statistics:
        _print_statistics(report, after_text=format == "text")
    raise typer.Exit(0 if exit_zero and report.exit_code == 1 else report.exit_code)


def _reporter(format: Format, color: Color, language: str) -> Reporter:  # noqa: A002
    match format:
        case "text":
            return lambda report, stream: _report_text(report, stream, color)
        case "concise":
            from paylint.reporters import concise

            return concise.report
        case "json":
            from paylint.reporters import json_file

            return json_file.report
        case "sarif":
            from paylint.reporters import sarif

            return sarif.report
        case "html":
            from paylint.reporters.html_page import render_html

            return lambda report, stream: stream.writelines([render_html(report, None, language)])


def _report_text(report: Report, stream: TextIO, color: Color) -> None:
    from paylint.reporters import terminal

    terminal.report(report, stream, color=coloured(stream, color), width=width(stream))


def _print_statistics(report: Report, *, after_text: bool) -> None:
    from paylint.reporters import statistics

    if not after_text:
        statistics.report(report, sys.stderr)
        return
    with opened("") as stream:
        stream.write("\n")
        statistics.report(report, stream)
