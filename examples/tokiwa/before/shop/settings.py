"""Where the payment provider is and who we are there."""

import os

GMO_BASE_URL = os.environ.get("GMO_BASE_URL", "https://p01.mul-pay.jp")
GMO_SHOP_ID = os.environ.get("GMO_SHOP_ID", "tshop00000001")
GMO_SHOP_PASS = os.environ.get("GMO_SHOP_PASS", "")
DATABASE = os.environ.get("DATABASE", "orders.sqlite3")
