"""A component that nobody maintains any more is installed.

## What it does

Reports runtimes, base images and libraries whose makers mend nothing any more, where a file beside the code names
them: `FROM python:2.7`, `image: centos:6`, `runtime.txt`, a tag that ends in `-buster`, an OpenSSL built from its source. A
library that a distribution packages is the distribution's to mend, and not reported for its own age. It is a note
where no card data is seen to pass. Files for development, tests and documents are left out.

The table is dated: what ended after its day is not known to it. Model files with `components:` add to it. Maintenance that
somebody pays for is not visible in a file: suppress the finding where you have it.

## Why it matters

What is found in such a component stays open for good, and everybody can read about it.

## Example

```dockerfile Dockerfile
# expect-next: PAY402
FROM python:3.6-slim
COPY . /srv
```

## Use instead

```dockerfile Dockerfile
FROM python:3.13-slim
COPY . /srv
```

## References

- PCI DSS v4.0.1, 6.3.2: an inventory of software, third-party components included.
- PCI DSS v4.0.1, 6.3.3: known vulnerabilities are patched.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import handled
from paylint_rules.components.aside import aside
from paylint_rules.scope import PATCHES, UPKEEP, VULNERABILITIES


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each branch that has ended, unless a vulnerability says more of the same component."""
    severity = None if handled(program) else Severity.NOTE
    for component in program.components:
        if aside(component) or any(weakness.kind == "vulnerable" for weakness in component.weaknesses):
            continue
        for weakness in component.weaknesses:
            if weakness.kind == "ended":
                yield Verdict(
                    location=component.location,
                    message=f"{weakness.label} has not been maintained since {weakness.since}",
                    subject=f"{component.name} {weakness.label}",
                    severity=severity,
                )


rule = Rule(
    code="PAY402",
    name="end-of-life-component",
    summary="A component that nobody maintains any more is installed.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Move to a version that is maintained, and note the day on which its maintenance ends.",
    meaning=UPKEEP,
    requirements=("6.3.2", "6.3.3"),
    guideline=(VULNERABILITIES, PATCHES),
)
