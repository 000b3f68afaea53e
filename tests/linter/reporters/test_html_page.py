"""The page as text: nothing foreign, nothing that asks for the network, no word of checked code that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from paylint.finding import Coverage, Finding, Report, Severity, Skipped, Trace
from paylint.location import Location, Path
from paylint.reporters.html_page import MOST, render_html
from tests.linter.reporters.scopes import MANY_WAYS, NO_FLOW, REDIRECT

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e\x1b[31m"
VOID = {"meta", "input", "wbr", "br", "img", "link"}


class Outline(HTMLParser):
    """The elements of a page, each with its attributes, and whether they are nested properly."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.astray: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.astray.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def hostile(report: Report) -> Report:
    """The same report from a codebase that means harm, in every place that its text can reach."""

    def foul(finding: Finding) -> Finding:
        steps = [
            replace(step, code=HOSTILE, note=HOSTILE, function=HOSTILE, location=Location(Path(f"{HOSTILE}.py"), 1))
            for trace in finding.traces
            for step in trace.steps
        ]
        return replace(
            finding,
            message=HOSTILE,
            meaning=HOSTILE,
            remedy=HOSTILE,
            guideline=(HOSTILE,),
            location=Location(Path(f"{HOSTILE}.html"), 1),
            traces=(Trace(tuple(steps)),) if steps else (),
        )

    return replace(
        report,
        root=f"/srv/{HOSTILE}",
        findings=tuple(map(foul, report.findings)),
        problems=tuple(replace(problem, message=HOSTILE) for problem in report.problems),
        coverage=replace(report.coverage, skipped=(Skipped(Path(HOSTILE), HOSTILE),)),
    )


@pytest.mark.parametrize("scope", [None, MANY_WAYS, REDIRECT, NO_FLOW], ids=["check", "many", "redirect", "none"])
def test_the_page_is_well_formed_and_each_id_stands_once(report: Report, scope) -> None:
    outline = Outline(render_html(report, scope, "en"))

    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    targets = [link["href"] for link in outline.named("a")]
    assert outline.astray == []
    assert outline.open == []
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in targets if target} <= set(ids)


def test_nothing_in_it_asks_for_the_network(report: Report) -> None:
    outline = Outline(render_html(report, MANY_WAYS, "en"))

    assert outline.named("link") == outline.named("img") == outline.named("iframe") == []
    assert [script.get("src") for script in outline.named("script")] == [None]
    assert all("style" not in attributes for _, attributes in outline.elements)
    policy = next(meta["content"] for meta in outline.named("meta") if "http-equiv" in meta)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_code_and_names_of_files_stay_text(report: Report) -> None:
    page = render_html(hostile(report), replace(MANY_WAYS, root=f"/srv/{HOSTILE}"), "en")
    outline = Outline(page)

    assert len(outline.named("script")) == 1
    assert outline.named("img") == []
    assert not any(name.startswith("on") for _, attributes in outline.elements for name in attributes)
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert outline.astray == []


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert render_html(report, MANY_WAYS, "en") == render_html(report, MANY_WAYS, "en")


def test_no_card_number_is_shown_whole(report: Report) -> None:
    page = render_html(report, MANY_WAYS, "en")

    assert "4242424242424242" not in re.sub(r"<[^>]*>|\D", "", page)


def test_the_worst_findings_come_first(report: Report) -> None:
    note = replace(report.findings[1], severity=Severity.NOTE)

    page = render_html(replace(report, findings=(note, *report.findings)), None, "en")

    assert re.findall(r'<article class="finding (\w+)"', page) == ["error", "warning", "note"]


def test_a_finding_without_a_trace_has_nothing_to_unfold(report: Report) -> None:
    page = render_html(replace(report, findings=report.findings[1:]), None, "en")

    assert 'class="trace"' not in page


def test_a_place_leads_to_the_finding_there(report: Report) -> None:
    page = render_html(report, MANY_WAYS, "en")

    assert '<a class="place" href="#f1">src/<wbr>shop/<wbr>checkout/<wbr>views.py:41</a>' in page


def test_paths_of_windows_can_be_broken_too(report: Report) -> None:
    finding = replace(report.findings[1], location=Location(Path(r"C:\shop\pay.py"), 3))

    page = render_html(replace(report, root=r"C:\work\shop", findings=(finding,)), None, "en")

    assert "C:\\<wbr>shop\\<wbr>pay.py:3" in page
    assert "<h1>Card data in shop</h1>" in page


def test_many_reasons_are_folded(report: Report) -> None:
    verdict = replace(MANY_WAYS.verdict, reasons=tuple(f"reason {number}" for number in range(1, MOST + 4)))

    page = render_html(report, replace(MANY_WAYS, verdict=verdict), "en")

    assert "and 3 more reasons" in page
    assert f'<ol start="{MOST + 1}"><li>reason {MOST + 1}</li>' in page


def test_evidence_on_one_line_shows_the_line_once(report: Report) -> None:
    integration = MANY_WAYS.integrations[0]
    twice = replace(integration.evidence[1], note="a security code goes to the provider")
    scope = replace(MANY_WAYS, integrations=(replace(integration, evidence=(*integration.evidence, twice)),))

    page = render_html(report, scope, "en").partition('<section id="flow"')[0]

    assert page.count('<span class="kind">server side</span>') == 1
    assert page.count("goes to the provider</span>") == 2


def test_an_empty_run_says_so_and_what_it_could_not_show() -> None:
    page = render_html(Report("0.1.0", "/srv/empty", (), (), Coverage(), (), 0), NO_FLOW, "en")

    assert "No card flow found. That alone does not say which assessment applies." in page
    assert "SAQ A" not in page
    assert "OpenSSL on a load balancer" in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    style = files("paylint.reporters").joinpath("page", "page.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    tones = dict(re.findall(r"--(\w+): (#\w{6})", blocks[scheme == "dark"]))

    for ground in ("paper", "ground", "mark"):
        for tone in set(tones) - {"paper", "ground", "mark", "rule"}:
            assert contrast(tones[tone], tones[ground]) >= 4.5, (tone, ground)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(tone: str) -> float:
    parts = [int(tone[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
