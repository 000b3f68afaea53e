"""``paylint config``: the settings in force, and the form of the configuration."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Annotated, Literal

import typer

from paylint.cli.options import Config, Paths, Verbose
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.merge import Explained, Told

app = typer.Typer(help="Show the settings in force, and what can be set.", rich_markup_mode=None)


@app.command()
def show(
    paths: Paths = ["."],  # noqa: B006 - typer copies it
    *,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="Form of the output.")] = "text",  # noqa: A002
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Print each setting for PATHS, where its value comes from, and what configurations below say for their folders."""
    explained = merge.explained(paths, config)
    with opened("") as stream:
        if format == "json":
            stream.write(json.dumps(_document(explained), ensure_ascii=False, indent=2) + "\n")
            return
        stream.write(f"# root: {explained.settings.root}\n")
        lines = [(f"{one.key} = {_toml(one)}", one.origin) for one in explained.told]
        widest = max(len(line) for line, _ in lines)
        stream.writelines(f"{line:<{min(widest, 60)}}  # {_shown(origin)}\n" for line, origin in lines)
        for nested, told in explained.nested:
            stream.write(f"\n# in {nested.folder}/ instead, by {_shown(nested.file)}, and else the defaults:\n")
            for one in told:
                stream.write(f"#   {one.key} = {_toml(one)}" + ("" if one.heeded else "  (does not count here)") + "\n")


@app.command()
def schema(*, verbose: Verbose = False) -> None:  # noqa: ARG001 - read where errors end
    """Print the JSON Schema of the configuration, for editors."""
    from importlib.resources import files

    with opened("") as stream:
        stream.write(files("paylint.config").joinpath("schema.json").read_text("utf-8"))


def _document(explained: Explained) -> dict[str, object]:
    def plain(told: Sequence[Told]) -> dict[str, object]:
        return {one.key: {"value": _plain(one.value), "from": one.origin} for one in told}

    return {
        "root": explained.settings.root,
        "settings": plain(explained.told),
        "nested": [
            {
                "folder": nested.folder,
                "settings": plain([one for one in told if one.heeded]),
                "unheeded": list(nested.unheeded),
            }
            for nested, told in explained.nested
        ],
    }


def _shown(origin: str) -> str:
    return os.path.relpath(origin) if os.path.isabs(origin) else origin


def _plain(value: object) -> object:
    """A value as configuration files have it."""
    match value:
        case IntEnum():
            return value.name.lower()
        case tuple() if value and all(isinstance(item, tuple) and len(item) == 2 for item in value):
            return {key: _plain(item) for key, item in value}
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value


def _toml(told: Told) -> str:
    import tomlkit

    value = _plain(told.value)
    if isinstance(value, Mapping) or (told.key.startswith("per-file-") and not value):
        table = tomlkit.inline_table()
        table.update(dict(value) if isinstance(value, Mapping) else {})
        return table.as_string()
    return tomlkit.item(value).as_string()
