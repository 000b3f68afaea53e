"""Purchases in two shops of the mall example, before and after, and the way from one state to the other."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytest.importorskip("requests", reason="the example shop calls its provider with requests")
pytest.importorskip("django", reason="the example shop is a Django project")

from tests.examples.driving import CARD_FIELDS, CODE, EXAMPLES, NUMBER, PERSON_FIELDS, Customer, open_shop, port_of

WRONG_NUMBER = NUMBER[:-1] + "2"


def test_before_the_card_and_its_code_stand_in_a_table_and_are_sent_from_there():
    customer = Customer()

    with open_shop("hawaiians-mall/before") as shop:
        last = customer.buy(shop)
        stored = shop.rows("select cardno, yuko_kigen, security_code, meigi from shops_cardinfo")
        tables = shop.tables_with(NUMBER)

    assert "お支払い済み" in last.text
    assert [port_of(address) for address in customer.typed_card_into] == [shop.wire.port]
    assert shop.was_sent(NUMBER)
    assert {"shops/views.py", "shops/gateway.py"} <= shop.files_in_memory()
    assert stored == [(NUMBER, "3012", CODE, "TARO TESUTO")]
    assert tables == ["shops_cardinfo"]
    assert any(f"CardNo={NUMBER}" in request for request in shop.provider.heard)


def test_before_a_card_that_is_refused_is_sent_back_to_the_browser_with_its_code():
    with open_shop("hawaiians-mall/before") as shop:
        customer = Customer()
        form = customer.get(f"{shop.address}omiyage/kounyu/aloha/").forms[0]
        page = customer.fill(form, CARD_FIELDS | PERSON_FIELDS | {"cardno": WRONG_NUMBER})

    assert "お支払いできませんでした" in page.text
    assert f'value="{WRONG_NUMBER}"' in page.answer.text
    assert f'value="{CODE}"' in page.answer.text


def test_before_the_cards_of_several_shops_stand_in_one_table():
    with open_shop("hawaiians-mall/before") as shop:
        for tenant in ("omiyage", "ticket"):
            Customer().buy(shop, tenant)
        owners = shop.rows(
            "select distinct s.slug from shops_cardinfo c join shops_order o on o.id = c.order_id"
            " join shops_shop s on s.id = o.shop_id order by 1"
        )

    assert owners == [("omiyage",), ("ticket",)]


def test_after_the_card_never_reaches_the_platform():
    customer = Customer()

    with open_shop("hawaiians-mall/after") as shop:
        last = customer.buy(shop)
        shop.look()
        written = shop.written()

    assert "お支払い済み" in last.text
    assert len(customer.typed_card_into) == 1
    assert port_of(customer.typed_card_into[0]) != shop.wire.port
    assert shop.was_sent("OrderID=M"), "the customer came back through the wire"
    assert not shop.was_sent(NUMBER)
    assert not shop.was_sent(f"code={CODE}")
    assert not shop.in_memory
    assert NUMBER.encode() not in written


def test_the_migration_takes_the_cards_of_old_orders_out_of_the_database_file():
    with open_shop("hawaiians-mall/before") as shop:
        Customer().buy(shop)
        database = shop.folder / "shop.sqlite3"
        before = database.read_bytes()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=EXAMPLES / "hawaiians-mall" / "after",
            env=os.environ | {"DATABASE": str(database), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )
        after = database.read_bytes()

    assert NUMBER.encode() in before
    assert NUMBER.encode() not in after
    assert b"TARO TESUTO" not in after
