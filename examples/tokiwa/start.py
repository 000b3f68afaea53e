"""Start one of the two shops together with a stand-in for the payment provider, all on this machine.

    python examples/tokiwa/start.py before        # or: after

The addresses are printed; Ctrl-C ends both. ``--port 0`` takes any free port.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

HERE = Path(__file__).resolve().parent


def serve(app, port: int) -> BaseWSGIServer:
    """Serve an application in the background."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main() -> None:
    """Start the provider, then the shop that is to use it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("state", choices=["before", "after"])
    ask.add_argument("--port", type=int, default=8100)
    ask.add_argument("--psp-port", type=int, default=8101)
    args = ask.parse_args()
    sys.path[:0] = [str(HERE / args.state), str(HERE / "psp")]
    from provider import create_provider  # the two states of the shop share their name
    from shop import create_app

    provider = serve(create_provider(), args.psp_port)
    address = f"http://127.0.0.1:{provider.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "orders.sqlite3"))
        shop = serve(create_app(GMO_BASE_URL=address, GMO_LINK_URL=address, DATABASE=database), args.port)
        print(f"provider {address}", flush=True)
        print(f"orders   {database}", flush=True)
        print(f"shop     http://127.0.0.1:{shop.server_port}/", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("ended")


if __name__ == "__main__":
    main()
