"""The catalog: all model rows and words of all packs, merged, and the questions that the engine may ask of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlsplit

from paylint.errors import PackError
from paylint.models.schema import (
    Alias,
    AttributeRow,
    Behaviour,
    ClaimRow,
    ComponentRow,
    Endpoint,
    Pattern,
    Provider,
    ReplyRow,
    Row,
    ShapeRow,
    TypeRow,
)
from paylint.models.vocabulary import Kind, Lens, Vocabulary

_Row = TypeVar("_Row", AttributeRow, TypeRow)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_DATA_ATTRIBUTE = re.compile(r"\bdata-[\w-]+=")
_TELLING_BESIDE = 2
_ENVIRONMENT = re.compile(
    r"(?:(?:apis?|tests?|testing|sandbox|stag(?:e|ing)|uat|qa|dev|demo|live|prod|production|secure|gateway|gw|ws|cert|preprod|beta|int|v)[-_\d]*)+"
)
_PLACEHOLDER_IN_URL = re.compile(r"\{[^}]*\}\.?")
_PLACEHOLDER = re.compile(r"\\\{[^}]*\\\}")
_SINGLE = ("source", "kind", "passes", "mark", "returns", "like", "reads", "writes", "field", "route", "entry")


@dataclass(frozen=True, slots=True)
class _Host:
    pattern: re.Pattern[str]
    provider: str
    endpoint: Endpoint


class Catalog:
    """Look-ups by dotted name. Any spelling that a row or an alias knows will do; answers are memoised."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        providers: Mapping[str, Provider],
        rows: Iterable[Row],
        version: str,
        lenses: Mapping[str, tuple[Lens, Vocabulary]] | None = None,
        patterns: Iterable[Pattern] = (),
        components: tuple[ComponentRow, ...] = (),
        claims: tuple[ClaimRow, ...] = (),
        own: frozenset[str] = frozenset(),
    ) -> None:
        """Merge the rows. ``lenses`` are by name, each with its own words; see `through`.

        ``own`` are the files whose rows also speak of functions that are part of what is checked.

        Raises:
            PackError: two rows contradict each other.
        """
        self.vocabulary = vocabulary
        self.providers = providers
        self.version = version
        self.components = components
        self.claims = claims
        self._behaviours: dict[str, tuple[Behaviour, ...]] = {}
        self._attributes: dict[str, AttributeRow] = {}
        self._types: dict[str, TypeRow] = {}
        self._shapes: dict[str, list[ShapeRow]] = {}
        self._any: dict[str, Behaviour] = {}
        self._alias_of: dict[str, str] = {}
        self._roots: set[str] = set()
        self._canonical: dict[str, str] = {}
        self.lens: Lens | None = None
        self._lenses = lenses or {}
        self.patterns = tuple(patterns)
        every = tuple(rows)
        self._own = frozenset(
            name for row in every if isinstance(row, Behaviour) and row.origin.file in own for name in row.calls
        )
        for row in every:
            if isinstance(row, Alias):
                self._alias_of.update(dict.fromkeys(row.names, row.to))
        self._through = tuple(row for row in every if _lens_of(row))
        for row in every:
            if not _lens_of(row):
                self._add(row)

    @cached_property
    def _hosts(self) -> tuple[_Host, ...]:
        return tuple(_hosts(self.providers.values()))

    @property
    def lenses(self) -> tuple[Lens, ...]:
        """The lenses that there are, by name."""
        return tuple(lens for lens, _ in self._lenses.values())

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """All kinds of data, those that are followed through a lens last."""
        kinds = dict(self.vocabulary.kinds)
        for _, vocabulary in self._lenses.values():
            kinds.update(vocabulary.kinds)
        return kinds

    def through(self, lens: Lens) -> Catalog:
        """The same catalog as it is seen through a lens: its words and kinds, its rows in place of those of the same names."""
        seen = copy(self)
        seen.put_on(lens)
        return seen

    def put_on(self, lens: Lens) -> None:
        """Become what `through` gives; what other copies hold stays as it is."""
        self.vocabulary = self._lenses[lens.id][1]
        self.lens = lens
        for answer in ("_prefixes", "_bringing", "source_names", "sink_names"):
            self.__dict__.pop(answer, None)
        self._behaviours = dict(self._behaviours)
        self._attributes = dict(self._attributes)
        self._shapes = {method: list(rows) for method, rows in self._shapes.items()}
        self._any = dict(self._any)
        own = [row for row in self._through if _lens_of(row) == lens.id]
        for row in own:
            self._forget(row)
        for row in reversed(own):
            self._add(row)

    def words_of(self, lens: str) -> Vocabulary:
        """The words of a lens."""
        return self._lenses[lens][1]

    def watches(self, channel: str) -> bool:
        """Whether what flows into a channel is of interest."""
        return self.lens is None or channel in self.lens.channels

    def brings(self, dotted: str) -> bool:
        """Whether some row says that an attribute of what has this name is a source from which every value counts."""
        return self.alias(dotted) in self._bringing

    @cached_property
    def source_names(self) -> frozenset[str]:
        """The last names of the attributes and calls that are such sources."""
        return frozenset(name.rpartition(".")[2] for name in self._sources())

    @cached_property
    def sink_names(self) -> frozenset[str]:
        """The last names of the calls by which something reaches a channel of the lens."""
        rows = (row for rows in self._behaviours.values() for row in rows)
        shapes = (row.behaviour for rows in self._shapes.values() for row in rows)
        sinks = (row for row in (*rows, *shapes) if self.lens is not None and row.sink in self.lens.channels)
        return frozenset(name.rpartition(".")[2] for row in sinks for name in row.calls)

    def _sources(self) -> Iterator[str]:
        brought = self.vocabulary.from_source
        yield from (name for name, row in self._attributes.items() if brought(row.source))
        yield from (name for name, rows in self._behaviours.items() if any(brought(row.source) for row in rows))

    @cached_property
    def _bringing(self) -> frozenset[str]:
        return frozenset(name.rpartition(".")[0] for name in self._sources())

    def _forget(self, row: Row) -> None:
        match row:
            case Behaviour():
                for name in row.calls:
                    self._behaviours.pop(self.alias(name), None)
            case AttributeRow():
                for name in row.names:
                    self._attributes.pop(self.alias(name), None)
            case ShapeRow() if "*" in row.receivers:
                for method in row.methods:
                    self._any.pop(method, None)
            case _:
                return

    def behaviours(self, dotted: str) -> tuple[Behaviour, ...]:
        """What calling this does: the rows of that name, else those of ``parent.*``; empty where nothing is known."""
        name = self.alias(dotted)
        found = self._behaviours.get(name)
        if found is None:
            parent, _, method = name.rpartition(".")
            found = self._behaviours.get(f"{parent}.*", ()) if parent and method.isidentifier() else ()
        return found

    @property
    def speaks(self) -> bool:
        """Whether there are rows of the user's own."""
        return bool(self._own)

    def speaks_for(self, dotted: str) -> bool:
        """Whether the user's own rows say what calling this function of the program does."""
        return dotted in self._own

    def attribute(self, dotted: str) -> AttributeRow | None:
        """What reading this attribute means."""
        name = self.alias(dotted)
        return self._attributes.get(name) or self._attributes.get(f"{name.rpartition('.')[0]}.*")

    def type(self, dotted: str) -> TypeRow | None:
        """What this library class is for."""
        return self._types.get(self.alias(dotted))

    def shapes(self, receiver: str, method: str) -> Behaviour | None:
        """What ``receiver.method()`` looks like it does, where the receiver is unknown.

        ``receiver`` is the last name of the receiver's expression. A row whose receiver is ``*`` is asked last.
        """
        candidates = self._shapes.get(method)
        if not candidates:
            return self._any.get(method)
        words = {word.lower() for word in _WORD.findall(receiver)}
        return next((row.behaviour for row in candidates if not words.isdisjoint(row.receivers)), self._any.get(method))

    def alias(self, dotted: str) -> str:
        """The name that rows use for this one: the longest known prefix rewritten, again and again."""
        try:
            return self._canonical[dotted]
        except KeyError:
            return self._canonical.setdefault(dotted, self._rewrite(dotted))

    @cached_property
    def provider_packages(self) -> frozenset[str]:
        """The import names of the packages that are a provider's, in part or whole."""
        return frozenset(
            call.partition(".")[0]
            for row in self.rows()
            if isinstance(row, Behaviour) and row.provider
            for call in row.calls
        )

    def knows(self, dotted: str) -> bool:
        """Whether the top-level package of this name is modelled at all."""
        return self.alias(dotted).partition(".")[0].removesuffix("()") in self._roots

    def leads_on(self, dotted: str) -> bool:
        """Whether some row speaks of an attribute of what has this name."""
        return self.alias(dotted) in self._prefixes

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        names = (*self._behaviours, *self._attributes)
        return frozenset(name[:end] for name in names for end, character in enumerate(name) if character == "." and end)

    def provider(self, name: str) -> Provider | None:
        """The provider of this id."""
        return self.providers.get(name)

    @cached_property
    def provider_of_package(self) -> Mapping[str, str]:
        """The ids of providers by their packages: ``stripe``, ``npm:@stripe/stripe-js``."""
        return {package.lower(): provider.id for provider in self.providers.values() for package in provider.packages}

    def provider_of_host(self, host_or_url: str) -> str:
        """The id of the provider whose interface is at this host or URL, or an empty string."""
        host, _ = _split(host_or_url)
        if not host:
            return ""
        known = next((entry.provider for entry in self._hosts if entry.pattern.fullmatch(host)), "")
        head, _, rest = host.partition(".")
        return known or (self._siblings.get(rest, "") if _ENVIRONMENT.fullmatch(head) else "")

    @cached_property
    def _siblings(self) -> Mapping[str, str]:
        """Providers by the domain of a host that is called for an environment: where ``api`` is theirs, so is ``test-api``."""
        whose: dict[str, set[str]] = {}
        for provider in self.providers.values():
            for host in (host for endpoint in provider.endpoints for host in endpoint.hosts):
                head, _, rest = host.lower().partition(".")
                if _ENVIRONMENT.fullmatch(head) and "." in rest:
                    whose.setdefault(rest.partition(":")[0], set()).add(provider.id)
        return {rest: next(iter(ids)) for rest, ids in whose.items() if len(ids) == 1}

    def repeats(self, name: str, mentions: frozenset[str]) -> bool:
        """Whether a value of this name, read where these words are mentioned, is what a provider's answer repeats, masked."""
        return any(len(row.beside & mentions) >= _TELLING_BESIDE for row in self._replies.get(name, ()))

    @cached_property
    def _replies(self) -> Mapping[str, tuple[ReplyRow, ...]]:
        found: dict[str, tuple[ReplyRow, ...]] = {}
        for row in (row for provider in self.providers.values() for row in provider.replies):
            for name in row.names:
                found[name] = (*found.get(name, ()), row)
        return found

    def endpoint(self, url: str) -> Endpoint | None:
        """The interface at this URL: that with its path, else the first of its host."""
        host, path = _split(url)
        at_host = [entry.endpoint for entry in self._hosts if host and entry.pattern.fullmatch(host)]
        return next(
            (end for end in at_host if any(_same_path(path, own) for own in end.paths)), at_host[0] if at_host else None
        )

    def needles(self) -> Mapping[str, tuple[str, ...]]:
        """Lower-case texts by group: in every file that matters for the group, one of its texts stands.

        ``source``: names of labelled data; ``lens`` and its name: where that is started; ``pattern``
        and its place: what can be sighted; ``provider``: libraries and hosts of providers; ``page``: what their scripts
        look for in a page, and the hosts that these come from; ``address``: the hosts of their interfaces alone;
        ``claim``: what sentences say that promise something.
        """
        return {
            **{f"lens {lens.id}": lens.needles for lens in self.lenses},
            **self.pattern_needles(),
            "source": self.vocabulary.needles(),
            "provider": tuple(sorted(set(self._provider_needles()))),
            "page": tuple(sorted(set(self._page_needles()))),
            "address": tuple(sorted(set(self._addresses()))),
            "claim": tuple(sorted({phrase.lower() for row in self.claims for phrase in row.says})),
        }

    def page_needles(self, words: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The needles of pages and scripts: `needles`, and as ``asked`` the words that the server's code makes telling in them."""
        return {**self.needles(), "asked": words}

    def route_needles(self) -> tuple[str, ...]:
        """Lower-case texts, one of which stands in every file that registers a route as some row says."""
        return tuple(sorted(set(self._route_needles())))

    def pattern_needles(self) -> dict[str, tuple[str, ...]]:
        """The needles of patterns alone, by `Pattern.group`."""
        return {row.group: row.needles for row in self.patterns}

    def rows(self) -> Iterator[Behaviour | AttributeRow | TypeRow | ShapeRow]:
        """All rows but aliases, in no order that matters: for documents and for tests."""
        shapes = [row for group in self._shapes.values() for row in group]
        behaviours = [row for group in self._behaviours.values() for row in group]
        every: list[Behaviour | AttributeRow | TypeRow | ShapeRow] = [*behaviours, *shapes]
        every.extend(self._attributes.values())
        every.extend(self._types.values())
        yield from {id(row): row for row in every}.values()

    def _add(self, row: Row) -> None:
        match row:
            case Behaviour():
                for name in row.calls:
                    self._add_behaviour(name, row)
            case AttributeRow():
                for name in row.names:
                    _add_once(self._attributes, self._root(name), row)
            case TypeRow():
                for name in row.names:
                    _add_once(self._types, self._root(name), row)
            case ShapeRow():
                for method in row.methods:
                    rows = self._shapes.setdefault(method, [])
                    rows.insert(0 if row.behaviour.lens else len(rows), row)
                    if "*" in row.receivers:
                        self._any.setdefault(method, row.behaviour)
            case Alias():
                self._root(row.to)

    def _add_behaviour(self, written: str, row: Behaviour) -> None:
        if row.provider and row.provider not in self.providers:
            from paylint.models.reader import did_you_mean

            raise PackError(
                f"{row.origin.file}:{row.origin.line}: unknown provider {row.provider!r}"
                f"{did_you_mean(row.provider, self.providers)}"
            )
        name = self._root(written)
        others = self._behaviours.get(name, ())
        for other in others:
            if other is row:
                return
            verb = _conflict(other, row)
            if verb:
                raise PackError(
                    f"{row.origin.file}:{row.origin.line}: {name!r} has {verb!r} already, "
                    f"in {other.origin.file}:{other.origin.line}; keep one of the two rows."
                )
        self._behaviours[name] = (*others, row)

    def _root(self, written: str) -> str:
        name = self.alias(written)
        self._roots.add(name.partition(".")[0].removesuffix("()"))
        return name

    def _rewrite(self, dotted: str) -> str:
        name = dotted
        for _ in range(_MOST_ALIASES):
            rewritten = self._rewrite_once(name)
            if rewritten == name:
                break
            name = rewritten
        return name

    def _rewrite_once(self, name: str) -> str:
        end = len(name)
        while end > 0:
            prefix = name[:end]
            target = self._alias_of.get(prefix)
            if target is None and prefix.endswith("()"):
                target = self._alias_of.get(prefix[:-2])
                target = f"{target}()" if target is not None else None
            if target is not None:
                return target + name[end:]
            end = name.rfind(".", 0, end)
        return name

    def _provider_needles(self) -> Iterator[str]:
        for rows in self._behaviours.values():
            for row in rows:
                if row.provider:
                    for name in row.calls:
                        package = name.partition(".")[0].removesuffix("()").lower()
                        yield from (f"import {package}", f"from {package}")
        yield from self._addresses()

    def _addresses(self) -> Iterator[str]:
        for provider in self.providers.values():
            for endpoint in provider.endpoints:
                yield from (_fixed_part(host) for host in endpoint.hosts)
            for redirect in provider.redirects:
                yield from (
                    path.lower() for path in _URL_PATH.findall(redirect.start) if len(path) >= _OWN_PATH or "." in path
                )

    def _route_needles(self) -> Iterator[str]:
        for rows in self._behaviours.values():
            for name in (name for row in rows if row.route is not None for name in row.calls):
                holder, _, method = name.lower().rpartition(".")
                if not holder.endswith("()"):
                    yield f"{method}("
                elif len(method) > _LONGEST_VERB:
                    yield f".{method}("
                yield from (f"{each}(" for each in (holder.removesuffix("()").rpartition(".")[2],) if "()" in holder)

    def _page_needles(self) -> Iterator[str]:
        for provider in self.providers.values():
            for row in provider.browser:
                yield from (attribute.lower() for text in row.markup for attribute in _DATA_ATTRIBUTE.findall(text))
                yield from (
                    f"{name.lower()}{mark}" for name in row.globals if len(name) > _LONGEST_VERB for mark in "(."
                )
                hosts = (_split(_PLACEHOLDER_IN_URL.sub("", script))[0] for script in row.scripts if "//" in script)
                yield from (host for host in hosts if "." in host)


_URL_PATH = re.compile(r"(?<=[\w*}])(/[\w.-]+/[\w./-]{6,})")
_MOST_ALIASES = 8
_LONGEST_VERB = 4
_OWN_PATH = 18


def _add_once(table: dict[str, _Row], name: str, row: _Row) -> None:
    other = table.get(name)
    if other is not None and other is not row:
        raise PackError(
            f"{row.origin.file}:{row.origin.line}: {name!r} has a row already, "
            f"in {other.origin.file}:{other.origin.line}; keep one of the two."
        )
    table[name] = row


def _lens_of(row: Row) -> str:
    match row:
        case Behaviour() | AttributeRow():
            return row.lens
        case ShapeRow():
            return row.behaviour.lens
        case TypeRow() | Alias():
            return ""


def _conflict(one: Behaviour, other: Behaviour) -> str:
    if one.sink and one.sink == other.sink:
        return "sink"
    return next(
        (verb for verb in _SINGLE if getattr(one, verb) not in _UNSET and getattr(other, verb) not in _UNSET), ""
    )


_UNSET = ("", None, False)


def _hosts(providers: Iterable[Provider]) -> Iterator[_Host]:
    for provider in providers:
        for endpoint in provider.endpoints:
            for host in endpoint.hosts:
                yield _Host(_host_pattern(host), provider.id, endpoint)


def _host_pattern(host: str) -> re.Pattern[str]:
    text = re.escape(host.partition(":")[0].lower()).replace(r"\*\.", r"(?:[^/]+\.)?")
    return re.compile(_PLACEHOLDER.sub("[^/]+", text))


def _split(host_or_url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(host_or_url if "//" in host_or_url else f"//{host_or_url}")
        return (parts.hostname or "").lower(), parts.path
    except ValueError:
        return "", ""


def _same_path(path: str, own: str) -> bool:
    pattern = _PLACEHOLDER.sub("[^/]+", re.escape(own.rstrip("/")))
    return re.fullmatch(pattern, path.rstrip("/")) is not None


def _fixed_part(host: str) -> str:
    return max(re.split(r"\{[^}]*\}|\*\.", host.partition(":")[0].lower()), key=len).strip(".")
