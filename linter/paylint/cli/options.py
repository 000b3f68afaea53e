"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings
from paylint.errors import PaylintError

if TYPE_CHECKING:
    from paylint.cache.store import Store


def rules_beginning(incomplete: str) -> list[tuple[str, str]]:
    """The codes that complete the last word of a list with commas, each with what its rule reports, for a shell."""
    from paylint import pipeline
    from paylint.config.settings import defaults

    before, comma, word = incomplete.rpartition(",")
    try:
        rules = pipeline.rules(defaults())
    except PaylintError:
        return []
    names = [(name, rule.summary) for rule in rules for name in ((rule.code, rule.name) if word else (rule.code,))]
    return [(f"{before}{comma}{name}", summary) for name, summary in names if name.startswith(word)]


Paths = Annotated[
    list[str], typer.Argument(metavar="PATHS", help="Files, folders and globs.", show_default="the current folder")
]
Config = Annotated[
    str,
    typer.Option(
        "--config", metavar="FILE", help="Configuration file, instead of the nearest one upward.", show_default=False
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the traceback of an internal error.")]
Timed = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Say how long each stage takes, and show the traceback of an internal error."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Use nothing of earlier runs, and keep nothing.")]
Select = Annotated[
    list[str] | None,
    typer.Option(metavar="RULES", help="Only these codes, prefixes (PAY1) or names.", autocompletion=rules_beginning),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="RULES", help="Not these.", autocompletion=rules_beginning)]
Color = Literal["auto", "always", "never"]
Language = Annotated[
    Literal["auto", "en", "ja"], typer.Option("--lang", help="Language of the output; auto heeds the locale.")
]


def settled(paths: Sequence[str], said: RawConfig, config: str, *, quiet: bool = False) -> Settings:
    """The settings of a run. What a nested configuration says in vain is told on standard error, unless all is to be quiet.

    Raises `ConfigError`.
    """
    settings = merge.settings(paths, said, config)
    if quiet:
        return settings
    sys.stderr.writelines(f"paylint: {sentence}\n" for sentence in merge.unheeded(settings))
    return settings


def split(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """The values of an option that may be repeated and may hold several, separated by commas; ``None`` if not given."""
    if not values:
        return None
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def spoken(language: str) -> str:
    """The language asked for; that of the process's locale for ``auto``."""
    from paylint.messages import preferred

    return preferred(os.environ) if language == "auto" else language


def kept(no_cache: bool) -> Store | None:
    """The user's cache; ``None`` where it is not wanted."""
    from paylint.cache.store import Store, folder

    return None if no_cache else Store(folder())
