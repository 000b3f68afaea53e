"""The checkout: the card is typed into our page, and the provider's script gives us a token for it."""

import logging
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from shop import orders, payments, settings
from shop.catalog import PRODUCTS, templates

router = APIRouter(prefix="/checkout")
log = logging.getLogger("uvicorn.error")


@router.get("/{code}")
async def card_form(request: Request, code: str):
    return payment_page(request, find_product(code))


@router.post("/{code}")
async def pay(request: Request, code: str, token: Annotated[str, Form()]):
    """Have the card behind the token charged and note the order as paid."""
    product = find_product(code)
    order_no = orders.create(product)
    try:
        tran_id = await payments.charge(order_no, product, token)
    except payments.PaymentError as error:
        log.warning("order %s from %s is refused: %s", order_no, request.client.host, error)
        return payment_page(request, product, str(error), 402)
    orders.mark_paid(order_no, tran_id)
    log.info("order %s from %s is paid as %s", order_no, request.client.host, tran_id)
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


def payment_page(request, product, error="", status=200):
    context = {
        "product": product,
        "error": error,
        "script_url": settings.GMO_SCRIPT_URL,
        "shop_id": settings.GMO_SHOP_ID,
    }
    return templates.TemplateResponse(request, "pay.html", context, status)
