"""The same shop after the move to the provider's payment page (リンク型)."""

from flask import Flask

from . import catalog, checkout, orders, settings


def create_app(**config):
    """The shop; ``config`` overrides settings."""
    app = Flask(__name__)
    app.config.from_object(settings)
    app.config.update(config)
    orders.prepare(app.config["DATABASE"])
    app.register_blueprint(catalog.pages)
    app.register_blueprint(checkout.pages)
    return app
