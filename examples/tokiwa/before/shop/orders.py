"""Orders. カード情報は保持しないため安全: only the provider's payment number is written."""

import secrets
import sqlite3
from contextlib import closing

from flask import current_app

SCHEMA = """
create table if not exists orders (
  order_no text primary key, product text not null, amount integer not null,
  status text not null, kessai_no text
)
"""


def prepare(database):
    """Make the table."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(SCHEMA)


def create(product):
    """A new order for a product; gives its number."""
    order_no = f"T{secrets.token_hex(6)}"
    _write(
        "insert into orders (order_no, product, amount, status) values (?, ?, ?, 'new')",
        (order_no, product.code, product.price),
    )
    return order_no


def mark_paid(order_no, kessai_no):
    """Note that an order is paid, and under which payment number."""
    _write("update orders set status = 'paid', kessai_no = ? where order_no = ?", (kessai_no, order_no))


def find(order_no):
    """The order of that number, or None."""
    with closing(sqlite3.connect(current_app.config["DATABASE"])) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("select * from orders where order_no = ?", (order_no,)).fetchone()


def _write(statement, values):
    with closing(sqlite3.connect(current_app.config["DATABASE"])) as connection, connection:
        connection.execute(statement, values)
