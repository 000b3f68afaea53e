"""A card number is stored readable.

## What it does

Reports a card number that reaches a database as it is, or merely encoded (Base64, JSON). The last four digits, or the
first six and the last four, are no card number any more and are not reported. A card number that was encrypted is
PAY205, one that was hashed without a key is PAY206.

## Why it matters

A card number has to be unreadable wherever it rests. A copy of the table, a backup or one SQL injection gives away all
of them at once. Stored card data takes every simpler self-assessment away, whatever the way the cards were entered.

## Example

```python
from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    note = models.CharField(max_length=20)


def register(request):
    number = request.POST["card_number"]
    Customer.objects.create(note=number)  # expect: PAY204
    return HttpResponse("saved")
```

## Use instead

```python
from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    note = models.CharField(max_length=20)


def register(request):
    number = request.POST["card_number"]
    Customer.objects.create(note=number[-4:])
    return HttpResponse("saved")
```

## References

- PCI DSS v4.0.1, 3.2.1: storage of account data is kept to a minimum.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
- PCI DSS v4.0.1, 12.10.7: what to do where stored card numbers are found unexpectedly.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import BESIDE, NUMBERS, readable
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY204",
    name="card-number-stored",
    summary="A card number is stored readable.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"storage"}),
        kinds=NUMBERS,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} stored readable by {callee}",
    ),
    remedy="Store the provider's token and the last four digits, and delete or migrate the numbers already stored.",
    meaning=STORAGE,
    requirements=("3.2.1", "3.5.1", "12.10.7"),
    guideline=(NON_RETENTION,),
)
