from __future__ import annotations

import pytest

from paylint.browser.compose import compose
from paylint.browser.forms import contents
from paylint.browser.inputs import Intake, intakes, provider_markup
from paylint.finding import Confidence
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Page
from paylint.location import Path
from paylint.models.loading import load_catalog
from paylint.models.schema import BrowserRow, RowOrigin
from paylint.models.vocabulary import Kind, Phrase, Role, Strength, Vocabulary
from paylint.packs import load_packs

CATALOG = load_catalog(load_packs())
MARKUP = provider_markup(row for provider in CATALOG.providers.values() for row in provider.browser)


def found(text: str) -> tuple[Intake, ...]:
    page = lower_page(Path("a.html"), text.encode())
    assert isinstance(page, Page)
    return intakes(contents(compose(page, lambda _: None)), CATALOG.vocabulary, MARKUP)


@pytest.mark.parametrize(
    ("text", "confidence", "reason"),
    [
        ("<input name=n autocomplete='section-x billing cc-number'>", Confidence.HIGH, 'autocomplete="cc-number"'),
        ("<input data-stripe=number>", Confidence.HIGH, 'data-stripe="number"'),
        ("<input name=card_number>", Confidence.HIGH, 'name="card_number"'),
        ("<input id=id_card_number>", Confidence.MEDIUM, 'id="card_number"'),
        ("<input name=n aria-label='Card number'>", Confidence.MEDIUM, 'label "Card number"'),
        ("<input name=n placeholder='Card number'>", Confidence.MEDIUM, 'placeholder "Card number"'),
        ("<input class='wide card-number'>", Confidence.MEDIUM, 'class "card-number"'),
        ("<input type=hidden name=card_number>", Confidence.MEDIUM, 'name="card_number"'),
        ("{{ form.card_number }}", Confidence.MEDIUM, "form.card_number"),
    ],
)
def test_the_surest_sign_gives_the_confidence_and_the_reason(text: str, confidence: Confidence, reason: str) -> None:
    (intake,) = found(f"<form>{text}</form>")

    assert (intake.kind, intake.confidence, intake.reason) == ("card.pan", confidence, reason)


def test_what_autocomplete_says_counts_against_a_name() -> None:
    assert found("<form><input name=card_number autocomplete=one-time-code></form>") == ()


def test_a_weak_name_far_from_a_sure_one_means_nothing() -> None:
    between = "<input name=city>" * 10

    assert [one.reason for one in found(f"<form><input name=card_number>{between}<input name=month></form>")] == [
        'name="card_number"'
    ]


def test_a_short_field_is_a_part_of_the_number_only_beside_others_like_it() -> None:
    assert found("<form><input name=card_number maxlength=4></form>") == ()
    assert len(found("<form><input name=card_no1 maxlength=4><input name=card_no2 maxlength=4></form>")) == 2


def test_in_doubt_a_number_needs_a_code_or_a_date_beside_it() -> None:
    alone = "<form action=/gift/redeem><input name=card_number></form>"
    beside = "<form action=/gift/buy><input name=card_number><input name=cvv></form>"

    assert found(alone) == ()
    assert [one.kind for one in found(beside)] == ["card.pan", "card.code"]


def test_nothing_is_known_but_what_the_packs_say() -> None:
    words = Vocabulary(
        {"tea": Kind("tea", "Tea.", (), decides=True, harmless=frozenset())},
        {},
        {},
        {},
        [
            Phrase("oolong", "tea", Strength.STRONG),
            Phrase("tea-sort", "tea", attribute="autocomplete"),
            Phrase("coffee", role=Role.QUALIFIER, attribute="autocomplete"),
        ],
    )
    row = BrowserRow("direct", (), (), (), (), ('data-leaf="sencha"',), (("sencha", "tea"),), RowOrigin("x.yaml", 1))
    page = lower_page(
        Path("a.html"),
        b"<input name=oolong><input autocomplete=tea-sort><input data-leaf=sencha>"
        b"<input name=card_number><input name=oolong autocomplete=coffee>",
    )
    assert isinstance(page, Page)

    made = intakes(contents(compose(page, lambda _: None)), words, provider_markup([row]))

    assert [one.reason for one in made] == ['name="oolong"', 'autocomplete="tea-sort"', 'data-leaf="sencha"']
    assert "tea-sort" in words.needles()
