"""A purchase through both states of the Tokiwa example."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("requests", reason="the example shop calls its provider with requests")
pytest.importorskip("flask", reason="the example shop is a Flask application")

from tests.examples.driving import CODE, NUMBER, Customer, open_shop, port_of


def test_before_the_card_passes_through_the_shop_and_nothing_is_stored():
    customer = Customer()

    with open_shop("tokiwa/before") as shop:
        last = customer.buy(shop)
        written = shop.written()

    assert "お支払い済み" in last.text
    assert [port_of(address) for address in customer.typed_card_into] == [shop.wire.port]
    assert shop.was_sent(NUMBER)
    assert shop.was_sent(f"security_code={CODE}")
    assert {"shop/checkout.py", "shop/payments.py"} <= shop.files_in_memory(), (
        "a server that keeps nothing holds it still"
    )
    assert any(f"CardNo={NUMBER}" in request for request in shop.provider.heard)
    assert re.search(rb"T[0-9a-f]{12}", written), "the order itself is written"
    assert NUMBER.encode() not in written


def test_before_the_shop_says_that_it_keeps_no_cards():
    with open_shop("tokiwa/before") as shop:
        page = Customer().get(f"{shop.address}privacy")

    assert "クレジットカード情報は保持していません" in page.text


def test_after_the_card_never_reaches_the_shop():
    customer = Customer()

    with open_shop("tokiwa/after") as shop:
        last = customer.buy(shop)
        shop.look()
        written = shop.written()

    assert "お支払い済み" in last.text
    assert len(customer.typed_card_into) == 1
    assert port_of(customer.typed_card_into[0]) != shop.wire.port
    assert shop.was_sent("OrderID=T"), "the customer came back through the wire"
    assert not shop.was_sent(NUMBER)
    assert not shop.was_sent(f"code={CODE}")
    assert not shop.in_memory
    assert NUMBER.encode() not in written
