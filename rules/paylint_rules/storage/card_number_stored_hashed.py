"""A card number is stored as a hash without a key.

## What it does

Reports a card number that went through a plain hash (MD5, SHA-1, SHA-256, salted or not) and then reaches a database,
session, cache, file or log. A keyed hash, such as HMAC with a managed key, is not reported.

## Why it matters

Card numbers are few: with the first six and the last four digits known, a hundred thousand tries find the rest. A
plain hash therefore hides nothing, and a hash of a card number has to be keyed.

## Example

```python
import hashlib

from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    fingerprint = models.CharField(max_length=64)


def register(request):
    digest = hashlib.sha256(request.POST["card_number"].encode()).hexdigest()
    Customer.objects.create(fingerprint=digest)  # expect: PAY206
    return HttpResponse("saved")
```

## Use instead

```python
import hashlib
import hmac

from django.conf import settings
from django.db import models
from django.http import HttpResponse


class Customer(models.Model):
    fingerprint = models.CharField(max_length=64)


def register(request):
    number = request.POST["card_number"].encode()
    digest = hmac.new(settings.FINGERPRINT_KEY, number, hashlib.sha256).hexdigest()
    Customer.objects.create(fingerprint=digest)
    return HttpResponse("saved")
```

## References

- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
- PCI DSS v4.0.1, 3.5.1.1: hashes that make it unreadable are keyed, over the whole number, with key management.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import PAN, hashed
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY206",
    name="card-number-stored-hashed",
    summary="A card number is stored as a hash without a key.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"storage", "session", "cache", "file", "log"}),
        kinds=frozenset({PAN}),
        where=hashed,
        message="{data} from {origin} {is} stored as a hash without a key by {callee}",
    ),
    remedy="Use the provider's card fingerprint, or a keyed hash such as HMAC-SHA-256 with a managed key.",
    meaning=STORAGE,
    requirements=("3.5.1", "3.5.1.1"),
    guideline=(NON_RETENTION,),
)
