"""A shop window for cameras and sound. The cart is another system."""

from fastapi import FastAPI

from shop import catalog

app = FastAPI(openapi_url=None)
app.include_router(catalog.router)
