"""The baseline of a run: where it stands, what it holds, and what a run's findings are beside it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping

from paylint import baseline, moves
from paylint.baseline import Comparison, Entry
from paylint.config.settings import Settings
from paylint.errors import ConfigError
from paylint.finding import Finding, Suppressed, Suppression
from paylint.location import Location, Path

USUAL_NAME = "paylint-baseline.jsonl"


def load(file: str) -> tuple[Entry, ...]:
    """The entries of a baseline file.

    Raises:
        ConfigError: there is none, it cannot be read, or a line of it is no entry.
    """
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return baseline.read(stream.read(), file)
    except FileNotFoundError as error:
        raise ConfigError(f"there is no baseline {file}; `paylint baseline create` makes it") from error
    except OSError as error:
        raise ConfigError(f"cannot read the baseline {file}: {error.strerror}") from error


def beside(settings: Settings, findings: Iterable[Finding], ran: Mapping[str, Collection[str]]) -> Comparison:
    """Compare findings with the baseline that the settings name; ``ran`` are the codes of the rules that ran, by folder (`Settings.places`).

    Raises:
        ConfigError: the baseline cannot be read.
    """
    entries = load(settings.baseline)
    paths = {spot.path for entry in entries for spot in (entry.sink, entry.source)}
    gone = {path for path in paths if not os.path.exists(os.path.join(settings.root, path))}

    def looked_at(entry: Entry) -> bool:
        path = os.path.normpath(os.path.join(settings.root, entry.sink.path))
        return entry.rule in ran[settings.place(entry.sink.path)] and any(
            path == each or path.startswith(each.rstrip(os.sep) + os.sep) for each in settings.paths
        )

    return baseline.compare(
        entries,
        findings,
        renamed=moves.renamed(settings.root, gone, settings.baseline),
        gone=gone,
        looked_at=looked_at,
    )


def known(settings: Settings, comparison: Comparison) -> tuple[Suppressed, ...]:
    """The findings that the baseline holds, as findings that do not count."""
    name = os.path.relpath(settings.baseline, settings.root).replace(os.sep, "/")
    suppression = Suppression("baseline", Location(Path(name), 1), f"in the baseline {name}")
    return tuple(Suppressed(finding, suppression) for finding in comparison.known)
