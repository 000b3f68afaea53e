"""Where providers are named: calls, packages, addresses and scripts, with the way of integrating that each speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from urllib.parse import urlsplit

from paylint.models.catalog import Catalog
from paylint.models.schema import BrowserRow, Provider

_URL = re.compile(r"https?://[^\s()<>\"']+")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*(?:\(\)[\w.]*)*")
_CALLEE = re.compile(r"(?:new\s+)?([A-Za-z_$][\w$]*(?:(?:\(\))?\.[\w$]+)*)\(\)")
_INNERMOST = re.compile(r"\([^()]*\)")
_PATH = re.compile(r"(?<![\w.])/[A-Za-z][\w/.-]{5,}")
_PLAIN = re.compile(r"[^a-z0-9]")
_SHORTEST = 5
_OWN = 18
"""A path of so many letters is not met by chance."""
_LONG = 12
"""A file name of so many letters is not met by chance."""
_HOLES = re.compile(r"\{[^}]*\}")
_NAMED = re.compile(r"""\bname=["']([^"']+)["']""")
_SHORTEST_FIELD = 8
"""A field's name of so many letters is somebody's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """A provider's address: its host, in which ``*`` is anything, the start of the path, and the way that it speaks of."""

    provider: str
    host: str
    path: str
    way: str


class Places:
    """All places of a catalog, and the questions that one asks of them."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._hosts: dict[str, list[Place]] = {}
        self._like: list[tuple[re.Pattern[str], Place]] = []
        for place in (place for provider in catalog.providers.values() for place in _addresses(provider)):
            if "*" in place.host:
                self._like.append((re.compile(translate(place.host)), place))
            else:
                self._hosts.setdefault(place.host, []).append(place)
        self._names = named_like(catalog.providers)
        self._packages = dict(_packages(catalog.providers.values()))
        self._starts = {
            catalog.alias(match[0]): (provider.id, row.kind)
            for provider in catalog.providers.values()
            for row in provider.redirects
            if (match := _DOTTED.match(row.start)) is not None and "." in match[0]
        }
        self._paths = dict(_paths(catalog.providers.values()))
        self._fields = dict(_own_fields(catalog.providers.values()))
        self.tails = frozenset(self._paths)

    def call(self, dotted: str) -> tuple[str, str] | None:
        """The provider and the way of a library call."""
        name = self._catalog.alias(dotted)
        started = self._starts.get(name)
        if started is not None:
            return started
        row = next((row for row in self._catalog.behaviours(name) if row.provider), None)
        return (row.provider, row.way) if row is not None else None

    def package(self, dotted: str) -> str:
        """The provider whose library a dotted name belongs to."""
        return self._packages.get(dotted.partition(".")[0].lower(), "")

    def named(self, words: Iterable[str]) -> str:
        """The provider that one of these names is, or begins with; empty where it could be several."""
        plain = [_PLAIN.sub("", word.lower()) for word in words]
        found = {
            self._names[name] for name in self._names for word in plain if word.startswith(name) or word.endswith(name)
        }
        return next(iter(found)) if len(found) == 1 else ""

    def address(self, text: str) -> tuple[str, str] | None:
        """The provider and the way of a URL or host; the longest path that fits decides."""
        try:
            url = urlsplit(text if "//" in text else f"//{text}")
            host = (url.hostname or "").lower()
        except ValueError:
            return None
        path = url.path.lower()
        known = (*self._hosts.get(host, ()), *(place for like, place in self._like if like.fullmatch(host)))
        fitting = [place for place in known if path.startswith(place.path)]
        if fitting:
            best = max(fitting, key=lambda place: (len(place.path), bool(place.way)))
            return best.provider, best.way
        return self.path(text)

    def form_fields(self, names: Iterable[str]) -> str:
        """The provider that wants a form with such fields posted to it; empty where that could be several."""
        found = {self._fields[name] for name in names if name in self._fields}
        return next(iter(found)) if len(found) == 1 else ""

    def path(self, text: str) -> tuple[str, str] | None:
        """The provider and the way of a text that ends with the path of a hosted page, or with the path's last part."""
        bare = text.split("?", 1)[0]
        return self._paths.get(bare[bare.rfind("/") + 1 :]) or next(
            (known for end, known in self._paths.items() if "/" in end and bare.endswith(end)), None
        )


