from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylint.masking import mask_card_numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("4242424242424242", "424242******4242", id="plain"),
        pytest.param('"4111-1111-1111-1111"', '"4111-11**-****-1111"', id="groups keep their separators"),
        pytest.param("3782 822463 10005", "3782 82**** *0005", id="American Express"),
        pytest.param("4222222222222", "422222***2222", id="thirteen digits"),
        pytest.param("6304000000000000000", "630400*********0000", id="nineteen digits"),
        pytest.param("6242424242424243", "624242******4243", id="sixteen digits from 3 to 6 need no check digit"),
        pytest.param("4242 4242 4242 4242 12/25 123", "4242 42** **** 4242 12/25 123", id="followed by an expiry date"),
        pytest.param("no. 123 4111111111111111 99", "no. 123 411111******1111 99", id="between other numbers"),
        pytest.param("4242_4242_4242_4242", "4242_42**_****_4242", id="a Python number"),
        pytest.param("4242.4242.4242.4242", "4242.42**.****.4242", id="dots"),
        pytest.param("４２４２４２４２４２４２４２４２", "４２４２４２******４２４２", id="full-width digits"),
        pytest.param(";4242424242424242=2512101", ";424242******4242=2512101", id="track data"),
        pytest.param("card4242424242424242", "card424242******4242", id="after a word"),
    ],
)
def test_a_card_number_keeps_its_first_six_and_last_four_digits(text: str, shown: str) -> None:
    assert mask_card_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("3.1415926535897932", id="fraction of a float"),
        pytest.param("0x4242424242424242", id="hexadecimal number"),
        pytest.param("sha = 'ab4242424242424242cd'", id="inside a digest"),
        pytest.param("550e8400-e29b-4123-8123-123456789012", id="UUID"),
        pytest.param("1234567890123456", id="sixteen digits that no card begins with and no check digit"),
        pytest.param("424242424242", id="twelve digits"),
        pytest.param("2222222222222222222222222222", id="too many digits"),
        pytest.param("2026-11-24T10:29:00", id="a time"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_card_numbers(text) == text


@given(st.text(alphabet="0123456789 -_.ax\n４"))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_card_numbers(mask_card_numbers(text)) == mask_card_numbers(text)


@given(st.text())
def test_masking_changes_digits_only(text: str) -> None:
    shown = mask_card_numbers(text)

    assert len(shown) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, shown, strict=True))
