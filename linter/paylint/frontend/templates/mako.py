"""Mako's templates: ``${ }``, ``<%tag>``, ``<% python %>``, ``% control`` lines and ``##`` comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paylint.frontend.templates import expressions
from paylint.frontend.templates.marks import Close, Extends, Mark, Open, Places, template_name
from paylint.ir.pages import Value

SIGN = re.compile(
    r"<%(?:inherit|include|def|namespace|block|page|!)[\s>]|^\s*% (?:if|for|endif|endfor)\b", re.MULTILINE
)
"""What only Mako has."""

_SYNTAX = re.compile(
    r"(?P<comment>^[ \t]*\#\#[^\n]*)|(?P<control>^[ \t]*%(?!%)[^\n]*)"
    r"|(?P<write>\$\{)|(?P<close></%[\w.:]+>)|(?P<tag><%(?P<name>[\w.:]+)(?P<attributes>[^<>]*)>)|(?P<python><%!?\s)",
    re.MULTILINE,
)
_ATTRIBUTE = re.compile(r"""([\w.]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LOOP = re.compile(r"for\s+(.+?)\s+in\s+(.+?)\s*:\s*$")
_DOC_END = "</%doc>"


def scan(places: Places) -> Iterator[Mark]:
    """The template syntax of a text, in order."""
    text = places.text
    place = 0
    while (match := _SYNTAX.search(text, place)) is not None:
        mark = _mark(places, match)
        if mark is not None:
            yield mark
        place = max(mark.end if mark is not None else 0, match.end())


def _mark(places: Places, match: re.Match[str]) -> Mark | None:
    start, end = match.span()
    match match.lastgroup:
        case "comment":
            return Mark(start, end)
        case "control":
            loop = _LOOP.search(match.group().strip().lstrip("% "))
            return Mark(start, end, places.hole(start, end, "for", loop.groups()) if loop is not None else None)
        case "write":
            closed = expressions.closing(places.text, end - 1) + 1
            if closed == 0:
                return None
            expression = expressions.without_filters(places.text[end : closed - 1])
            return Mark(start, closed, places.written(start, closed, expression))
        case "close":
            return Mark(start, end, Close() if match.group() in _ENDS else None)
        case "python":
            closed = places.after("%>", end)
            return Mark(start, closed) if closed >= 0 else None
        case _:
            return _tag(places, match)


def _tag(places: Places, match: re.Match[str]) -> Mark:
    start, end = match.span()
    name = match.group("name")
    attributes = {key: one or other for key, one, other in _ATTRIBUTE.findall(match.group("attributes"))}
    match name:
        case "inherit":
            return Mark(start, end, Extends(_template(attributes.get("file", ""))))
        case "include":
            return Mark(start, end, places.include(start, _template(attributes.get("file", ""))))
        case "def" | "block":
            return Mark(start, end, Open(attributes.get("name", "").partition("(")[0]))
        case "doc":
            return Mark(start, max(places.after(_DOC_END, end), end))
        case _ if ":" in name:
            return Mark(start, end, places.hole(start, end, name, tuple(attributes.values())))
        case _:
            return Mark(start, end)


def _template(name: str) -> Value:
    computed = re.fullmatch(r"\$\{(.*)\}", name)
    return template_name(computed.group(1) if computed is not None else f"'{name}'")


_ENDS = frozenset({"</%def>", "</%block>"})
