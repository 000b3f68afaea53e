"""The reading for a codebase: storage first, then the channel, then the worst integration."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.scope import Holding, Integration, Saq, Verdict
from paylint_rules.account_data import ACCOUNT_DATA

JAPAN = {
    "api": "API型・モジュール型（通過型）、非保持化を満たさない",
    "direct-post": "POST型（非通過型）、非保持化を満たす",
    "merchant-form-token": "JavaScript（トークン）型（非通過型）、非保持化を満たす",
    "hosted-fields": "トークン型（iframe）（非通過型）、非保持化を満たす",
    "redirect": "リンク型（非通過型）、非保持化を満たす",
    "offline": "保持（非保持化を満たさない）",
    "none": "カード情報の流れは見つかりませんでした",
}
STORED = "保持・通過型、非保持化を満たさない"
SEVERITY = ("D-SP", "D", "A-EP", "A/A-EP", "A", "none")


def verdict(found: tuple[Integration, ...], held: tuple[Holding, ...], program: Program) -> Verdict:
    """The verdict, decisive reason first. "No card flow found" is never "SAQ A"."""
    resting = [item for item in held if item.stage == "rests"]
    entering = [item for item in held if item.stage == "enters"]
    worst = min(found, key=lambda item: SEVERITY.index(item.saq), default=None)
    reasons = list(_reasons(resting, entering, found, program))
    if resting:
        return Verdict("D", _type(found, "api"), STORED, tuple(reasons))
    if entering or (worst is not None and worst.saq == "D"):
        return Verdict("D", "api", JAPAN["api"], tuple(reasons))
    if worst is None:
        return Verdict("none", "none", JAPAN["none"], ("no card flow and no payment provider was found",))
    saq: Saq = worst.saq
    return Verdict(saq, worst.way, JAPAN[worst.way], tuple(reasons))


def _type(found: tuple[Integration, ...], default: str) -> str:
    ways = [item.way for item in found if item.saq == "D"]
    return ways[0] if ways else default


def _reasons(
    resting: list[Holding], entering: list[Holding], found: tuple[Integration, ...], program: Program
) -> Iterator[str]:
    for item in resting:
        yield f"{_elements(item)} is stored: {item.what} ({item.location})"
    for item in entering:
        yield f"{_elements(item)} enters this server: {item.what} ({item.location})"
    for one in found:
        also = f"; {one.conditional}" if one.conditional else ""
        yield f"{one.name} is used by way of {one.way} ({one.location}): consistent with SAQ {one.saq}{also}"
    if any(item.kind in ACCOUNT_DATA and item.target == "unknown" for item in program.intakes):
        yield "a page has card fields whose destination the code does not show"


def _elements(item: Holding) -> str:
    return ", ".join(item.elements)
