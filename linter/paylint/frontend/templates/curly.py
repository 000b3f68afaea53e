"""Django's and Jinja's templates: ``{{ }}``, ``{% %}`` and ``{# #}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal as OneOf

from paylint.frontend.templates import expressions
from paylint.frontend.templates.marks import Close, Extends, Mark, Open, Places, template_name

_CLOSERS = {"{": "}}", "%": "%}", "#": "#}"}
_NAME = re.compile(r"[\w.:]+")
_UNREAD = frozenset({"verbatim", "raw"})
_CONTROL = frozenset(
    {"if", "elif", "else", "endif", "ifequal", "ifnotequal", "ifchanged", "unless", "endfor", "empty"}
    | {"load", "autoescape", "endautoescape", "filter", "endfilter", "spaceless", "endspaceless"}
    | {"trans_noop", "blocktrans", "endblocktrans", "blocktranslate", "endblocktranslate", "plural"}
    | {"pluralize", "endwith", "endtrans", "endset", "cache", "endcache", "compress", "endcompress"}
    | {"addtoblock", "endaddtoblock", "debug", "now", "widthratio", "templatetag", "import", "from"}
    | {"do", "call", "endcall", "macro", "endmacro", "localize", "endlocalize", "get_current_language"}
    | {"get_available_languages", "lorem", "regroup", "resetcycle", "cycle", "firstof", "scope"}
    | {"endscope", "break", "continue", "thumbnail", "endthumbnail"}
)
_DJANGO = re.compile(
    r"\{%\s*(?:load|url|csrf_token|trans|translate|blocktrans|blocktranslate|comment|ifequal|empty|static)\b|\|\w+:[\"'\w]|\{%\s*include[^%]*\swith\s"
)
_JINJA = re.compile(
    r"\{%-?\s*(?:set|macro|import|from|call|elif\s+.*\bis\b|do|raw)\b|\{[%{]-|url_for\(|\{\{-?\s*[\w.]+\(|\bloop\."
)


def dialect(text: str) -> OneOf["django", "jinja"]:
    """Which of the two it is, by what only one of them knows; Django's where neither does."""
    if _DJANGO.search(text):
        return "django"
    return "jinja" if _JINJA.search(text) else "django"


def scan(places: Places) -> Iterator[Mark]:
    """The template syntax of a text, in order."""
    text = places.text
    place = text.find("{")
    while place >= 0:
        closer = _CLOSERS.get(text[place + 1 : place + 2])
        after = end = places.after(closer, place + 2) if closer is not None else -1
        if end < 0:
            place = text.find("{", place + 1)
            continue
        for mark in _marks(places, place, end):
            yield mark
            after = mark.end
        place = text.find("{", after)


def _marks(places: Places, start: int, end: int) -> Iterator[Mark]:
    inside = places.text[start + 2 : end - 2].strip("-+ \t\r\n")
    match places.text[start + 1]:
        case "#":
            yield Mark(start, end)
        case "{":
            yield Mark(start, end, places.written(start, end, expressions.without_filters(inside)))
        case _:
            yield from _tag(places, start, end, inside)


def _tag(places: Places, start: int, end: int, inside: str) -> Iterator[Mark]:
    match = _NAME.match(inside)
    name = match.group() if match is not None else ""
    rest = inside[len(name) :].strip()
    if name == "comment" or name in _UNREAD:
        closed = _end_of(name, places, end)
        yield Mark(start, end if closed is None or name in _UNREAD else closed[1])
        if closed is not None and name in _UNREAD:
            yield Mark(*closed)
    elif name == "include":
        yield from _include(places, start, end, rest)
    elif name == "extends":
        yield Mark(start, end, Extends(template_name(rest)))
    elif name == "block":
        yield Mark(start, end, Open("".join(expressions.words(rest)[:1])))
    elif name == "endblock":
        yield Mark(start, end, Close())
    elif name in _SPECIAL:
        yield _SPECIAL[name](places, start, end, rest)
    elif name in _CONTROL or name.startswith("end") or not name:
        yield Mark(start, end)
    else:
        yield Mark(start, end, places.hole(start, end, name, expressions.words(rest)))


def _end_of(name: str, places: Places, start: int) -> tuple[int, int] | None:
    """Where the tag that ends a comment or a part left as it is begins and ends."""
    after = places.after(f"end{name}", start)
    end = places.after("%}", after) if after >= 0 else -1
    return (places.text.rfind("{%", start, after), end) if end >= 0 else None


def _include(places: Places, start: int, end: int, rest: str) -> Iterator[Mark]:
    words = expressions.words(rest)
    bound = tuple(word for word in words[1:] if re.match(r"\w+=", word))
    if bound:
        yield Mark(start, start + 1, places.hole(start, end, "with", bound))
        start += 1
    yield Mark(start, end, places.include(start, template_name(words[0] if words else "")))


def _loop(places: Places, start: int, end: int, rest: str) -> Mark:
    target, separator, iterable = rest.partition(" in ")
    if not separator:
        return Mark(start, end)
    source = expressions.without_filters(re.split(r"\s(?:if|recursive|reversed)\b", iterable)[0])
    return Mark(start, end, places.hole(start, end, "for", (target.strip(), source)))


def _binding(places: Places, start: int, end: int, rest: str) -> Mark:
    old = re.fullmatch(r"(.+?)\s+as\s+(\w+)", rest)
    if old is not None:
        return Mark(start, end, places.hole(start, end, "with", (f"{old.group(2)}={old.group(1)}",)))
    pairs = expressions.arguments(rest) if "," in rest or " = " in rest else expressions.words(rest)
    named = tuple(re.sub(r"\s*=\s*", "=", pair, count=1) for pair in pairs if "=" in pair)
    return Mark(start, end, places.hole(start, end, "with", named) if named else None)


_SPECIAL: dict[str, Callable[[Places, int, int, str], Mark]] = {
    "for": _loop,
    "with": _binding,
    "set": _binding,
}
