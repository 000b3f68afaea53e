"""One file on disk that keeps values by key, bounded in size, shared by processes, and given up rather than trusted when it is broken.

It lies in the user's own cache folder and never beside the code: what is kept is unpacked as Python objects, and a
repository must not be able to bring its own.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

FOLDER = "PAYLINT_CACHE_DIR"
"""The environment variable that names another folder."""

MOST_BYTES = 256 * 1024 * 1024
"""Above this, what was not used for longest is dropped."""

FILE = "paylint-1.sqlite"
_WAIT = 2.0
_LEVEL = 1
_DIGEST = 32
_TABLE = "CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, kind TEXT, used INTEGER, value BLOB) WITHOUT ROWID"
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Usage:
    """What a store holds: entries and bytes by kind, and the file."""

    file: Path
    bytes: int
    entries: tuple[tuple[str, int, int], ...]


def folder() -> Path:
    """Where the store lies: what the environment names, or the user's cache folder."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else user_cache_path("paylint")


class Store:
    """Values by key. Nothing here raises for a store that cannot be used: it holds nothing then."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.file = folder / FILE
        self._most_bytes = most_bytes
        self._connection = _opened(self.file)
        self._new: dict[bytes, tuple[str, bytes]] = {}
        self._used: set[bytes] = set()

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or ``None``; also where it is not what was put in."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._give_up()
            return None
        if row is None:
            return None
        self._used.add(key)
        return _whole(row[0])

    def holds(self, key: bytes) -> bool:
        """Whether there is a value for a key."""
        if self._connection is None:
            return False
        try:
            return self._connection.execute("SELECT 1 FROM entry WHERE key = ?", (key,)).fetchone() is not None
        except sqlite3.Error:
            self._give_up()
            return False

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep a value, from `save` on."""
        if self._connection is not None:
            packed = zlib.compress(value, _LEVEL)
            self._new[key] = (kind, hashlib.sha256(packed).digest() + packed)

    def save(self) -> None:
        """Write down what was put in and used, and drop what is too much."""
        if self._connection is None or not (self._new or self._used):
            return
        today = int(time.time()) // _DAY
        try:
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)",
                    [(key, kind, today, value) for key, (kind, value) in self._new.items()],
                )
                self._connection.executemany(
                    "UPDATE entry SET used = ? WHERE key = ? AND used < ?", [(today, key, today) for key in self._used]
                )
                if self._new:
                    self._shrink()
        except sqlite3.Error:
            self._give_up()
        self._new.clear()
        self._used.clear()

    def every_key(self) -> tuple[bytes, ...]:
        """The keys of all values, sorted."""
        if self._connection is None:
            return ()
        return tuple(row[0] for row in self._connection.execute("SELECT key FROM entry ORDER BY key"))

    def usage(self) -> Usage:
        """What the store holds."""
        entries: Sequence[tuple[str, int, int]] = ()
        if self._connection is not None:
            query = "SELECT kind, COUNT(*), SUM(LENGTH(value)) FROM entry GROUP BY kind ORDER BY kind"
            with suppress(sqlite3.Error):
                entries = self._connection.execute(query).fetchall()
        return Usage(self.file, self.file.stat().st_size if self.file.exists() else 0, tuple(entries))

    def clear(self) -> None:
        """Drop everything. Raises OSError if the file cannot be removed."""
        self.close()
        self.file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _shrink(self) -> None:
        """Drop the entries longest unused until three quarters of the room are left full."""
        assert self._connection is not None
        held = self._connection.execute("SELECT COALESCE(SUM(LENGTH(value)), 0) FROM entry").fetchone()[0]
        if held <= self._most_bytes:
            return
        rows = self._connection.execute("SELECT key, LENGTH(value) FROM entry ORDER BY used, key").fetchall()
        dropped = []
        for key, size in rows:
            if held <= self._most_bytes * 3 // 4:
                break
            if key not in self._new or size > self._most_bytes // 4:
                dropped.append((key,))
                held -= size
        self._connection.executemany("DELETE FROM entry WHERE key = ?", dropped)

    def _give_up(self) -> None:
        """Stop using a store that fails; one that is no database is taken away, so that the next run has a fresh one."""
        self.close()
        with suppress(OSError):
            if self.file.exists() and not _sound(self.file):
                self.file.unlink()


def _opened(file: Path) -> sqlite3.Connection | None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    if not _own(file.parent) or (file.exists() and not _own(file)):
        return None
    for _ in range(2):
        connection = None
        try:
            connection = sqlite3.connect(file, timeout=_WAIT)
            connection.execute("PRAGMA auto_vacuum = FULL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
        except sqlite3.DatabaseError as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.OperationalError):
                return None
            try:
                file.unlink()
            except OSError:
                return None
        else:
            return connection
    return None


def _own(path: Path) -> bool:
    """Whether nobody else can have put something there."""
    if not hasattr(os, "getuid"):
        return True
    status = path.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=_WAIT)) as connection:
            found: str = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.OperationalError:
        return True
    except sqlite3.DatabaseError:
        return False
    return found == "ok"


def _whole(value: bytes) -> bytes | None:
    """A value unpacked, if it is what was put in."""
    packed = value[_DIGEST:]
    if hashlib.sha256(packed).digest() != value[:_DIGEST]:
        return None
    return zlib.decompress(packed)
