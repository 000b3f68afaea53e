"""What the scoreboard counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.corpus.score import is_core, judge, results, score, shortfalls

ROOT = Path("shop-1.0")
FLOW: dict[str, Any] = {
    "id": "F1",
    "data": ["pan", "csc"],
    "source": {"file": "views.py", "line": 10, "has": "POST", "kind": "request"},
    "steps": [],
    "sink": {"file": "gateway.py", "line": 50, "has": "post", "kind": "psp-api"},
    "interprocedural": True,
    "crosses_files": 1,
    "hardness": "medium",
    "certainty": "definite",
    "strength": "core",
}
LABEL: dict[str, Any] = {
    "package": "shop",
    "flows": [FLOW],
    "not_flows": [{"id": "N1", "file": "log.py", "line": 5, "has": "last4", "looks_like": "log", "data": ["pan"]}],
    "integrations": [{"id": "I1", "psp": "stripe", "flow": "api", "evidence": ["gateway.py:50 post"]}],
    "verdict": {"flow_type": "api", "saq": "D"},
}


def place(path: str, line: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": path}, "region": {"startLine": line}}}


def sarif(path: str, line: int, *trace: tuple[str, int]) -> dict[str, Any]:
    steps = [{"location": place(*step)} for step in trace]
    flows = [{"threadFlows": [{"locations": steps}]}] if steps else []
    return {"runs": [{"results": [{"ruleId": "R", "locations": [place(path, line)], "codeFlows": flows}]}]}


def scored(log: dict[str, Any]):
    return score(LABEL, list(results(log, ROOT)))


def test_a_result_at_the_sink_finds_the_flow():
    got = scored(sarif("gateway.py", 50))

    assert (got.found, got.core_found, got.traced) == (1, 1, 0)


def test_a_result_whose_trace_ends_at_the_sink_finds_the_flow_wherever_it_stands():
    got = scored(sarif("views.py", 10, ("views.py", 10), ("gateway.py", 50)))

    assert (got.found, got.traced, got.begins) == (1, 1, 1)


def test_a_trace_that_only_passes_the_source_does_not_begin_there():
    got = scored(sarif("gateway.py", 50, ("urls.py", 1), ("views.py", 10), ("gateway.py", 50)))

    assert (got.traced, got.begins) == (1, 0)


@pytest.mark.parametrize(("line", "found"), [(47, 1), (53, 1), (46, 0), (54, 0)])
def test_three_lines_away_is_near_and_four_is_not(line, found):
    assert scored(sarif("gateway.py", line)).found == found


def test_paths_are_compared_below_the_folder_that_was_given():
    assert scored(sarif("shop-1.0/gateway.py", 50)).found == 1


def test_a_result_on_a_place_marked_harmless_is_a_false_positive():
    got = scored(sarif("log.py", 5))

    assert (got.found, len(got.false), len(got.unlabelled)) == (0, 1, 0)


def test_a_result_that_no_label_speaks_of_counts_neither_way():
    got = scored(sarif("other.py", 1))

    assert (len(got.false), len(got.unlabelled)) == (0, 1)


def test_an_echo_is_not_demanded():
    label = LABEL | {"flows": [FLOW | {"echo": True}]}

    assert score(label, []).flows == 0


def test_a_suppressed_result_is_none():
    log = sarif("gateway.py", 50)
    log["runs"][0]["results"][0]["suppressions"] = [{"kind": "inSource"}]

    assert scored(log).found == 0


@pytest.mark.parametrize(
    "change", [{"certainty": "conditional"}, {"strength": "secondary"}, {"data": ["expiry", "holder"]}]
)
def test_a_flow_is_core_when_it_is_certain_marked_so_and_more_than_an_expiry_date(change):
    assert is_core(FLOW)
    assert not is_core(FLOW | change)


def test_integrations_are_compared_by_provider_and_type():
    names = {"stripe": "stripe", "adyen": "adyen"}
    right, wrong = scored(sarif("x.py", 1)), scored(sarif("x.py", 1))

    judge(LABEL, {"integrations": [{"psp": "Stripe", "flow": "api"}], "verdict": {"saq": "D"}}, right, names)
    judge(LABEL, {"integrations": [{"psp": "Adyen", "flow": "api"}], "verdict": {"saq": "A"}}, wrong, names)

    assert (right.integrations_right, right.verdict_right) == (1, True)
    assert (wrong.integrations_right, wrong.verdict_right) == (0, False)


def test_the_thresholds_name_what_is_missing():
    poor = scored(sarif("log.py", 5))
    poor.failed = "exit status 3: broken"

    assert list(shortfalls([poor], 0.75, 0)) == [
        "shop: exit status 3: broken",
        "core recall 0.000 is below 0.75",
        "1 false positives; 0 are allowed",
    ]
    assert list(shortfalls([scored(sarif("gateway.py", 50))], 1.0, 0)) == []
