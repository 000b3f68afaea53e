"""Where something stands in a source file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

Path = NewType("Path", str)
"""A source file's path relative to the root of the run, with forward slashes."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file. Lines and columns count from 1, columns in code points."""

    path: Path
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
