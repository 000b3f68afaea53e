"""What scripts take of a page's fields: the flow that begins at a field, by the name that the script reads it by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paylint.browser.forms import Field
from paylint.browser.holes import Widget
from paylint.facts import Flow, Origin, ProviderUse
from paylint.finding import Confidence
from paylint.location import Location, Path
from paylint.site.reading import SeenPage

SENT = "browser-post"
HANDED = "browser-psp"
TOKENISING = "merchant-form-token"
VARIABLES = "variables."

_WORD = re.compile(r"[^\s#.\[\]=\"'>~+*^$|:()]+")
_PLAIN = re.compile(r"[^a-z0-9]")


def is_sent(flow: Flow) -> bool:
    """Whether a script sends it somewhere that is told: to an address, or as the variable of an operation."""
    return flow.sink.channel == SENT and bool(flow.sink.host or VARIABLES in flow.sink.argument)


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a script takes what stands in a field: to an address, or to a provider; ``flow`` is the way, where it is known."""

    flow: Flow | None
    provider: str = ""

    @property
    def sent(self) -> Flow | None:
        """The way to an address of the site or another; ``None`` where it is handed to a provider."""
        return self.flow if self.flow is not None and is_sent(self.flow) else None


class Takers:
    """The flows of scripts and what providers' scripts look for in pages, as answers to what takes a field."""

    def __init__(self, flows: Iterable[Flow], uses: Iterable[ProviderUse], pages: Iterable[SeenPage]) -> None:
        self._named: dict[tuple[str, str], list[Flow]] = {}
        self._kinds: dict[tuple[str, Path], list[Flow]] = {}
        self._begun: dict[Origin, list[Flow]] = {}
        for flow in flows:
            channel = flow.sink.channel
            if (channel == HANDED or is_sent(flow)) and flow.confidence > Confidence.LOW:
                for name in _names((flow.origin.name,)):
                    self._named.setdefault((flow.origin.kind, name), []).append(flow)
                self._kinds.setdefault((flow.origin.kind, flow.origin.location.path), []).append(flow)
                self._begun.setdefault(flow.origin, []).append(flow)
        self._marked: dict[Location, str] = {}
        self._handing: dict[Path, set[str]] = {}
        for use in uses:
            if use.way == TOKENISING and use.kind == "markup":
                self._marked[use.location] = use.provider
            elif use.way == TOKENISING and use.kind == "call":
                self._handing.setdefault(use.location.path, set()).add(use.provider)
        self._asking = frozenset(page.path for page in pages if page.intakes)
        self.used: set[Flow] = set()

    def of(self, kind: str, source: Field | Widget, name: str, page: SeenPage) -> Taken | None:
        """What takes a field of a page: a script that reads it by its name, one that reads the kind, one that is given the form."""
        paths = page.contents.paths
        marked = self._marked.get(source.location)
        found = next(self._by_name(kind, source, name, page), None)
        if found is None:
            found = next((flow for path in paths for flow in self._kinds.get((kind, path), ())), None)
        if found is not None:
            self.used.update(self._begun[found.origin])
            return Taken(found, found.sink.provider)
        handing = {provider for path in paths for provider in self._handing.get(path, ())}
        provider = marked or (next(iter(handing)) if len(handing) == 1 else "")
        return Taken(None, provider) if provider else None

    def _by_name(self, kind: str, source: Field | Widget, name: str, page: SeenPage) -> Iterator[Flow]:
        """The flows that begin at a field of that name, those of the page itself first; not those of another page's own field."""
        called = _names((name, *_called(source)))
        flows = [flow for each in called for flow in self._named.get((kind, each), ())]
        flows.sort(key=lambda flow: (flow.sink.channel != HANDED, flow.sink.location, flow.origin.location))
        here = [flow for flow in flows if flow.origin.location.path in page.contents.paths]
        away = [flow for flow in flows if flow.origin.location.path not in self._asking]
        yield from here or away


def _called(source: Field | Widget) -> Iterator[str]:
    """All texts of a field's attributes: a script may read it by any of them."""
    if isinstance(source, Field):
        yield source.name
        for _, value in source.attributes:
            yield "".join(part if isinstance(part, str) else "".join(part.arguments) for part in value)


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of names and selectors, letters and digits only; ``id_`` before one is Django's."""
    words = (word for text in texts for word in _WORD.findall(text))
    plain = (_PLAIN.sub("", word.lower().removeprefix("id_")) for word in words)
    return tuple(dict.fromkeys(word for word in plain if len(word) > 1))
