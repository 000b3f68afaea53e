"""``paylint cache``."""

from __future__ import annotations

import sys

import typer

from paylint.cache.store import MOST_BYTES, Store, folder
from paylint.errors import UsageError

app = typer.Typer(help="What earlier runs found out, kept for the next ones.", no_args_is_help=True)

_MEGABYTE = 1_000_000


@app.command()
def info() -> None:
    """Say where the cache lies and what it holds."""
    usage = Store(folder()).usage()
    sys.stdout.write(f"{usage.file}: {usage.bytes / _MEGABYTE:.1f} MB of at most {MOST_BYTES / _MEGABYTE:.0f} MB\n")
    for kind, entries, size in usage.entries:
        sys.stdout.write(f"  {kind:<8} {entries:>7,} entries  {size / _MEGABYTE:>7.1f} MB\n")


@app.command()
def clear() -> None:
    """Remove the cache. Nothing is lost but time."""
    store = Store(folder())
    try:
        store.clear()
    except OSError as error:
        raise UsageError(f"{store.file} cannot be removed: {(error.strerror or str(error)).lower()}") from error
    sys.stdout.write(f"{store.file} removed\n")
