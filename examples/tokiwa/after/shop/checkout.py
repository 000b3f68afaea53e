"""The checkout: the customer is sent to the provider's page and comes back with an order number."""

import logging

from flask import Blueprint, abort, redirect, render_template, request, url_for

from . import orders
from .catalog import PRODUCTS
from .payments import gateway

pages = Blueprint("checkout", __name__, url_prefix="/checkout")
log = logging.getLogger(__name__)


@pages.get("/<code>")
def confirm(code):
    """The page before the payment."""
    product = PRODUCTS.get(code) or abort(404)
    return render_template("confirm.html", product=product)


@pages.post("/<code>")
def pay(code):
    """Make the order and send the customer to the provider's page."""
    product = PRODUCTS.get(code) or abort(404)
    order_no = orders.create(product)
    log.info("order %s from %s goes to the provider", order_no, request.remote_addr)
    back = url_for(".come_back", _external=True)
    return redirect(gateway().payment_page(order_no, product.price, back), code=303)


@pages.get("/back")
def come_back():
    """The customer is back. Whether the order is paid is asked of the provider, not of the browser."""
    order = orders.find(request.args["OrderID"]) or abort(404)
    if gateway().is_paid(order["order_no"]):
        orders.mark_paid(order["order_no"])
        log.info("order %s is paid", order["order_no"])
    return redirect(url_for(".thanks", order_no=order["order_no"]))


@pages.get("/thanks/<order_no>")
def thanks(order_no):
    """The order, after the customer is back."""
    order = orders.find(order_no) or abort(404)
    return render_template("thanks.html", order=order)
