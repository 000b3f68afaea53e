"""From YAML to the typed rows of `schema`, and to the words of `vocabulary`: one function for each head of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields

from paylint.models.reader import Value, check_keys, did_you_mean
from paylint.models.schema import (
    Alias,
    AttributeRow,
    Behaviour,
    BrowserRow,
    Endpoint,
    Path,
    Pattern,
    Provider,
    RedirectRow,
    ReplyRow,
    RouteSpec,
    Row,
    ShapeRow,
    TypeRow,
    told_apart,
)
from paylint.models.vocabulary import Kind, Lens, Phrase, Role, Strength, Word

SOURCES = frozenset({"request", "form", "page", "declared", "parameter", "attribute", "key", "stored", "literal"})
ROLES = frozenset({"form", "serializer", "schema", "model", "record"})
FIELD_STYLES = frozenset({"assigned", "annotated"})
HOLDS = frozenset({"constants", "declared", "named"})
PROVIDER_CHANNEL = "psp"
ASKING = frozenset({"here", "anywhere"})


@dataclass(frozen=True, slots=True)
class Known:
    """The words that packs have introduced, which rows may use."""

    kinds: Collection[str]
    channels: Collection[str]
    marks: Collection[str]
    stores: Collection[str]
    lenses: Collection[str] = ()


Reader = Callable[[Value, Known], object]

_HEADS = ("call", "attribute", "type", "shape", "alias")


def rows(value: Value, known: Known) -> Iterator[Row]:
    """The rows of one ``rows:`` list."""
    for item in value.items():
        yield row(item, known)


def row(value: Value, known: Known) -> Row:
    """One row: its head key says what it is about."""
    table = value.table()
    heads = [head for head in _HEADS if head in table]
    if len(heads) != 1:
        raise value.error(f"a row needs exactly one of {', '.join(_HEADS)}.")
    match heads[0]:
        case "call":
            return _behaviour(table, _dotted(table.pop("call")), value, known)
        case "attribute":
            return _attribute(table, value, known)
        case "type":
            return _type(table, value)
        case "shape":
            return _shape(table, value, known)
        case _:
            return _alias(table)


def provider(table: dict[str, Value], where: Value, known: Known) -> tuple[Provider, tuple[Row, ...]]:
    """A provider's file: who it is, its interfaces, and the rows of its libraries."""
    check_keys(table, _PROVIDER_KEYS, "a provider")
    name = table["provider"].string()
    calls = tuple([_provider_call(item, name, known) for item in _items(table, "calls")])
    more = tuple([_owned(item, name) for item in rows(table["rows"], known)]) if "rows" in table else ()
    return (
        Provider(
            id=name,
            names=table["names"].pairs() if "names" in table else (("en", name),),
            aka=_strings(table, "aka"),
            status=_text(table, "status"),
            packages=_strings(table, "packages"),
            endpoints=tuple([_endpoint(item, known) for item in _items(table, "http")]),
            browser=tuple([_browser(item, known) for item in _items(table, "browser")]),
            redirects=tuple([_redirect(item) for item in _items(table, "redirect")]),
            origin=where.origin,
            replies=tuple([_reply(item) for item in _items(table, "reply")]),
        ),
        calls + more,
    )


def patterns(value: Value, known: Known, provider: str = "") -> Iterator[Pattern]:
    """The rows of one ``patterns:`` list."""
    for item in value.items():
        table = item.table()
        check_keys(table, _PATTERN_KEYS, "a pattern")
        yield Pattern(
            see=_required(table, "see", item).string(),
            origin=item.origin,
            needles=_required(table, "needles", item).strings(),
            text=_pattern(_required(table, "text", item)).pattern,
            languages=frozenset(_strings(table, "languages")),
            besides=_pattern(table["besides"]) if "besides" in table else None,
            known=frozenset(map(told_apart, _strings(table, "known"))),
            lens=one_of(table["lens"], known.lenses, "lens") if "lens" in table else "",
            after=_text(table, "after"),
            once=table["once"].flag() if "once" in table else False,
            asking=one_of(table["asking"], ASKING, "place") if "asking" in table else "",
            stranger=table["stranger"].flag() if "stranger" in table else False,
            telling=table["telling"].flag() if "telling" in table else False,
            meant=table["meant"].flag() if "meant" in table else False,
            luhn=table["luhn"].flag() if "luhn" in table else False,
            hidden=table["hidden"].flag() if "hidden" in table else False,
            provider=provider,
        )


