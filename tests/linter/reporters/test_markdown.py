from __future__ import annotations

import io
import re
from dataclasses import replace

from markdown_it import MarkdownIt

from paylint.finding import Report
from paylint.reporters import markdown


def written(report: Report) -> str:
    stream = io.StringIO()
    markdown.report(report, stream)
    return stream.getvalue()


def page(report: Report) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(written(report)))


def test_it_leads_with_the_numbers(report: Report) -> None:
    assert written(report).startswith("## paylint: 1 error, 1 warning\n\nIn 412 files (31 analysed).\n")


def test_nothing_found_is_said_so(report: Report) -> None:
    assert written(replace(report, findings=(), problems=())).startswith("## paylint: no card flow found\n")


def test_each_finding_and_each_problem_is_a_row(report: Report) -> None:
    body = page(report).split("<tbody>")[1].split("</tbody>")[0]

    assert body.count("<tr>") == 3
    assert "PAY201 verification-code-stored" in body
    assert "not analysed" in body


def test_the_way_is_folded_under_its_finding(report: Report) -> None:
    shown = page(report)

    assert "<details><summary>PAY101 src/shop/checkout/views.py:41</summary>" in shown
    assert "request.POST[" in shown


def test_code_and_names_cannot_become_markup(report: Report) -> None:
    step = replace(report.findings[0].traces[0].steps[0], code="</code><script>`*a*` | __init__ @all #1")
    trace = replace(report.findings[0].traces[0], steps=(step,))
    finding = replace(report.findings[0], message="<img src=x> | *b* [c](d)", traces=(trace,))

    shown = page(replace(report, findings=(finding,), problems=()))

    assert re.findall(r"<(?:script|img|em|strong|a)\b", shown) == []
    assert len(re.findall(r"<td", shown)) == 4


def test_a_very_long_summary_is_cut_below_the_limit_and_says_so(report: Report) -> None:
    shown = written(replace(report, findings=report.findings[:1] * 5000))

    assert len(shown.encode()) < 1024 * 1024
    assert "left out here" in shown
