"""What a run says: findings with their traces, and the report that holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum

from paylint.location import Location, Path

NOT_ANALYSED = "PAY902"
PARTLY_ANALYSED = "PAY903"
"""The codes of the problems that a file was not read, and not all of it."""


class Severity(IntEnum):
    """How bad it is if the finding is right."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word used in configuration and output."""
        return self.name.lower()


class Confidence(IntEnum):
    """How sure the engine is that the finding is right."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The lower-case word used in configuration and output."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a trace.

    ``kind`` is ``source``, ``route``, ``step``, ``call``, ``return`` or ``sink``; ``code`` is the source line, with
    card numbers masked; ``note`` says what happens there and may be empty; ``function`` is the qualified name of the
    function that the step stands in, empty at module level.
    """

    kind: str
    location: Location
    code: str
    note: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A way from a source to a sink (last step).

    It may begin with several ``source`` steps: where the data comes in, where it is declared, where it is named.
    ``element`` is the kind of data that comes this way.
    """

    steps: tuple[Step, ...]
    element: str = ""

    @property
    def source(self) -> Step:
        """The step where the data begins."""
        return self.steps[0]

    @property
    def sink(self) -> Step:
        """The step where the data ends."""
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect, complete: everything a reporter needs and nothing that refers to a tree.

    ``elements`` are kinds of account data (``card.pan``), strongest first. ``traces`` hold one way for each distinct
    source, the surest first; the list may be shortened, ``sources`` counts them all. ``subject`` names what the
    finding is about (a field, a parameter, a host) in words that do not change when lines move.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    location: Location
    message: str
    elements: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    sources: int = 0
    requirements: tuple[str, ...] = ()
    guideline: tuple[str, ...] = ()
    meaning: str = ""
    remedy: str = ""
    function: str = ""
    subject: str = ""
    ordinal: int = 0

    @property
    def fingerprint(self) -> str:
        """A stable identity: survives moved lines, reformatting and renamed locals (32 hexadecimal digits)."""
        parts = (self.code, self.location.path, self.function, self.subject, ",".join(self.elements), str(self.ordinal))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count.

    ``by`` is ``comment``, ``configuration`` or ``baseline``; ``location`` is where that stands: the comment, or the
    file. ``reason`` and ``owner`` may be empty, and ``until`` is the last day (``2027-03-31``) or empty.
    """

    by: str
    location: Location
    reason: str = ""
    until: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that was made and does not count, and why."""

    finding: Finding
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was found and not read, and why.

    ``reason`` is one of ``too large``, ``binary``, ``minified``, ``vendored``, ``generated``, ``ignored``,
    ``excluded``, ``test``, ``outside the root``, ``library`` (a script that is published as one and names no card
    data: looked through for altered code, and not followed).
    """

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept the run from seeing everything: a file not parsed, a budget spent, an error of our own.

    ``code`` is a ``PAY9xx`` code; ``fatal`` marks an internal error of paylint.
    """

    code: str
    location: Location
    message: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule's metadata as reporters show it. ``help`` is Markdown."""

    code: str
    name: str
    summary: str
    severity: Severity
    requirements: tuple[str, ...]
    guideline: tuple[str, ...]
    remedy: str
    help: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at. Counts are files unless they say otherwise; ``unresolved`` counts calls."""

    files: int = 0
    lines: int = 0
    analysed: int = 0
    functions: int = 0
    calls: int = 0
    unresolved: int = 0
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found, sorted by place and code. Reporters show it and decide nothing.

    ``root`` is the absolute folder to which all paths are relative; ``seconds`` holds wall times by stage and is shown
    on request alone, so that equal trees give equal output. ``suppressed`` are findings that do not count;
    ``fixed`` says, one line each, what a baseline holds and the code does not any more.
    """

    version: str
    root: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage
    rules: tuple[RuleInfo, ...]
    exit_code: int = 0
    seconds: tuple[tuple[str, float], ...] = field(default=(), compare=False)
    suppressed: tuple[Suppressed, ...] = ()
    fixed: tuple[str, ...] = ()


def numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Count findings that would otherwise have one fingerprint."""
    seen: dict[str, int] = {}
    numbered: list[Finding] = []
    for finding in findings:
        ordinal = seen.get(finding.fingerprint, 0)
        seen[finding.fingerprint] = ordinal + 1
        numbered.append(replace(finding, ordinal=ordinal))
    return tuple(numbered)
