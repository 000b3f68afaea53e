"""Where the payment provider and its script are, who we are there, and where the orders lie."""

import os

GMO_BASE_URL = os.environ.get("GMO_BASE_URL", "https://p01.mul-pay.jp")
GMO_SCRIPT_URL = os.environ.get("GMO_SCRIPT_URL", "https://static.mul-pay.jp")
GMO_SHOP_ID = os.environ.get("GMO_SHOP_ID", "tshop00000005")
GMO_SHOP_PASS = os.environ.get("GMO_SHOP_PASS", "")
DATABASE = os.environ.get("DATABASE", "orders.sqlite3")
