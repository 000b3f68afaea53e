"""What the server's code may call the pages that matter: names of templates, and of the routes that their forms lead to."""

from __future__ import annotations

from collections.abc import Iterator

from paylint.location import Path
from paylint.site.reading import SeenPage, Site


def page_names(site: Site) -> frozenset[str]:
    """The names by which code may show a page with fields for labelled data, or reach what its forms lead to."""
    return frozenset(name for page in site.pages if page.intakes for name in _names(page))


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
