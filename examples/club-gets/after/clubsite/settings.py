"""Where the payment provider is, who we are there, and where the data lies."""

import os

ZEUS_URL = os.environ.get("ZEUS_URL", "https://linkpt.cardservice.co.jp")
ZEUS_CLIENTIP = os.environ.get("ZEUS_CLIENTIP", "2019000000")
ZEUS_ADDRESSES = os.environ.get("ZEUS_ADDRESSES", "127.0.0.1").split()
DATABASE = os.environ.get("DATABASE", "club.sqlite3")
