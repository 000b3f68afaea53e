"""``paylint check --watch``: a change of a file is answered with another run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("watchfiles", reason="the watcher is an extra")

LEAK = "def pay(card_number):\n    print(card_number)\n"
LIMIT = 30.0


def until(output: Path, text: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LIMIT
    while text not in output.read_text("utf-8"):
        assert time.monotonic() < end, output.read_text("utf-8")
        assert process.poll() is None, output.read_text("utf-8")
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="interrupted with a signal")
def test_each_change_is_answered_until_the_user_interrupts(tmp_path: Path) -> None:
    shop, output = tmp_path / "shop", tmp_path / "output.txt"
    shop.mkdir()
    file = shop / "pay.py"
    file.write_text("def pay(token):\n    return token\n", "utf-8")
    (shop / "pyproject.toml").write_text("[tool.paylint]\n", "utf-8")
    with output.open("wb") as stream:
        command = [sys.executable, "-m", "paylint", "check", "--watch", "--format", "concise", "--statistics"]
        process = subprocess.Popen(command, cwd=shop, stdout=stream, stderr=stream, env={**os.environ, "NO_COLOR": "1"})
        try:
            until(output, "judge, seconds", process)
            time.sleep(0.5)
            file.write_text(LEAK, "utf-8")
            until(output, "pay.py:2:5: PAY301", process)
            (shop / "pyproject.toml").write_text("[tool.paylint]\nselct = []\n", "utf-8")
            until(output, 'unknown key "selct"', process)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(LIMIT)

    assert code == 130
