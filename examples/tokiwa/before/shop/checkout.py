"""The checkout: the customer's card is typed into our own page and posted to our own server."""

import logging

from flask import Blueprint, abort, redirect, render_template, request, url_for

from . import orders
from .catalog import PRODUCTS
from .payments import Card, PaymentError, gateway

pages = Blueprint("checkout", __name__, url_prefix="/checkout")
log = logging.getLogger(__name__)


@pages.get("/<code>")
def card_form(code):
    """The page with the card fields."""
    product = PRODUCTS.get(code) or abort(404)
    return render_template("pay.html", product=product)


@pages.post("/<code>")
def pay(code):
    """Charge the card and note the order as paid."""
    product = PRODUCTS.get(code) or abort(404)
    order_no = orders.create(product)
    card = Card(
        number=request.form["card_no"].replace(" ", "").replace("-", ""),
        expire=request.form["yuko_kigen"].replace("/", ""),
        security_code=request.form["security_code"],
        holder=request.form["meigi"].upper(),
    )
    try:
        kessai_no = gateway().charge(order_no, product.price, card)
    except PaymentError as error:
        log.warning("order %s from %s is refused: %s", order_no, request.remote_addr, error)
        return render_template("pay.html", product=product, error=str(error)), 402
    orders.mark_paid(order_no, kessai_no)
    log.info("order %s from %s is paid as %s", order_no, request.remote_addr, kessai_no)
    return redirect(url_for(".thanks", order_no=order_no))


@pages.get("/thanks/<order_no>")
def thanks(order_no):
    """The order, after it is paid."""
    order = orders.find(order_no) or abort(404)
    return render_template("thanks.html", order=order)
