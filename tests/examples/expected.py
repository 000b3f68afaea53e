"""What ``expected.txt`` says of the example shops; ``examples/README.md`` holds its format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KEYS = frozenset({"flow", "provider", "passes", "stores", "saq", "japan", "altered"})


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding of ``rule`` whose place or way names ``file``; its message holds ``words``."""

    rule: str
    file: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be said of the shop in ``examples/<name>``. ``values`` are the lines with one value, by their keys."""

    name: str
    values: dict[str, str]
    findings: tuple[ExpectedFinding, ...]

    @property
    def root(self) -> Path:
        """The folder of the shop."""
        return EXAMPLES / self.name


def read(path: Path) -> tuple[Expected, ...]:
    """The sections of one file, in order. Raises ValueError for a line that says nothing known."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    starts = [number for number, line in enumerate(lines) if line.startswith("[")]
    ends = [*starts[1:], len(lines)]
    return tuple(
        _section(f"{path.parent.name}/{lines[start].strip('[]')}", lines[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )


def everything() -> tuple[Expected, ...]:
    """What is expected of all example shops."""
    return tuple(section for path in sorted(EXAMPLES.glob("*/expected.txt")) for section in read(path))


def _section(name: str, lines: Iterable[str]) -> Expected:
    values, findings = {}, []
    for line in lines:
        key, *rest = re.split(r" {2,}", line.strip())
        if key == "finding" and 2 <= len(rest) <= 3:
            findings.append(ExpectedFinding(*rest))
        elif key in KEYS and len(rest) == 1 and key not in values:
            values[key] = rest[0]
        else:
            raise ValueError(f"{name}: {line!r} is no line of an expected.txt; examples/README.md says what is.")
    return Expected(name, values, tuple(findings))
