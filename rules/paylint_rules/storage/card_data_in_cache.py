"""Card data is kept in a cache.

## What it does

Reports a card number, verification code, PIN or track that is written to a cache such as Redis, Memcached or a
framework's own. A verification code is reported even if encrypted; an encrypted card number is PAY205.

## Why it matters

A cache is shared, often reachable without a password from inside the network, dumped to disk and copied to replicas.
What rests there is stored, however short its time to live.

## Example

```python
from django.core.cache import cache
from django.http import HttpResponse


def enter(request):
    cache.set("payment", request.POST["card_number"], 600)  # expect: PAY208
    return HttpResponse("ok")
```

## Use instead

```python
from django.core.cache import cache
from django.http import HttpResponse


def enter(request):
    cache.set("payment", request.POST["payment_token"], 600)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 3.3.2: sensitive authentication data that is stored before authorization completes is encrypted.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY208",
    name="card-data-in-cache",
    summary="Card data is kept in a cache.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"cache"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} kept in a cache by {callee}",
    ),
    remedy="Cache a token or an order number in place of the card, and flush what is already cached.",
    meaning=STORAGE,
    requirements=("3.3.1.2", "3.3.2", "3.5.1"),
    guideline=(NON_RETENTION,),
)
