"""Configuration files and command line become `Settings`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from paylint.config import nested, raw
from paylint.config.raw import RawConfig
from paylint.config.settings import Nested, Settings, common_folder, defaults
from paylint.frontend.discovery import own_patterns

ROOT_MARKS = (".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg")


OF_THE_RUN = ("baseline", "fail_on", "fail_on_unanalysed", "jobs", "models", "packs")
"""What concerns a run as a whole, and counts in the configuration of its root alone."""


def settings(paths: Sequence[str], said: RawConfig, config: str = "") -> Settings:
    """The settings for ``paths``, the configurations that belong to them, and what the command line ``said``.

    The nearest configuration upward from the paths is that of the root. Those below it hold for the files in their folders, in place
    of it. ``config`` names the only configuration that counts. Raises `ConfigError`.
    """
    whole, _, _ = _all(paths, said, config)
    return whole


@dataclass(frozen=True, slots=True)
class Told:
    """One setting under its key in the configuration, and where it comes from: a file, or ``default``.

    One that is not ``heeded`` is said where it does not count.
    """

    key: str
    value: object
    origin: str
    heeded: bool = True


@dataclass(frozen=True, slots=True)
class Explained:
    """The settings of a run, each with its origin, and for every nested configuration what it says."""

    settings: Settings
    told: tuple[Told, ...]
    nested: tuple[tuple[Nested, tuple[Told, ...]], ...]


def explained(paths: Sequence[str], config: str = "") -> Explained:
    """The settings for ``paths`` without a command line, and where each comes from. Raises `ConfigError`."""
    whole, file, below = _all(paths, RawConfig(), config)
    told = tuple(
        Told(key(name), getattr(whole, name), "default" if getattr(file, name) is None else file.file)
        for name in sorted(NAMES)
    )
    inner = tuple(
        (each, tuple(Told(key(n), v, each.file, n not in OF_THE_RUN) for n, v in sorted(_said(config).items())))
        for each, config in zip(whole.nested, below, strict=True)
    )
    return Explained(whole, told, inner)


def unheeded(settings: Settings) -> Iterator[str]:
    """A sentence for each nested configuration that says something about the run as a whole."""
    for each in settings.nested:
        if each.unheeded:
            folder, name = os.path.split(each.file)
            yield (
                f"{each.file}: {', '.join(each.unheeded)} would concern the whole run and {'does' if len(each.unheeded) == 1 else 'do'} not count; "
                f"say it in {os.path.join(settings.root, name)}, or check {folder} by itself"
            )


NAMES = tuple(field.name for field in fields(RawConfig) if field.name != "file")


def key(name: str) -> str:
    """A setting's key in a configuration."""
    return name.replace("_", "-")


def _all(paths: Sequence[str], said: RawConfig, config: str) -> tuple[Settings, RawConfig, tuple[RawConfig, ...]]:
    """The settings, the root's configuration, and the nested ones in the order of the settings."""
    absolute = tuple(os.path.abspath(path) for path in paths)
    folder = common_folder(absolute)
    file = raw.read(config) if config else raw.find(folder)
    base = replace(defaults(*absolute, root=_root(folder, file.file)), jobs=_processors())
    whole = replace(base, **_said(_over(file, said)), exclude_everywhere=said.exclude or ())
    if config:
        return whole, file, ()
    below = tuple(nested.find(absolute, folder, own_patterns(whole.exclude), whole.root))
    return replace(whole, nested=tuple(_nested(base, each, said) for each in below)), file, below


def _nested(base: Settings, file: RawConfig, said: RawConfig) -> Nested:
    folder = os.path.dirname(file.file)
    nothing: dict[str, Any] = dict.fromkeys(OF_THE_RUN)
    heeded = replace(file, **nothing)
    return Nested(
        os.path.relpath(folder, base.root).replace(os.sep, "/"),
        file.file,
        replace(base, **_said(_over(heeded, replace(said, exclude=None)))),
        tuple(key(name) for name in OF_THE_RUN if getattr(file, name) is not None),
    )


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
    values = {name: getattr(config, name) for name in NAMES}
    return {name: value for name, value in values.items() if value is not None}


def _joined(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return second if first is None else first + (second or ())


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
