"""A stand-in for the payment providers: a few calls of the protocols that the example shops speak, on this machine.

It is no part of any shop, so paylint is not pointed at it: taking card numbers is what a provider is for. It takes every number with a
right check digit, and keeps what it was paid for in memory. The calls are made after what is public of GMO-PG, ZEUS and GMO
Epsilon, only as far as the shops need them, and none of it is any provider's code. That a shop here speaks one of these
protocols says nothing about the real shop: no report names its provider.
"""

from __future__ import annotations

import contextlib
import html
import json
import secrets
import threading
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server

Answer = tuple[str, str, str]
"""Status, content type (or the address to go to, with a 303) and text."""

TOKEN_SCRIPT = """\
// A stand-in for the provider's script: it sends the card from the browser to the provider, and gives a token.
var Multipayment = {
  init: function (shop) { this.shop = shop; },
  getToken: function (card, callback) {
    fetch(ADDRESS + "/ext/api/credit/getToken", {method: "POST", body: new URLSearchParams(card)})
      .then(function (answer) { return answer.json(); })
      .then(function (answer) {
        callback({resultCode: answer.resultCode, tokenObject: {token: answer.token}});
      });
  }
};
"""
PAGE = """<!doctype html>
<html lang="ja"><meta charset="utf-8"><title>決済代行会社の支払いページ</title>
<h1>お支払い {amount} 円</h1>
<p role="alert">{error}</p>
<form method="post" action="/pay/{key}">
  <label>カード番号 <input name="cardno" autocomplete="cc-number"></label>
  <label>有効期限 (YYMM) <input name="expire" autocomplete="cc-exp"></label>
  <label>セキュリティコード <input name="securitycode" autocomplete="cc-csc"></label>
  <button>支払う</button>
</form>
</html>
"""


def good_card(number: str) -> bool:
    """Whether the check digit of a card number is right."""
    digits = [int(digit) for digit in reversed(number)] if number.isdigit() else [1]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


