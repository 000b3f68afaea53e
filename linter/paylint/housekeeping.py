"""Rules about suppressions themselves: they come with paylint and not with a pack, and see comments, not facts."""

from __future__ import annotations

from paylint.finding import RuleInfo, Severity


def _rule(code: str, name: str, summary: str, severity: Severity, remedy: str, more: str) -> RuleInfo:
    lines = [f"# {code} {name}", "", summary, "", f"- **Severity**: {severity.label}", f"- **Remedy**: {remedy}", ""]
    return RuleInfo(code, name, summary, severity, (), (), remedy, "\n".join([*lines, more.strip(), ""]))


UNUSED = _rule(
    "PAY911",
    "suppression-unused",
    "A comment suppresses a rule that reports nothing there.",
    Severity.NOTE,
    "Remove the code or the comment; `paylint suppress --prune` does it.",
    """
## What it does

Reports a code in a `paylint: ignore` comment to which no finding belongs. It is reported only for rules that ran, and
only if whole folders were checked: a finding may come from a file that was not looked at.

## Why it matters

A comment that outlives its finding hides the next one that somebody brings into the same place.
""",
)
EXPIRED = _rule(
    "PAY912",
    "suppression-expired",
    "The last day of a suppression is over.",
    Severity.WARNING,
    "Correct the code, or decide anew and write a later day.",
    """
## What it does

Reports a `paylint: ignore` comment with `until` and a day that is over. What it suppressed is reported again.

## Example

```python
log.info(card)  # paylint: ignore[PAY301] until the new gateway is live -- until 2026-03-31 -- payments team
```
""",
)
UNKNOWN = _rule(
    "PAY913",
    "suppression-of-unknown-rule",
    "A comment suppresses a rule that does not exist.",
    Severity.WARNING,
    "Write a code or a name that `paylint rules` lists.",
    """
## What it does

Reports a word in the brackets of a `paylint: ignore` comment that is neither the code nor the name of a rule. Prefixes
such as `PAY3` are none: a suppression says exactly what it accepts.
""",
)
REASONLESS = _rule(
    "PAY914",
    "suppression-without-reason",
    "A suppression gives no reason.",
    Severity.WARNING,
    "Write behind the brackets why this is accepted.",
    """
## What it does

Where the configuration has `require-reason = true`, reports a `paylint: ignore` comment that gives no reason. The
finding stays suppressed.

## Why it matters

An assessor asks who accepted the risk and why. The comment is the place where the next reader of the code finds it.
""",
)
UNREADABLE = _rule(
    "PAY915",
    "suppression-unreadable",
    "A suppression cannot be read and is not obeyed.",
    Severity.WARNING,
    "Write `paylint: ignore[CODE] reason -- until 2027-03-31 -- owner`; only the code is needed.",
    """
## What it does

Reports a `paylint: ignore` comment without codes in brackets, or with a day that is none. Nothing is suppressed by it.
""",
)

RULES = (UNUSED, EXPIRED, UNKNOWN, REASONLESS, UNREADABLE)
"""In order of code."""
