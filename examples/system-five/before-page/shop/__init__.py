"""A shop for cameras and sound, with its own payment page and the provider's script on it."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from shop import catalog, checkout, orders

orders.prepare()
app = FastAPI(openapi_url=None)
app.mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
app.include_router(catalog.router)
app.include_router(checkout.router)
