"""Start an example shop together with a stand-in for the payment provider, all on this machine.

    python -m examples.start tokiwa/before

The shop is started by the commands of its ``Procfile``: ``release`` once, if there is one, then ``web``. The addresses are printed, and
Ctrl-C ends both. What the shop writes, its database and its output, lies in a folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from examples.provider import Provider, serve

HERE = Path(__file__).resolve().parent
PROVIDER_SETTINGS = ("GMO_BASE_URL", "GMO_LINK_URL", "GMO_SCRIPT_URL", "ZEUS_URL", "EPSILON_URL", "CART_URL")
START_TIMEOUT = 30


def commands(shop: Path) -> dict[str, str]:
    """The commands in the Procfile of a shop, by the kind of process."""
    lines = (shop / "Procfile").read_text("utf-8").splitlines()
    return {kind.strip(): command.strip() for kind, _, command in (line.partition(":") for line in lines if line)}


def argv(command: str, port: int, python: Sequence[str]) -> list[str]:
    """The words of a Procfile command, with the port filled in and ``python`` in place of the word python."""
    program, *words = shlex.split(command.replace("$PORT", str(port)))
    return [*python, *words] if program == "python" else [program, *words]


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(
    shop: Path, provider: str, folder: Path, *, python: Sequence[str] = (sys.executable,), **settings: str
) -> Iterator[int]:
    """Run a shop until the block ends; gives its port.

    ``provider`` is the address that the shop is told for every payment provider, ``folder`` is where it writes, ``python`` what
    runs Python, and ``settings`` are further environment variables. Raises RuntimeError if the shop does not start.
    """
    port = free_port()
    environment = {
        **os.environ,
        **dict.fromkeys(PROVIDER_SETTINGS, provider),
        "DATABASE": str(folder / "shop.sqlite3"),
        "NO_PROXY": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    output = folder / "output.txt"
    steps = commands(shop)
    with output.open("w", encoding="utf-8") as stream:
        if "release" in steps:
            once = argv(steps["release"], port, (sys.executable,))
            subprocess.run(once, check=True, cwd=shop, env=environment, stdout=stream, stderr=stream)
        web = argv(steps["web"], port, python)
        process = subprocess.Popen(web, cwd=shop, env=environment, stdout=stream, stderr=stream)
    try:
        if not _answers(process, port):
            raise RuntimeError(f"{shop} does not start: {output.read_text('utf-8')}")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    end = time.monotonic() + START_TIMEOUT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False


def main() -> None:
    """Start the provider, then the shop that is to use it."""
    shops = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/Procfile"))
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("shop", choices=shops, metavar="SHOP", help=", ".join(shops))
    name = ask.parse_args().shop
    with serve(Provider()) as address, tempfile.TemporaryDirectory() as folder:
        try:
            with running(HERE / name, address, Path(folder)) as port:
                print(f"provider {address}", flush=True)
                print(f"data     {folder}", flush=True)
                print(f"shop     http://127.0.0.1:{port}/", flush=True)
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
