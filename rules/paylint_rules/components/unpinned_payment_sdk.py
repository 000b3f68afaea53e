"""It is left open which version of a payment provider's SDK is installed.

## What it does

Reports a payment provider's package in a requirement file, a `Pipfile`, an application's `package.json` or an install command
that admits several versions, when no lock or constraint file of the codebase fixes one. Requirement files for tests, documents and
development are left out. Which packages are a provider's stands in the models.

## Why it matters

An inventory names versions. Without one, every build may run other code on the payment path, and nobody can say
afterwards which.

## Example

```text requirements.txt
Django==4.2.16
stripe>=5.0  # expect: PAY403
```

## Use instead

```text requirements.txt
Django==4.2.16
stripe==12.1.0
```

## References

- PCI DSS v4.0.1, 6.3.2: an inventory of software, third-party components included.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Component, Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.components.aside import aside
from paylint_rules.scope import PATCHES, UPKEEP


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each place that asks for a provider's package without saying which version."""
    fixed = {_identity(component) for component in program.components if component.pinned}
    for component in program.components:
        if not component.provider or component.pinned or _identity(component) in fixed:
            continue
        if not aside(component):
            yield Verdict(
                location=component.location,
                message=f"any version of {component.name}, the SDK of a payment provider, may be installed",
                confidence=Confidence.MEDIUM,
                subject=component.name,
            )


def _identity(component: Component) -> tuple[str, str]:
    return (component.ecosystem, component.name)


rule = Rule(
    code="PAY403",
    name="unpinned-payment-sdk",
    summary="It is left open which version of a payment provider's SDK is installed.",
    severity=Severity.NOTE,
    judge=judge,
    remedy="Fix one version, with a lock file or an exact requirement, and change it on purpose.",
    meaning=UPKEEP,
    requirements=("6.3.2",),
    guideline=(PATCHES,),
)
