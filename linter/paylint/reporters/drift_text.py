"""What a change does, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.drift import Drift, Move, rank
from paylint.revision import FIRST

WAYS = {
    "api": "the API type (通過型)",
    "direct-post": "a direct post",
    "merchant-form-token": "the JavaScript type",
    "hosted-fields": "hosted fields",
    "redirect": "the link type",
    "offline": "manual processing",
}


def sentences(drift: Drift) -> Iterator[str]:
    """The counts, each provider's move, and the move of the whole; the class is always "consistent with"."""
    since = "before the first commit" if drift.revision == FIRST else drift.revision
    yield (
        f"since {since}: {_counted(len(drift.new), 'new finding')}, {len(drift.gone)} gone, "
        f"{len(drift.unchanged)} unchanged"
    )
    for move in drift.moves:
        yield _move(move)
    before, after = drift.before.saq, drift.after.saq
    if before != after:
        grew = "; the scope grows" if rank(after) < rank(before) else ""
        yield f"the codebase: {_read(before)} before, {_read(after)} after{grew}"


def _move(move: Move) -> str:
    if not move.before:
        return f"this change brings {move.name} as {WAYS[move.after]}: consistent with SAQ {move.saq_after}"
    if not move.after:
        return f"this change takes {move.name} away, which was {WAYS[move.before]}"
    return (
        f"this change moves {move.name} from {WAYS[move.before]} to {WAYS[move.after]}: "
        f"consistent with SAQ {move.saq_before} before, SAQ {move.saq_after} after"
    )


def _read(saq: str) -> str:
    return "no card flow found" if saq == "none" else f"consistent with SAQ {saq}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
