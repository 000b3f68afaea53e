"""How much work an entry point may take: in steps, never in seconds."""

from __future__ import annotations

from dataclasses import dataclass

ROOT_STEPS = 150_000
LENS_STEPS = 30_000
"""What is looked for through a lens stands near to where it begins."""
SCRIPT_STEPS = 20_000
"""Among 823 scripts of 69 packages only libraries and bundles (d3, MathJax) need more; scripts of shops some 5,000."""
MOST_SCRIPT_STEPS = 60_000
"""For all entry points of one script."""


class BudgetSpentError(Exception):
    """The work allowed for one entry point is used up."""


@dataclass(slots=True, eq=False)
class Budget:
    """Work units spent and allowed, never seconds: evaluated expressions, in scripts also the objects that a call can reach."""

    spent: int = 0
    limit: int = ROOT_STEPS