class Provider:
    """A WSGI application that is paid."""

    def __init__(self) -> None:
        self.trades: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.routes: dict[str, Callable[[dict[str, str], str], Answer]] = {
            "/payment/EntryTran.idPass": self.gmo_entry,
            "/payment/ExecTran.idPass": self.gmo_exec,
            "/payment/SearchTrade.idPass": self.gmo_search,
            "/payment/GetLinkplusUrlPayment.json": self.gmo_link,
            "/ext/js/token.js": self.gmo_script,
            "/ext/api/credit/getToken": self.gmo_token,
            "/cgi-bin/secure.cgi": self.zeus_charge,
            "/cgi-bin/credit/order.cgi": self.zeus_link,
            "/cgi-bin/order/direct_card_payment.cgi": self.epsilon_charge,
            "/cart/add": self.cart_add,
            "/cart/thanks": self.cart_thanks,
        }

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer one request."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        fields = (
            json.loads(body) if body.startswith("{") else dict(parse_qsl(environ.get("QUERY_STRING", "") + "&" + body))
        )
        host = f"http://{environ['HTTP_HOST']}"
        path = environ["PATH_INFO"]
        if path in self.routes:
            status, kind, text = self.routes[path](fields, host)
        elif path.startswith("/pay/") and (key := path.removeprefix("/pay/")) in self.trades:
            status, kind, text = self.page(key, fields)
        else:
            status, kind, text = "404 Not Found", "text/plain", "There is no such page."
        head = ("Location", kind) if status.startswith("303") else ("Content-Type", f"{kind}; charset=utf-8")
        start_response(status, [head, ("Access-Control-Allow-Origin", "*")])
        return [text.encode()]

    def page(self, key: str, fields: dict[str, str]) -> Answer:
        """The page on which a customer pays, and what follows from it."""
        trade = self.trades[key]
        if "cardno" not in fields:
            return _html(PAGE.format(amount=html.escape(trade["amount"]), key=key, error=""))
        if not good_card(fields["cardno"]):
            return _html(
                PAGE.format(amount=html.escape(trade["amount"]), key=key, error="このカードはご利用いただけません。")
            )
        trade["paid"] = True
        if trade.get("tell"):
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(trade["tell"], timeout=20).close()
        return "303 See Other", trade["return"], ""

    def gmo_entry(self, fields: dict[str, str], _host: str) -> Answer:
        """The first of two calls, which says what is to be paid."""
        access = secrets.token_hex(8)
        self.trades[access] = {"order": fields["OrderID"], "amount": fields["Amount"], "paid": False}
        return _form(AccessID=access, AccessPass=access[::-1])

    def gmo_exec(self, fields: dict[str, str], _host: str) -> Answer:
        """The second, which says with which card or with which token."""
        trade = self.trades.get(fields["AccessID"])
        if trade is None or not (good_card(fields.get("CardNo", "-")) or fields.get("Token") in self.tokens):
            return _form(ErrCode="G12", ErrInfo="42G120000")
        trade["paid"] = True
        return _form(OrderID=trade["order"], TranID=secrets.token_hex(6), Approve="0000001")

    def gmo_search(self, fields: dict[str, str], _host: str) -> Answer:
        """Whether an order is paid."""
        if any(trade["paid"] for trade in self.trades.values() if trade["order"] == fields["OrderID"]):
            return _form(OrderID=fields["OrderID"], Status="CAPTURE", TranID=secrets.token_hex(6))
        return _form(OrderID=fields["OrderID"], Status="UNPROCESSED")

    def gmo_link(self, fields: dict[str, Any], host: str) -> Answer:
        """The address of a page on which an order is paid."""
        transaction = fields["transaction"]
        back = f"{transaction['RetUrl']}?{urlencode({'OrderID': transaction['OrderID']})}"
        key = self._trade(transaction["OrderID"], transaction["Amount"], back)
        return _json(OrderID=transaction["OrderID"], LinkUrl=f"{host}/pay/{key}")

    @staticmethod
    def gmo_script(_fields: dict[str, str], host: str) -> Answer:
        """The script that a shop's page takes from the provider."""
        return "200 OK", "text/javascript", TOKEN_SCRIPT.replace("ADDRESS", json.dumps(host))

    def gmo_token(self, fields: dict[str, str], _host: str) -> Answer:
        """A token for a card. The browser asks for it."""
        if not good_card(fields.get("cardno", "-")):
            return _json(resultCode="102")
        token = secrets.token_hex(16)
        self.tokens.add(token)
        return _json(resultCode="000", token=token)

    @staticmethod
    def zeus_charge(fields: dict[str, str], _host: str) -> Answer:
        """A payment by card number, in one call."""
        return "200 OK", "text/plain", "Success_order\n" if good_card(fields["cardnumber"]) else "failure_order\n"

    def zeus_link(self, fields: dict[str, str], _host: str) -> Answer:
        """The payment page for a customer who is sent here with a form. The shop is told the result by a call from here."""
        result = urlencode({"result": "OK", "sendid": fields["sendid"], "money": fields["money"]})
        key = self._trade(fields["sendid"], fields["money"], fields["success_url"])
        self.trades[key]["tell"] = f"{fields['notify_url']}?{result}"
        return self.page(key, {})

    @staticmethod
    def epsilon_charge(fields: dict[str, str], _host: str) -> Answer:
        """A payment by card number, in one call, with an answer in XML."""
        result = "1" if good_card(fields["card_number"]) else "9"
        code = secrets.token_hex(4)
        return (
            "200 OK",
            "text/xml",
            f'<Epsilon_result><result result="{result}"/><result trans_code="{code}"/></Epsilon_result>',
        )

    def cart_add(self, fields: dict[str, str], host: str) -> Answer:
        """A cart that is a system of its own: it takes the goods, and the payment for them."""
        key = self._trade(fields["item"], fields["price"], f"{host}/cart/thanks")
        return self.page(key, {})

    @staticmethod
    def cart_thanks(_fields: dict[str, str], _host: str) -> Answer:
        """What the cart says when all is paid."""
        return _html("<p>ご注文番号 1 — お支払い済み</p>")

    def _trade(self, order: str, amount: str, back: str) -> str:
        key = secrets.token_urlsafe(12)
        self.trades[key] = {"order": order, "amount": amount, "return": back, "paid": False}
        return key


def _form(**fields: str) -> Answer:
    return "200 OK", "text/plain", urlencode(fields)


def _json(**fields: str) -> Answer:
    return "200 OK", "application/json", json.dumps(fields)


def _html(text: str) -> Answer:
    return "200 OK", "text/html", text


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(application: Callable[..., Any]) -> Iterator[str]:
    """Serve a WSGI application on a free port of the loopback interface until the block ends; gives its address."""
    with make_server("127.0.0.1", 0, application, handler_class=_Silent) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
