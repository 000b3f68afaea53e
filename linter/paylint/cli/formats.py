"""The forms of output by name, and where each run writes which of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO, get_args

from paylint.cli.options import Color
from paylint.cli.output import STANDARD_OUTPUT, coloured, linked, opened, refuse_unwritable, width
from paylint.config.raw import nearest
from paylint.errors import UsageError
from paylint.finding import Report

Format = Literal[
    "text",
    "concise",
    "json",
    "sarif",
    "html",
    "github",
    "gitlab",
    "gitlab-quality",
    "junit",
    "rdjson",
    "markdown",
    "csv",
]
FORMATS: tuple[Format, ...] = get_args(Format)

Reporter = Callable[[Report, TextIO], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """A form of output and the file that it goes to; `STANDARD_OUTPUT` or nothing is standard output."""

    format: Format
    file: str

    @property
    def on_standard_output(self) -> bool:
        """Whether it goes to standard output."""
        return self.file in ("", STANDARD_OUTPUT)


def wishes(format: Format, output: str, reports: Sequence[str]) -> tuple[Wish, ...]:  # noqa: A002 - the option's name
    """The main output, then each ``FORMAT=FILE`` of ``reports``.

    Raises `UsageError` for an unknown form, for a file that can clearly not be written, and where two go to one place.
    """
    wanted = (Wish(format, output), *(_wish(text) for text in reports))
    places: set[str] = set()
    for wish in wanted:
        where = STANDARD_OUTPUT if wish.on_standard_output else os.path.realpath(wish.file)
        if where in places:
            shown = "standard output" if wish.on_standard_output else wish.file
            raise UsageError(f"two reports go to {shown}; give each --report a file of its own")
        places.add(where)
        refuse_unwritable(wish.file)
    return wanted


def write(
    report: Report, wanted: Sequence[Wish], color: Color, language: str = "en", *, findings_alone: bool = False
) -> None:
    """Write the report in every form wanted. A file is there whole or not at all. Raises `UsageError`.

    ``findings_alone`` leaves out what stands in the text beside findings and problems.
    """
    for wish in wanted:
        with opened(wish.file) as stream:
            if wish.format == "text":
                _text(report, stream, color, language, findings_alone=findings_alone)
            else:
                reporter(wish.format, color, _prefix(report.root), language)(report, stream)


def _wish(text: str) -> Wish:
    name, equals, file = text.partition("=")
    known = next((known for known in FORMATS if known == name), None)
    if known is None or not equals or not file:
        meant = nearest(name, FORMATS) if known is None else ""
        raise UsageError(f'--report "{text}" must be FORMAT=FILE, with one of the formats {", ".join(FORMATS)}{meant}')
    return Wish(known, file)


def reporter(format: Format, color: Color, prefix: str, language: str = "en") -> Reporter:  # noqa: A002 - the option's name
    """The function that writes a form. ``prefix`` leads from the repository to the root of the report."""
    match format:
        case "text":
            return lambda report, stream: _text(report, stream, color, language)
        case "concise":
            from paylint.reporters import concise

            return concise.report
        case "html":
            from paylint.reporters.html_page import render_html

            return lambda report, stream: stream.writelines([render_html(report, None, language)])
        case "json":
            from paylint.reporters import json_file

            return json_file.report
        case "sarif":
            from paylint.reporters import sarif

            return sarif.report
        case "csv":
            from paylint.reporters import csv_file

            return csv_file.report
        case _:
            return _for_a_forge(format, prefix, language)


def _for_a_forge(
    format: Literal["github", "gitlab", "gitlab-quality", "junit", "rdjson", "markdown"],  # noqa: A002 - see above
    prefix: str,
    language: str,
) -> Reporter:
    match format:
        case "github":
            from paylint.reporters import github

            return lambda report, stream: github.report(report, stream, prefix=prefix)
        case "gitlab":
            from datetime import UTC, datetime

            from paylint.reporters import gitlab

            return lambda report, stream: gitlab.report_sast(report, stream, ended=datetime.now(UTC), prefix=prefix)
        case "gitlab-quality":
            from paylint.reporters import gitlab

            return lambda report, stream: gitlab.report_code_quality(report, stream, prefix=prefix)
        case "junit":
            from paylint.reporters import junit

            return lambda report, stream: junit.report(report, stream, prefix=prefix)
        case "rdjson":
            from paylint.reporters import rdjson

            return lambda report, stream: rdjson.report(report, stream, prefix=prefix)
        case "markdown":
            from paylint.reporters import markdown

            return lambda report, stream: markdown.report(report, stream, language, prefix=prefix)


def _text(report: Report, stream: TextIO, color: Color, language: str, *, findings_alone: bool = False) -> None:
    from paylint.reporters import terminal

    terminal.report(
        report,
        stream,
        language,
        color=coloured(stream, color),
        width=width(stream),
        links=linked(stream, color),
        findings_alone=findings_alone,
    )


def _prefix(root: str) -> str:
    """The way from the top of the repository to the root of the report, which forges want before every path."""
    for folder in _upward(root):
        if os.path.exists(os.path.join(folder, ".git")):
            inner = os.path.relpath(root, folder).replace(os.sep, "/")
            return "" if inner == "." else inner + "/"
    return ""


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent
