"""Configuration file and command line become `Settings`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

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
    return _filled(replace(defaults(*absolute, root=_root(folder, file.file)), jobs=_processors()), _over(file, said))


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
    return RawConfig(
        file=file.file,
        exclude=_joined(file.exclude, said.exclude),
        exclude_tests=file.exclude_tests if said.exclude_tests is None else said.exclude_tests,
        respect_gitignore=file.respect_gitignore if said.respect_gitignore is None else said.respect_gitignore,
        max_bytes=said.max_bytes or file.max_bytes,
        select=file.select if said.select is None else said.select,
        ignore=ignore,
        severity=said.severity or file.severity,
        confidence=said.confidence or file.confidence,
        fail_on_unanalysed=file.fail_on_unanalysed if said.fail_on_unanalysed is None else said.fail_on_unanalysed,
        jobs=said.jobs or file.jobs,
        models=file.models if said.models is None else said.models,
        packs=file.packs if said.packs is None else said.packs,
    )


def _filled(base: Settings, config: RawConfig) -> Settings:
    return Settings(
        paths=base.paths,
        root=base.root,
        exclude=base.exclude if config.exclude is None else config.exclude,
        exclude_tests=base.exclude_tests if config.exclude_tests is None else config.exclude_tests,
        respect_gitignore=base.respect_gitignore if config.respect_gitignore is None else config.respect_gitignore,
        max_bytes=config.max_bytes or base.max_bytes,
        select=base.select if config.select is None else config.select,
        ignore=base.ignore if config.ignore is None else config.ignore,
        severity=config.severity or base.severity,
        confidence=config.confidence or base.confidence,
        fail_on_unanalysed=(
            base.fail_on_unanalysed if config.fail_on_unanalysed is None else config.fail_on_unanalysed
        ),
        jobs=config.jobs or base.jobs,
        models=base.models if config.models is None else config.models,
        packs=base.packs if config.packs is None else config.packs,
    )


def _joined(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return second if first is None else first + (second or ())


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1
