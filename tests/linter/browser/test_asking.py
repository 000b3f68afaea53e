"""Which pages ask for data, their parts, and the scripts of the site that run beside."""

from __future__ import annotations

from paylint.browser.asking import Asking, asking, nearest
from paylint.browser.inputs import provider_markup
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Page
from paylint.location import Path
from paylint.models.catalog import load_catalog
from paylint.models.places import Places
from paylint.packs import load_packs

CATALOG = load_catalog(load_packs())
PLACES = Places(CATALOG)


def found(**pages: str) -> list[Asking]:
    files = {Path(f"shop/{name}.html"): text for name, text in pages.items()}

    def load(path: Path) -> Page | None:
        page = lower_page(path, files[path].encode())
        return page if isinstance(page, Page) else None

    markup = provider_markup(row for provider in CATALOG.providers.values() for row in provider.browser)
    known = tuple(files)
    return list(asking(known, load, known, CATALOG.vocabulary, markup, lambda text: PLACES.address(text) is not None))


def test_a_page_with_an_input_for_a_card_asks_and_brings_its_parts_and_scripts() -> None:
    pages = found(
        base="<script src='/static/site.js'></script>{% block content %}{% endblock %}",
        pay="{% extends 'base.html' %}{% block content %}<form method=post><input name=card_number></form>{% endblock %}",
        about="{% extends 'base.html' %}",
    )

    assert pages == [
        Asking(Path("shop/pay.html"), (Path("shop/pay.html"), Path("shop/base.html")), ("/static/site.js",))
    ]


def test_a_page_that_loads_a_providers_script_asks_too() -> None:
    assert [page.page for page in found(pay="<script src='https://js.stripe.com/v3/'></script>")] == ["shop/pay.html"]


def test_scripts_from_elsewhere_are_no_files_of_the_site() -> None:
    (page,) = found(pay="<form><input name=card_number></form><script src='//cdn.example/a.js'></script>")

    assert page.scripts == ()


def test_an_address_means_the_file_with_the_longest_end_and_then_the_nearest() -> None:
    files = [Path(name) for name in ("a/static/js/pay.js", "b/static/pay.js", "b/static/js/pay.js")]

    assert nearest("/static/js/pay.js?v=2", Path("b/templates/pay.html"), files) == "b/static/js/pay.js"
    assert nearest("/assets/pay.js", Path("b/templates/pay.html"), files) == "b/static/pay.js"
    assert nearest("/other.js", Path("b/templates/pay.html"), files) is None
