"""Where the payment provider and its payment page are, and who we are there."""

import os

GMO_BASE_URL = os.environ.get("GMO_BASE_URL", "https://p01.mul-pay.jp")
GMO_LINK_URL = os.environ.get("GMO_LINK_URL", "https://link.mul-pay.jp")
GMO_SHOP_ID = os.environ.get("GMO_SHOP_ID", "tshop00000001")
GMO_SHOP_PASS = os.environ.get("GMO_SHOP_PASS", "")
DATABASE = os.environ.get("DATABASE", "orders.sqlite3")
