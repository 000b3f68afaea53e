"""A progress bar on standard error, for people who wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.progress import Progress, TaskID

PATIENCE = 1.0
PAUSE = 0.1


@contextmanager
def progress_bar(*, wanted: bool = True) -> Iterator[Callable[[str, int, int], None]]:
    """A function to be told stage, done and total. It draws where it is wanted, on a terminal only, and only after a second of work."""
    if not wanted or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    bar = _Bar()
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        """Draw the new state, unless the last drawing is too fresh."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + PAUSE
        progress = self._progress or self._begin()
        if self._task is None:
            self._task = progress.add_task(stage)
        progress.update(self._task, description=stage, completed=done, total=total or None, refresh=True)

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._progress is not None:
            self._progress.stop()

    def _begin(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
        console = Console(file=sys.stderr)
        # without its refreshing thread: workers may be forked while the bar is up
        self._progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
        self._progress.start()
        return self._progress
