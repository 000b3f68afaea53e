"""``paylint rules``."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from paylint.cli.options import Config, Language, Verbose, spoken
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig


def rules(
    *,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the output.")] = "text",  # noqa: A002
    config: Config = "",
    lang: Language = "auto",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """List all rules of the installed rule packs."""
    from rich.cells import set_cell_size

    from paylint import pipeline
    from paylint.messages import say
    from paylint.reporters.json_file import rule_objects
    from paylint.translation import translated_rule

    found = pipeline.rules(merge.settings(["."], RawConfig(), config))
    with opened("") as stream:
        if format == "json":
            stream.write(json.dumps(rule_objects(found), ensure_ascii=False, indent=2) + "\n")
            return
        name_width = max((len(rule.name) for rule in found), default=0)
        language = spoken(lang)
        for rule in found:
            level = set_cell_size(say(language, rule.severity.label), 7)
            summary = translated_rule(rule, language).summary
            stream.write(f"{rule.code}  {rule.name:<{name_width}}  {level}  {summary}\n")
