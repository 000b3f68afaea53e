"""The payment provider (リンク型): our server knows order numbers and amounts, and no card."""

from urllib.parse import parse_qsl, urlsplit

import requests
from django.conf import settings

TIMEOUT = 20


class GatewayError(Exception):
    """The provider did not do as agreed."""


def contract(order):
    return {"ShopID": order.shop.gmo_shop_id, "ShopPass": order.shop.gmo_shop_pass}


def payment_page(order, back):
    """The address of the provider's page for an order. It is never any other host's."""
    answer = requests.post(
        f"{settings.GMO_BASE_URL}/payment/GetLinkplusUrlPayment.json",
        json={
            "geturlparam": contract(order),
            "configid": order.shop.slug,
            "transaction": {"OrderID": order.order_no, "Amount": str(order.goods.price), "RetUrl": back},
        },
        timeout=TIMEOUT,
    )
    answer.raise_for_status()
    page = answer.json()["LinkUrl"]
    if urlsplit(page)[:2] != urlsplit(settings.GMO_LINK_URL)[:2]:
        raise GatewayError("the payment page is not on the provider's host")
    return page


def payment_number(order):
    """The provider's number of the payment, or an empty text if the order is not paid."""
    answer = requests.post(
        f"{settings.GMO_BASE_URL}/payment/SearchTrade.idPass",
        data={**contract(order), "OrderID": order.order_no},
        timeout=TIMEOUT,
    )
    answer.raise_for_status()
    values = dict(parse_qsl(answer.text))
    return values["TranID"] if values.get("Status") == "CAPTURE" else ""
