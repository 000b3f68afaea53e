"""The page of reports made by hand, in a real browser: long names, many findings, no script, screen readers, paper."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import pytest

from paylint.finding import Finding, Report
from paylint.location import Location, Path
from paylint.reporters.html_page import render_html
from paylint.scope import Scope
from tests.browser.listening import Heard
from tests.linter.reporters.scopes import MANY_WAYS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Opened = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, report: Report, tmp_path: File) -> Iterator[Opened]:
    """Opens the page of a report, and fails the test if the page complains or asks for anything beside itself."""
    contexts = []
    heard = Heard()

    def show(scope: Scope | None = MANY_WAYS, shown: Report = report, *, width: int = 1280, **options: Any) -> Page:
        file = tmp_path / "report.html"
        file.write_text(render_html(shown, scope, "en"), encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        heard.listen(page)
        page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert heard.said == []
    assert {url.partition("#")[0] for url in heard.asked} <= {(tmp_path / "report.html").as_uri()}


def finding_at(report: Report, path: str, line: int) -> Finding:
    return replace(report.findings[0], location=Location(Path(path), line))


def pressed(page: Page, key: str, until: str, most: int = 80) -> int:
    """How often ``key`` is pressed until what has the focus matches a selector."""
    for number in range(1, most + 1):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", until):
            return number
    pytest.fail(f"{until} is not reached by {key}")


def test_that_no_finding_fits_is_said(opened: Opened) -> None:
    page = opened()
    nothing = page.get_by_text("No finding fits these filters.")
    assert not nothing.is_visible()

    page.get_by_label("Text").fill("決済")
    assert page.locator("article.finding:visible").count() == 1
    page.get_by_label("warning").uncheck()

    assert nothing.is_visible()


def test_a_place_leads_to_its_finding_even_if_that_is_filtered_out(opened: Opened) -> None:
    page = opened()
    page.get_by_label("error").uncheck()

    page.locator("#inventory a.place").first.click()

    page.wait_for_function("!document.getElementById('f1').hidden")
    assert page.locator("output").text_content() == "2 of 2 shown"


def test_a_trace_is_walked_by_clicks_and_by_keys(opened: Opened) -> None:
    page = opened()
    trace = page.locator("#f1 details.trace").first
    current = trace.locator("[aria-current=step]")

    trace.get_by_role("button", name="Next step").click()
    trace.get_by_role("button", name="Next step").click()
    assert current.get_attribute("id") == "f1-1-2"
    page.keyboard.press("ArrowDown")
    assert current.get_attribute("id") == "f1-1-3"
    page.keyboard.press("ArrowUp")
    trace.get_by_role("button", name="Previous step").click()
    trace.get_by_role("button", name="Previous step").click()
    assert current.get_attribute("id") == "f1-1-1"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0

    for target in ("input[value=error]", "select", "input[type=search]", "summary", "[data-walk='1']"):
        pressed(page, "Tab", f"#findings {target}")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", target


def test_a_screen_reader_finds_landmarks_headings_tables_and_names(opened: Opened) -> None:
    page = opened()

    told = page.locator("body").aria_snapshot()

    assert '- navigation "Sections"' in told
    assert "- main:" in told
    for name in ("Integrations", "Data flow (PCI DSS 1.2.4)", "Findings", "Account data", "Requirements"):
        assert f'- region "{name}"' in told
        assert f'- heading "{name}" [level=2]' in told
    assert '- columnheader "Standing"' in told
    assert '- rowheader "12.5.2"' in told
    assert '- img "Flow of account data"' in told
    assert '- combobox "Rule"' in told
    assert '- searchbox "Text"' in told
    assert told.count("- heading") == page.locator("h1, h2, h3").count()
    unnamed = (
        page.locator("input, select, button")
        .filter(visible=True)
        .evaluate_all("controls => controls.filter(one => !(one.labels?.length || one.textContent.trim())).length")
    )
    assert unnamed == 0


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1920])
def test_it_fits_every_width_however_long_names_are(opened: Opened, report: Report, width: int) -> None:
    long = finding_at(report, f"src/{'very_long_name' * 20}.py", 1)
    unbroken = replace(long, message="x" * 400, function="a" * 300, remedy="https://" + "y" * 300)

    page = opened(MANY_WAYS, replace(report, findings=(unbroken,)), width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_text_of_the_drawing_keeps_inside_its_box_and_off_the_others(opened: Opened) -> None:
    page = opened()

    boxes = page.locator("svg .box").evaluate_all(
        """boxes => boxes.map(box => {
          const edge = box.querySelector("rect").getBoundingClientRect();
          const texts = [...box.querySelectorAll("text")].map(text => text.getBoundingClientRect());
          return texts.every(text => text.left >= edge.left && text.right <= edge.right && text.bottom <= edge.bottom);
        })"""
    )
    covering = page.locator("svg").evaluate(
        """svg => {
          const texts = [...svg.querySelectorAll("text")].map(text => text.getBoundingClientRect());
          const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
          return texts.flatMap((one, at) => texts.slice(at + 1).filter(other => meet(one, other))).length;
        }"""
    )

    assert boxes == [True] * len(MANY_WAYS.diagram.nodes)
    assert covering == 0


def test_five_hundred_findings_stay_quick(opened: Opened, report: Report) -> None:
    many = tuple(finding_at(report, f"src/{number}.py", number) for number in range(1, 501))
    page = opened(None, replace(report, findings=many))

    spent = page.evaluate(
        """() => {
          const form = document.getElementById("filters");
          const begin = performance.now();
          form.elements.text.value = "src/499.py";
          form.dispatchEvent(new Event("input"));
          return performance.now() - begin;
        }"""
    )

    assert page.locator("article.finding:visible").count() == 1
    assert spent < 200


def test_print_shows_the_first_way_of_each_finding_and_no_controls(opened: Opened, tmp_path: File) -> None:
    page = opened()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert page.locator("#f1 details.trace .step").first.is_visible()
    assert not page.locator("#filters").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator(".walk:visible").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#f1 details.trace").nth(1).get_attribute("open") is None
    assert page.pdf(path=os.fspath(tmp_path / "report.pdf")).startswith(b"%PDF")


@contextmanager
def without_script(browser: Browser, file: File) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()


def test_without_script_all_is_there_but_the_filters(browser: Browser, report: Report, tmp_path: File) -> None:
    file = tmp_path / "report.html"
    file.write_text(render_html(report, MANY_WAYS, "en"), encoding="utf-8")

    with without_script(browser, file) as page:
        assert page.locator("article.finding:visible").count() == 2
        assert not page.locator("#filters").is_visible()
        assert not page.get_by_text("No finding fits these filters.").is_visible()
