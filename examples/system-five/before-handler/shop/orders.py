"""Orders. お客様のカード情報はデータベースに保存しません."""

import secrets
import sqlite3
from contextlib import closing

from shop import settings

SCHEMA = """
create table if not exists orders (
  order_no text primary key, product text not null, amount integer not null, status text not null, trans_code text
)
"""


def prepare():
    with closing(sqlite3.connect(settings.DATABASE)) as connection, connection:
        connection.execute(SCHEMA)


def create(product):
    """A new order for a product; gives its number."""
    order_no = f"S{secrets.token_hex(6)}"
    write(
        "insert into orders (order_no, product, amount, status) values (?, ?, ?, 'new')",
        (order_no, product.code, product.price),
    )
    return order_no


def mark_paid(order_no, trans_code):
    write("update orders set status = 'paid', trans_code = ? where order_no = ?", (trans_code, order_no))


def find(order_no):
    """The order of that number, or None."""
    with closing(sqlite3.connect(settings.DATABASE)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("select * from orders where order_no = ?", (order_no,)).fetchone()


def write(statement, values):
    with closing(sqlite3.connect(settings.DATABASE)) as connection, connection:
        connection.execute(statement, values)
