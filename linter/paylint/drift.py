"""What a change does: new and gone findings, and the move of each integration and of the codebase from class to class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paylint.finding import Finding, Report
from paylint.scope import Integration, Saq, Scope, Verdict

SEVEREST: tuple[Saq, ...] = ("D-SP", "D", "A-EP", "A/A-EP", "A", "none")
"""The SAQ classes, that with the most requirements first."""


@dataclass(frozen=True, slots=True)
class Move:
    """A provider that is used in another way than before; ``""`` where it was, or is, not used at all."""

    provider: str
    name: str
    before: str
    after: str
    saq_before: str
    saq_after: str


@dataclass(frozen=True, slots=True)
class Drift:
    """The difference between two states of a codebase.

    ``revision`` names the older one. ``increase`` is true where the newer state is read as a class with more requirements, or an
    integration is.
    """

    revision: str
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    before: Verdict
    after: Verdict
    moves: tuple[Move, ...]

    @property
    def increase(self) -> bool:
        """Whether the scope grew."""
        grew = rank(self.after.saq) < rank(self.before.saq)
        return grew or any(rank(move.saq_after) < rank(move.saq_before) for move in self.moves)


def rank(saq: str) -> int:
    """The place of a class among `SEVEREST`; what is unknown or empty comes last."""
    return next((index for index, known in enumerate(SEVEREST) if known == saq), len(SEVEREST))


def compare(
    revision: str,
    before: tuple[Report, Scope],
    after: tuple[Report, Scope],
    renamed: Mapping[str, str] | None = None,
) -> Drift:
    """The drift from one state to the other. ``renamed`` gives the new path of files that moved between them."""
    known = {_identity(finding, renamed or {}): finding for finding in before[0].findings}
    now = {_identity(finding, {}): finding for finding in after[0].findings}
    return Drift(
        revision,
        tuple(finding for key, finding in now.items() if key not in known),
        tuple(finding for key, finding in known.items() if key not in now),
        tuple(finding for key, finding in now.items() if key in known),
        before[1].verdict,
        after[1].verdict,
        tuple(_moves(before[1], after[1])),
    )


def _identity(finding: Finding, renamed: Mapping[str, str]) -> tuple[object, ...]:
    """What stays when lines, names of locals and files move."""
    path = renamed.get(finding.location.path, finding.location.path)
    function = finding.function.rpartition(".")[2]
    subject = finding.subject.rpartition(".")[2] if finding.subject.endswith(f".{function}") else finding.subject
    return (finding.code, path, function, subject, finding.elements, finding.ordinal)


def _moves(before: Scope, after: Scope) -> Iterator[Move]:
    old, new = _worst(before), _worst(after)
    for provider in sorted(old.keys() | new.keys()):
        was, now = old.get(provider), new.get(provider)
        if (was.way if was else "") != (now.way if now else ""):
            name = (now or was or before.integrations[0]).name
            yield Move(
                provider,
                name,
                was.way if was else "",
                now.way if now else "",
                was.saq if was else "",
                now.saq if now else "",
            )


def _worst(scope: Scope) -> dict[str, Integration]:
    """Each provider's most severe integration."""
    table: dict[str, Integration] = {}
    for one in scope.integrations:
        known = table.get(one.provider)
        if known is None or rank(one.saq) < rank(known.saq):
            table[one.provider] = one
    return table
