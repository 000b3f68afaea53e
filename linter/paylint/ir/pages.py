"""What a template or component says of a page: the elements that matter, and the places where the server writes into it.

A page is a tree in document order. Conditions and loops of the template language are not evaluated: every branch is there, once.
Elements that say nothing of forms, frames, scripts or links are dissolved, and what they hold stands in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from paylint.location import Path

Dialect = OneOf["html", "django", "jinja", "mako", "tal", "qweb", "vue", "svelte", "jsx"]


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where the template language writes: ``{{ form.card_number }}``, ``{% url 'pay' %}``, ``${cart.total}``.

    ``call`` is the tag or function (``url``, ``url_for``, ``crispy``), empty where a plain expression is written;
    ``arguments`` are the source texts of its arguments, or the one expression, without filters. A quoted argument keeps its quotes.
    """

    line: int
    column: int
    text: str
    call: str
    arguments: tuple[str, ...]


Value = tuple[str | Hole, ...]
"""An attribute's value: constant text and holes in order. ``()`` is an attribute without a value."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element that matters: form, input, select, textarea, button, label, script, iframe, meta, base, a, link, and components.

    ``tag`` is in lower case for HTML and as written for a component. ``text`` is the source of a script, with its first line at
    ``text_line``, or the readable text of a label, a button or a link.
    """

    line: int
    column: int
    tag: str
    attributes: tuple[tuple[str, Value], ...]
    items: tuple[Item, ...] = ()
    text: str = ""
    text_line: int = 0


@dataclass(frozen=True, slots=True)
class Include:
    """Another template that stands here: ``{% include %}``, ``<%include>``, ``metal:use-macro``, ``t-call``."""

    line: int
    column: int
    template: Value


@dataclass(frozen=True, slots=True)
class Block:
    """A named part that a page which extends this one may replace."""

    line: int
    column: int
    name: str
    items: tuple[Item, ...]


Item = Element | Hole | Include | Block


@dataclass(frozen=True, slots=True)
class Page:
    """One template file. ``extends`` is the page whose blocks this one fills, ``()`` where there is none."""

    path: Path
    dialect: Dialect
    extends: Value
    items: tuple[Item, ...]
    lines: tuple[str, ...]
