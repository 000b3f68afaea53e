"""What the scoreboard of inputs counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.score_inputs import inconsistencies, score, shares, shortfalls

ROUTE = {"kind": "route", "route": "checkout/", "name": "shop_checkout"}
NUMBER: dict[str, Any] = {
    "id": "I1",
    "file": "pay.html",
    "line": 3,
    "has": "number",
    "field": "card_number",
    "data": "pan",
    "named": True,
    "to": ROUTE,
}
LABEL: dict[str, Any] = {"package": "shop", "inputs": [NUMBER]}


def said(**changes: Any) -> dict[str, Any]:
    target = {"kind": "route", "address": "^checkout/$", "handlers": ["shop.pay"], "psp": ""}
    found = {"element": "card.pan", "name": "card_number", "path": "pay.html", "line": 3, "posted": True, "form": ""}
    return {**found, "target": {**target, **changes.pop("target", {})}, **changes}


def test_an_input_at_the_labelled_place_is_found_and_leads_to_the_route_by_pattern_or_name():
    by_pattern = score(LABEL, [said()])
    by_name = score(LABEL, [said(target={"address": "shop_checkout"})])

    assert (by_pattern.found, by_pattern.right, by_pattern.invented) == (1, 1, [])
    assert by_name.right == 1


@pytest.mark.parametrize("change", [{"line": 4}, {"path": "other.html"}, {"element": "card.code"}])
def test_another_place_or_kind_is_an_input_missed_and_one_invented(change):
    got = score(LABEL, [said(**change)])

    assert (got.found, len(got.missed), len(got.invented)) == (0, 1, 1)


def test_of_the_fields_of_a_form_at_one_place_each_is_asked_for_by_its_name():
    expiry = NUMBER | {"data": "expiry"}
    label = LABEL | {"inputs": [expiry | {"id": "I1", "field": "month"}, expiry | {"id": "I2", "field": "year"}]}
    fields = [said(element="card.expiry", form="shop.CardForm", name=name) for name in ("month", "year")]

    assert score(label, fields).found == 2
    assert score(label, fields[:1]).found == 1


@pytest.mark.parametrize(
    "change", [{"target": {"address": "^other/$"}}, {"target": {"kind": "unknown"}}, {"posted": False}]
)
def test_another_target_or_a_name_that_is_not_there_is_wrong(change):
    got = score(LABEL, [said(**change)])

    assert (got.found, got.right, len(got.wrong)) == (1, 0, 1)


def test_what_a_label_says_as_well_is_right_and_a_script_is_asked_for_its_provider():
    script = {"kind": "script", "provider": "stripe"}
    label = LABEL | {"inputs": [NUMBER | {"also": [script]}]}

    assert score(label, [said(target={"kind": "script", "psp": "stripe"})]).right == 1
    assert score(label, [said(target={"kind": "script", "psp": "adyen"})]).right == 0


def test_the_page_itself_is_a_route_without_an_address():
    label = LABEL | {"inputs": [NUMBER | {"to": {"kind": "own"}}]}

    assert score(label, [said(target={"address": ""})]).right == 1
    assert score(label, [said()]).right == 0


def test_who_answers_at_the_page_itself_counts_where_the_label_names_it():
    label = LABEL | {"inputs": [NUMBER | {"to": {"kind": "own", "handler": "shop.pay"}}]}

    assert score(label, [said(target={"address": ""})]).right == 1
    assert score(label, [said(target={"address": "", "handlers": []})]).right == 0


def test_the_same_input_said_of_several_pages_is_invented_once_for_none():
    assert score(LABEL, [said(), said()]).invented == []


def test_shares_and_thresholds():
    tally = score(LABEL, [said(), said(line=9)])

    assert shares([tally]) == {"recall": 1.0, "precision": 0.5, "targets": 1.0}
    assert list(shortfalls([tally], {"recall": 1.0, "precision": 0.9, "targets": 1.0})) == [
        "precision 0.500 is below 0.9"
    ]


def test_a_label_names_known_kinds_and_a_route_where_it_is_one():
    wrong = NUMBER | {"data": "name", "to": {"kind": "provider", "route": "x"}}

    assert len(list(inconsistencies(LABEL | {"inputs": [wrong, NUMBER | {"data": "name"}]}))) == 4
