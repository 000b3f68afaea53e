"""``paylint scope``."""

from __future__ import annotations

import os
from typing import Annotated, Literal, TextIO

import typer

from paylint.cli import changed
from paylint.cli.options import Color, Config, Language, NoCache, Paths, Timed, kept, settled, spoken
from paylint.cli.output import coloured, opened, refuse_unwritable, timed, width
from paylint.config.raw import RawConfig
from paylint.errors import UsageError
from paylint.finding import Report
from paylint.messages import count, say
from paylint.scope import Diagram, Scope

Format = Literal["text", "json", "markdown", "html"]
DiagramForm = Literal["mermaid", "dot", "svg"]

INTERNAL_ERROR = 3
WIDTH = 80
_FORMS: dict[str, DiagramForm] = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
}
_SHOWN = 20


def scope(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    format: Annotated[Format, typer.Option("--format", "-f", help="Form of the output.")] = "text",  # noqa: A002
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")] = "",
    diagram: Annotated[
        DiagramForm | None, typer.Option("--diagram", help="Write the data-flow diagram alone, in this form.")
    ] = None,
    check: Annotated[
        str,
        typer.Option("--check", metavar="FILE", help="Exit with 1 if the diagram in FILE is not that of the code."),
    ] = "",
    scripts: Annotated[
        bool, typer.Option("--scripts", help="Write the list of scripts on payment pages (PCI DSS 6.4.3) alone.")
    ] = False,
    since: Annotated[
        str, typer.Option("--since", metavar="REV", help="Say as well what changed since a revision of git.")
    ] = "",
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Leave files out, in .gitignore syntax.")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = None,
    no_cache: NoCache = False,
    config: Config = "",
    lang: Language = "auto",
    color: Annotated[Color, typer.Option(help="Colours; auto heeds the terminal and NO_COLOR.")] = "auto",
    verbose: Timed = False,
) -> None:
    """Say what the code in PATHS means for the PCI DSS scope: integrations, account data, recipients, requirements.

    Exit codes: 0 done, 1 the diagram of --check is out of date, 2 wrong usage or configuration, 3 internal error.
    """
    if diagram and (format != "text" or scripts):
        raise UsageError("--diagram writes the diagram alone; leave out --format and --scripts, or run paylint twice")
    refuse_unwritable(output)
    committed, form = ("", None) if scripts else _committed(check, diagram, output)
    language = spoken(lang)
    said = RawConfig(exclude=None if not exclude else tuple(exclude), jobs=jobs)
    settings = settled(paths, said, config)

    from paylint import pipeline
    from paylint.cli.progress import progress_bar

    store = kept(no_cache)
    with progress_bar() as progress:
        if since:
            _, (report, found), drift = changed.both(settings, since, staged=False, progress=progress, store=store)
        else:
            (report, found), drift = pipeline.scope(settings, progress, store=store), None
    if scripts:
        _list_scripts(found, check, output)
    elif check:
        assert form is not None
        _compare(check, committed, _drawn(found.diagram, form, language), language)
    else:
        with opened(output) as stream:
            if form:
                stream.write(_drawn(found.diagram, form, language))
            else:
                _write(report, found, stream, format, language, color)
    if drift is not None:
        changed.tell(drift, language, after_text=format == "text" and not output)
    if verbose:
        timed(report)
    raise typer.Exit(INTERNAL_ERROR if report.exit_code == INTERNAL_ERROR else 0)


def _committed(file: str, form: DiagramForm | None, output: str) -> tuple[str, DiagramForm | None]:
    """What the file of ``--check`` holds, and the form of diagram that is asked for."""
    if not file:
        return "", form
    if output:
        raise UsageError("--check writes nothing; leave out --output, or leave out --check to write the diagram")
    known = form or _FORMS.get(os.path.splitext(file)[1].lower())
    if known is None:
        raise UsageError(f"the name of {file} does not tell its form; add --diagram mermaid, dot or svg")
    return _read(file, f"--diagram {known}"), known


def _read(file: str, written_with: str) -> str:
    """The text of a file that an earlier run wrote. Raises `UsageError` with how to write it anew."""
    try:
        with open(file, encoding="utf-8") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"cannot read {file}: {reason}; write it with `paylint scope {written_with} --output {file}`"
        ) from error


def _list_scripts(found: Scope, check: str, output: str) -> None:
    """Write the list of scripts, with the justifications that the file holds already; or say how a committed list differs."""
    from paylint import script_list

    name = check or output
    kept: tuple[script_list.Row, ...] = ()
    if check or os.path.exists(output):
        kept = script_list.read(name, _read(name, "--scripts"))
    current = script_list.rows(found.scripts, kept)
    if not check:
        with opened(output) as stream:
            stream.write(script_list.written(current))
        return
    unlike = list(script_list.differences(kept, current))
    with opened("") as stream:
        stream.writelines(f"{line}\n" for line in unlike)
    if unlike:
        raise typer.Exit(1)


def _compare(file: str, committed: str, current: str, language: str) -> None:
    from paylint.reporters.diagram_text import drift

    changed = drift(committed, current)
    if not changed:
        return
    with opened("") as stream:
        stream.write(say(language, "The data-flow diagram in {file} is not that of the code:", file=file) + "\n")
        if not file.endswith(".svg"):
            stream.writelines(f"{line}\n" for line in changed[:_SHOWN])
        more = len(changed) - _SHOWN
        if more > 0 and not file.endswith(".svg"):
            stream.write(count(language, more, "and {n} more changed line", "and {n} more changed lines") + "\n")
    raise typer.Exit(1)


def _drawn(diagram: Diagram, form: DiagramForm, language: str) -> str:
    from paylint.translation import translated_diagram

    diagram = translated_diagram(diagram, language)
    match form:
        case "mermaid":
            from paylint.reporters import diagram_mermaid

            return diagram_mermaid.drawn(diagram, language)
        case "dot":
            from paylint.reporters import diagram_dot

            return diagram_dot.drawn(diagram, language)
        case "svg":
            from paylint.reporters import diagram_svg

            return diagram_svg.drawn(diagram, language)


def _write(report: Report, scope: Scope, stream: TextIO, format: Format, language: str, color: Color) -> None:  # noqa: A002
    match format:
        case "text":
            from paylint.reporters import scope_text

            columns = width(stream) or WIDTH
            scope_text.report(scope, stream, language, color=coloured(stream, color), width=columns)
        case "json":
            from paylint.reporters import scope_json

            scope_json.report(scope, stream, language)
        case "markdown":
            from paylint.reporters import scope_markdown

            scope_markdown.report(scope, stream, language)
        case "html":
            from paylint.reporters.html_page import render_html

            stream.write(render_html(report, scope, language))
