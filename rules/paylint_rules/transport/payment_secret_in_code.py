"""A secret for a payment provider's production system is written into code.

## What it does

Reports keys that providers mark as live by their form (`sk_live_...` and the like), and texts given to parameters that only ever take
a password of a provider (`ShopPass`, `SitePass`). It shows only how the secret begins. Keys of test systems, public keys and
placeholders are no finding.

## Why it matters

Everyone who can read the code can charge, refund and read payments in the merchant's name.

## Example

```python
API_KEY = "sk_live_Zq81LmT0vXc47RbNp2Wy"  # expect: PAY802
```

## Use instead

```python
import os

API_KEY = os.environ["PROVIDER_API_KEY"]
```

## References

Whether these apply depends on what the secret opens; a hard-coded payment credential is close to what they forbid.

- PCI DSS v4.0.1, 8.6.2: passwords of accounts that can log in interactively are not written into code.
- PCI DSS v4.0.1, 8.6.3: passwords of application and system accounts are protected against misuse.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import CREDENTIALS, OUTSOURCING
from paylint_rules.sighted import in_tests, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge every secret; among tests it is less likely to open anything."""
    for sighting in program.sighted("live-secret"):
        owner = f"the payment provider {sighting.provider}" if sighting.provider else "a payment provider"
        test = in_tests(sighting.location.path)
        message = f"a hard-coded payment credential, for the production system of {owner}: {sighting.name}"
        yield verdict(sighting, message, confidence=Confidence.LOW if test else Confidence.HIGH)


rule = Rule(
    code="PAY802",
    name="payment-secret-in-code",
    summary="A secret for a payment provider's production system is written into code.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Have the provider replace the secret, and read the new one from the environment or a vault.",
    meaning=CREDENTIALS,
    requirements=("8.6.2", "8.6.3"),
    guideline=(OUTSOURCING,),
)
