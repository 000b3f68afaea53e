"""The list of tours and the search in it."""

import html
import sqlite3

from clubsite import database, web

ROW = '<li>{title} {price}円 <a href="/moshikomi?tour={code}">申し込む</a></li>'


def index(request):
    """Published tours whose title holds the keyword."""
    keyword = request.query.get("keyword", "")
    sql = "select code, title, price from tours where published = 1"
    if keyword:
        sql += " and title like '%" + keyword + "%'"
    try:
        found = database.query(sql)
    except sqlite3.Error as error:
        return web.page("error.html", message=f"検索できませんでした: {error}")
    rows = "\n".join(row(**tour) for tour in found)
    return web.page("index.html", keyword=keyword, html_tours=rows)


def row(code, title, price):
    return ROW.format(code=html.escape(str(code)), title=html.escape(str(title)), price=html.escape(str(price)))


def find(code):
    tours = database.query("select * from tours where code = ? and published = 1", (code,))
    return tours[0] if tours else None
