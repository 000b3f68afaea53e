"""What the shop sells."""

from dataclasses import dataclass

from flask import Blueprint, render_template

pages = Blueprint("catalog", __name__)


@dataclass(frozen=True)
class Product:
    code: str
    name: str
    price: int


PRODUCTS = {
    product.code: product
    for product in (
        Product("himono", "干物詰め合わせ", 3240),
        Product("mikan", "温州みかん 5kg", 2700),
        Product("sencha", "煎茶 200g", 1620),
    )
}


@pages.get("/")
def index():
    """The shop window."""
    return render_template("index.html", products=PRODUCTS.values())


@pages.get("/privacy")
def privacy():
    """What the shop says about the data of its customers."""
    return render_template("privacy.html")
