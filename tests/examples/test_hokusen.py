"""Logins, searches and injections in both states of the members' pages. No card is anywhere in them."""

from __future__ import annotations

import pytest

pytest.importorskip("requests", reason="the customer of these tests uses requests")
pytest.importorskip("flask", reason="the example is a Flask application")
pytest.importorskip("sqlalchemy", reason="the example keeps its members with SQLAlchemy")

from tests.examples.driving import Customer, Page, Shop, open_shop

SECRETS = ("himitsu-no-kotoba", "2468")
MEMBER = {
    "login_id": "taro",
    "password": SECRETS[0],
    "mail": "taro@example.com",
    "ansho_bango": SECRETS[1],
    "shimei": "試験 太郎",
    "jusho": "富山県富山市試験町1-2",
    "seinengappi": "1970-01-01",
    "seibetsu": "男",
    "denwa": "076-000-0000",
    "ginko": "試験銀行",
    "koza_bango": "7654321",
    "koza_meigi": "シケン タロウ",
}
ANYBODY = {"login_id": "' OR 1=1 --", "password": "-"}
EVERY_SECRET = "' union select shimei || ' ' || password, ansho_bango, koza_bango from members --"


def sign_up(shop: Shop) -> None:
    customer = Customer()
    customer.fill(customer.get(f"{shop.address}toroku").forms[0], MEMBER)


def log_in(shop: Shop, answers: dict[str, str]) -> Page:
    customer = Customer()
    return customer.fill(customer.get(f"{shop.address}login").forms[0], answers)


@pytest.mark.parametrize("state", ["before", "after"])
def test_a_member_logs_in_and_sees_what_was_told(state: str):
    with open_shop(f"hokusen/{state}") as shop:
        sign_up(shop)
        page = log_in(shop, MEMBER)

    assert "試験 太郎 様" in page.text
    assert "7654321" in page.text


@pytest.mark.parametrize("state", ["before", "after"])
def test_password_and_pin_and_bank_account_lie_readable_in_the_table(state: str):
    with open_shop(f"hokusen/{state}") as shop:
        sign_up(shop)
        rows = shop.rows("select password, ansho_bango, koza_bango from members")

    assert rows == [(*SECRETS, "7654321")]


@pytest.mark.parametrize("state", ["before", "after"])
def test_the_search_finds_the_shops_of_an_area(state: str):
    with open_shop(f"hokusen/{state}") as shop:
        page = Customer().get(shop.address, area="富山")

    assert "試験書店" in page.text
    assert "試験薬局" not in page.text


def test_before_anybody_is_let_in_without_a_password():
    with open_shop("hokusen/before") as shop:
        sign_up(shop)
        page = log_in(shop, ANYBODY)

    assert "試験 太郎 様" in page.text


def test_before_the_search_gives_every_secret_to_anybody():
    with open_shop("hokusen/before") as shop:
        sign_up(shop)
        page = Customer().get(shop.address, area=EVERY_SECRET)

    assert all(secret in page.text for secret in (*SECRETS, "7654321"))


def test_after_what_is_typed_stays_data():
    with open_shop("hokusen/after") as shop:
        sign_up(shop)
        login, search = log_in(shop, ANYBODY), Customer().get(shop.address, area=EVERY_SECRET)

    assert login.answer.status_code == 401
    assert search.answer.ok
    assert not any(secret in search.text for secret in SECRETS)


@pytest.mark.parametrize("state", ["before", "after"])
def test_no_page_asks_for_a_card(state: str):
    with open_shop(f"hokusen/{state}") as shop:
        pages = [Customer().get(shop.address + way) for way in ("", "login", "toroku")]
        asked = {name for page in pages for form in page.forms for name in form.fields}

    assert asked == set(MEMBER) | {"area"}
    assert not any("カード番号" in page.text or "セキュリティコード" in page.text for page in pages)
