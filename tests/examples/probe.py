"""Run a program as ``python`` would, and answer on a port where a text stands in the program's memory.

    PROBE_FILE=probe.port python probe.py -m flask --app shop run
    PROBE_FILE=probe.port python probe.py manage.py runserver

The port is written to the file. Who connects there sends the text and is told, as a JSON list, the functions that hold it in a variable
(``file::function``) and the types of the other objects that hold it. A debugger would see the same, and nothing of the program is changed
for it.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import CellType, CoroutineType, FrameType, FunctionType, ModuleType
from typing import Any

TEXTS = (str, bytes, bytearray)
DEPTH = 3


def holders(needle: str) -> list[str]:
    """Where ``needle`` stands in the memory of this process, beside the calling thread."""
    things = gc.get_objects()
    frames = list(_frames(things))
    by_function = {f"{_file(frame)}::{frame.f_code.co_qualname}" for frame in frames if _holds(frame, needle)}
    by_type = {type(thing).__qualname__ for thing in things if _refers(thing, needle)}
    return sorted(by_function) + sorted(by_type)


def _frames(things: list[Any]) -> Iterator[FrameType]:
    own = threading.get_ident()
    tops = [frame for thread, frame in sys._current_frames().items() if thread != own]
    tops += [thing.cr_frame for thing in things if _is(thing, CoroutineType) and thing.cr_frame]
    for top in tops:
        frame: FrameType | None = top
        while frame is not None:
            yield frame
            frame = frame.f_back


def _is(thing: Any, *kinds: type) -> bool:
    """Like isinstance, which asks the thing itself: a lazy object would come to life."""
    return issubclass(type(thing), kinds)


def _file(frame: FrameType) -> str:
    return os.path.relpath(frame.f_code.co_filename).replace(os.sep, "/")


def _holds(frame: FrameType, needle: str) -> bool:
    return any(_mentions(value, needle, DEPTH) for value in list(frame.f_locals.values()))


def _mentions(value: Any, needle: str, depth: int) -> bool:
    if _is(value, *TEXTS):
        return _contains(value, needle)
    if not depth or _is(value, ModuleType, FunctionType, FrameType, type):
        return False
    return any(_mentions(part, needle, depth - 1) for part in gc.get_referents(value))


def _refers(thing: Any, needle: str) -> bool:
    if _is(thing, FrameType, CellType):  # frames are looked at by name, cells hold our own question
        return False
    return any(_is(part, *TEXTS) and _contains(part, needle) for part in gc.get_referents(thing))


def _contains(text: str | bytes | bytearray, needle: str) -> bool:
    return needle in text if isinstance(text, str) else needle.encode() in text


class Answer(socketserver.StreamRequestHandler):
    """One question and its answer."""

    def handle(self) -> None:
        """Answer it."""
        needle = self.rfile.readline().decode().strip()
        self.wfile.write(json.dumps(holders(needle)).encode() + b"\n")


def main() -> None:
    """Start the answering thread, then the program."""
    server = socketserver.TCPServer(("127.0.0.1", 0), Answer)
    Path(os.environ["PROBE_FILE"]).write_text(str(server.server_address[1]), "ascii")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    del sys.argv[0]
    sys.path[0] = os.getcwd()
    if sys.argv[0] == "-m":
        del sys.argv[0]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
