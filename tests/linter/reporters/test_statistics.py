from __future__ import annotations

import io
from dataclasses import replace

from paylint.finding import Report
from paylint.reporters import statistics


def test_counts_and_times_stand_in_columns(report: Report) -> None:
    stream = io.StringIO()

    statistics.report(replace(report, seconds=(("parse", 0.25),)), stream)

    assert stream.getvalue() == (
        "PAY101 card-data-received             1\n"
        "PAY201 verification-code-stored       1\n"
        "files                               412\n"
        "files left out                        6\n"
        "files analysed                       31\n"
        "lines                            61,234\n"
        "functions followed                  210\n"
        "calls                             1,800\n"
        "calls unresolved                    320\n"
        "parse, seconds                    0.250\n"
    )


def test_times_can_stand_alone(report: Report) -> None:
    stream = io.StringIO()

    statistics.timings(replace(report, seconds=(("parse", 0.25), ("propagate", 1.5))), stream)

    assert stream.getvalue() == "parse, seconds      0.250\npropagate, seconds  1.500\n"
