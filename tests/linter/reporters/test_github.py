from __future__ import annotations

import io
from dataclasses import replace

from paylint.finding import Problem, Report
from paylint.location import Location, Path
from paylint.reporters import github


def lines(report: Report, prefix: str = "") -> list[str]:
    stream = io.StringIO()
    github.report(report, stream, prefix=prefix)
    return stream.getvalue().splitlines()


def test_a_finding_is_a_workflow_command_with_its_place_its_rule_and_its_source(report: Report) -> None:
    assert lines(report)[0] == (
        "::error file=src/shop/checkout/views.py,line=41,col=18,title=PAY101 card-data-received::"
        "Card number and security code enter this server. Consistent with SAQ D-Merchant. "
        "Move to the link type or to a token from hosted fields. From templates/checkout/pay.html:12."
    )


def test_each_level_has_its_command_and_a_problem_is_a_warning(report: Report) -> None:
    assert [line.split()[0] for line in lines(report)] == ["::error", "::warning", "::warning"]


def test_characters_that_end_a_property_or_a_line_are_escaped(report: Report) -> None:
    finding = replace(
        report.findings[0], location=Location(Path("a,b:c%.py"), 1), message="100% of\ncards: all", traces=()
    )

    (line,) = lines(replace(report, findings=(finding,), problems=()))

    assert "file=a%2Cb%3Ac%25.py," in line
    assert "::100%25 of cards: all." in line


def test_paths_begin_at_the_top_of_the_repository(report: Report) -> None:
    assert "file=backend/src/shop/checkout/views.py," in lines(report, "backend/")[0]


def test_what_goes_beyond_the_limit_of_a_level_stands_in_the_log(report: Report) -> None:
    written = lines(replace(report, findings=(report.findings[0],) * 13, problems=()))

    assert [line.startswith("::error ") for line in written] == [True] * 10 + [False] * 4
    assert written[10] == "GitHub shows 10 annotations of each level; these are 3 more:"
    assert written[11].startswith("src/shop/checkout/views.py:41:18: error: PAY101 card-data-received: Card number")


def test_a_problem_of_the_whole_run_has_no_place(report: Report) -> None:
    broken = replace(report, findings=(), problems=(Problem("PAY901", Location(Path("."), 1), "it broke", fatal=True),))

    assert lines(broken) == ["::error title=PAY901::it broke"]


def test_a_card_number_is_masked(report: Report) -> None:
    assert "424242******4242" in lines(report)[1]
