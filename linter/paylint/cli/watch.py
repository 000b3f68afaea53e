"""``paylint check --watch``: the same run again whenever a file changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from paylint.config.raw import OWN_FILE, SHARED_FILE
from paylint.errors import PaylintError, UsageError

CLEAR = "\x1b[2J\x1b[H"
ALSO = (".yaml", ".yml")


def watched(paths: Sequence[str], run: Callable[[], object]) -> None:
    """Run, then run again after each change to a source file, a model or the configuration, until interrupted.

    A mistake of the user's is told and waited out. Raises `UsageError` where watching is not possible.
    """
    try:
        import watchfiles
    except ModuleNotFoundError as error:
        raise UsageError(
            'watchfiles is not installed; install paylint with it: pip install "paylint[watch]"'
        ) from error
    from paylint.frontend.discovery import language_of

    class Sources(watchfiles.DefaultFilter):
        """What a run reads."""

        def __call__(self, change: watchfiles.Change, path: str) -> bool:
            """Whether a change of a path asks for another run."""
            counts = language_of(path) or path.endswith(ALSO) or os.path.basename(path) in (OWN_FILE, SHARED_FILE)
            return bool(counts) and super().__call__(change, path)

    _run(run)
    for _ in watchfiles.watch(*paths, watch_filter=Sources()):
        _run(run)


def _run(run: Callable[[], object]) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
    try:
        run()
    except PaylintError as error:
        sys.stderr.write(f"paylint: {error}\n")
    sys.stdout.flush()