def _addresses(provider: Provider) -> Iterator[Place]:
    for endpoint in provider.endpoints:
        for host in endpoint.hosts:
            for path in endpoint.paths or ("",):
                yield Place(provider.id, _host(host), _fixed(path), endpoint.flow)
            yield Place(provider.id, _host(host), "", endpoint.flow if len(endpoint.paths) < 1 else "")
    for row in provider.redirects:
        for url in _URL.findall(row.start):
            yield _place(provider.id, url, row.kind)
    loaded: dict[str, set[str]] = {}
    for browser in provider.browser:
        for script in browser.scripts:
            if "//" in script:
                loaded.setdefault(script, set()).add(browser.flow)
    for script, flows in loaded.items():
        yield _place(provider.id, script, next(iter(flows)) if len(flows) == 1 else "")


def _own_fields(providers: Iterable[Provider]) -> Iterator[tuple[str, str]]:
    """The names of fields that one provider alone wants in a form that is posted to it."""
    users: dict[str, set[str]] = {}
    for provider in providers:
        for row in provider.browser:
            if row.flow == "direct-post":
                for name in (*dict(row.fields), *_NAMED.findall(" ".join(row.markup))):
                    users.setdefault(name, set()).add(provider.id)
    for name, whose in users.items():
        if len(whose) == 1 and len(name) >= _SHORTEST_FIELD:
            yield name, next(iter(whose))


def _paths(providers: Iterable[Provider]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The paths of hosted pages, whole and by their last part where that is nobody else's word."""
    for provider in providers:
        for row in provider.redirects:
            for url in _URL.findall(row.start) or _PATH.findall(row.start):
                path = _HOLES.sub("*", urlsplit(url).path if "//" in url else url).rstrip(".,;")
                last = path.rpartition("/")[2]
                if (len(path) >= _OWN or "." in last) and "*" not in path:
                    yield path, (provider.id, row.kind)
                if len(last) >= _LONG and "*" not in last:
                    yield last, (provider.id, row.kind)
                    yield last.partition(".")[0], (provider.id, row.kind)


def _place(provider: str, url: str, way: str) -> Place:
    parts = urlsplit(_HOLES.sub("*", url))
    return Place(provider, _host(parts.netloc), _fixed(parts.path), way)


def _host(pattern: str) -> str:
    return _HOLES.sub("*", pattern.lower())


def _fixed(path: str) -> str:
    """The constant start of a path."""
    return re.split(r"[{*]", path.lower(), maxsplit=1)[0]


def named_like(providers: Mapping[str, Provider]) -> Mapping[str, str]:
    """The names of providers, letters and digits only, that are nobody else's and long enough to be told from other words."""
    whose: dict[str, set[str]] = {}
    for provider in providers.values():
        for name in (provider.id, *provider.aka, *(text for _, text in provider.names), *provider.packages):
            whose.setdefault(_PLAIN.sub("", name.lower()), set()).add(provider.id)
    return {plain: next(iter(ids)) for plain, ids in whose.items() if len(ids) == 1 and len(plain) >= _SHORTEST}


def _packages(providers: Iterable[Provider]) -> Iterator[tuple[str, str]]:
    for provider in providers:
        for package in provider.packages:
            if not package.startswith("npm:"):
                yield package.replace("-", "_").lower(), provider.id
                yield package.removeprefix("django-").replace("-", "_").lower(), provider.id


def scripts(providers: Mapping[str, Provider]) -> tuple[tuple[str, BrowserRow], ...]:
    """The browser rows of all providers."""
    return tuple((provider.id, row) for provider in providers.values() for row in provider.browser)


def callees(row: BrowserRow) -> frozenset[str]:
    """What a row's calls call, without arguments: ``Stripe(key).elements()`` gives ``Stripe().elements``."""
    return frozenset(match[1] for text in row.calls if (match := _CALLEE.search(_bare(text))) is not None)


def _bare(call: str) -> str:
    """A call as written with everything between its parentheses gone."""
    before = ""
    while before != call:
        before, call = call, _INNERMOST.sub("\0", call)
    return call.replace("\0", "()")
