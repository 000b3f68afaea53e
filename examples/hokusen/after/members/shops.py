"""Shops that give points (加盟店)."""

from flask import Blueprint, current_app, render_template, request
from sqlalchemy import text

pages = Blueprint("shops", __name__)


@pages.get("/")
def search():
    """Shops of an area, those with most points first."""
    statement, values = "select name, area, rate from kameiten", {}
    area = request.args.get("area", "")
    if area:
        statement, values = statement + " where area = :area", {"area": area}
    with current_app.engine.connect() as connection:
        shops = connection.execute(text(statement + " order by 3 desc"), values).all()
    return render_template("index.html", shops=shops, area=area)
