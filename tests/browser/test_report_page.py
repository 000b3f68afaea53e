"""The HTML report as a reader meets it: by mouse, by keyboard, in the dark, on a small screen, on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.listening import Heard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHOP = Path(__file__).parents[2] / "examples" / "tokiwa" / "before"
HOSTILE = """
from flask import Flask, request
import logging

app = Flask(__name__)


@app.post("/pay")
def pay():
    number = request.form["card_number"]
    logging.info("4242424242424242 </script><img src=x onerror=window.hurt=1>" + number)
    return "done"
"""

Opened = Callable[..., "Page"]


def written(command: str, shop: Path, file: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "paylint", command, str(shop), "--format", "html", "-o", str(file)], check=False
    )
    assert done.returncode in {0, 1}
    return file


@pytest.fixture(scope="module")
def scope_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written("scope", SHOP, tmp_path_factory.mktemp("page") / "scope.html")


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = tmp_path_factory.mktemp("hostile") / "shop"
    shop.mkdir()
    (shop / "views.py").write_text(HOSTILE, encoding="utf-8")
    return written("check", shop, shop.parent / "check.html")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a page, and afterwards demands that it said nothing on the console and asked for nothing."""
    pages: list[Page] = []
    heard = Heard()

    def open_page(file: Path, *, width: int = 1280, scheme: str = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        pages.append(page)
        heard.listen(page)
        page.goto(file.as_uri())
        return page

    yield open_page
    for page in pages:
        page.close()
    assert heard.said == []
    assert [url for url in heard.asked if not url.startswith("file:")] == []
    assert len(heard.asked) == len(pages)


def shown(page: Page) -> int:
    return page.locator("article.finding:visible").count()


def test_the_page_asks_for_nothing(opened: Opened, scope_page: Path):
    page = opened(scope_page)

    assert page.locator("link, img, iframe, script[src], object, embed").count() == 0
    assert not re.search(r"@import|@font-face|url\(", scope_page.read_text(encoding="utf-8"))


def test_filters_choose_findings_and_announce_how_many(opened: Opened, scope_page: Path):
    page = opened(scope_page)
    everything = shown(page)
    told = page.get_by_role("status")

    page.get_by_role("checkbox", name="error").uncheck()
    without_errors = shown(page)
    assert 0 < without_errors < everything
    assert page.locator("article.finding.error:visible").count() == 0
    assert told.inner_text() == f"{without_errors} of {everything} shown"

    page.get_by_role("checkbox", name="error").check()
    page.get_by_label("Rule").select_option("PAY101")
    assert shown(page) == 1
    page.get_by_label("Rule").select_option("")
    page.get_by_label("Text").fill("nowhere to be found")
    assert told.inner_text() == f"0 of {everything} shown"


@pytest.mark.parametrize("pressed", ["Enter", "Space"])
def test_a_trace_opens_and_is_walked_by_keyboard(opened: Opened, scope_page: Path, pressed: str):
    page = opened(scope_page)
    trace = page.locator("article.finding details.trace:not([open])").first.element_handle()
    assert trace is not None
    summary = trace.query_selector("summary")
    assert summary is not None
    summary.focus()

    page.keyboard.press(pressed)
    assert trace.get_attribute("open") is not None

    following = trace.query_selector('[data-walk="1"]')
    assert following is not None
    following.focus()
    page.keyboard.press("Enter")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "step"
    assert page.evaluate("document.activeElement.id") != first


def test_what_has_the_focus_is_outlined(opened: Opened, scope_page: Path):
    page = opened(scope_page)

    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_scheme_of_the_system_is_followed(opened: Opened, scope_page: Path):
    light, dark = (
        opened(scope_page, scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    )

    assert light != dark


def test_headings_and_landmarks_are_in_order(opened: Opened, scope_page: Path):
    page = opened(scope_page)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("navigation").count() == 1
    assert page.evaluate("[...document.querySelectorAll('input,select')].every((e) => e.labels.length > 0)")
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )


def test_a_small_screen_scrolls_in_one_direction(opened: Opened, scope_page: Path):
    page = opened(scope_page, width=400)

    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_code_is_only_text_and_card_numbers_are_masked(opened: Opened, hostile_page: Path):
    page = opened(hostile_page)

    assert page.evaluate("window.hurt") is None
    assert "onerror=window.hurt" in page.locator(".code").all_inner_texts()[-1]
    assert "4242424242424242" not in page.content()