def kind(name: str, value: Value, marks: Collection[str], lenses: Collection[str]) -> Kind:
    """A kind of data."""
    table = value.table()
    check_keys(table, _KIND_KEYS, f"kind {name}")
    harmless = [one_of(item, marks, "mark") for item in _each(table, "harmless")]
    return Kind(
        id=name,
        meaning=_required(table, "meaning", value).string(),
        label=_required(table, "label", value).pairs(),
        decides=_required(table, "decides", value).flag(),
        harmless=frozenset(harmless),
        whole=table["whole"].flag() if "whole" in table else False,
        shortest=int(table["shortest"].string()) if "shortest" in table else 0,
        lens=one_of(table["lens"], lenses, "lens") if "lens" in table else "",
        sources=frozenset(one_of(item, SOURCES, "source") for item in _each(table, "sources")),
        parameters=frozenset(_strings(table, "parameters")),
    )


def lens(name: str, value: Value, channels: Collection[str]) -> Lens:
    """A lens."""
    table = value.table()
    check_keys(
        table, {"meaning", "channels", "needles", "texts", "names", "converted", "shown", "worth"}, f"lens {name}"
    )
    return Lens(
        id=name,
        meaning=_required(table, "meaning", value).string(),
        channels=frozenset(one_of(item, channels, "channel") for item in _each(table, "channels")),
        needles=_strings(table, "needles"),
        texts=tuple([_pattern(item) for item in _each(table, "texts")]),
        names=frozenset(_strings(table, "names")),
        shown=frozenset(_strings(table, "shown")),
        worth=frozenset(_strings(table, "worth")),
        converted=tuple([_pattern(item).pattern for item in _each(table, "converted")]),
    )


def word(name: str, value: Value) -> Word:
    """A channel, mark or store."""
    table = value.table()
    check_keys(table, {"meaning", "label"}, name)
    label = table["label"].pairs() if "label" in table else ()
    return Word(name, _required(table, "meaning", value).string(), label)


def phrases(value: Value, known: Known) -> Iterator[Phrase]:
    """The phrases of one group: ``kind`` and ``strength``, or ``role``; ``words``; and ``meaning``, said in a sentence.

    With ``attribute``, the words are tokens of that HTML attribute, which say what they say without a strength.
    """
    table = value.table()
    check_keys(table, {"kind", "strength", "role", "attribute", "words", "meaning", "lens"}, "a group of words")
    if ("kind" in table) == ("role" in table):
        raise value.error("a group of words needs either a kind or a role.")
    words = _required(table, "words", value).strings()
    if "role" in table:
        role = Role(one_of(table["role"], [role.value for role in Role], "role"))
        lens_ = one_of(table["lens"], known.lenses, "lens") if "lens" in table else ""
        yield from (Phrase(text, role=role, attribute=_text(table, "attribute"), lens=lens_) for text in words)
        return
    name = one_of(table["kind"], known.kinds, "kind")
    if "attribute" in table:
        yield from (Phrase(text, name, attribute=table["attribute"].string()) for text in words)
        return
    strengths = [strength.value for strength in Strength]
    strength = Strength(one_of(_required(table, "strength", value), strengths, "strength"))
    yield from (Phrase(text, name, strength) for text in words)


def one_of(value: Value, known: Collection[str], what: str) -> str:
    """The string, when it is one of ``known``."""
    word = value.string()
    if word not in known:
        raise value.error(f"unknown {what} {word!r}{did_you_mean(word, known)}")
    return word


def path(text: str) -> Path:
    """An argument path, split at its dots; ``[]`` stands for every element."""
    return tuple(part for part in text.replace("[]", ".[]").split(".") if part)


def _behaviour(table: Mapping[str, Value], calls: tuple[str, ...], where: Value, known: Known) -> Behaviour:
    verbs: dict[str, object] = {}
    for key, value in table.items():
        reader = _VERBS.get(key)
        if reader is None:
            raise value.error(f"unknown key {key!r} in a call row{did_you_mean(key, _VERBS)}")
        verbs[key] = reader(value, known)
    if not verbs:
        raise where.error("the row says nothing about the call.")
    if "sink" in verbs:
        verbs.setdefault("arguments", _EVERYTHING)
    return Behaviour(calls=calls, origin=where.origin, **verbs)  # type: ignore[arg-type]


def _attribute(table: dict[str, Value], where: Value, known: Known) -> AttributeRow:
    check_keys(table, {"attribute", "source", "returns", "holds", "store", "clean", "lens"}, "an attribute row")
    return AttributeRow(
        names=_dotted(table["attribute"]),
        origin=where.origin,
        source=one_of(table["source"], SOURCES, "source") if "source" in table else "",
        returns=_text(table, "returns"),
        holds=one_of(table["holds"], HOLDS, "word for holds") if "holds" in table else "",
        store=one_of(table["store"], known.stores, "store") if "store" in table else "",
        clean=table["clean"].flag() if "clean" in table else False,
        lens=one_of(table["lens"], known.lenses, "lens") if "lens" in table else "",
    )


