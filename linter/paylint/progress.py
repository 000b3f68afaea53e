"""How a run tells how far it is, and how long its stages took."""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def ignore(stage: str, done: int, total: int) -> None:
    """A listener that does not care."""


class Clock:
    """Wall times by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: list[tuple[str, float]] = []

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.laps.append((stage, now - self._last))
        self._last = now
