"""The ways of paying that a codebase offers: by the parameters that carry card data, never by a product's name.

For each provider the places that name it are weighed in the order of severity: card data that this server sends, card fields of an
own page that go straight to the provider, card fields that the provider's script swaps for a token, frames of the provider, its own page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paylint.facts import Arrival, Declaration, Flow, Intake, Program, ProviderUse
from paylint.finding import Confidence
from paylint.location import Location
from paylint.models.schema import Provider
from paylint.scope import Evidence, Integration, Saq, Side, Way
from paylint_rules.account_data import ACCOUNT_DATA, NUMBERS, named, readable
from paylint_rules.exposure import card_data_sent_to_third_party
from paylint_rules.passage import (
    card_data_handed_to_library,
    card_data_sent_to_provider,
    card_data_sent_to_unknown_host,
)

SENT = frozenset({"psp", "http", "library"})
FRAMES = frozenset({"hosted-fields", "iframe", "hosted", "modal"})
LINKS = frozenset({"redirect", "link", "paylink", "pay-link"})
SAQ_OF: Mapping[Way, Saq] = {
    "api": "D",
    "offline": "D",
    "direct-post": "A-EP",
    "merchant-form-token": "A-EP",
    "hosted-fields": "A",
    "redirect": "A",
}
PASSING = (
    card_data_sent_to_provider.rule,
    card_data_sent_to_unknown_host.rule,
    card_data_handed_to_library.rule,
    card_data_sent_to_third_party.rule,
)
"""The rules that say that card data leaves this server; what they do not report is no passage."""
ORDER = tuple(SAQ_OF)
TOKENISED = "browser-psp"
UNKNOWN = "unknown"
NAMED_ONLY = "the code names the provider only in its own name, and sends the browser on"
FROM_ELSEWHERE = "only a token arrives here; where it is made is not in this codebase"
MOST_EVIDENCE = 6
SHORTEST_OWN = 7
"""A parameter's name with fewer letters is nobody's own."""

_TOKEN = re.compile(r"token|nonce|payment_?method|source|opaque", re.IGNORECASE)
_NAMED = re.compile(r'name="([^"]+)"')

Told = tuple[Way, Evidence]


@dataclass(slots=True)
class _Case:
    """What speaks for one provider."""

    name: str
    provider: Provider | None
    flows: list[Flow] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    tokenised: list[Flow] = field(default_factory=list)
    uses: list[ProviderUse] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The provider's name for people."""
        if self.provider is None:
            return "a provider that no model knows"
        return dict(self.provider.names).get("en", self.name)


def integrations(program: Program, providers: Mapping[str, Provider]) -> tuple[Integration, ...]:
    """Each way of paying, with its provider and evidence, the most severe first."""
    cases: dict[str, _Case] = {}

    def case(name: str) -> _Case:
        return cases.setdefault(name, _Case(name, providers.get(name)))

    near = _Nearness(program.provider_uses)
    told = (said for rule in PASSING for said in rule.judge(program))
    reported = frozenset(said.location for said in told if said.confidence >= Confidence.MEDIUM)
    for flow in program.flows:
        if _sends(flow) and flow.sink.location in reported:
            case(flow.sink.provider or near.provider(flow.sink.location)).flows.append(flow)
    for intake in program.intakes:
        if intake.target == "provider":
            case(intake.provider).intakes.append(intake)
    for flow in program.in_browser:
        if flow.sink.provider and flow.sink.channel == TOKENISED and flow.origin.kind in NUMBERS:
            case(flow.sink.provider).tokenised.append(flow)
    for use in program.provider_uses:
        case(use.provider).uses.append(use)
    if not any(each.flows for each in cases.values()):
        for arrival in program.arrivals:
            if arrival.origin.kind in NUMBERS and arrival.origin.confidence >= Confidence.MEDIUM:
                case(near.provider(arrival.origin.location)).arrivals.append(arrival)
    judge = _Judge(program, _everyday(providers))
    made = [one for each in cases.values() for one in judge.ways(each)]
    return tuple(sorted(made, key=lambda i: (ORDER.index(i.way), i.provider == UNKNOWN, i.provider, i.location)))


