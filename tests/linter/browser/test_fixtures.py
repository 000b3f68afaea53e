"""Each page under ``fixtures`` says in comments what its line asks for and where that goes; nothing else may be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from paylint.browser.compose import compose, parts
from paylint.browser.forms import Contents, Form, contents
from paylint.browser.holes import Address, Widget
from paylint.browser.inputs import Intake, intakes, provider_markup
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Page
from paylint.location import Path as SourcePath
from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.packs import load_packs

FIXTURES = Path(__file__).parent / "fixtures"
ROOTS = sorted([*FIXTURES.glob("*.*"), *FIXTURES.glob("*/page.*")])
EXPECTATION = re.compile(r"(?:<!--|\{#|##)\s*expect:\s*(.*?)\s*(?:-->|#\}|$)")

Place = tuple[str, int, str]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(load_packs())


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.relative_to(FIXTURES).as_posix())
def test_a_page_asks_for_what_its_comments_say_and_for_nothing_else(root: Path, catalog: Catalog) -> None:
    markup = provider_markup(row for provider in catalog.providers.values() for row in provider.browser)
    found: set[Place] = set()
    for part in parts(read(root)):
        page = contents(compose(part, lambda name: sibling(root, name)))
        found |= {described(intake) for intake in intakes(page, catalog.vocabulary, markup)}
        found |= set(wholes(page))
    found = {place for place in found if "unknown" not in place[2] or root.parent == FIXTURES}

    assert sorted(found) == sorted(expected(root))


def read(path: Path) -> Page:
    page = lower_page(SourcePath(path.name), path.read_bytes())
    assert isinstance(page, Page)
    return page


def sibling(root: Path, name: str) -> Page | None:
    """The page of a template name: the file of that name in the same folder, or the file itself for its own parts."""
    last = name.partition("/macros/")[0].rpartition("/")[2]
    path = root.parent / last
    if root.suffix == ".xml":
        return read(root)
    return read(path) if path.is_file() and root.parent != FIXTURES else None


def expected(root: Path) -> Iterator[Place]:
    files = [root] if root.parent == FIXTURES else [path for path in root.parent.iterdir() if path.suffix]
    for path in files:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for match in EXPECTATION.finditer(line):
                yield from ((path.name, number, text.strip()) for text in match.group(1).split(";"))


def described(intake: Intake) -> Place:
    source = intake.source
    if isinstance(source, Widget):
        name = source.expression
    else:
        name = source.name or source.id or intake.reason.partition('"')[2].rstrip('"')
    where = f"posts to {destination(intake.form)}" if intake.posted else "not posted"
    return source.location.path, source.location.line, f"{intake.kind} {name} {where}"


def wholes(page: Contents) -> Iterator[Place]:
    for form in page.forms:
        for widget in form.widgets:
            if widget.whole:
                text = f"whole {widget.form} posts to {destination(form)}"
                yield widget.location.path, widget.location.line, text


def destination(form: Form | None) -> str:
    if form is None:
        return "unknown"
    scripted = "".join(f" scripted {address.text}" for address in form.scripted)
    return written(form.action) + scripted


def written(address: Address) -> str:
    return f"{address.kind} {address.text}".strip()
