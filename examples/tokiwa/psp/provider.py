"""A stand-in for the payment provider: just enough of a protocol like GMO-PG's for the two shops to be driven.

It is no part of the shop, so paylint is not pointed at it: taking card numbers is what a provider is for. It takes the
number 4111111111111111 and no other, and keeps what it was paid for in memory.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from flask import Flask, abort, jsonify, redirect, render_template_string, request

GOOD_CARD = "4111111111111111"
PAGE = """<!doctype html>
<html lang="ja"><meta charset="utf-8"><title>決済代行会社の支払いページ</title>
<h1>お支払い {{ trade.amount }} 円</h1>
{% if error %}<p role="alert">{{ error }}</p>{% endif %}
<form method="post">
  <label>カード番号 <input name="cardno" autocomplete="cc-number"></label>
  <label>有効期限 (YYMM) <input name="expire" autocomplete="cc-exp"></label>
  <label>セキュリティコード <input name="securitycode" autocomplete="cc-csc"></label>
  <button>支払う</button>
</form>
"""


def create_provider() -> Flask:
    """The provider, with no trades yet."""
    app = Flask(__name__)
    trades = {}

    def idpass(**fields):
        return urlencode(fields), {"Content-Type": "text/plain"}

    @app.post("/payment/EntryTran.idPass")
    def entry_tran():
        access = secrets.token_hex(8)
        trades[access] = {"order": request.form["OrderID"], "amount": request.form["Amount"], "paid": False}
        return idpass(AccessID=access, AccessPass=access[::-1])

    @app.post("/payment/ExecTran.idPass")
    def exec_tran():
        trade = trades.get(request.form["AccessID"]) or abort(404)
        if request.form["CardNo"] != GOOD_CARD:
            return idpass(ErrCode="G12", ErrInfo="42G120000")
        trade["paid"] = True
        return idpass(OrderID=trade["order"], TranID=secrets.token_hex(6), Approve="0000001")

    @app.post("/payment/GetLinkplusUrlPayment.json")
    def link_url():
        transaction = request.json["transaction"]
        key = secrets.token_urlsafe(12)
        trades[key] = {
            "order": transaction["OrderID"],
            "amount": transaction["Amount"],
            "return": transaction["RetUrl"],
            "paid": False,
        }
        return jsonify(OrderID=transaction["OrderID"], LinkUrl=f"{request.host_url}plus/{key}")

    @app.route("/plus/<key>", methods=["GET", "POST"])
    def payment_page(key):
        trade = trades.get(key) or abort(404)
        if request.method == "GET":
            return render_template_string(PAGE, trade=trade)
        if request.form["cardno"] != GOOD_CARD:
            return render_template_string(PAGE, trade=trade, error="このカードはご利用いただけません。")
        trade["paid"] = True
        return redirect(f"{trade['return']}?{urlencode({'OrderID': trade['order']})}", code=303)

    @app.post("/payment/SearchTrade.idPass")
    def search_trade():
        paid = any(trade["paid"] for trade in trades.values() if trade["order"] == request.form["OrderID"])
        return idpass(OrderID=request.form["OrderID"], Status="CAPTURE" if paid else "UNPROCESSED")

    return app
