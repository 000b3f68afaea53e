"""Sign up, log in, and what a member sees."""

import logging

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from sqlalchemy import insert, text

from .database import members

pages = Blueprint("account", __name__)
log = logging.getLogger(__name__)
TOLD_BY_THE_MEMBER = (
    "login_id",
    "password",
    "mail",
    "ansho_bango",
    "shimei",
    "jusho",
    "seinengappi",
    "seibetsu",
    "denwa",
    "ginko",
    "koza_bango",
    "koza_meigi",
)


@pages.get("/toroku")
def sign_up_form():
    return render_template("toroku.html")


@pages.post("/toroku")
def sign_up():
    """Write down what a new member tells."""
    told = {name: request.form[name].strip() for name in TOLD_BY_THE_MEMBER}
    with current_app.engine.begin() as connection:
        connection.execute(insert(members).values(points=0, **told))
    return redirect(url_for(".log_in_form"), 303)


@pages.get("/login")
def log_in_form():
    return render_template("login.html")


@pages.post("/login")
def log_in():
    """Let a member in whose login and password are right."""
    login_id, password = request.form["login_id"], request.form["password"]
    statement = text("select member_no from members where login_id = :login_id and password = :password")
    with current_app.engine.connect() as connection:
        member = connection.execute(statement, {"login_id": login_id, "password": password}).first()
    if member is None:
        log.warning("login of %s from %s failed", login_id, request.remote_addr)
        return render_template("login.html", error="ログインIDまたはパスワードが違います"), 401
    session["member_no"] = member.member_no
    log.info("member %s logged in from %s", member.member_no, request.remote_addr)
    return redirect(url_for(".my_page"), 303)


@pages.get("/mypage")
def my_page():
    """What the member has told us, and the points."""
    if "member_no" not in session:
        return redirect(url_for(".log_in_form"))
    with current_app.engine.connect() as connection:
        statement = text("select * from members where member_no = :member_no")
        member = connection.execute(statement, {"member_no": session["member_no"]}).mappings().first()
    return render_template("mypage.html", member=member or abort(404))
