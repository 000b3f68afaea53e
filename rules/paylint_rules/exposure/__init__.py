"""Exposure: card data leaves by a way that was not made for it."""
