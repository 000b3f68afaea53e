"""A purchase through both states of the Tokiwa example, with an ear on the wire to the shop."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

requests = pytest.importorskip("requests", reason="the example shop calls its provider with requests")
pytest.importorskip("flask", reason="the example shop is a Flask application")

START = Path(__file__).resolve().parents[2] / "examples" / "tokiwa" / "start.py"
FIELDS = {
    "card_no": "4111111111111111",
    "cardno": "4111111111111111",
    "yuko_kigen": "30/12",
    "expire": "3012",
    "security_code": "987",
    "securitycode": "987",
    "meigi": "TARO TESUTO",
}
NUMBER = b"4111111111111111"
CODE = b"code=987"


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
class Shop:
    wire: Wire
    database: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.wire.port}/"

    def heard(self, what: bytes) -> bool:
        return what in bytes(self.wire.heard)

    def stored(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.database.parent.iterdir() if path.is_file())


class Page(HTMLParser):
    """The links, the form and the text of a page, as a customer sees them."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.url = response.url
        self.links: list[str] = []
        self.action = self.url
        self.inputs: list[str] = []
        self.text = ""
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(urljoin(self.url, given["href"] or ""))
        elif tag == "form":
            self.action = urljoin(self.url, given.get("action") or "")
        elif tag == "input" and given.get("name"):
            self.inputs.append(str(given["name"]))

    def handle_data(self, data: str) -> None:
        self.text += data


@contextlib.contextmanager
def started(state: str) -> Iterator[Shop]:
    command = [sys.executable, str(START), state, "--port", "0", "--psp-port", "0"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )
    assert process.stdout is not None
    try:
        said = dict(process.stdout.readline().split() for _ in range(3))
        address = urlsplit(said["shop"])
        wire = Wire((str(address.hostname), int(address.port or 0)))
        with wire.open():
            yield Shop(wire, Path(said["orders"]))
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def buy(shop: Shop) -> tuple[Page, list[str]]:
    """Buy the first thing in the window; gives the last page and the addresses that a card was typed into."""
    typed_into = []
    with requests.Session() as customer:
        customer.trust_env = False
        page = Page(customer.get(shop.address, timeout=20))
        page = Page(customer.get(page.links[1], timeout=20))
        while "ご注文番号" not in page.text:
            fields = {name: FIELDS[name] for name in page.inputs}
            if fields:
                typed_into.append(page.action)
            answer = customer.post(page.action, data=fields, timeout=20)
            assert answer.ok, answer.text
            page = Page(answer)
    return page, typed_into


def test_before_the_card_passes_through_the_shop_and_nothing_is_stored():
    with started("before") as shop:
        last, typed_into = buy(shop)
        stored = shop.stored()

    assert "お支払い済み" in last.text
    assert [urlsplit(address).port for address in typed_into] == [shop.wire.port]
    assert shop.heard(NUMBER)
    assert shop.heard(CODE)
    assert re.search(rb"T[0-9a-f]{12}", stored), "the order itself is written"
    assert NUMBER not in stored


def test_after_the_card_never_reaches_the_shop():
    with started("after") as shop:
        last, typed_into = buy(shop)
        stored = shop.stored()

    assert "お支払い済み" in last.text
    assert len(typed_into) == 1
    assert urlsplit(typed_into[0]).port != shop.wire.port
    assert shop.heard(b"OrderID=T"), "the customer came back through the wire"
    assert not shop.heard(NUMBER)
    assert not shop.heard(CODE)
    assert NUMBER not in stored