def _sends(flow: Flow) -> bool:
    """Whether card data leaves with it for a provider or another host, readable and not by guess."""
    sure = flow.confidence >= Confidence.MEDIUM and readable(flow) and not flow.echo
    return sure and flow.sink.channel in SENT and flow.origin.kind in ACCOUNT_DATA


class _Judge:
    """What the codebase holds beside one provider's places: own card fields, and the names that are nobody's own."""

    def __init__(self, program: Program, everyday: frozenset[str]) -> None:
        self._everyday = everyday
        self._alone = len({use.provider for use in program.provider_uses}) == 1
        self._forms = [item for item in program.declarations if item.role == "form" and item.kind in ACCOUNT_DATA]
        self._kept_back = [item for item in program.intakes if item.kind in NUMBERS and not item.posted]
        self._pages = {
            item.page for item in program.intakes if item.kind in NUMBERS and item.target not in {"provider", "host"}
        }

    def ways(self, case: _Case) -> Iterator[Integration]:
        """The ways in which one provider is used. What only says that the provider is there counts where nothing else speaks."""
        told: dict[Way, set[Evidence]] = defaultdict(set)
        for way, evidence in (*self._passage(case), *self._browser(case), *self._server(case)):
            told[way].add(evidence)
        if not told:
            for way, evidence in self._loaded(case):
                told[way].add(evidence)
        if not told:
            yield from self._by_name(case)
        for way, found in told.items():
            yield self._made(case, way, sorted(found, key=lambda e: (e.location, e.note)))

    @staticmethod
    def _passage(case: _Case) -> Iterator[Told]:
        for flow in case.flows:
            code = flow.trace.steps[-1].code if flow.trace.steps else ""
            note = f"{named([flow.origin.kind])} from {flow.origin.name} is sent by {flow.sink.callee}"
            yield "api", Evidence(flow.sink.location, "server", code, note)
        for arrival in case.arrivals:
            origin = arrival.origin
            code = arrival.trace.steps[-1].code if arrival.trace.steps else ""
            yield "api", Evidence(origin.location, "server", code, f"{named([origin.kind])} enters as {origin.name}")

    def _browser(self, case: _Case) -> Iterator[Told]:
        """What pages and scripts do. Own card fields beside a provider's script are what the script reads, whatever it can do."""
        for intake in case.intakes:
            note = f"posts {named([intake.kind])} to {intake.address}"
            yield "direct-post", Evidence(intake.location, "browser", intake.code, note)
        for flow in case.tokenised:
            code = flow.trace.steps[-1].code if flow.trace.steps else ""
            note = f"{named([flow.origin.kind])} from the own field {flow.origin.name} is given to {flow.sink.callee}"
            yield "merchant-form-token", Evidence(flow.sink.location, "browser", code, note)
        for use in case.uses:
            if use.side == "browser" and use.kind in {"form", "call", "markup"}:
                way = "merchant-form-token" if case.tokenised else self._in_page(use)
                if way is not None:
                    yield way, _evidence(use)

    def _loaded(self, case: _Case) -> Iterator[Told]:
        """Scripts and frames that a page loads, addresses in scripts: they say what a provider offers, not what is used of it."""
        for use in case.uses:
            if use.side == "browser" and use.kind not in {"form", "call", "markup"}:
                way = self._in_page(use)
                if way is not None:
                    yield way, _evidence(use)

    def _in_page(self, use: ProviderUse) -> Way | None:
        way = _way(use.way)
        own = use.page in self._pages or any(item.unnamed for item in self._forms)
        if way in {"hosted-fields", "merchant-form-token"} and use.kind != "form" and own:
            return "merchant-form-token"
        return way

    def _server(self, case: _Case) -> Iterator[Told]:
        """What calls and addresses on the server begin: a hosted page, an address that browsers post to."""
        for use in case.uses:
            if use.side == "server" and use.kind in {"call", "address"}:
                way = _way(use.way)
                if way in {"redirect", "hosted-fields", "direct-post"}:
                    yield way, _evidence(use)
        for item in self._wire_fields(case.provider):
            note = f"the field {item.field} is called as the provider's interface wants it"
            yield "direct-post", Evidence(item.location, "server", "", note)

    def _wire_fields(self, known: Provider | None) -> Iterator[Declaration]:
        """Declared form fields that are called as a provider's interface wants them, and as nobody else's does."""
        if known is None:
            return
        wanted = {_plain(name) for end in known.endpoints for name, _ in end.elements}
        wanted |= {_plain(name) for row in known.browser for text in row.markup for name in _NAMED.findall(text)}
        for item in self._forms:
            if _plain(item.field) in wanted - self._everyday:
                yield item

    def _by_name(self, case: _Case) -> Iterator[Integration]:
        """A provider that is called with no card data and no hosted page in sight: a token comes from somewhere."""
        server = [use for use in case.uses if use.side == "server"]
        token = [s for s in server if any(_TOKEN.search(key) for key in s.given)]
        leading = [s for s in server if s.kind == "package" and any("redirect" in key for key in s.given)]
        if leading and not token:
            yield self._made(case, "redirect", [_evidence(s) for s in leading], conditional=NAMED_ONLY)
            return
        calls = token or [s for s in server if s.kind in {"call", "address"}]
        if not calls:
            return
        evidence = [_evidence(use) for use in calls]
        forms = self._forms if self._alone else []
        typed = [Evidence(item.location, "server", "", f"declares {item.field}") for item in forms]
        typed += [Evidence(i.location, "browser", i.code, "a card field that is not posted") for i in self._kept_back]
        if typed:
            yield self._made(case, "merchant-form-token", [*evidence, *typed])
        else:
            yield self._made(case, "hosted-fields", evidence, saq="A/A-EP", conditional=FROM_ELSEWHERE)

    @staticmethod
    def _made(
        case: _Case, way: Way, evidence: Sequence[Evidence], *, saq: Saq | None = None, conditional: str = ""
    ) -> Integration:
        best = max(case.flows, key=lambda flow: (flow.confidence, len(flow.trace.steps)), default=None)
        passing = way == "api" and best is not None
        elements = {flow.origin.kind for flow in case.flows} if way == "api" else {i.kind for i in case.intakes}
        return Integration(
            case.name,
            case.shown,
            way,
            evidence[0].location,
            saq or SAQ_OF[way],
            tuple(evidence[:MOST_EVIDENCE]),
            tuple(sorted(elements)),
            best.trace if passing and best is not None else None,
            conditional,
        )


