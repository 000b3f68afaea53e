"""``paylint rules``."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import typer

from paylint.cli.options import Config, Verbose
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig


def rules(
    *,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the output.")] = "text",  # noqa: A002
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """List all rules of the installed rule packs."""
    from paylint import pipeline
    from paylint.reporters.json_file import rule_objects

    found = pipeline.rules(merge.settings(["."], RawConfig(), config))
    with opened("") as stream:
        if format == "json":
            stream.write(json.dumps(rule_objects(found), ensure_ascii=False, indent=2) + "\n")
            return
        name_width = max((len(rule.name) for rule in found), default=0)
        for rule in found:
            stream.write(f"{rule.code}  {rule.name:<{name_width}}  {rule.severity.label:<7}  {rule.summary}\n")
