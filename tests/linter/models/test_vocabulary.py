"""How names are read, shown with words of our own: what they mean for payment cards is tested with the pack."""

from __future__ import annotations

import pytest

from paylint.models.vocabulary import Kind, Meaning, Phrase, Role, Strength, Vocabulary


def kind(name: str, *, decides: bool = True, whole: bool = False) -> Kind:
    return Kind(name, "A kind.", (("en", name),), decides=decides, harmless=frozenset(), whole=whole)


KINDS = {
    "plum.stone": kind("plum.stone"),
    "plum.date": kind("plum.date", decides=False),
    "plum.whole": kind("plum.whole", whole=True),
}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    stone, date, whole = KINDS
    return Vocabulary(
        KINDS,
        {},
        {},
        {},
        [
            Phrase("plum stone", stone),
            Phrase("kern", stone),
            Phrase("カード番号", stone),
            Phrase("stone code", stone, Strength.WEAK),
            Phrase("stone", stone, Strength.BARE),
            Phrase("ripe", date, Strength.WEAK),
            Phrase("plum", whole, Strength.WEAK),
            Phrase("plum data", whole),
            Phrase("plum", role=Role.CONTEXT),
            Phrase("カード", role=Role.CONTEXT),
            Phrase("sugar", role=Role.QUALIFIER),
            Phrase("ギフトカード", role=Role.QUALIFIER),
            Phrase("last 4", role=Role.RESULT),
            Phrase("size", role=Role.RESULT),
            Phrase("form", role=Role.CONTAINER),
            Phrase("value", role=Role.NEUTRAL),
            Phrase("farmer", role=Role.OWNER),
            Phrase("price", role=Role.OTHER),
        ],
    )


@pytest.mark.parametrize(
    "name",
    [
        "plum_stone",
        "plumStone",
        "PlumStone",
        "PLUM_STONE",
        "PLUMSTONE",
        "plumstone",
        "plum-stone",
        "plum.stone",
        "x_plum_stone",
        "farmer[plum_stone]",
        "plum_stone01",
        "plumStone2",
        "plum_stones",
        "ｐｌｕｍ＿ｓｔｏｎｅ",
        "plüm_stöne",
        "カード番号",
        "オレンジカード番号1",
    ],
)
def test_a_phrase_is_found_however_its_words_are_joined(words: Vocabulary, name: str) -> None:
    assert words.meaning(name) == Meaning("plum.stone", weak=False)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("sugar_plum_stone", "another thing"),
        ("plum_stone_last4", "a part of it"),
        ("plum_stone_last_4", "a part of it, in words"),
        ("plum_stone_size", "something about it"),
        ("sugarplumstone", "another thing, words joined"),
        ("PlumStoneForm", "code around it"),
        ("ギフトカード番号", "another thing, in Japanese"),
        ("plumstonery", "part of a longer word"),
        ("__stone__", "a name of Python's own"),
        ("", "nothing"),
        ("___", "nothing but underscores"),
    ],
)
def test_a_word_beside_it_turns_a_phrase_off(words: Vocabulary, name: str, why: str) -> None:
    assert words.meaning(name) is None, why


@pytest.mark.parametrize("name", ["stone_code", "farmer_stone_code", "my_stone_code_thing"])
def test_a_weak_phrase_needs_context(words: Vocabulary, name: str) -> None:
    assert words.meaning(name) == Meaning("plum.stone", weak=True)


def test_context_in_the_name_confirms_a_weak_phrase(words: Vocabulary) -> None:
    assert words.meaning("plum_stone_code") == Meaning("plum.stone", weak=False)
    assert words.meaning("ripe_plum") == Meaning("plum.date", weak=False)


def test_a_bare_phrase_is_confirmed_by_context_before_it_alone(words: Vocabulary) -> None:
    assert words.meaning("plum_value_stone") == Meaning("plum.stone", weak=False)
    assert words.meaning("stone_plum") == Meaning("plum.stone", weak=True)


@pytest.mark.parametrize("name", ["stone", "stone_value", "stone1"])
def test_a_bare_phrase_counts_where_it_is_the_whole_name(words: Vocabulary, name: str) -> None:
    assert words.meaning(name) == Meaning("plum.stone", weak=True)


@pytest.mark.parametrize("name", ["farmer_stone", "stone_wall"])
def test_a_bare_phrase_says_nothing_in_another_name(words: Vocabulary, name: str) -> None:
    assert words.meaning(name) is None


def test_the_longer_phrase_wins_and_a_part_wins_over_a_whole(words: Vocabulary) -> None:
    assert words.meaning("plum_data_kern") == Meaning("plum.stone", weak=False)


def test_a_whole_may_have_an_owner_before_it_but_nothing_said_after_it(words: Vocabulary) -> None:
    assert words.meaning("farmer_plum_data") == Meaning("plum.whole", weak=False)
    assert words.meaning("plum") == Meaning("plum.whole", weak=True)
    assert words.meaning("plum_data_farmer") is None


@pytest.mark.parametrize(
    ("name", "gives"),
    [
        ("plum", True),
        ("plum_form", True),
        ("myPlum", True),
        ("カード情報", True),
        ("sugar_plum", False),
        ("pear", False),
    ],
)
def test_context(words: Vocabulary, name: str, gives: bool) -> None:
    assert words.gives_context(name) is gives


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("plum_size", True),
        ("last4", True),
        ("price", True),
        ("sugar", True),
        ("plum_stone", False),
        ("stone", False),
        ("pear", False),
    ],
)
def test_harmless_names(words: Vocabulary, name: str, harmless: bool) -> None:
    assert words.harmless(name) is harmless


@pytest.mark.parametrize(
    "text",
    [
        'data["plum_stone"]',
        "plumStone = 1",
        "plum-stone",
        "x.plum.stone",
        'x["plum"]["stone"]',
        "kern",
        "label カード番号",
        "def f(plum):",
        "self.plum",
        "'plum'",
        "_plum",
    ],
)
def test_a_text_that_can_mean_something_holds_a_needle(words: Vocabulary, text: str) -> None:
    assert any(needle in text.lower() for needle in words.needles())


@pytest.mark.parametrize("text", ["stone = 1", "stone_code", "replumb"])
def test_a_text_without_strong_names_or_context_holds_none(words: Vocabulary, text: str) -> None:
    assert not any(needle in text for needle in words.needles())


def test_a_name_may_speak_of_another_thing(words: Vocabulary) -> None:
    assert words.another_thing("sugar_plum")
    assert not words.another_thing("plum_stone")
