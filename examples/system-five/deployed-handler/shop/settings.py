"""Where the payment provider is, who we are there, and where the orders lie."""

import os

EPSILON_URL = os.environ.get("EPSILON_URL", "https://secure.epsilon.jp")
EPSILON_CONTRACT = os.environ.get("EPSILON_CONTRACT", "00000000")
DATABASE = os.environ.get("DATABASE", "orders.sqlite3")
