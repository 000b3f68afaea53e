"""Where output goes, and whether it is coloured."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from paylint.cli.options import Color
from paylint.errors import UsageError
from paylint.finding import Report

STANDARD_OUTPUT = "-"


@contextmanager
def opened(file: str, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
    """Standard output where ``file`` is empty or ``-``, else ``file``, which takes its place only when it is whole.

    A reader of standard output that has gone away ends the block quietly. Raises `UsageError` for a file that cannot be
    written.
    """
    if file in ("", STANDARD_OUTPUT):
        with _until_reader_leaves():
            yield sys.stdout
            sys.stdout.flush()
        return
    try:
        plain = _is_plain(file)
        with (
            _replaced(file, encoding, newline)
            if plain
            else open(file, "w", encoding=encoding, newline=newline) as stream
        ):
            yield stream
    except OSError as error:
        raise _unwritable(file, error.strerror or "input/output error") from error


def _is_plain(file: str) -> bool:
    """Whether a file can be replaced: not a pipe, a device, or a file in a folder where nothing may be made."""
    return not os.path.exists(file) or (
        os.path.isfile(file) and os.access(os.path.dirname(os.path.realpath(file)), os.W_OK)
    )


@contextmanager
def _replaced(file: str, encoding: str, newline: str) -> Iterator[TextIO]:
    target = os.path.realpath(file)
    handle, unfinished = tempfile.mkstemp(prefix=".paylint-", dir=os.path.dirname(target))
    try:
        with open(handle, "w", encoding=encoding, newline=newline) as stream:
            yield stream
        os.chmod(unfinished, _mode(target))
        os.replace(unfinished, target)
    except BaseException:
        os.unlink(unfinished)
        raise


def _mode(file: str) -> int:
    """The permissions that a file has, or would have if it were made anew."""
    if os.path.exists(file):
        return stat.S_IMODE(os.stat(file).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def refuse_unwritable(file: str) -> None:
    """Raise `UsageError` if ``file`` names a file that can clearly not be written, before any work is done."""
    if file in ("", STANDARD_OUTPUT):
        return
    folder = os.path.dirname(os.path.abspath(file))
    if not os.path.isdir(folder):
        raise _unwritable(file, f"the folder {folder} does not exist")
    if os.path.isdir(file):
        raise _unwritable(file, "it is a folder")


def coloured(stream: TextIO, color: Color) -> bool:
    """Whether to write colours: as told, else on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says no."""
    if color != "auto":
        return color == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def linked(stream: TextIO, color: Color) -> bool:
    """Whether to write hyperlinks (OSC 8): on a coloured terminal. What is piped into a pager may not know them."""
    return stream.isatty() and coloured(stream, color) and os.environ.get("TERM") != "linux"


def width(stream: TextIO) -> int:
    """The terminal's columns, 0 where ``stream`` is no terminal."""
    import shutil

    return shutil.get_terminal_size().columns if stream.isatty() else 0


def timed(report: Report) -> None:
    """Say on standard error how long each stage took."""
    from paylint.reporters import statistics

    statistics.timings(report, sys.stderr)


def _unwritable(file: str, reason: str) -> UsageError:
    return UsageError(f"cannot write {file}: {reason}; name another file")


@contextmanager
def _until_reader_leaves() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # or the interpreter complains when it flushes at the end
        os.close(nowhere)
