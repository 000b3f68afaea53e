"""The data-flow diagram that PCI DSS 1.2.4 asks for, as far as the code shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from paylint.facts import Program
from paylint.models.schema import Provider
from paylint.scope import Arrow, Diagram, Integration, Node
from paylint_rules.account_data import ACCOUNT_DATA

BROWSER = "browser"
STORED = frozenset({"storage", "session", "cache", "file", "log", "queue"})
GIVEN = frozenset({"psp", "http", "library", "email", "chat", "telemetry"})
HOW = {
    "direct-post": "the browser posts the card",
    "merchant-form-token": "script swaps the card for a token",
    "hosted-fields": "the provider's frame",
    "redirect": "redirect to the provider's page",
}


def diagram(program: Program, found: tuple[Integration, ...], providers: Mapping[str, Provider]) -> Diagram:
    """Browser, handlers, stores and third parties, with the elements of account data between them."""
    nodes: dict[str, Node] = {BROWSER: Node(BROWSER, "Buyer's browser", "browser")}
    arrows: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for arrival in program.arrivals:
        server = _server(nodes, arrival.handler)
        arrows[BROWSER, server, arrival.route].add(arrival.origin.kind)
    for flow in program.flows:
        if flow.echo or flow.sink.channel not in STORED | GIVEN:
            continue
        server = _server(nodes, flow.sink.function or flow.origin.function)
        if flow.sink.channel in STORED:
            target = f"{flow.sink.channel}:{flow.sink.callee}"
            nodes[target] = Node(target, f"{flow.sink.channel}: {flow.sink.callee}", "storage")
        else:
            target = flow.sink.provider or flow.sink.host or flow.sink.callee
            nodes[target] = Node(target, _name(target, providers), "third-party")
        arrows[server, target, flow.sink.channel].add(flow.origin.kind)
        entry = next((step.function for step in flow.trace.steps if step.function), "")
        if entry and flow.sink.function and entry != flow.sink.function:
            arrows[_server(nodes, entry), server, ""].add(flow.origin.kind)
    for one in found:
        how = HOW.get(one.way)
        if how is not None:
            nodes[one.provider] = Node(one.provider, _name(one.provider, providers), "third-party")
            kinds = one.elements if one.way == "direct-post" else ()
            arrows[BROWSER, one.provider, how].update(kinds or {"card.pan", "card.code"})
    used = {end for source, target, _ in arrows for end in (source, target)}
    return Diagram(
        tuple(node for _, node in sorted(nodes.items()) if node.id in used),
        tuple(
            Arrow(source, target, tuple(sorted(kinds)), note)
            for (source, target, note), kinds in sorted(arrows.items())
            if kinds & ACCOUNT_DATA
        ),
    )


def _server(nodes: dict[str, Node], function: str) -> str:
    nodes[function] = Node(function, function, "server")
    return function


def _name(provider: str, providers: Mapping[str, Provider]) -> str:
    known = providers.get(provider)
    return dict(known.names).get("en", provider) if known is not None else provider
