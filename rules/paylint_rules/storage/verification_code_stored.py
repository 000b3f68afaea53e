"""A card verification code is stored.

## What it does

Reports a verification code (CVV2, CVC2, CID, セキュリティコード) that reaches a database. Encrypting or hashing it
changes nothing: three or four digits are soon guessed, and the code may not be kept after authorization in any form.
Sessions, caches, files and logs have rules of their own.

## Why it matters

The code proves that the customer holds the card. Together with the number it is all that a thief needs to buy.

## Example

```python
from django.db import models
from django.http import HttpResponse


class Order(models.Model):
    memo = models.CharField(max_length=200)


def pay(request):
    Order.objects.create(memo=request.POST["cvv"])  # expect: PAY201
    return HttpResponse("thank you")
```

## Use instead

Keep what the provider answered.

```python
from django.db import models
from django.http import HttpResponse


class Order(models.Model):
    transaction_id = models.CharField(max_length=40)


def pay(request):
    Order.objects.create(transaction_id=request.POST["transaction_id"])
    return HttpResponse("thank you")
```

## References

- PCI DSS v4.0.1, 3.3.1 and 3.3.1.2: no verification code is stored after authorization, not even encrypted.
- PCI DSS v4.0.1, 3.3.2: before authorization completes, it is stored with strong cryptography only.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import CODE, emptied
from paylint_rules.scope import FORBIDDEN, NON_RETENTION

rule = Rule(
    code="PAY201",
    name="verification-code-stored",
    summary="A card verification code is stored.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"storage"}),
        kinds=frozenset({CODE}),
        message="{data} from {origin} {is} stored by {callee}",
    ),
    remedy="Delete the code as soon as the authorization is answered, and purge what is already stored.",
    meaning=FORBIDDEN,
    requirements=("3.3.1", "3.3.1.2", "3.3.2"),
    guideline=(NON_RETENTION,),
    fix=emptied(CODE),
)
