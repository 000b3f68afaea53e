"""Account data as the rules speak of it: which kinds decide, and what makes a card number unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from paylint.facts import Flow, Program
from paylint.rule import Cut

PAN = "card.pan"
CODE = "card.code"
PIN = "card.pin"
TRACK = "card.track"
OBJECT = "card.object"

NUMBERS = frozenset({PAN, OBJECT})
"""Data that is or holds a card number: it may be stored, if unreadable (PCI DSS 3.5.1)."""

SENSITIVE = frozenset({CODE, PIN, TRACK})
"""Sensitive authentication data: never stored after authorization, not even encrypted (PCI DSS 3.3.1)."""

ACCOUNT_DATA = NUMBERS | SENSITIVE
"""The kinds that are a finding alone."""

BESIDE = frozenset({"card.expiry", "card.holder"})
"""The kinds that are named beside those and are no finding alone."""

NAMES: Mapping[str, str] = {
    PAN: "card number",
    CODE: "security code",
    PIN: "PIN",
    TRACK: "track data",
    OBJECT: "card data",
    "card.expiry": "expiry date",
    "card.holder": "cardholder name",
}
"""What the kinds are called, those first that decide; the vocabulary's own labels, for sentences that are made here."""


def named(kinds: Iterable[str]) -> str:
    """The names of kinds, those first that decide: ``card number, security code``."""
    order = list(NAMES)
    known = sorted(kinds, key=lambda kind: order.index(kind) if kind in NAMES else len(order))
    return ", ".join(NAMES.get(kind, kind) for kind in known)


def readable(flow: Flow) -> bool:
    """Whether the data is as good as bare: sensitive data always, a card number unless encrypted or hashed."""
    return flow.origin.kind in SENSITIVE or not flow.marks & {"encrypted", "hashed"}


def encrypted(flow: Flow) -> bool:
    """Whether it was encrypted on its way."""
    return "encrypted" in flow.marks


def hashed(flow: Flow) -> bool:
    """Whether it was hashed without a key, and not encrypted."""
    return "hashed" in flow.marks and "encrypted" not in flow.marks


def handled(program: Program) -> bool:
    """Whether account data passes or is declared anywhere, or somebody is sent to a payment provider."""
    return (
        any(flow.origin.kind in ACCOUNT_DATA for flow in program.flows)
        or any(arrival.origin.kind in ACCOUNT_DATA for arrival in program.arrivals)
        or any(declaration.kind in ACCOUNT_DATA for declaration in program.declarations)
        or any(event.provider for event in program.events)
    )


def masked(*, safe: bool, entries: bool = True) -> Cut:
    """A fix for text that people read: the last four digits of a card number, nothing of a code, PIN or track."""
    return Cut(safe, last_four=frozenset({PAN}), removed=SENSITIVE, filler="***", entries=entries)


def emptied(kind: str) -> Cut:
    """A fix for storage: an empty text in place of data of a kind."""
    return Cut(safe=False, removed=frozenset({kind}))
