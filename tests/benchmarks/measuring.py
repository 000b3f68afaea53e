"""What one run of a command takes: wall time, and the memory of all its processes together."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.02
PATIENCE = 300.0
"""A run that takes longer, in seconds, is ended."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took, or had taken when it was ended; no memory where it was over before anybody looked."""

    seconds: float
    mebibytes: float
    ended: bool = False


def measure(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, *, fine: Collection[int] = (0, 1)
) -> Cost:
    """Run a command in a folder and give its cost.

    Memory is the sum over all of its processes at the highest moment, as the kernel shares it out (PSS); where the kernel
    does not say, the largest single process. ``fine`` are the exit statuses of a run that did its work.

    Raises:
        SystemExit: the command failed, which is not a matter of speed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        peak = [0]
        over = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, peak, over))
        watcher.start()
        ended = threading.Event()
        clock = threading.Timer(PATIENCE, _end, args=(process.pid, ended))
        clock.start()
        _, errors = process.communicate()
        seconds = time.perf_counter() - began
        clock.cancel()
        over.set()
        watcher.join()
    if process.returncode not in fine and not ended.is_set():
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}: {errors.strip()[-500:]}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    kibibytes = peak[0] or (largest if largest > before and not os.path.exists("/proc/self/smaps_rollup") else 0)
    return Cost(seconds, kibibytes / 1024, ended.is_set())


def _end(pid: int, ended: threading.Event) -> None:
    """End a process and all that come from it: they are a group of their own."""
    ended.set()
    with suppress(ProcessLookupError):  # it was just over
        os.killpg(pid, signal.SIGKILL)


def _watch(pid: int, peak: list[int], over: threading.Event) -> None:
    while not over.wait(PAUSE):
        peak[0] = max(peak[0], sum(_pss(one) for one in _family(pid)))


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        for listing in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                todo.extend(int(child) for child in listing.read_text(encoding="ascii").split())
            except OSError:
                continue
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
