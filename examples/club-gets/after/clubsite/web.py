"""Requests, answers and pages: as much of them as this site needs."""

import html
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

PAGES = Path(__file__).with_name("pages")


class Request:
    def __init__(self, environ):
        self.method = environ["REQUEST_METHOD"]
        self.path = environ["PATH_INFO"]
        self.root = f"http://{environ['HTTP_HOST']}"
        self.client = environ["REMOTE_ADDR"]
        self.query = first_values(environ.get("QUERY_STRING", ""))
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.form = first_values(environ["wsgi.input"].read(length).decode("utf-8"))


def first_values(text):
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def page(name, **values):
    """A page in the frame of the site. Values are escaped, apart from those whose name begins with html_."""
    safe = {key: str(value) if key.startswith("html_") else html.escape(str(value)) for key, value in values.items()}
    content = read(name).substitute(safe)
    return "200 OK", [("Content-Type", "text/html; charset=utf-8")], read("base.html").substitute(html_content=content)


def redirect(address):
    return "303 See Other", [("Location", address)], ""


def not_found():
    return "404 Not Found", [("Content-Type", "text/plain; charset=utf-8")], "ページがありません"


def read(name):
    return Template((PAGES / name).read_text("utf-8"))
