"""A database model has a column for card data.

## What it does

Reports a persistent model that declares a column for a card number, a verification code, a PIN or track data. A column
that encrypts a card number is a warning; one for a verification code, PIN or track is an error, encrypted or
not. A model that masks the number when it is saved is left out, and so are columns for expiry date or holder alone.

## Why it matters

A column is made to be filled, and it stays: in the live database, in its backups, in dumps for testing. It is also
what remains after a change of integration when the old rows were never purged.

## Example

```python
from django.db import models


class Card(models.Model):
    card_number = models.CharField(max_length=19)  # expect: PAY210
    cvv = models.CharField(max_length=4)  # expect: PAY210
    expiry_date = models.DateField()
```

## Use instead

```python
from django.db import models


class Card(models.Model):
    provider_token = models.CharField(max_length=40)
    last_four = models.CharField(max_length=4)
    expiry_date = models.DateField()
```

## References

- PCI DSS v4.0.1, 3.2.1: storage of account data is kept to a minimum.
- PCI DSS v4.0.1, 3.3.1, 3.3.1.1, 3.3.1.2 and 3.3.1.3: no track, verification code or PIN is stored after authorization.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Declaration, Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, NUMBERS, OBJECT
from paylint_rules.scope import NON_RETENTION, STORAGE


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each column."""
    for item in program.declarations:
        if item.role == "model" and item.kind in ACCOUNT_DATA and not item.masked:
            sealed = item.encrypted and item.kind in NUMBERS
            yield Verdict(
                location=item.location,
                message=f"the model {item.owner} has {_described(item)} {item.field} for {{data}}",
                elements=(item.kind,),
                confidence=_sure(item),
                function=item.owner,
                subject=item.field,
                severity=Severity.WARNING if sealed else Severity.ERROR,
            )


def _described(item: Declaration) -> str:
    return "an encrypted column" if item.encrypted else "a readable column"


def _sure(item: Declaration) -> Confidence:
    """A column named only ``card`` is mostly a reference to a token."""
    return Confidence.LOW if item.kind == OBJECT else item.confidence


rule = Rule(
    code="PAY210",
    name="card-data-column",
    summary="A database model has a column for card data.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Replace the column by the provider's token and the last four digits, and purge the old values and backups.",
    meaning=STORAGE,
    requirements=("3.2.1", "3.3.1", "3.3.1.1", "3.3.1.2", "3.3.1.3", "3.5.1"),
    guideline=(NON_RETENTION,),
)
