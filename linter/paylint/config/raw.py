"""What a user wrote: the table ``[tool.paylint]`` of ``pyproject.toml``, or the whole of ``paylint.toml``."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, get_args

from paylint.config.settings import FailOn, PerFileIgnores, PerFileSeverity
from paylint.errors import ConfigError
from paylint.finding import Confidence, Severity

OWN_FILE = "paylint.toml"
SHARED_FILE = "pyproject.toml"
FILES = (OWN_FILE, SHARED_FILE)
SHARED_TABLE = "tool.paylint"

_Choice = TypeVar("_Choice")


@dataclass(frozen=True, slots=True)
class RawConfig:
    """Settings as far as they were said; ``None`` is "not said". ``file`` is the absolute path they come from, or ``""``.

    The fields are those of `Settings`. Paths in ``models`` and ``baseline`` are absolute.
    """

    file: str = ""
    exclude: tuple[str, ...] | None = None
    exclude_tests: bool | None = None
    respect_gitignore: bool | None = None
    max_bytes: int | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    fail_on: FailOn | None = None
    baseline: str | None = None
    fail_on_unanalysed: bool | None = None
    per_file_ignores: PerFileIgnores | None = None
    per_file_severity: PerFileSeverity | None = None
    require_reason: bool | None = None
    jobs: int | None = None
    models: tuple[str, ...] | None = None
    packs: tuple[str, ...] | None = None


def find(folder: str) -> RawConfig:
    """The nearest configuration in ``folder`` or above it, empty where there is none. Raises `ConfigError`."""
    while True:
        config = within(folder)
        if config is not None:
            return config
        parent = os.path.dirname(folder)
        if parent == folder:
            return RawConfig()
        folder = parent


def within(folder: str) -> RawConfig | None:
    """The configuration in ``folder`` itself; ``paylint.toml`` goes before ``pyproject.toml``. Raises `ConfigError`."""
    configs = (_read_if_ours(os.path.join(folder, name)) for name in FILES)
    return next((config for config in configs if config is not None), None)


def read(file: str) -> RawConfig:
    """The configuration in ``file``; one named ``pyproject.toml`` must have the table. Raises `ConfigError`."""
    config = _parse(os.path.abspath(file), _bytes(file))
    if config is None:
        raise ConfigError(f"{file} has no table [{SHARED_TABLE}]; add it or name another file with --config")
    return config


def _read_if_ours(file: str) -> RawConfig | None:
    if not os.path.isfile(file):
        return None
    content = _bytes(file)
    shared = os.path.basename(file) == SHARED_FILE
    if shared and b"paylint" not in content:  # a project's broken pyproject.toml is no concern of ours
        return None
    return _parse(file, content)


def _bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise ConfigError(f"cannot read the configuration file {file}: {error.strerror}") from error


def _parse(file: str, content: bytes) -> RawConfig | None:
    try:
        table: object = tomllib.loads(content.decode("utf-8-sig"))  # editors on Windows put a mark before it
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not valid TOML: {error}") from error
    where = ""
    if os.path.basename(file) == SHARED_FILE:
        where = SHARED_TABLE
        for key in where.split("."):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return None
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: {where} must be a table; write [{where}]")
    return _validated(_Table(file, where, table))


def _validated(table: _Table) -> RawConfig:
    config = RawConfig(
        file=table.file,
        exclude=table.strings("exclude"),
        exclude_tests=table.boolean("exclude-tests"),
        respect_gitignore=table.boolean("respect-gitignore"),
        max_bytes=table.positive("max-bytes"),
        select=table.strings("select"),
        ignore=table.strings("ignore"),
        severity=table.choice("severity", SEVERITIES),
        confidence=table.choice("confidence", CONFIDENCES),
        fail_on=table.choice("fail-on", {word: word for word in get_args(FailOn)}),
        baseline=table.path("baseline"),
        fail_on_unanalysed=table.boolean("fail-on-unanalysed"),
        per_file_ignores=_ignores(table.table("per-file-ignores")),
        per_file_severity=_severities(table.table("per-file-severity")),
        require_reason=table.boolean("require-reason"),
        jobs=table.positive("jobs"),
        models=table.paths("models"),
        packs=table.strings("packs"),
    )
    table.refuse_the_rest()
    return config


def _ignores(patterns: _Table | None) -> PerFileIgnores | None:
    if patterns is None:
        return None
    return tuple((pattern, patterns.strings(pattern) or ()) for pattern in patterns.names)


def _severities(patterns: _Table | None) -> PerFileSeverity | None:
    if patterns is None:
        return None
    return tuple((pattern, tuple(_levels(patterns.table(pattern)))) for pattern in patterns.names)


def _levels(rules: _Table | None) -> Iterator[tuple[str, Severity]]:
    for rule in rules.names if rules else ():
        level = rules.choice(rule, SEVERITIES) if rules else None
        if level is not None:
            yield rule, level


SEVERITIES: Mapping[str, Severity] = {level.label: level for level in Severity}
CONFIDENCES: Mapping[str, Confidence] = {level.label: level for level in Confidence}


class _Table:
    """A TOML table, read key by key. What nobody asked for is unknown."""

    def __init__(self, file: str, where: str, values: Mapping[str, object]) -> None:
        self.file = file
        self._where = where
        self._values = values
        self._known: list[str] = []

    def strings(self, key: str) -> tuple[str, ...] | None:
        """A list of strings."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, str):
            raise ConfigError(f"{self._wrong(key, 'a list of strings', value)}; write [{_toml(value)}]")
        if not isinstance(value, list):
            raise self._wrong(key, "a list of strings", value)
        for item in value:
            if not isinstance(item, str):
                raise self._wrong(key, "a list of strings", item)
        return tuple(value)

    def paths(self, key: str) -> tuple[str, ...] | None:
        """A list of paths, relative to the file they stand in."""
        names = self.strings(key)
        folder = os.path.dirname(self.file)
        return None if names is None else tuple(os.path.normpath(os.path.join(folder, name)) for name in names)

    def path(self, key: str) -> str | None:
        """A path, relative to the file it stands in."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._wrong(key, "a path", value)
        return os.path.normpath(os.path.join(os.path.dirname(self.file), value))

    def table(self, key: str) -> _Table | None:
        """A table within this one."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(key, "a table", value)
        return _Table(self.file, f"{self._where}.{key}" if self._where else key, value)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of a table whose keys are the user's own."""
        return tuple(self._values)

    def boolean(self, key: str) -> bool | None:
        """``true`` or ``false``."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return value
        raise self._wrong(key, "true or false", value)

    def positive(self, key: str) -> int | None:
        """A whole number of at least 1."""
        value = self._take(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
            return value
        raise self._wrong(key, "a whole number of at least 1", value)

    def choice(self, key: str, choices: Mapping[str, _Choice]) -> _Choice | None:
        """One of a few words."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, str) and value in choices:
            return choices[value]
        wrong = self._wrong(key, "one of " + ", ".join(f'"{word}"' for word in choices), value)
        raise ConfigError(f"{wrong}{nearest(value, choices)}" if isinstance(value, str) else str(wrong))

    def refuse_the_rest(self) -> None:
        """Raise `ConfigError` for the first key that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                if key == "tool" and not self._where:
                    raise ConfigError(
                        f"{self._place}settings stand here without the table's name; leave out [{SHARED_TABLE}]"
                    )
                near = difflib.get_close_matches(key.replace("_", "-"), self._known, n=1)
                hint = f'did you mean "{near[0]}"?' if near else f"known keys are {', '.join(sorted(self._known))}"
                raise ConfigError(f'{self._place}unknown key "{key}"; {hint}')

    def _take(self, key: str) -> object:
        self._known.append(key)
        return self._values.get(key)

    def _wrong(self, key: str, wanted: str, value: object) -> ConfigError:
        return ConfigError(f'{self._place}"{key}" must be {wanted}, not {_toml(value)}')

    @property
    def _place(self) -> str:
        return f"{self.file}: " + (f"[{self._where}] " if self._where else "")


def nearest(word: str, words: Iterable[str]) -> str:
    """The end of a message about a ``word`` that is none of ``words``: which one may be meant, if any."""
    near = difflib.get_close_matches(word.lower(), tuple(words), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)