def _way(text: str) -> Way | None:
    if text in FRAMES:
        return "hosted-fields"
    if text in LINKS:
        return "redirect"
    match text:
        case "direct-post" | "merchant-form-token":
            return text
        case _:
            return None


def _evidence(use: ProviderUse) -> Evidence:
    side: Side = "browser" if use.side == "browser" else "server"
    return Evidence(use.location, side, use.code, f"{use.kind} {use.text}")


def _everyday(providers: Mapping[str, Provider]) -> frozenset[str]:
    """The names of parameters that several providers use, or that are too short to be anybody's own."""
    users: dict[str, set[str]] = defaultdict(set)
    for provider in providers.values():
        for end in provider.endpoints:
            for name, _ in end.elements:
                users[_plain(name)].add(provider.id)
    return frozenset(name for name, whose in users.items() if len(whose) > 1 or len(name) < SHORTEST_OWN)


class _Nearness:
    """Which provider a place belongs to that names none itself: what its file says nearest, then its folders."""

    def __init__(self, uses: Sequence[ProviderUse]) -> None:
        self._server = tuple(use for use in uses if use.side == "server")

    def provider(self, place: Location) -> str:
        """The provider's id, or ``unknown``."""
        here = [s for s in self._server if s.location.path == place.path and s.kind != "package"]
        if here:
            return min(here, key=lambda s: (abs(s.location.line - place.line), s.location)).provider
        parts = place.path.split("/")
        for depth in range(len(parts), 0, -1):
            start = "/".join(parts[:depth])
            near = {s.provider for s in self._server if s.location.path.startswith(start)}
            if near:
                return next(iter(near)) if len(near) == 1 else UNKNOWN
        return UNKNOWN


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
