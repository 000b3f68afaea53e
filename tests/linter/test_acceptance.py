from __future__ import annotations

from datetime import date

import pytest

from paylint.acceptance import Accepted, by_comments, by_configuration, with_severities
from paylint.config.settings import Settings
from paylint.finding import Confidence, Finding, Severity
from paylint.frontend.suppression import suppressions
from paylint.location import Location, Path

FILE = Path("shop/views.py")
RULES = (
    ("PAY101", "card-data-received"),
    ("PAY301", "card-data-logged"),
    ("PAY911", "suppression-unused"),
    ("PAY912", "suppression-expired"),
    ("PAY913", "suppression-of-unknown-rule"),
    ("PAY914", "suppression-without-reason"),
    ("PAY915", "suppression-unreadable"),
)
TODAY = date(2026, 11, 24)


def finding(line: int, code: str = "PAY301", path: Path = FILE) -> Finding:
    name = dict(RULES)[code]
    return Finding(code, name, Severity.ERROR, Confidence.HIGH, Location(path, line), "x", function="shop.pay")


def judged(
    text: str,
    *findings: Finding,
    today: date = TODAY,
    ran: frozenset[str] = frozenset(dict(RULES)),
    require_reason: bool = False,
    complete: bool = True,
) -> Accepted:
    comments = {FILE: suppressions(FILE, "python", text.encode())}
    return by_comments(findings, comments, RULES, ran, today, require_reason=require_reason, complete=complete)


def left(accepted: Accepted) -> list[str]:
    return [f.code for f in accepted.findings]


def test_a_finding_that_a_comment_names_by_code_or_by_name_does_not_count() -> None:
    text = "a()  # paylint: ignore[PAY301] why -- until 2027-01-31 -- me\nb()  # paylint: ignore[card-data-logged]\n"

    result = judged(text, finding(1), finding(2))

    assert left(result) == []
    first = result.suppressed[0].suppression
    assert (first.by, first.reason, first.until, first.owner) == ("comment", "why", "2027-01-31", "me")


def test_another_rule_or_another_statement_is_not_touched() -> None:
    result = judged("a()  # paylint: ignore[PAY101]\nb()\n", finding(1), finding(2), ran=frozenset({"PAY301"}))

    assert left(result) == ["PAY301", "PAY301"]


def test_a_day_that_is_over_suppresses_nothing_and_is_reported() -> None:
    text = "a()  # paylint: ignore[PAY301] why -- until 2026-11-24 -- payments team\n"

    assert left(judged(text, finding(1))) == []
    late = judged(text, finding(1), today=date(2026, 11, 25))
    assert left(late) == ["PAY301", "PAY912"]
    assert late.findings[1].message == "the suppression of PAY301 ended on 2026-11-24; payments team decides"


def test_a_code_without_a_finding_is_unused() -> None:
    result = judged("a()  # paylint: ignore[PAY101, PAY301]\n", finding(1))

    (unused,) = result.findings
    assert (unused.code, unused.subject, unused.severity) == ("PAY911", "PAY101", Severity.NOTE)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"ran": frozenset({"PAY911"})}, id="the rule did not run"),
        pytest.param({"complete": False}, id="the run looked at single files"),
    ],
)
def test_a_code_is_not_called_unused_where_a_finding_may_be_missing(options: dict[str, object]) -> None:
    assert left(judged("a()  # paylint: ignore[PAY101]\n", **options)) == []  # type: ignore[arg-type]


def test_an_unknown_code_is_reported_and_the_others_still_count() -> None:
    result = judged("a()  # paylint: ignore[PAY3, PAY301]\n", finding(1))

    assert left(result) == ["PAY913"]
    assert result.findings[0].message == 'the suppression names "PAY3", which is no rule'


def test_a_comment_that_cannot_be_read_suppresses_nothing() -> None:
    assert left(judged("a()  # paylint: ignore\n", finding(1))) == ["PAY301", "PAY915"]


def test_a_reason_can_be_required() -> None:
    text = "a()  # paylint: ignore[PAY301] -- until 2027-01-01\n"

    assert left(judged(text, finding(1))) == []
    assert left(judged(text, finding(1), require_reason=True)) == ["PAY914"]


def test_the_comment_with_the_fewest_lines_counts() -> None:
    text = "def pay():  # paylint: ignore[PAY301] outer\n    a()  # paylint: ignore[PAY301] inner\n    b()\n"

    result = judged(text, finding(2), finding(3))

    assert [item.suppression.reason for item in result.suppressed] == ["inner", "outer"]


def test_rules_about_suppressions_can_be_left_out_like_others() -> None:
    assert left(judged("a()  # paylint: ignore\n", ran=frozenset({"PAY101"}))) == []


def test_the_configuration_sets_findings_aside_by_path() -> None:
    settings = Settings((), "/", per_file_ignores=(("legacy/", ("PAY3",)), ("*.gen.py", ("card-data-received",))))
    findings = [
        finding(1, path=Path("legacy/a.py")),
        finding(1, "PAY101", Path("legacy/a.py")),
        finding(1, "PAY101", Path("shop/b.gen.py")),
    ]

    result = by_configuration(findings, settings)

    assert result.findings == (findings[1],)
    assert [item.suppression.by for item in result.suppressed] == ["configuration"] * 2
    assert result.suppressed[0].suppression.reason == 'per-file-ignores of "legacy/" in the configuration'


def test_a_severity_by_path_and_the_last_fitting_pattern_counts() -> None:
    settings = Settings(
        (),
        "/",
        per_file_severity=(
            ("*", (("PAY3", Severity.WARNING),)),
            ("tools/", (("card-data-logged", Severity.NOTE),)),
        ),
    )

    told = with_severities([finding(1), finding(1, path=Path("tools/a.py")), finding(1, "PAY101")], settings)

    assert [f.severity for f in told] == [Severity.WARNING, Severity.NOTE, Severity.ERROR]
