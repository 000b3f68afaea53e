from __future__ import annotations

import io
from dataclasses import replace

from paylint.finding import Report
from paylint.reporters import concise


def shown(report: Report) -> str:
    stream = io.StringIO()
    concise.report(report, stream)
    return stream.getvalue()


def test_a_finding_is_one_line(report: Report) -> None:
    assert shown(report) == (
        "src/shop/checkout/views.py:41:18: PAY101[card-data-received] card number and security code enter this server\n"
        "src/shop/models tests/決済.py:3:1: PAY201[verification-code-stored] "
        "the security code of 424242******4242 is stored\n"
        "src/legacy.py:3:7: PAY901 not analysed: print statement of Python 2\n"
    )


def test_a_line_break_in_a_message_does_not_break_the_line(report: Report) -> None:
    finding = replace(report.findings[0], message="one\ntwo")

    assert shown(replace(report, findings=(finding,), problems=())).count("\n") == 1


def test_nothing_found_is_no_output(report: Report) -> None:
    assert shown(replace(report, findings=(), problems=())) == ""
