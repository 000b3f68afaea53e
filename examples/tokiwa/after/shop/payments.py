"""Payment on the provider's own page (リンクタイプ): this server knows order numbers and amounts, no card."""

from urllib.parse import parse_qsl, urlsplit

import requests
from flask import current_app

TIMEOUT = 20


class PaymentError(Exception):
    """The provider did not do as agreed."""


class Gateway:
    """The provider, as this shop sees it."""

    def __init__(self, base_url, link_url, shop_id, shop_pass):
        self.base_url = base_url
        self.link_url = link_url
        self.shop = {"ShopID": shop_id, "ShopPass": shop_pass}

    def payment_page(self, order_no, amount, back):
        """The address of the provider's page for an order. It is never any other host's."""
        answer = requests.post(
            f"{self.base_url}/payment/GetLinkplusUrlPayment.json",
            json={
                "geturlparam": self.shop,
                "configid": "shop",
                "transaction": {"OrderID": order_no, "Amount": str(amount), "RetUrl": back},
            },
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        page = answer.json()["LinkUrl"]
        if urlsplit(page)[:2] != urlsplit(self.link_url)[:2]:
            raise PaymentError("the payment page is not on the provider's host")
        return page

    def is_paid(self, order_no):
        """Whether the provider says that an order is paid."""
        answer = requests.post(
            f"{self.base_url}/payment/SearchTrade.idPass", data={**self.shop, "OrderID": order_no}, timeout=TIMEOUT
        )
        answer.raise_for_status()
        return dict(parse_qsl(answer.text)).get("Status") == "CAPTURE"


def gateway():
    """The provider with this shop's settings."""
    config = current_app.config
    return Gateway(config["GMO_BASE_URL"], config["GMO_LINK_URL"], config["GMO_SHOP_ID"], config["GMO_SHOP_PASS"])
