"""A change of class is said in one sentence."""

from __future__ import annotations

from paylint.drift import Drift, Move
from paylint.reporters.drift_text import sentences
from paylint.scope import Verdict

LINK = Verdict("A", "redirect", "リンク型・非通過型", ())
API = Verdict("D", "api", "API型・通過型", ())
NONE = Verdict("none", "none", "", ())


def drift(before: Verdict, after: Verdict, *moves: Move) -> Drift:
    return Drift("main", (), (), (), before, after, moves)


def test_a_provider_that_moves_is_named_with_both_ways_and_both_classes() -> None:
    move = Move("gmo_pg", "GMO-PG", "redirect", "api", "A", "D")

    assert list(sentences(drift(LINK, API, move))) == [
        "since main: 0 new findings, 0 gone, 0 unchanged",
        "this change moves GMO-PG from the link type to the API type (通過型): consistent with SAQ A before, SAQ D after",
        "the codebase: consistent with SAQ A before, consistent with SAQ D after; the scope grows",
    ]


def test_a_provider_that_comes_or_goes_is_said_so() -> None:
    brought = Move("stripe", "Stripe", "", "redirect", "", "A")
    gone = Move("stripe", "Stripe", "redirect", "", "A", "")

    assert list(sentences(drift(NONE, LINK, brought)))[1:] == [
        "this change brings Stripe as the link type: consistent with SAQ A",
        "the codebase: no card flow found before, consistent with SAQ A after; the scope grows",
    ]
    assert list(sentences(drift(LINK, NONE, gone)))[1:] == [
        "this change takes Stripe away, which was the link type",
        "the codebase: consistent with SAQ A before, no card flow found after",
    ]
