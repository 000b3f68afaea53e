"""A shop for cameras and sound, with its own checkout."""

from fastapi import FastAPI

from shop import catalog, checkout, orders

orders.prepare()
app = FastAPI(openapi_url=None)
app.include_router(catalog.router)
app.include_router(checkout.router)
