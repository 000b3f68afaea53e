"""Where account data enters, passes, rests and leaves, who receives it, and how far the run saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from paylint.facts import Flow, Intake, Program, Route
from paylint.finding import Confidence
from paylint.location import Location
from paylint.models.schema import Provider
from paylint.scope import Extent, Holding, Integration, Recipient, Stage
from paylint_rules.account_data import ACCOUNT_DATA, CODE, NUMBERS, PIN, TRACK

RESTS = frozenset({"storage", "session", "cache", "file", "log", "queue"})
STORES = frozenset({"storage", "file"})
LEAVES = frozenset(
    {"psp", "http", "library", "email", "chat", "telemetry", "response", "template", "url", "subprocess"}
)
OWN = frozenset({"route"})


def inventory(program: Program) -> tuple[Holding, ...]:
    """One holding for each place and stage, in order of place."""
    table: dict[tuple[Stage, str, Location], set[str]] = defaultdict(set)
    marks: dict[tuple[Stage, str, Location], set[str]] = defaultdict(set)
    for arrival in program.arrivals:
        if _counts(arrival.origin.kind, arrival.origin.confidence):
            what = arrival.route or arrival.handler
            table["enters", what, arrival.origin.location].add(arrival.origin.kind)
    for intake in program.intakes:
        if intake.target in OWN and _counts(intake.kind, intake.confidence):
            table["enters", f"the form that posts to {intake.address or 'its own page'}", intake.location].add(
                intake.kind
            )
    for flow in program.flows:
        if flow.echo or not _counts(flow.origin.kind, flow.confidence):
            continue
        stage = _stage(flow)
        if stage is not None:
            key = (stage, _what(flow), flow.sink.location)
            table[key].add(flow.origin.kind)
            marks[key] |= flow.marks
    for item in program.declarations:
        if item.role == "model" and item.kind in ACCOUNT_DATA - {"card.object"} and not item.masked:
            table["rests", f"column {item.owner}.{item.field}", item.location].add(item.kind)
    return tuple(
        Holding(tuple(sorted(kinds)), stage, what, at, tuple(sorted(marks[stage, what, at])))
        for (stage, what, at), kinds in sorted(table.items(), key=lambda row: (row[0][2], row[0][0], row[0][1]))
        if kinds & ACCOUNT_DATA
    )


def _counts(kind: str, sure: Confidence) -> bool:
    return sure >= Confidence.MEDIUM and (kind in ACCOUNT_DATA or kind in {"card.expiry", "card.holder"})


def _stage(flow: Flow) -> Stage | None:
    if flow.sink.channel in RESTS:
        return "rests"
    return "leaves" if flow.sink.channel in LEAVES else None


def _what(flow: Flow) -> str:
    return flow.sink.host or flow.sink.provider or f"{flow.sink.channel} by {flow.sink.callee}"


def recipients(
    program: Program, found: tuple[Integration, ...], providers: Mapping[str, Provider]
) -> tuple[Recipient, ...]:
    """Who is given account data, or a customer to take it from (PCI DSS 12.8): each once, by provider or host."""
    table: dict[str, Recipient] = {}
    for flow in program.flows:
        if flow.sink.channel in {"psp", "http", "chat", "telemetry"} and flow.origin.kind in ACCOUNT_DATA:
            key = flow.sink.provider or flow.sink.host
            if key:
                known = table.get(key)
                elements = {flow.origin.kind, *(known.elements if known else ())}
                host = host_of(flow.sink.host)
                name = _name(flow.sink.provider, providers) or host or flow.sink.host
                table[key] = Recipient(name, flow.sink.provider, host, tuple(sorted(elements)), flow.sink.location)
    for one in found:
        if one.provider in providers:
            table.setdefault(one.provider, Recipient(one.name, one.provider, "", one.elements, one.location))
    return tuple(sorted(table.values(), key=lambda item: (item.name, item.location)))


def host_of(address: str) -> str:
    """The host of an address; empty where a part of it is only known at run time."""
    host = (address.partition("://")[2] or address).partition("/")[0]
    return "" if "{" in host else host


def _name(provider: str, providers: Mapping[str, Provider]) -> str:
    known = providers.get(provider)
    return dict(known.names).get("en", provider) if known is not None else ""


def extent_of(program: Program, extent: Extent) -> Extent:
    """How far the run saw, with its routes counted: those that accept a POST, and those of them that read card data."""
    posts = [route for route in program.routes if not route.methods or "POST" in map(str.upper, route.methods)]
    readers = set(_readers(program))
    reading = sum(route.handler in readers for route in posts)
    return replace(extent, routes=len(program.routes), posts=len(posts), reading=reading)


def _readers(program: Program) -> Iterator[str]:
    for arrival in program.arrivals:
        if arrival.origin.kind in ACCOUNT_DATA:
            yield arrival.handler
            yield arrival.handler.rpartition(".")[0]
    for flow in program.flows:
        if flow.origin.kind in ACCOUNT_DATA and flow.origin.source in {"request", "form"}:
            for step in flow.trace.steps:
                yield step.function
                yield step.function.rpartition(".")[0]
    for intake in program.intakes:
        if intake.kind in NUMBERS | {CODE, PIN, TRACK}:
            yield from intake.handlers


def card_routes(program: Program) -> tuple[Route, ...]:
    """The routes whose handlers read card data."""
    readers = set(_readers(program))
    return tuple(route for route in program.routes if route.handler in readers)


def card_fields(program: Program) -> tuple[Intake, ...]:
    """The fields of pages that take what decides about the scope."""
    return tuple(item for item in program.intakes if item.kind in ACCOUNT_DATA)
