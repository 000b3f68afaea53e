"""What the shop sells."""

from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.templating import Jinja2Templates

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


@router.get("/privacy")
async def privacy(request: Request):
    return templates.TemplateResponse(request, "privacy.html")