def _type(table: dict[str, Value], where: Value) -> TypeRow:
    check_keys(
        table,
        {
            "type",
            "role",
            "fields",
            "handlers",
            "binds",
            "attributes",
            "declares",
            "filled",
            "shows",
            "forms",
            "draws",
            "operation",
            "exposes",
        },
        "a type row",
    )
    return TypeRow(
        names=_dotted(table["type"]),
        origin=where.origin,
        role=one_of(table["role"], ROLES, "role") if "role" in table else "",
        fields=one_of(table["fields"], FIELD_STYLES, "style of fields") if "fields" in table else "",
        handlers=_strings(table, "handlers"),
        binds=table["binds"].pairs() if "binds" in table else (),
        attributes=table["attributes"].pairs() if "attributes" in table else (),
        declares=table["declares"].pairs() if "declares" in table else (),
        shows=_text(table, "shows"),
        forms=_text(table, "forms"),
        draws=_strings(table, "draws"),
        operation=_text(table, "operation"),
        exposes=_text(table, "exposes"),
        filled=table["filled"].flag() if "filled" in table else False,
    )


def _shape(table: dict[str, Value], where: Value, known: Known) -> ShapeRow:
    receivers = table.pop("shape").strings()
    methods = _required(table, "methods", where).strings()
    del table["methods"]
    calls = tuple([f"{receiver}.{method}" for receiver in receivers for method in methods])
    return ShapeRow(receivers, methods, _behaviour(table, calls, where, known))


def _alias(table: dict[str, Value]) -> Alias:
    check_keys(table, {"alias", "to"}, "an alias row")
    return Alias(_dotted(table["alias"]), _required(table, "to", table["alias"]).string())


def _provider_call(value: Value, name: str, known: Known) -> Behaviour:
    table = value.table()
    check_keys(table, _CALL_KEYS, "a provider's call")
    way = _text(table, "flow")
    builds = way in _BROWSER_POSTS or ("builds" in table and table["builds"].flag())
    aliases = _dotted(table["aliases"]) if "aliases" in table else ()
    calls = (*_dotted(_required(table, "call", value)), *aliases)
    return Behaviour(
        calls=calls,
        origin=value.origin,
        sink="" if builds else PROVIDER_CHANNEL,
        arguments=() if builds else (_paths(table["sends"], known) if "sends" in table else _EVERYTHING),
        provider=name,
        way=way,
        tokens=_paths(table["tokens"], known) if "tokens" in table else (),
        elements=_elements(table["args"], known) if "args" in table else (),
        passes=_EVERYTHING if builds else None,
        clean=not builds,
        returns=f"{calls[0]}()" if builds else _text(table, "returns"),
    )


def _owned(made: Row, name: str) -> Row:
    if isinstance(made, Behaviour) and made.sink == PROVIDER_CHANNEL and not made.provider:
        values = {field.name: getattr(made, field.name) for field in fields(made)}
        return Behaviour(**{**values, "provider": name})
    return made


def _endpoint(value: Value, known: Known) -> Endpoint:
    table = value.table()
    check_keys(table, {"hosts", "paths", "flow", "params", "tokens", "seen_in", "note"}, "an HTTP interface")
    params = table["params"].table() if "params" in table else {}
    return Endpoint(
        hosts=_required(table, "hosts", value).strings(),
        paths=_strings(table, "paths"),
        flow=_text(table, "flow"),
        elements=tuple([(key, one_of(item, known.kinds, "kind")) for key, item in params.items()]),
        tokens=_strings(table, "tokens"),
        origin=value.origin,
    )


def _browser(value: Value, known: Known) -> BrowserRow:
    table = value.table()
    check_keys(table, {"flow", "scripts", "npm", "globals", "calls", "markup", "fields", "seen_in", "note"}, "browser")
    fields_ = table["fields"].table() if "fields" in table else {}
    return BrowserRow(
        flow=_required(table, "flow", value).string(),
        scripts=_strings(table, "scripts"),
        npm=_strings(table, "npm"),
        globals=_strings(table, "globals"),
        calls=_strings(table, "calls"),
        markup=_strings(table, "markup"),
        fields=tuple([(key, one_of(item, known.kinds, "kind")) for key, item in fields_.items()]),
        origin=value.origin,
    )


def _reply(value: Value) -> ReplyRow:
    table = value.table()
    check_keys(table, {"names", "beside", "seen_in", "note"}, "reply")
    _required(table, "names", value)
    _required(table, "beside", value)
    return ReplyRow(frozenset(_strings(table, "names")), frozenset(_strings(table, "beside")))


def _redirect(value: Value) -> RedirectRow:
    table = value.table()
    check_keys(table, {"start", "kind", "seen_in", "note"}, "redirect")
    return RedirectRow(
        _required(table, "start", value).string(), _required(table, "kind", value).string(), value.origin
    )


