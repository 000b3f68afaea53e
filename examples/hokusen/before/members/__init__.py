"""The members' pages of a card company: what a member has told us, points, and shops that give them."""

import os

from flask import Flask

from . import account, database, shops


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ.get("SECRET_KEY", "for-this-machine-only")
    app.engine = database.open_engine()
    app.register_blueprint(account.pages)
    app.register_blueprint(shops.pages)
    return app
