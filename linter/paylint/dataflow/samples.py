"""What a regular expression keeps out of a statement: tried on samples, not reasoned about."""

from __future__ import annotations

import re

SAMPLES = (
    "x' or '1'='1",
    "1 or 1=1",
    "1; drop table t",
    "x) union select y",
    'x" or ""="',
    "x--",
    "1\n or 1=1",
    "(select 1)",
)
"""What gets through an expression that keeps nothing out."""


def keeps_out(pattern: str, method: str) -> bool:
    """Whether an expression matches none of the samples, by ``match`` or ``fullmatch``."""
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return not any(getattr(compiled, method)(sample) for sample in SAMPLES)


def strips_out(pattern: str, replacement: str) -> bool:
    """Whether a substitution leaves nothing but letters, digits and underscores of every sample."""
    try:
        left = [re.sub(pattern, replacement, sample) for sample in SAMPLES]
    except (re.error, IndexError, OverflowError, RecursionError):
        return False
    return all(re.fullmatch(r"\w*", text) for text in left)
