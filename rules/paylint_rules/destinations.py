"""Card data that goes to two places at once: to a payment provider, and to somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from paylint.facts import Flow, Program
from paylint.location import Location
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.hosts import host_name, is_outside


def second_destinations(program: Program) -> Mapping[Location, tuple[str, str]]:
    """The calls that send card data to a stranger beside a provider, each with the stranger's host and the provider's id.

    That is a host which is written in the code and is no provider's, in the same function or in another statement of a function that
    both go through. A host that nobody can read counts in the same function, where the file also decodes and runs text.
    """
    sent = [f for f in program.flows_into(frozenset({"http", "psp"}), ACCOUNT_DATA) if not f.echo]
    providers = [flow for flow in sent if flow.sink.provider]
    disguised = {sighting.location.path for sighting in program.sighted("decoded-code")}
    found: dict[Location, tuple[str, str]] = {}
    for stranger, known in product((flow for flow in sent if not flow.sink.provider), providers):
        place = stranger.sink.location
        named = is_outside(stranger.sink.host)
        hidden = not host_name(stranger.sink.host) and place.path in disguised
        if (named and _together(stranger, known)) or (hidden and _same_function(stranger, known)):
            found.setdefault(place, (host_name(stranger.sink.host), known.sink.provider))
    return found


def _same_function(first: Flow, second: Flow) -> bool:
    return first.sink.function == second.sink.function and first.sink.location != second.sink.location


def _together(first: Flow, second: Flow) -> bool:
    if _same_function(first, second):
        return True
    lines = dict(_leaving(second))
    return any(function in lines and lines[function] != line for function, line in _leaving(first))


def _leaving(flow: Flow) -> Iterator[tuple[str, int]]:
    """The functions that the way goes through, each with the line on which it is left for the sink."""
    for step in flow.trace.steps:
        if step.kind in ("call", "sink") and step.function:
            yield step.function, step.location.line
