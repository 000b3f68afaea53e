"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Literal

import typer

Paths = Annotated[
    list[str], typer.Argument(metavar="PATHS", help="Files, folders and globs.", show_default="the current folder")
]
Config = Annotated[
    str,
    typer.Option(
        "--config", metavar="FILE", help="Configuration file, instead of the nearest one upward.", show_default=False
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show the traceback of an internal error.")]
Color = Literal["auto", "always", "never"]
Language = Annotated[
    Literal["auto", "en", "ja"], typer.Option("--lang", help="Language of the output; auto heeds the locale.")
]


def split(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """The values of an option that may be repeated and may hold several, separated by commas; ``None`` if not given."""
    if not values:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def spoken(language: str) -> str:
    """The language asked for; that of the process's locale for ``auto``."""
    from paylint.messages import preferred

    return preferred(os.environ) if language == "auto" else language
