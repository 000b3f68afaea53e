"""One database for everything: tours, bookings and the people who booked."""

import sqlite3

from clubsite import settings

SCHEMA = """
create table if not exists tours (
  code text primary key, title text not null, price integer not null, published integer not null
);
create table if not exists bookings (
  booking_no integer primary key autoincrement, tour text not null, onamae text not null,
  jusho text not null, denwa text not null, mail text not null, status text not null
);
insert or ignore into tours values ('noboribetsu', '登別温泉 バスの旅', 12800, 1);
insert or ignore into tours values ('shiretoko', '知床 流氷ツアー', 39800, 1);
insert or ignore into tours values ('shain', '社員旅行 (非公開)', 5000, 0);
"""


def connect():
    connection = sqlite3.connect(settings.DATABASE)
    connection.row_factory = sqlite3.Row
    return connection


def prepare():
    connection = connect()
    connection.executescript(SCHEMA)
    connection.close()


def query(statement, values=()):
    connection = connect()
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def write(statement, values):
    connection = connect()
    try:
        cursor = connection.execute(statement, values)
        connection.commit()
        return cursor.lastrowid
    finally:
        connection.close()
