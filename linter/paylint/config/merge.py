"""Configuration file and command line become `Settings`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from paylint.config import raw
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings, common_folder, defaults

ROOT_MARKS = (".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg")


def settings(paths: Sequence[str], said: RawConfig, config: str = "") -> Settings:
    """The settings for ``paths``, the configuration that belongs to them, and what the command line ``said``.

    ``config`` names a configuration file; without it the nearest one upward from the paths counts. Raises
    `ConfigError`.
    """
    absolute = tuple(os.path.abspath(path) for path in paths)
    folder = common_folder(absolute)
    file = raw.read(config) if config else raw.find(folder)
    base = replace(defaults(*absolute, root=_root(folder, file.file)), jobs=_processors())
    return replace(base, **_said(_over(file, said)))


@dataclass(frozen=True, slots=True)
class Told:
    """One setting under its key in the configuration, and where it comes from: a file, or ``default``."""

    key: str
    value: object
    origin: str


def explained(paths: Sequence[str], config: str = "") -> tuple[Settings, tuple[Told, ...]]:
    """The settings for ``paths`` without a command line, and where each comes from. Raises `ConfigError`."""
    whole = settings(paths, RawConfig(), config)
    file = raw.read(config) if config else raw.find(common_folder(tuple(os.path.abspath(path) for path in paths)))
    told = (
        Told(name.replace("_", "-"), getattr(whole, name), "default" if getattr(file, name) is None else file.file)
        for name in sorted(field.name for field in fields(file) if field.name != "file")
    )
    return whole, tuple(told)


def _root(folder: str, file: str) -> str:
    """The configuration's folder where it holds everything, else the nearest that looks like a project's."""
    home = os.path.dirname(file)
    if home and common_folder((home, folder)) == home:
        return home
    above = folder
    while not any(os.path.exists(os.path.join(above, mark)) for mark in ROOT_MARKS):
        if above == os.path.dirname(above):
            return folder
        above = os.path.dirname(above)
    return above


def _over(file: RawConfig, said: RawConfig) -> RawConfig:
    """Both together. The command line adds patterns to ``exclude`` and rules to ``ignore``; the rest it replaces.

    A selection on the command line is the whole selection: what the file ignores does not count beside it.
    """
    ignore = said.ignore if said.select is not None else _joined(file.ignore, said.ignore)
    return replace(file, **{**_said(said), "exclude": _joined(file.exclude, said.exclude), "ignore": ignore})


def _said(config: RawConfig) -> dict[str, Any]:
    """The settings that were said, by name."""
    values = {field.name: getattr(config, field.name) for field in fields(config) if field.name != "file"}
    return {name: value for name, value in values.items() if value is not None}


def _joined(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return second if first is None else first + (second or ())


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
