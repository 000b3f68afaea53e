"""Where output goes, and whether it is coloured."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from paylint.cli.options import Color
from paylint.errors import UsageError


@contextmanager
def opened(file: str) -> Iterator[TextIO]:
    """Standard output, or ``file`` where it is not empty. A reader that has gone away ends the block quietly.

    Raises `UsageError` for a file that cannot be written.
    """
    if not file:
        with _until_reader_leaves():
            yield sys.stdout
            sys.stdout.flush()
        return
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise _unwritable(file, error.strerror or "input/output error") from error


def refuse_unwritable(file: str) -> None:
    """Raise `UsageError` if ``file`` is not empty and can clearly not be written, before any work is done."""
    folder = os.path.dirname(os.path.abspath(file))
    if file and not os.path.isdir(folder):
        raise _unwritable(file, f"the folder {folder} does not exist")
    if file and os.path.isdir(file):
        raise _unwritable(file, "it is a folder")


def coloured(stream: TextIO, color: Color) -> bool:
    """Whether to write colours: as told, else on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says no."""
    if color != "auto":
        return color == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(stream: TextIO) -> int:
    """The terminal's columns, 0 where ``stream`` is no terminal."""
    import shutil

    return shutil.get_terminal_size().columns if stream.isatty() else 0


def _unwritable(file: str, reason: str) -> UsageError:
    return UsageError(f"cannot write {file}: {reason}; name another file with --output")


@contextmanager
def _until_reader_leaves() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or the interpreter complains when it flushes at the end
        os.close(nowhere)
