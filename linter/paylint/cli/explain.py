"""``paylint explain``."""

from __future__ import annotations

from typing import Annotated, TextIO

import typer

from paylint.cli.options import Color, Config, Language, Verbose, rules_beginning, spoken
from paylint.cli.output import coloured, opened, width
from paylint.config import merge, selection
from paylint.config.raw import RawConfig
from paylint.errors import UsageError
from paylint.finding import RuleInfo
from paylint.masking import mask_card_numbers

WIDEST = 100


def explain(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="Code or name of a rule.", autocompletion=rules_beginning)
    ],
    *,
    config: Config = "",
    lang: Language = "auto",
    color: Annotated[Color, typer.Option(help="Colours; auto heeds the terminal and NO_COLOR.")] = "auto",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Say what a rule finds, why it matters, and what to do."""
    from paylint import pipeline
    from paylint.translation import translated_rule

    found = _named(rule, pipeline.rules(merge.settings(["."], RawConfig(), config)))
    with opened("") as stream:
        _write(translated_rule(found, spoken(lang)), stream, color)


def _named(word: str, rules: tuple[RuleInfo, ...]) -> RuleInfo:
    for rule in rules:
        if word.upper() == rule.code or word == rule.name:
            return rule
    raise UsageError(f'unknown rule "{word}"; {selection.hint(word, ((rule.code, rule.name) for rule in rules))}')


def _write(rule: RuleInfo, stream: TextIO, color: Color) -> None:
    page = mask_card_numbers(rule.help.rstrip("\n") + "\n")
    if not stream.isatty() and color != "always":
        stream.write(page)
        return
    from rich.markdown import Markdown

    from paylint.reporters.console import console

    colours = coloured(stream, color)
    console(stream, min(width(stream) or WIDEST, WIDEST), color=colours).print(Markdown(page))
