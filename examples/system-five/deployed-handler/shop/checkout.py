"""The checkout: the card is typed into our page and posted to our server, which sends it on."""

import logging
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from shop import orders, payments
from shop.catalog import PRODUCTS, templates

router = APIRouter(prefix="/checkout")
log = logging.getLogger("uvicorn.error")


@router.get("/{code}")
async def card_form(request: Request, code: str):
    return templates.TemplateResponse(request, "pay.html", {"product": find_product(code)})


@router.post("/{code}")
async def pay(
    request: Request,
    code: str,
    cardno: Annotated[str, Form()],
    yuko_kigen: Annotated[str, Form()],
    security_code: Annotated[str, Form()],
    meigi: Annotated[str, Form()],
):
    """Charge the card and note the order as paid."""
    product = find_product(code)
    order_no = orders.create(product)
    year, _, month = yuko_kigen.partition("/")
    card = payments.Card(cardno.replace(" ", ""), year, month, security_code, meigi.upper())
    try:
        trans_code = await payments.charge(order_no, product, card)
    except payments.PaymentError as error:
        log.warning("order %s from %s is refused: %s", order_no, request.client.host, error)
        return templates.TemplateResponse(request, "pay.html", {"product": product, "error": str(error)}, 402)
    orders.mark_paid(order_no, trans_code)
    log.info("order %s from %s is paid as %s", order_no, request.client.host, trans_code)
    return RedirectResponse(f"/checkout/thanks/{order_no}", 303)


@router.get("/thanks/{order_no}")
async def thanks(request: Request, order_no: str):
    order = orders.find(order_no)
    if order is None:
        raise HTTPException(404)
    return templates.TemplateResponse(request, "thanks.html", {"order": order})


def find_product(code):
    if code not in PRODUCTS:
        raise HTTPException(404)
    return PRODUCTS[code]
