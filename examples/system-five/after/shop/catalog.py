"""What the shop sells."""

from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, HTTPException, Request
from fastapi.templating import Jinja2Templates

from shop import settings

router = APIRouter()
templates = Jinja2Templates(directory=Path(__file__).with_name("templates"))


class Product(NamedTuple):
    code: str
    name: str
    price: int


PRODUCTS = {
    product.code: product
    for product in (
        Product("mic-01", "コンデンサーマイク", 29800),
        Product("cam-02", "ビデオカメラ", 148000),
        Product("cbl-03", "XLRケーブル 5m", 2980),
    )
}


@router.get("/")
async def index(request: Request):
    return templates.TemplateResponse(request, "index.html", {"products": PRODUCTS.values()})


@router.get("/goods/{code}")
async def goods(request: Request, code: str):
    """One product, with the button that puts it into the cart."""
    if code not in PRODUCTS:
        raise HTTPException(404)
    context = {"product": PRODUCTS[code], "cart": settings.CART_URL}
    return templates.TemplateResponse(request, "goods.html", context)


@router.get("/privacy")
async def privacy(request: Request):
    return templates.TemplateResponse(request, "privacy.html")
