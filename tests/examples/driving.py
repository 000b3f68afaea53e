"""Drive an example shop as a customer does, with an ear on every wire to and from it and an eye on its memory."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urljoin, urlsplit

import requests

from examples.provider import Provider, serve
from examples.start import running

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROBE = Path(__file__).with_name("probe.py")
PROBE_FILE = "probe.port"
DONE = "ご注文番号"
WAY_IN = ("購入", "申し込")

NUMBER = "4111111111111111"
CODE = "987"
CARD_FIELDS = {
    **dict.fromkeys(("card_no", "cardno", "cardnumber"), NUMBER),
    **dict.fromkeys(("security_code", "securitycode", "seccode"), CODE),
    "yuko_kigen": "30/12",
    "expire": "3012",
    "meigi": "TARO TESUTO",
}
PERSON_FIELDS = {
    "onamae": "試験 太郎",
    "jusho": "福島県いわき市試験町1-2-3",
    "denwa": "0246-00-0000",
    "mail": "taro@example.com",
}


@dataclass
class Wire:
    """A line to a server that keeps a copy of every byte sent to it."""

    target: tuple[str, int]
    heard: bytearray = field(default_factory=bytearray)
    port: int = 0

    def open(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self.target)
                threading.Thread(target=self._pump, args=(near, far, self.heard), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, bytearray()), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket, copy: bytearray) -> None:
        with contextlib.suppress(OSError), source, sink:
            while data := source.recv(65536):
                copy.extend(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)


@dataclass
class Ear:
    """A WSGI application that keeps what is sent to another one, and does something before it answers."""

    application: Callable[..., Any]
    before: Callable[[], None] = lambda: None
    heard: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.heard.append(unquote_plus(f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')} {body.decode()}"))
        environ["wsgi.input"] = io.BytesIO(body)
        self.before()
        return self.application(environ, start_response)


def nobody(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Every other host of the world."""
    start_response("204 No Content", [])
    return []


@dataclass
class Shop:
    """A shop that runs: the wires to it, from it to the provider and from it to everybody else, its memory and its files."""

    wire: Wire
    folder: Path
    probe: int
    provider_address: str
    provider: Ear
    elsewhere: Ear
    in_memory: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.wire.port}/"

    def was_sent(self, text: str) -> bool:
        """Whether a text came to the shop over the network."""
        return text in unquote_plus(bytes(self.wire.heard).decode("utf-8", "replace"))

    def written(self) -> bytes:
        """Everything that the shop has written: its database, its log, its other output."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the shop's database."""
        with contextlib.closing(sqlite3.connect(self.folder / "shop.sqlite3")) as connection:
            return connection.execute(query).fetchall()

    def tables_with(self, text: str) -> list[str]:
        """The tables of the shop's database in which a text stands."""
        names = [name for (name,) in self.rows("select name from sqlite_master where type = 'table' order by name")]
        return [name for name in names if any(text in map(str, row) for row in self.rows(f'select * from "{name}"'))]

    def look(self, text: str = NUMBER) -> None:
        """Look for a text in the shop's memory, and remember where it is."""
        with socket.create_connection(("127.0.0.1", self.probe), timeout=30) as line, line.makefile("rw") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            self.in_memory |= set(json.loads(stream.readline()))

    def files_in_memory(self) -> set[str]:
        """The shop's own files whose functions held the card number while the provider was asked."""
        return {place.partition("::")[0] for place in self.in_memory if "::" in place and ".." not in place}


@contextlib.contextmanager
def open_shop(name: str) -> Iterator[Shop]:
    """Run the shop in ``examples/<name>``, with a stand-in provider that has the shop's memory looked into at each call."""
    provider, elsewhere = Ear(Provider()), Ear(nobody)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(provider) as address,
        serve(elsewhere) as proxy,
        running(
            EXAMPLES / name,
            address,
            Path(folder),
            python=(sys.executable, str(PROBE)),
            PROBE_FILE=str(Path(folder, PROBE_FILE)),
            HTTP_PROXY=proxy,
            http_proxy=proxy,
        ) as port,
    ):
        wire = Wire(("127.0.0.1", port))
        probe = int(Path(folder, PROBE_FILE).read_text("ascii"))
        with wire.open():
            shop = Shop(wire, Path(folder), probe, address, provider, elsewhere)
            provider.before = shop.look
            yield shop


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links, the forms, the scripts and the text of a page, as a customer's browser sees them."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.answer = answer
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.scripts: list[str] = []
        self.text = ""
        self._link: str | None = None
        answer.encoding = "utf-8"
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = urljoin(self.answer.url, given.get("action") or given.get("href") or given.get("src") or "")
        if tag == "a":
            self._link = address
        elif tag == "script" and given.get("src"):
            self.scripts.append(address)
        elif tag == "form":
            self.forms.append(Form(address, (given.get("method") or "get").lower()))
        elif tag in {"input", "button"} and given.get("name") and self.forms:
            self.forms[-1].fields[str(given["name"])] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._link is not None:
            self.links.append((data, self._link))


class Customer:
    """Somebody with a browser, who trusts no proxy."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self.typed_card_into: list[str] = []

    def get(self, address: str, **query: str) -> Page:
        return Page(self.session.get(address, params=query, timeout=20))

    def fill(self, form: Form, answers: dict[str, str]) -> Page:
        """Send a form with what is asked for in it."""
        fields = form.fields | {name: answers[name] for name in form.fields if name in answers}
        if NUMBER in fields.values():
            self.typed_card_into.append(form.action)
        return Page(self.session.request(form.method, form.action, data=fields, timeout=20))

    def buy(self, shop: Shop, way: str = "") -> Page:
        """Buy the first thing in the window, which is at the end of ``way``; gives the last page."""
        page = self.get(shop.address + way)
        for _ in range(10):
            assert page.answer.ok, page.answer.text
            if DONE in page.text:
                return page
            form = next((form for form in page.forms if form.method == "post"), None)
            if form:
                page = self.fill(form, CARD_FIELDS | PERSON_FIELDS)
            else:
                page = self.get(next(link for text, link in page.links if any(word in text for word in WAY_IN)))
        raise AssertionError(page.text)


def port_of(address: str) -> int | None:
    """The port in an address."""
    return urlsplit(address).port
