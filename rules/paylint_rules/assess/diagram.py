"""The data-flow diagram that PCI DSS 1.2.4 asks for, as far as the code shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from paylint.facts import Flow, Program, Sink
from paylint.finding import Confidence
from paylint.models.schema import Provider
from paylint.scope import Arrow, Diagram, Integration, Node
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.assess.inventory import host_of

BUYER = Node("browser", "Buyer's browser", "browser")
STORES = {
    "storage": "database",
    "session": "session",
    "cache": "cache",
    "file": "files",
    "log": "application log",
    "queue": "message queue",
}
GIVEN = {
    "psp": "provider's library",
    "http": "HTTP request",
    "library": "",
    "email": "e-mail",
    "chat": "chat",
    "telemetry": "telemetry",
}
"""Channels to somebody else, and what the arrow says of them."""
HOW = {
    "direct-post": "the browser posts the card",
    "merchant-form-token": "script swaps the card for a token",
    "hosted-fields": "the provider's frame",
    "redirect": "redirect to the provider's page",
}
LIBRARY = "library"
ELSEWHERE = "unknown host"

_Arrows = dict[tuple[str, str, str], set[str]]


def diagram(program: Program, found: tuple[Integration, ...], providers: Mapping[str, Provider]) -> Diagram:
    """Browser, handlers, stores and third parties, with the elements of account data between them.

    Like the inventory, it leaves out what is only guessed. A library that no model knows stands on this server: that is
    where it runs.
    """
    nodes = {BUYER.id: BUYER}
    arrows: _Arrows = defaultdict(set)

    def known(node: Node) -> str:
        return nodes.setdefault(node.id, node).id

    for arrival in program.arrivals:
        if arrival.origin.confidence >= Confidence.MEDIUM:
            arrows[BUYER.id, known(_handler(arrival.handler)), arrival.route].add(arrival.origin.kind)
    for flow in program.flows:
        channel = flow.sink.channel
        if flow.echo or flow.confidence < Confidence.MEDIUM or channel not in STORES.keys() | GIVEN.keys():
            continue
        server = known(_handler(flow.sink.function or flow.origin.function))
        target = known(_store(channel) if channel in STORES else _receiver(flow.sink, providers))
        arrows[server, target, GIVEN.get(channel, "")].add(flow.origin.kind)
        entry = _entry(flow)
        if entry:
            arrows[known(_handler(entry)), server, ""].add(flow.origin.kind)
    for one in found:
        how = HOW.get(one.way)
        if how is not None:
            kinds = one.elements if one.way == "direct-post" else ()
            arrows[BUYER.id, known(_provider(one.provider, providers)), how].update(kinds or {"card.pan", "card.code"})
    return _drawn(nodes, arrows)


def _drawn(nodes: Mapping[str, Node], arrows: _Arrows) -> Diagram:
    """The arrows on which account data travels, and the nodes that they touch."""
    shown = tuple(
        Arrow(source, target, tuple(sorted(kinds)), note)
        for (source, target, note), kinds in sorted(arrows.items())
        if kinds & ACCOUNT_DATA
    )
    used = {end for arrow in shown for end in (arrow.source, arrow.target)}
    return Diagram(tuple(node for name, node in sorted(nodes.items()) if name in used), shown)


def _entry(flow: Flow) -> str:
    """The function in which the way to another function begins; empty where it begins where it ends."""
    first = next((step.function for step in flow.trace.steps if step.function), "")
    return first if flow.sink.function and first != flow.sink.function else ""


def _handler(function: str) -> Node:
    return Node(function, function, "server")


def _store(channel: str) -> Node:
    return Node(f"store:{channel}", STORES[channel], "storage")


def _receiver(sink: Sink, providers: Mapping[str, Provider]) -> Node:
    if sink.provider:
        return _provider(sink.provider, providers)
    package = sink.callee.partition(".")[0].removesuffix("()")
    if sink.channel == "library":
        return Node(f"library:{package}", f"{LIBRARY}: {package}", "server")
    host = host_of(sink.host)
    if host:
        return Node(host, host, "third-party")
    if sink.channel == "http":
        return Node(f"host:{sink.callee}", f"{ELSEWHERE}: {sink.callee}", "third-party")
    return Node(f"{sink.channel}:{package}", f"{GIVEN[sink.channel]}: {package}", "third-party")


def _provider(name: str, providers: Mapping[str, Provider]) -> Node:
    """A provider by its first name, without the products that a model lists in brackets behind it."""
    known = providers.get(name)
    shown = dict(known.names).get("en", name).partition(" (")[0] if known is not None else name
    return Node(name, shown, "third-party")
