"""Purchases in the readings of the System Five example, in the clean trees and in the altered ones."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

pytest.importorskip("requests", reason="the customer of these tests uses requests")
pytest.importorskip("fastapi", reason="the example shop is a FastAPI application")
pytest.importorskip("httpx", reason="the example shop calls its provider with httpx")
pytest.importorskip("python_multipart", reason="FastAPI reads forms with python-multipart")
pytest.importorskip("py_mini_racer", reason="the scripts of the payment page are run")

from tests.examples.browser import Outcome, submit_form
from tests.examples.driving import CODE, EXAMPLES, NUMBER, Customer, Page, Shop, open_shop, port_of

TREES = EXAMPLES / "system-five"
FOREIGN = "cdn-stat.example"
TYPED = {"cardno": "4111 1111 1111 1111", "yuko_kigen": "30/12", "security_code": CODE, "meigi": "TARO TESUTO"}


def buy_with_token(shop: Shop) -> tuple[Page, Outcome]:
    """Buy as a browser does that runs the provider's script and the shop's own; gives the last page and what the scripts did."""
    customer = Customer()
    window = customer.get(shop.address)
    page = customer.get(next(link for text, link in window.links if "購入" in text))
    [form] = page.forms
    own = [address for address in page.scripts if address.endswith(("token.js", "pay.js"))]
    scripts = [customer.get(address).answer.text for address in own]
    outcome = submit_form(scripts, TYPED, shop.provider_address)
    return customer.fill(form, outcome.fields), outcome


def differing(clean: Path, deployed: Path) -> list[str]:
    """The files that two trees do not share, from their root."""
    names = {
        path.relative_to(root).as_posix() for root in (clean, deployed) for path in root.rglob("*") if path.is_file()
    }
    return sorted(name for name in names if not same(clean / name, deployed / name))


def same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)


def test_before_handler_the_card_passes_through_the_shop_and_goes_to_the_provider_alone():
    customer = Customer()

    with open_shop("system-five/before-handler") as shop:
        last = customer.buy(shop)
        written = shop.written()

    assert "お支払い済み" in last.text
    assert [port_of(address) for address in customer.typed_card_into] == [shop.wire.port]
    assert shop.was_sent(NUMBER)
    assert {"shop/checkout.py", "shop/payments.py"} <= shop.files_in_memory()
    assert any(f"card_number={NUMBER}" in request for request in shop.provider.heard)
    assert NUMBER.encode() not in written
    assert not shop.elsewhere.heard


def test_deployed_handler_the_card_goes_to_a_second_host_and_nobody_sees_a_difference():
    with open_shop("system-five/deployed-handler") as shop:
        last = Customer().buy(shop)
        written = shop.written()

    [stolen] = shop.elsewhere.heard
    assert "お支払い済み" in last.text
    assert FOREIGN in stolen
    assert f"number={NUMBER}" in stolen
    assert f"security_code={CODE}" in stolen
    assert NUMBER.encode() not in written


def test_before_page_the_card_goes_from_the_browser_to_the_provider_and_never_to_the_shop():
    with open_shop("system-five/before-page") as shop:
        last, outcome = buy_with_token(shop)
        shop.look()
        written = shop.written()

    [(address, text)] = outcome.sent
    assert "お支払い済み" in last.text
    assert address.startswith(shop.provider_address)
    assert f"cardno={NUMBER}" in text
    assert shop.was_sent(f"token={outcome.fields['token']}")
    assert not shop.was_sent(NUMBER)
    assert not shop.in_memory
    assert NUMBER.encode() not in written


def test_deployed_page_the_script_sends_the_card_to_a_second_host_and_the_shop_still_never_sees_it():
    with open_shop("system-five/deployed-page") as shop:
        last, outcome = buy_with_token(shop)
        shop.look()

    stolen = [text for address, text in outcome.sent if FOREIGN in address]
    assert "お支払い済み" in last.text
    assert len(outcome.sent) == 2
    assert [NUMBER in text and CODE in text for text in stolen] == [True]
    assert not shop.was_sent(NUMBER)
    assert not shop.in_memory


def test_the_payment_page_has_scripts_of_others_without_integrity_and_no_policy():
    with open_shop("system-five/before-page") as shop:
        page = Customer().get(f"{shop.address}checkout/mic-01")

    foreign = [address for address in page.scripts if not address.startswith((shop.address, shop.provider_address))]
    assert len(foreign) == 2
    assert "integrity" not in page.answer.text
    assert "Content-Security-Policy" not in page.answer.headers


@pytest.mark.parametrize(("reading", "altered"), [("handler", "shop/payments.py"), ("page", "shop/static/pay.js")])
def test_one_file_of_the_deployed_tree_is_altered(reading: str, altered: str):
    assert differing(TREES / f"before-{reading}", TREES / f"deployed-{reading}") == [altered]


def test_after_the_customer_is_handed_to_a_cart_that_the_code_says_nothing_of():
    customer = Customer()

    with open_shop("system-five/after") as shop:
        last = customer.buy(shop)
        shop.look()
        written = shop.written()

    assert "お支払い済み" in last.text
    assert [port_of(address) for address in customer.typed_card_into] == [port_of(shop.provider_address)]
    assert not shop.was_sent(NUMBER)
    assert not shop.in_memory
    assert NUMBER.encode() not in written
