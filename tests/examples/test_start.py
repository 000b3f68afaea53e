"""The starter, and the stand-in provider that it starts beside a shop."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("requests", reason="the customer of these tests uses requests")

import requests

from examples.provider import good_card
from examples.start import argv, running
from tests.examples.driving import EXAMPLES


@pytest.mark.skipif(sys.platform == "win32", reason="there is no Ctrl-C to send")
def test_one_command_starts_a_shop_and_ctrl_c_ends_it():
    command = [sys.executable, "-m", "examples.start", "club-gets/before"]
    process = subprocess.Popen(command, cwd=EXAMPLES.parent, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = dict(process.stdout.readline().split() for _ in range(3))
    page = requests.get(said["shop"], timeout=20, proxies={"http": ""})
    process.send_signal(signal.SIGINT)
    last, _ = process.communicate(timeout=20)

    assert "旅の予約" in page.content.decode()
    assert last == "ended\n"
    assert not Path(said["data"]).exists()


def test_a_shop_that_does_not_start_says_why(tmp_path: Path):
    (tmp_path / "Procfile").write_text("web: python -c 'raise SystemExit(\"no such thing\")'\n", "utf-8")

    with pytest.raises(RuntimeError, match="no such thing"), running(tmp_path, "http://127.0.0.1:1", tmp_path):
        pass


def test_the_port_and_the_python_of_a_command_are_filled_in():
    assert argv("python -m flask run --port $PORT", 8100, ("py", "probe.py")) == [
        *("py", "probe.py", "-m", "flask", "run", "--port", "8100")
    ]


@pytest.mark.parametrize(
    ("number", "good"), [("4111111111111111", True), ("4111111111111112", False), ("", False), ("4111-1111", False)]
)
def test_the_provider_takes_numbers_with_a_right_check_digit(number: str, good: bool):
    assert good_card(number) is good
