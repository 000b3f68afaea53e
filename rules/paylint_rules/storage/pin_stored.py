"""A card PIN or PIN block is stored.

## What it does

Reports a card PIN (暗証番号) or PIN block that reaches a database, encrypted or not. A PIN that is no card's, such as
that of a login or of a delivery box, is not meant.

## Why it matters

Whoever has card and PIN can draw cash. A PIN block may not be kept after authorization, not even encrypted again.

## Example

```python
from django.db import models
from django.http import HttpResponse


class Payment(models.Model):
    secret = models.CharField(max_length=16)


def pay(request):
    Payment.objects.create(secret=request.POST["card_pin"])  # expect: PAY202
    return HttpResponse("thank you")
```

## Use instead

```python
from django.db import models
from django.http import HttpResponse


class Payment(models.Model):
    reference = models.CharField(max_length=40)


def pay(request):
    Payment.objects.create(reference=request.POST["transaction_id"])
    return HttpResponse("thank you")
```

## References

- PCI DSS v4.0.1, 3.3.1 and 3.3.1.3: no PIN and no PIN block is stored after authorization.
- PCI DSS v4.0.1, 3.3.2: before authorization completes, it is stored with strong cryptography only.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import PIN, emptied
from paylint_rules.scope import FORBIDDEN, NON_RETENTION

rule = Rule(
    code="PAY202",
    name="pin-stored",
    summary="A card PIN or PIN block is stored.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"storage"}),
        kinds=frozenset({PIN}),
        message="{data} from {origin} {is} stored by {callee}",
    ),
    remedy="Hand the PIN block on without keeping it, and purge what is already stored.",
    meaning=FORBIDDEN,
    requirements=("3.3.1", "3.3.1.3", "3.3.2"),
    guideline=(NON_RETENTION,),
    fix=emptied(PIN),
)
