"""The smallest change that would move the verdict down a class."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.scope import Change, Holding, Integration, Verdict
from paylint_rules.account_data import named


def changes(made: Verdict, found: tuple[Integration, ...], held: tuple[Holding, ...]) -> tuple[Change, ...]:
    """What to change, and where, in the order in which it counts: storage, passage, own card fields."""
    return tuple(_changes(made, found, held))


def _changes(made: Verdict, found: tuple[Integration, ...], held: tuple[Holding, ...]) -> Iterator[Change]:
    if made.saq in {"D", "D-SP"}:
        for item in held:
            if item.stage == "rests":
                action = f"stop keeping {named(item.elements)} in {item.what}, and delete what is there"
                yield Change(made.saq, "D", action, item.location)
        for one in found:
            if one.way == "api":
                action = f"let {one.name} take the card: its own page (link type) or its hosted fields, in place of this call"
                yield Change(made.saq, "A", action, one.location)
    elif made.saq == "A-EP":
        for one in found:
            if one.saq == "A-EP":
                action = f"replace the card fields of the own page by {one.name}'s hosted fields or its own page"
                yield Change("A-EP", "A", action, one.location)
