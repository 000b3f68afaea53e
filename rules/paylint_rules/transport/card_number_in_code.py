"""A card number that is no published test number is written into code.

## What it does

Reports a text of 14 to 16 digits, plain or in groups, that begins as numbers of a card brand do and passes the Luhn test, unless it is
one of the test numbers that payment providers publish. It shows no more than the first six and the last four digits. In tests
it is a note: the number may be made up.

## Why it matters

A real number in a repository is stored card data, readable for everyone with access, in every copy and in the whole history.

## Example

```python
DEFAULT_CARD = "4539 5787 6362 1486"  # expect: PAY801
```

## Use instead

```python
DEFAULT_CARD = "4242 4242 4242 4242"
```

## References

- PCI DSS v4.0.1, 3.5.1: card numbers are unreadable wherever they are stored.
- PCI DSS v4.0.1, 6.5.5: real card numbers are not used outside of production.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import PAN
from paylint_rules.scope import NON_RETENTION, STORAGE
from paylint_rules.sighted import in_tests, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge every number once for each place; milder and less sure among tests."""
    for sighting in program.sighted("card-number"):
        test = in_tests(sighting.location.path)
        message = f"the card number {sighting.name} is no published test number; is it a real one?"
        yield verdict(
            sighting,
            message,
            elements=(PAN,),
            confidence=Confidence.LOW if test else Confidence.MEDIUM,
            severity=Severity.NOTE if test else None,
        )


rule = Rule(
    code="PAY801",
    name="card-number-in-code",
    summary="A card number that is no published test number is written into code.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Replace it by a published test number and, if it is real, remove it from the history and tell its issuer.",
    meaning=STORAGE,
    requirements=("3.5.1", "6.5.5"),
    guideline=(NON_RETENTION,),
)
