"""Which class of data an application holds: cards, or what else there is of persons."""

from __future__ import annotations

from paylint.facts import Program
from paylint_rules.account_data import ACCOUNT_DATA

CARD, PERSONAL = "card", "personal"

SECRETS = frozenset({"personal.password", "personal.pin", "personal.bank"})
"""Kinds that make a database worth stealing alone; of the others it takes two."""


def data_at_risk(program: Program) -> str:
    """``card`` where card data enters, passes or is kept; ``personal`` where columns hold data of persons; else empty."""
    origins = (*(arrival.origin for arrival in program.arrivals), *(flow.origin for flow in program.flows))
    if any(origin.kind in ACCOUNT_DATA for origin in origins):
        return CARD
    kinds = {sighting.kind for sighting in program.sighted("column")}
    return PERSONAL if kinds & SECRETS or len(kinds) > 1 else ""
