"""``paylint reveal``: what the stages know, for people who write rules and models."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Annotated, Literal

import typer

from paylint.cli.options import Config, Paths, Verbose
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.errors import UsageError

app = typer.Typer(
    help="Show what the stages know, for people who write rules and models.",
    rich_markup_mode=None,
)


@app.command()
def calls(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the output.")] = "text",  # noqa: A002
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Print the call graph: every function and the functions it calls, by qualified name."""
    from paylint import pipeline

    graph = pipeline.call_graph(merge.settings(paths, RawConfig(), config))
    with opened("") as stream:
        if format == "json":
            stream.write(json.dumps(graph, ensure_ascii=False, indent=2) + "\n")
            return
        for caller, callees in graph.items():
            stream.write(f"{caller}\n" + "".join(f"    {callee}\n" for callee in callees))


@app.command()
def taint(
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="A line of a source file.")],
    *,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Print which data is known at a line, with the whole project looked at."""
    file, line = _split(place)
    settings = merge.settings([file], RawConfig(), config)
    relative = os.path.relpath(settings.paths[0], settings.root).replace(os.sep, "/")

    from paylint import pipeline
    from paylint.masking import mask_card_numbers

    known = pipeline.taint_at(replace(settings, paths=(settings.root,)), relative, line)
    with opened("") as stream:
        stream.writelines(mask_card_numbers(fact) + "\n" for fact in known or ["nothing is known here"])


@app.command()
def files(paths: Paths = ["."], *, config: Config = "", verbose: Verbose = False) -> None:  # noqa: B006, ARG001
    """Print the source files found, and of which kinds of word each holds one."""
    _print_stage("files", paths, config)


@app.command()
def facts(paths: Paths = ["."], *, config: Config = "", verbose: Verbose = False) -> None:  # noqa: B006, ARG001
    """Print what propagation learned: flows, arrivals, declarations and routes, before any rule judges them."""
    _print_stage("facts", paths, config)


def _print_stage(stage: str, paths: list[str], config: str) -> None:
    settings = merge.settings(paths, RawConfig(), config)

    from paylint import pipeline
    from paylint.masking import mask_card_numbers

    text = pipeline.dump(settings, stage)
    with opened("") as stream:
        stream.write(mask_card_numbers(text.rstrip("\n")) + "\n")


@app.command()
def ir(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A source file.")],
    *,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Print the intermediate representation of a file."""
    _print_stage("ir", [file], config)


def _split(place: str) -> tuple[str, int]:
    file, colon, line = place.rpartition(":")
    if not colon or not file or not line.isdecimal() or int(line) < 1:
        raise UsageError(f'"{place}" is no place; write FILE:LINE, such as shop/views.py:41')
    if not os.path.isfile(file):
        raise UsageError(f"there is no file {file}; write FILE:LINE with an existing file")
    return file, int(line)
