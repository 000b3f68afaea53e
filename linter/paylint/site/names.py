"""What the server's code may call the pages that matter: names of templates, and of the routes that their forms lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paylint.facts import Program
from paylint.location import Path
from paylint.site.reading import SeenPage, Site

FORMS = frozenset({"form", "serializer", "schema"})
EVERYDAY = frozenset({"form", "forms", "formset", "data", "context", "self", "serializer"})
"""Names that many things have: what one page gets under them says nothing of another."""


def page_names(site: Site) -> frozenset[str]:
    """The names by which code may show a page with fields for labelled data, or reach what its forms lead to."""
    return frozenset(name for page in site.pages if page.intakes for name in _names(page))


def form_names(program: Program) -> Mapping[str, set[str]]:
    """The names by which code hands forms for labelled data to pages, with the classes of these forms."""
    declared = {item.owner for item in program.declarations if item.role in FORMS}
    names: dict[str, set[str]] = {}
    held = ((name, cls) for rendering in program.renderings for name, cls in rendering.forms)
    for name, cls in (*program.placed, *held):
        if cls in declared and name not in EVERYDAY:
            names.setdefault(name, set()).add(cls)
    return names


def asked_templates(program: Program) -> frozenset[str]:
    """The templates that may show a form for labelled data: those that get one, and those of which it is not known what they get."""
    declared = {item.owner for item in program.declarations if item.role in FORMS}
    if not declared:
        return frozenset()
    return frozenset(
        rendering.template
        for rendering in program.renderings
        if not rendering.forms or any(cls in declared for _, cls in rendering.forms)
    )


def _names(page: SeenPage) -> Iterator[str]:
    for path in page.contents.paths:
        yield from _tails(path)
    for form in page.contents.forms:
        for action in (form.action, *form.others, *form.scripted):
            if action.kind == "route":
                yield action.text
                yield action.text.rpartition(":")[2].rpartition(".")[2]


def _tails(path: Path) -> Iterator[str]:
    """``shop/templates/pay/card.html`` may be called ``card.html``, ``pay/card.html`` and so on."""
    parts = path.split("/")
    for index in range(len(parts)):
        yield "/".join(parts[index:])
