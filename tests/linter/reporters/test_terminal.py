from __future__ import annotations

import io
import pathlib
import re
from dataclasses import replace

from rich.cells import cell_len

from paylint.finding import Coverage, Problem, Report, Step, Trace
from paylint.location import Location, Path
from paylint.reporters import terminal

WIDE = """\
src/shop/checkout/views.py:41:18  error  PAY101 card-data-received  card number and security code enter this server
        source  templates/checkout/pay.html:12   <input name="card_number">  posts to checkout:pay
        route   src/shop/urls.py:9               POST /checkout/pay -> views.pay
        step    src/shop/checkout/views.py:41    number = request.POST["card_number"]
        call    src/shop/payments/gateway.py:88  charge(card=number)
        sink    src/shop/payments/psp.py:23      post(URL, data=card)  CardNo, SecurityCode
        and 2 more sources: src/shop/api.py:7, …
        PCI DSS 1.2.4, 12.5.2 | API-type (通過型)
        means   consistent with SAQ D-Merchant
        fix     move to the link type or to a token from hosted fields: `paylint explain PAY101`

src/shop/models tests/決済.py:3:1  warning  PAY201 verification-code-stored
    the security code of 424242******4242 is stored
        PCI DSS 3.3.1.2 | medium confidence
        fix     do not store it: `paylint explain PAY201`

Not fully analysed
    src/legacy.py:3  PAY901  not analysed: print statement of Python 2

Left out
    1 file minified: static/x.min.js
    5 files too large: dumps/0.py, dumps/1.py, dumps/2.py and 2 more

1 error, 1 warning in 412 files (31 analysed)
"""

NARROW = """\
src/shop/checkout/views.py:41:18  error  PAY101 card-data-received
    card number and security code enter this server
        source  …checkout/pay.html:12  <input name="card_…
        route   src/shop/urls.py:9     POST /checkout/pay…
        step    …checkout/views.py:41  number = request.P…
        call    …yments/gateway.py:88  charge(card=number)
        sink    …p/payments/psp.py:23  post(URL, data=car…
        and 2 more sources: src/shop/api.py:7, …
        PCI DSS 1.2.4, 12.5.2 | API-type (通過型)
        means   consistent with SAQ D-Merchant
        fix     move to the link type or to a token from
                hosted fields: `paylint explain PAY101`
"""


def shown(report: Report, *, color: bool = False, width: int = terminal.UNLIMITED) -> str:
    stream = io.StringIO()
    terminal.report(report, stream, color=color, width=width)
    return stream.getvalue()


def test_findings_are_shown_with_their_way_their_meaning_and_what_to_do(report: Report) -> None:
    assert shown(report, width=115) == WIDE


def test_a_narrow_terminal_gets_shorter_trace_lines(report: Report) -> None:
    assert shown(report, width=58).startswith(NARROW)


def test_nothing_is_cut_where_the_stream_has_no_width(report: Report) -> None:
    text = shown(report)

    assert "…" not in text.replace("src/shop/api.py:7, …", "")
    assert "PAY201 verification-code-stored  the security code of" in text


def test_no_trace_line_is_wider_than_the_terminal(report: Report) -> None:
    for width in (40, 60, 80, 100):
        rows = [line for line in shown(report, width=width).splitlines() if line.startswith("        ")]

        assert max(cell_len(row) for row in rows) <= width


def test_a_long_path_keeps_its_end(report: Report) -> None:
    assert "…hop/payments/gateway.py:88" in shown(report, width=70)


def test_nothing_found_is_never_called_safe(report: Report) -> None:
    clean = replace(report, findings=(), problems=(), coverage=Coverage(files=12, analysed=1), exit_code=0)

    assert shown(clean) == "no card flow found in 12 files (1 analysed)\n"


def test_nothing_found_still_says_what_was_not_seen(report: Report) -> None:
    text = shown(replace(report, findings=()))

    assert text.endswith("no card flow found in 412 files (31 analysed); 1 problem above\n")


def test_colours_appear_only_where_they_are_asked_for(report: Report) -> None:
    assert "\x1b[" in shown(report, color=True)
    assert "\x1b[" not in shown(report)


def test_escape_sequences_of_checked_code_do_not_reach_the_terminal(report: Report) -> None:
    step = report.findings[0].traces[0].steps[0]
    hostile = Trace((replace(step, code="x = '\x1b[2J\u202e'\ny"), Step("sink", step.location, "")))
    finding = replace(report.findings[0], message="a\x1b]0;b\x07", traces=(hostile,))

    text = shown(replace(report, findings=(finding,)))

    assert "x = '\ufffd[2J\ufffd' y" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_markup_in_checked_code_is_shown_as_it_is(report: Report) -> None:
    finding = replace(report.findings[0], message="[red]x[/red] :smile:")

    assert "[red]x[/red] :smile:" in shown(replace(report, findings=(finding,)))


def test_a_problem_of_the_whole_run_has_no_place(report: Report) -> None:
    broken = replace(report, problems=(Problem("PAY901", Location(Path("."), 1), "a rule crashed", fatal=True),))

    assert "\n    PAY901  a rule crashed\n" in shown(broken)


def test_times_are_never_shown(report: Report) -> None:
    assert shown(replace(report, seconds=(("parse", 1.5),))) == shown(report)


def test_places_lead_to_their_files_where_links_are_asked_for(report: Report) -> None:
    stream = io.StringIO()

    terminal.report(replace(report, root="/srv/a shop"), stream, color=True, links=True)

    links = re.findall(r"\x1b]8;id=\d+;([^\x1b]+)\x1b\\(?:\x1b\[[\d;]+m)?([^\x1b]+)", stream.getvalue())
    uri = pathlib.Path("/srv/a shop").absolute().as_uri()
    assert links[:2] == [
        (f"{uri}/src/shop/checkout/views.py", "src/shop/checkout/views.py:41:18"),
        (f"{uri}/templates/checkout/pay.html", "templates/checkout/pay.html:12"),
    ]
    assert "\x1b]8" not in shown(report, color=True)


def test_findings_alone_are_findings_and_problems(report: Report) -> None:
    stream = io.StringIO()

    terminal.report(report, stream, width=115, findings_alone=True)

    assert stream.getvalue() == WIDE[: WIDE.index("Left out")]
