"""The reading for a codebase: storage first, then the channel, then the worst integration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from paylint.facts import Declaration, Program
from paylint.finding import Confidence
from paylint.scope import Holding, Integration, Saq, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, NUMBERS, named
from paylint_rules.assess.inventory import card_routes

JAPAN: Mapping[str, str] = {
    "api": "API型・通過型",
    "direct-post": "POST型・非通過型",
    "merchant-form-token": "JavaScript型・非通過型",
    "hosted-fields": "トークン型（iframe）・非通過型",
    "redirect": "リンク型・非通過型",
    "offline": "保持",
    "none": "",
}
WAYS: Mapping[str, str] = {
    "api": "the API type",
    "merchant-form-token": "its script in a form of this site",
    "direct-post": "a form of this site that posts to it",
    "hosted-fields": "its hosted fields",
    "redirect": "a redirect to its page",
    "offline": "numbers that are kept for later",
}
"""How a provider takes cards, as one says it."""

ACCEPTING = frozenset({"form", "serializer"})
"""Roles of classes whose declared fields the server reads from a request."""
STORED = "・保持あり"
NOT_MET = "非保持化 is not met: card data passes through or rests on this system, so PCI DSS applies to it"
MET = "非保持化 is met: no card data passes through this system or rests on it, as far as the code shows"
_TENANT = re.compile(r"[<{][^>}]*\b(?:tenant|shop|merchant|store|tenpo|mall)(?:_?(?:id|code|slug|name|no))?[>}]")
SEVERITY = ("D-SP", "D", "A-EP", "A/A-EP", "A", "none")


def verdict(found: tuple[Integration, ...], held: tuple[Holding, ...], program: Program) -> Verdict:
    """The verdict, decisive reason first. "No card flow found" is never "SAQ A"."""
    resting = [item for item in held if item.stage == "rests"]
    entering = [item for item in held if item.stage == "enters"]
    worst = min(found, key=lambda item: SEVERITY.index(item.saq), default=None)
    reasons = list(_reasons(resting, entering, found, program))
    if resting or entering or (worst is not None and worst.saq == "D"):
        tenants = shared(program)
        if tenants:
            reasons.append(f"one route takes cards for several shops ({tenants}): a service provider to them")
        saq: Saq = "D-SP" if tenants else "D"
        reasons.append(NOT_MET)
        way = _type(found, "api")
        return Verdict(saq, way, JAPAN[way] + (STORED if resting else ""), tuple(reasons))
    asked_for = next(filled_in(program), None) if worst is None else None
    if asked_for is not None:
        said = f"{asked_for.owner} asks for a card number in {asked_for.field} ({asked_for.location})"
        return Verdict(
            "D", "api", JAPAN["api"], (*reasons, f"{said}: it comes to this server once it is filled in", NOT_MET)
        )
    if worst is None:
        return Verdict("none", "none", JAPAN["none"], ("no card flow and no use of a payment provider was found",))
    return Verdict(worst.saq, worst.way, JAPAN[worst.way], (*reasons, MET))


def filled_in(program: Program) -> Iterator[Declaration]:
    """The declared fields for card numbers that a page would send to this server."""
    for item in program.declarations:
        sent = item.role in ACCEPTING and not item.unnamed and item.confidence >= Confidence.MEDIUM
        if sent and item.kind in NUMBERS:
            yield item


def shared(program: Program) -> str:
    """A route that reads card data and has a placeholder for a shop, a tenant or a merchant; empty where there is none."""
    return next((route.pattern for route in card_routes(program) if _TENANT.search(route.pattern)), "")


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
        yield f"{one.name} takes cards by {WAYS[one.way]} ({one.location}): consistent with SAQ {one.saq}{also}"
    if any(item.kind in ACCOUNT_DATA and item.target == "unknown" for item in program.intakes):
        yield "a page has card fields whose destination the code does not show"


def _elements(item: Holding) -> str:
    return named(item.elements)
