from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from paylint.finding import Report
from paylint.reporters import csv_file


def rows(report: Report) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    csv_file.report(report, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_each_finding_is_a_row_with_its_source(report: Report) -> None:
    first, second = rows(report)

    assert (first["code"], first["path"], first["line"]) == ("PAY101", "src/shop/checkout/views.py", "41")
    assert first["source"] == "templates/checkout/pay.html:12"
    assert second["path"] == "src/shop/models tests/決済.py"
    assert "424242******4242" in second["message"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝"])
def test_no_cell_is_a_formula(report: Report, start: str) -> None:
    finding = replace(
        report.findings[0], message=f'{start}HYPERLINK("http://x","y")', subject=f"{start}cmd|' /C calc'!A0"
    )

    (row,) = rows(replace(report, findings=(finding,)))

    assert row["message"].startswith("'")
    assert row["subject"].startswith("'")


def test_quotes_commas_and_line_breaks_stay_in_their_cell(report: Report) -> None:
    finding = replace(report.findings[0], message='a "b", c\nd')

    (row,) = rows(replace(report, findings=(finding,)))

    assert row["message"] == 'a "b", c d'
