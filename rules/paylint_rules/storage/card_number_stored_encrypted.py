"""A card number is stored encrypted.

## What it does

Reports a card number that was encrypted and then reaches a database, session, cache or file.

## Why it matters

Encryption with managed keys is allowed. It is storage all the same: the keys, the code that uses them and the systems
around both are in scope, and the merchant is not 非保持化. A key that lies beside the data protects nothing.

## Example

```python
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    sealed = models.BinaryField()


def register(request):
    box = Fernet(settings.CARD_KEY)
    sealed = box.encrypt(request.POST["card_number"].encode())
    Customer.objects.create(sealed=sealed)  # expect: PAY205
    return HttpResponse("saved")
```

## Use instead

```python
from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    provider_id = models.CharField(max_length=40)


def register(request):
    Customer.objects.create(provider_id=request.POST["payment_token"])
    return HttpResponse("saved")
```

## References

- PCI DSS v4.0.1, 3.2.1: storage of account data is kept to a minimum.
- PCI DSS v4.0.1, 3.5.1: strong cryptography with key management is one way of making a card number unreadable.
- PCI DSS v4.0.1, 3.6.1 and 3.7.1: how keys are protected and generated.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import NUMBERS, encrypted
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY205",
    name="card-number-stored-encrypted",
    summary="A card number is stored encrypted.",
    severity=Severity.WARNING,
    judge=Flows(
        channels=frozenset({"storage", "session", "cache", "file"}),
        kinds=NUMBERS,
        where=encrypted,
        message="{data} from {origin} {is} stored encrypted by {callee}",
    ),
    remedy="Store the provider's token instead, or keep the keys apart from the data and manage their whole life.",
    meaning=STORAGE,
    requirements=("3.2.1", "3.5.1", "3.6.1", "3.7.1"),
    guideline=(NON_RETENTION,),
)
