"""The catalog: all model rows and words of all packs, merged, and the questions that the engine may ask of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from glob import glob
from pathlib import Path as FilePath
from typing import TypeVar
from urllib.parse import urlsplit

from paylint.errors import PackError
from paylint.models import rows as row_reader
from paylint.models.reader import Value, check_keys, did_you_mean, read
from paylint.models.rows import Alias, Known, Row
from paylint.models.schema import AttributeRow, Behaviour, Endpoint, Provider, ShapeRow, TypeRow
from paylint.models.vocabulary import Kind, Phrase, Vocabulary, Word
from paylint.packs import Pack

_T = TypeVar("_T")
_Row = TypeVar("_Row", AttributeRow, TypeRow)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_DATA_ATTRIBUTE = re.compile(r"\bdata-[\w-]+=")
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
        own: frozenset[str] = frozenset(),
    ) -> None:
        """Merge the rows. ``own`` are the files whose rows also speak of functions that are part of what is checked.

        Raises:
            PackError: two rows contradict each other.
        """
        self.vocabulary = vocabulary
        self.providers = providers
        self.version = version
        self._behaviours: dict[str, tuple[Behaviour, ...]] = {}
        self._attributes: dict[str, AttributeRow] = {}
        self._types: dict[str, TypeRow] = {}
        self._shapes: dict[str, list[ShapeRow]] = {}
        self._any: dict[str, Behaviour] = {}
        self._alias_of: dict[str, str] = {}
        self._roots: set[str] = set()
        self._canonical: dict[str, str] = {}
        every = tuple(rows)
        self._own = frozenset(
            name for row in every if isinstance(row, Behaviour) and row.origin.file in own for name in row.calls
        )
        for row in every:
            if isinstance(row, Alias):
                self._alias_of.update(dict.fromkeys(row.names, row.to))
        for row in every:
            self._add(row)
        self._hosts = tuple(_hosts(providers.values()))

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

    def provider_of_host(self, host_or_url: str) -> str:
        """The id of the provider whose interface is at this host or URL, or an empty string."""
        host, _ = _split(host_or_url)
        return next((entry.provider for entry in self._hosts if entry.pattern.fullmatch(host)), "") if host else ""

    def endpoint(self, url: str) -> Endpoint | None:
        """The interface at this URL: that with its path, else the first of its host."""
        host, path = _split(url)
        at_host = [entry.endpoint for entry in self._hosts if host and entry.pattern.fullmatch(host)]
        return next(
            (end for end in at_host if any(_same_path(path, own) for own in end.paths)), at_host[0] if at_host else None
        )

    def needles(self) -> Mapping[str, tuple[str, ...]]:
        """Lower-case texts by group: in every file that matters for the group, one of its texts stands.

        ``source``: names of labelled data; ``provider``: libraries and hosts of providers; ``page``: what their scripts
        look for in a page, and the hosts that these come from.
        """
        return {
            "source": self.vocabulary.needles(),
            "provider": tuple(sorted(set(self._provider_needles()))),
            "page": tuple(sorted(set(self._page_needles()))),
        }

    def route_needles(self) -> tuple[str, ...]:
        """Lower-case texts, one of which stands in every file that registers a route as some row says."""
        return tuple(sorted(set(self._route_needles())))

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
                    self._shapes.setdefault(method, []).append(row)
                    if "*" in row.receivers:
                        self._any.setdefault(method, row.behaviour)
            case Alias():
                self._root(row.to)

    def _add_behaviour(self, written: str, row: Behaviour) -> None:
        if row.provider and row.provider not in self.providers:
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


def load_catalog(packs: Sequence[Pack], extra_files: Sequence[str] = ()) -> Catalog:
    """Read the models and vocabulary of all packs, and model files of the user's own.

    ``extra_files`` are files, folders or patterns. Their rows count the same, and also where the function that they name is
    itself among what is checked: then the row is believed, and not its body.

    Raises:
        PackError: a file cannot be read, a row is wrong, or two rows contradict each other.
    """
    words = [item for pack in packs for item in pack.files("vocabulary")]
    models = [item for pack in packs for item in pack.files("models")]
    own = [item for name in extra_files for item in _own_files(name)]
    models.extend(own)
    version = hashlib.sha256()
    for name, content in (*words, *models):
        version.update(name.encode())
        version.update(content)
    vocabulary, known = _vocabulary([(name, read(name, content)) for name, content in words])
    providers: dict[str, Provider] = {}
    rows: list[Row] = []
    for name, content in models:
        rows.extend(_model_file(name, content, known, providers))
    return Catalog(vocabulary, providers, rows, version.hexdigest(), frozenset(name for name, _ in own))


def _own_files(name: str) -> Iterator[tuple[str, bytes]]:
    """A file, the YAML files of a folder, or those that a pattern matches."""
    place = FilePath(name)
    if place.is_dir():
        found = sorted(path for path in place.rglob("*") if path.suffix in _SUFFIXES)
    else:
        found = [place] if place.exists() else [FilePath(path) for path in sorted(glob(name, recursive=True))]
    if not found:
        why = "the folder holds no YAML file" if place.is_dir() else "there is no such file"
        raise PackError(f"The model file {name} cannot be read: {why}.")
    for path in found:
        try:
            yield path.as_posix(), path.read_bytes()
        except OSError as error:
            raise PackError(f"The model file {path.as_posix()} cannot be read: {error.strerror}.") from error


def _model_file(name: str, content: bytes, known: Known, providers: dict[str, Provider]) -> Iterator[Row]:
    table = read(name, content)
    if "provider" in table:
        where = table["provider"]
        made, calls = row_reader.provider(table, where, known)
        if made.id in providers:
            raise where.error(f"provider {made.id!r} has a file already: {providers[made.id].origin.file}.")
        providers[made.id] = made
        yield from calls
        return
    check_keys(table, {"library", "rows"}, "a model file")
    if "rows" not in table:
        raise PackError(f"{name}:1: a model file needs 'rows', or 'provider'.")
    yield from row_reader.rows(table["rows"], known)


def _vocabulary(files: Sequence[tuple[str, dict[str, Value]]]) -> tuple[Vocabulary, Known]:
    marks: dict[str, Word] = {}
    channels: dict[str, Word] = {}
    stores: dict[str, Word] = {}
    kinds: dict[str, Kind] = {}
    for _, table in files:
        check_keys(table, {"vocabulary", "kinds", "channels", "marks", "stores", "words"}, "a vocabulary file")
        for key, target in (("marks", marks), ("channels", channels), ("stores", stores)):
            for name, value in table[key].table().items() if key in table else ():
                _introduce(target, name, value, row_reader.word(name, value))
    for _, table in files:
        for name, value in table["kinds"].table().items() if "kinds" in table else ():
            _introduce(kinds, name, value, row_reader.kind(name, value, marks))
    known = Known(kinds, channels, marks, stores)
    phrases: list[Phrase] = []
    for _, table in files:
        for value in table["words"].items() if "words" in table else ():
            phrases.extend(row_reader.phrases(value, known))
    return Vocabulary(kinds, channels, marks, stores, phrases), known


def _introduce(table: dict[str, _T], name: str, value: Value, made: _T) -> None:
    if name in table:
        raise value.error(f"{name!r} is introduced twice.")
    table[name] = made


def _add_once(table: dict[str, _Row], name: str, row: _Row) -> None:
    other = table.get(name)
    if other is not None and other is not row:
        raise PackError(
            f"{row.origin.file}:{row.origin.line}: {name!r} has a row already, "
            f"in {other.origin.file}:{other.origin.line}; keep one of the two."
        )
    table[name] = row


def _conflict(one: Behaviour, other: Behaviour) -> str:
    if one.sink and one.sink == other.sink:
        return "sink"
    return next(
        (verb for verb in _SINGLE if getattr(one, verb) not in _UNSET and getattr(other, verb) not in _UNSET), ""
    )


_SUFFIXES = frozenset({".yaml", ".yml"})
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
