"""Logs are kept for less than twelve months.

## What it does

Reports what rotates logs away too early: logrotate, rotating handlers of Python's `logging` (in code, in dictionaries, ini and YAML
files), CloudWatch and other cloud log groups with a retention in days, and Docker's json-file driver with a total size below 1 GiB, which
says nothing of time and may be little. A block of logrotate that copies its logs elsewhere is not reported. It is a note where no card data is seen to
pass.

A copy that a log shipper makes is not visible here: the finding asks to make sure.

## Why it matters

Stolen cards are noticed late, often after more than a year. What has been rotated away until then can answer nothing.

## Example

```text logrotate.conf
/var/log/shop/payments.log {
  weekly
  # expect-next: PAY603
  rotate 4
  compress
}
```

## Use instead

```text logrotate.conf
/var/log/shop/payments.log {
  weekly
  rotate 53
  compress
}
```

## References

- PCI DSS v4.0.1, 10.5.1: audit logs are kept for twelve months at least, three of them at hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program, Setting
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import handled
from paylint_rules.scope import LOGS, TRACES

YEAR = 365
LITTLE = 1024**3
_MIB = 1024**2


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each setting that keeps too little."""
    severity = None if handled(program) else Severity.NOTE
    for setting in program.settings:
        words = _short(setting) if setting.kind == "log-retention" else ""
        if words:
            yield Verdict(
                location=setting.location,
                message=f"{setting.key} keeps {words}",
                confidence=Confidence.MEDIUM,
                subject=f"{setting.key} {setting.context}".strip(),
                severity=severity if setting.unit == "days" else Severity.NOTE,
            )


def _short(setting: Setting) -> str:
    """What is kept, in words; empty where it is enough."""
    amount = int(setting.value)
    if setting.unit == "days":
        return f"logs for {amount} days, and twelve months are asked for" if amount < YEAR else ""
    if amount < LITTLE:
        return f"at most {max(amount // _MIB, 1)} MiB of logs, whatever their age; twelve months are asked for"
    return ""


rule = Rule(
    code="PAY603",
    name="short-log-retention",
    summary="Logs are kept for less than twelve months.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Keep twelve months of logs, three of them at hand, here or where they are copied to.",
    meaning=TRACES,
    requirements=("10.5.1",),
    guideline=(LOGS,),
)