def _each(table: Mapping[str, Value], key: str) -> Iterator[Value]:
    """The elements of a list of strings, or the one string alone."""
    if key in table:
        yield from table[key].items() if table[key].is_list else (table[key],)


def _items(table: Mapping[str, Value], key: str) -> Iterator[Value]:
    if key in table:
        yield from table[key].items()


def _strings(table: Mapping[str, Value], key: str) -> tuple[str, ...]:
    return table[key].strings() if key in table else ()


def _text(table: Mapping[str, Value], key: str) -> str:
    return table[key].string() if key in table else ""


def _required(table: Mapping[str, Value], key: str, where: Value) -> Value:
    if key not in table:
        raise where.error(f"the key {key!r} is missing.")
    return table[key]


def _dotted(value: Value) -> tuple[str, ...]:
    names = value.strings()
    for name in names:
        if not _DOTTED.fullmatch(name):
            raise value.error(f"{name!r} is not a dotted name such as 'package.Class().method'.")
    return names


def _path(text: str, value: Value) -> Path:
    parts = path(text)
    if not parts or not _PATH_HEAD.fullmatch(parts[0]):
        raise value.error(f"{text!r} is not an argument path such as '0/url', 'card.number', '*' or 'self'.")
    return parts


def _paths(value: Value, _: Known) -> tuple[Path, ...]:
    return tuple([_path(text, value) for text in value.strings()])


def _elements(value: Value, known: Known) -> tuple[tuple[Path, str], ...]:
    return tuple([(_path(key, item), one_of(item, known.kinds, "kind")) for key, item in value.table().items()])


def _route(value: Value, _: Known) -> RouteSpec:
    table = value.table()
    check_keys(table, {field.name for field in fields(RouteSpec)}, "a route")
    _required(table, "pattern", value)
    return RouteSpec(**{key: item.string() for key, item in table.items()})


def _pattern(value: Value) -> re.Pattern[str]:
    try:
        return re.compile(value.string())
    except re.error as error:
        raise value.error(f"{value.string()!r} is not a regular expression: {error}.") from error


def _string(value: Value, _: Known) -> str:
    return value.string()


def _flag(value: Value, _: Known) -> bool:
    return value.flag()


def _pairs(value: Value, _: Known) -> tuple[tuple[str, str], ...]:
    return value.pairs()


_DOTTED = re.compile(r"[^\W\d]\w*(?:\(\))*(?:\.(?:[^\W\d]\w*(?:\(\))*|\*|\[\]))*")
_PATH_HEAD = re.compile(r"\*|\*\*|\*{0,2}\d+(?:/\w+)*|\d+:|[^\W\d]\w*")
_EVERYTHING: tuple[Path, ...] = (("*",), ("**",))
_VERBS: Mapping[str, Reader] = {
    "sink": lambda value, known: one_of(value, known.channels, "channel"),
    "arguments": _paths,
    "address": _string,
    "subject": _string,
    "provider": _string,
    "tokens": _paths,
    "elements": _elements,
    "source": lambda value, _: one_of(value, SOURCES, "source"),
    "kind": lambda value, known: one_of(value, known.kinds, "kind"),
    "passes": _paths,
    "into": _paths,
    "mark": lambda value, known: one_of(value, known.marks, "mark"),
    "clean": _flag,
    "returns": _string,
    "named": _string,
    "like": _string,
    "invokes": _paths,
    "given": _paths,
    "reads": lambda value, known: one_of(value, known.stores, "store"),
    "writes": lambda value, known: one_of(value, known.stores, "store"),
    "key": _string,
    "value": _string,
    "field": lambda value, known: one_of(value, known.kinds, "kind"),
    "encrypts": _flag,
    "unnamed": _flag,
    "route": _route,
    "entry": _flag,
    "binds": _pairs,
    "bare": _flag,
    "ends": _flag,
    "lens": lambda value, known: one_of(value, known.lenses, "lens"),
}
_BROWSER_POSTS = frozenset({"direct-post"})
"""Ways in which a call only prepares what the browser sends: it gets no card data, whatever its parameters are called."""
_PATTERN_KEYS = frozenset(
    {
        "see",
        "meaning",
        "needles",
        "text",
        "languages",
        "besides",
        "known",
        "lens",
        "luhn",
        "hidden",
        "stranger",
        "telling",
    }
    | {"meant", "after", "once", "asking"}
)
_KIND_KEYS = frozenset(
    {"meaning", "label", "decides", "harmless", "whole", "shortest", "lens", "sources", "parameters"}
)
_CALL_KEYS = frozenset({"call", "aliases", "flow", "args", "tokens", "sends", "builds", "returns", "seen_in", "note"})
_PROVIDER_KEYS = frozenset(
    {
        "provider",
        "names",
        "aka",
        "status",
        "packages",
        "calls",
        "http",
        "browser",
        "redirect",
        "reply",
        "rows",
        "patterns",
    }
)
