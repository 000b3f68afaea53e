"""Bookings, and an injection, in both states of the travel agency example."""

from __future__ import annotations

import pytest

pytest.importorskip("requests", reason="the customer of these tests uses requests")

from tests.examples.driving import CODE, NUMBER, PERSON_FIELDS, Customer, Page, Shop, open_shop, port_of

EVERY_TOUR = "' OR 1=1 --"
BOOKINGS = "nothing' union select mail, onamae || ' ' || jusho, denwa from bookings --"


def search(shop: Shop, keyword: str) -> Page:
    return Customer().get(shop.address, keyword=keyword)


def test_before_the_card_passes_through_the_site_and_is_not_stored():
    customer = Customer()

    with open_shop("club-gets/before") as shop:
        last = customer.buy(shop)
        written = shop.written()

    assert "お支払い済み" in last.text
    assert [port_of(address) for address in customer.typed_card_into] == [shop.wire.port]
    assert shop.was_sent(NUMBER)
    assert shop.was_sent(f"security_code={CODE}")
    assert "clubsite/payment.py" in shop.files_in_memory()
    assert any(f"cardnumber={NUMBER}" in request for request in shop.provider.heard)
    assert NUMBER.encode() not in written


def test_after_the_card_never_reaches_the_site():
    customer = Customer()

    with open_shop("club-gets/after") as shop:
        last = customer.buy(shop)
        shop.look()
        written = shop.written()

    assert "お支払い済み" in last.text
    assert len(customer.typed_card_into) == 1
    assert port_of(customer.typed_card_into[0]) != shop.wire.port
    assert shop.was_sent("/kekka?result=OK"), "the provider's word came through the wire"
    assert not shop.was_sent(NUMBER)
    assert not shop.was_sent(f"code={CODE}")
    assert not shop.in_memory
    assert NUMBER.encode() not in written


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_search_runs_what_is_typed_into_it(state: str):
    with open_shop(f"club-gets/{state}") as shop:
        honest, injected = search(shop, "温泉"), search(shop, EVERY_TOUR)

    assert "登別温泉" in honest.text
    assert "非公開" not in honest.text
    assert "非公開" in injected.text


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_search_gives_the_people_who_booked_to_anybody(state: str):
    with open_shop(f"club-gets/{state}") as shop:
        Customer().buy(shop)
        stolen = search(shop, BOOKINGS)

    assert PERSON_FIELDS["onamae"] in stolen.text
    assert PERSON_FIELDS["jusho"] in stolen.text
    assert NUMBER not in stolen.text


@pytest.mark.parametrize("state", ["before", "after"])
def test_a_fault_of_the_database_is_told_to_the_visitor(state: str):
    with open_shop(f"club-gets/{state}") as shop:
        page = search(shop, "'")

    assert "unrecognized token" in page.text


@pytest.mark.parametrize("state", ["before", "after"])
def test_neither_a_payment_nor_an_injection_leaves_a_line_in_a_log(state: str):
    with open_shop(f"club-gets/{state}") as shop:
        Customer().buy(shop)
        search(shop, BOOKINGS)
        output = (shop.folder / "output.txt").read_text("utf-8")

    assert not output
