"""Each state of the shops is read as the incident it stands for, or its remedy, is to be read."""

from __future__ import annotations

import pytest

from tests.examples.expected import Expected, everything
from tests.examples.table import differences


@pytest.mark.parametrize("shop", everything(), ids=lambda shop: shop.name)
def test_the_shop_is_read_as_expected(shop: Expected) -> None:
    assert not list(differences(shop))
