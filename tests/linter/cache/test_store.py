"""The store: kept, bounded, shared, and never in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from paylint.cache.store import Store

WRITER = """\
import sys
from pathlib import Path
from paylint.cache.store import Store

for turn in range(20):
    store = Store(Path(sys.argv[1]))
    store.put("test", f"{sys.argv[2]} {turn}".encode(), b"x" * 1000)
    store.save()
    store.close()
"""


def kept(folder: Path, **values: bytes) -> Store:
    store = Store(folder)
    for key, value in values.items():
        store.put("test", key.encode(), value)
    store.save()
    store.close()
    return Store(folder)


def test_a_value_comes_back_in_a_later_run(tmp_path: Path) -> None:
    assert kept(tmp_path, a=b"one").get(b"a") == b"one"
    assert Store(tmp_path).get(b"b") is None


def test_processes_share_it(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abc"]

    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert Store(tmp_path).usage().entries[0][1] == 60


@pytest.mark.parametrize("broken", [b"", b"no database at all" * 100, None], ids=["empty", "garbage", "cut off"])
def test_a_broken_file_is_begun_anew(tmp_path: Path, broken: bytes | None) -> None:
    store = kept(tmp_path, a=os.urandom(100_000))
    store.close()
    content = store.file.read_bytes()
    store.file.write_bytes(content[: len(content) // 2] if broken is None else broken)

    assert Store(tmp_path).get(b"a") is None
    assert kept(tmp_path, b=b"two").get(b"b") == b"two"


def test_a_value_that_is_not_what_was_put_in_is_none(tmp_path: Path) -> None:
    store = kept(tmp_path, a=b"one")
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE entry SET value = ?", (b"x" * 40,))

    assert Store(tmp_path).get(b"a") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = kept(tmp_path, old=os.urandom(4000), used=os.urandom(4000))
    with sqlite3.connect(store.file) as connection:
        connection.execute("UPDATE entry SET used = 1 WHERE key = ?", (b"old",))
    small = Store(tmp_path, most_bytes=10_000)
    small.put("test", b"new", os.urandom(2500))
    small.save()

    assert Store(tmp_path).get(b"old") is None
    assert Store(tmp_path).get(b"used")
    assert Store(tmp_path).get(b"new")


def test_without_a_folder_that_can_be_written_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert kept(tmp_path / "file" / "cache", a=b"one").get(b"a") is None


@pytest.mark.skipif(os.name == "nt", reason="the rights of POSIX")
def test_a_file_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    store = kept(tmp_path, a=b"one")
    store.file.chmod(0o666)

    assert Store(tmp_path).get(b"a") is None


def test_a_full_disk_loses_nothing_but_the_cache(tmp_path: Path) -> None:
    store = kept(tmp_path, a=b"one")
    connection = store._connection
    assert connection is not None
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    store.put("test", b"b", os.urandom(1_000_000))
    store.save()

    assert store.get(b"b") is None
    assert Store(tmp_path).get(b"a") == b"one"
