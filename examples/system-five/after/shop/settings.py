"""Where the cart is. It is another system, under its own contract."""

import os

CART_URL = os.environ["CART_URL"]
