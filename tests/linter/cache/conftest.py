"""What the tests of the cache share: how many runs were analyses."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from paylint import analysis


@dataclass(slots=True)
class Analyses:
    """The number of analyses so far."""

    count: int = 0


@pytest.fixture
def analyses(monkeypatch: pytest.MonkeyPatch) -> Analyses:
    """Counts every analysis of the test."""
    counted = Analyses()
    analyse = analysis.analyse

    def counting(*args: object, **named: object) -> object:
        counted.count += 1
        return analyse(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(analysis, "analyse", counting)
    return counted
