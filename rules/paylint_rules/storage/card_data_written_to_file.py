"""Card data is written to a file.

## What it does

Reports a card number, verification code, PIN or track that is written to a file: plain text, CSV, XML, a pickle, an
object store. A verification code is reported even if encrypted; an encrypted card number is PAY205.

## Why it matters

Files are copied, backed up, mailed and forgotten. Export and trace files are where card numbers are found years later.

## Example

```python
from django.http import HttpResponse


def pay(request):
    with open("/var/shop/orders.txt", "a") as file:
        file.write(request.POST["card_number"])  # expect: PAY209
    return HttpResponse("thank you")
```

## Use instead

```python
from django.http import HttpResponse


def pay(request):
    with open("/var/shop/orders.txt", "a") as file:
        file.write(request.POST["order_id"])
    return HttpResponse("thank you")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
- PCI DSS v4.0.1, 12.10.7: what to do where stored card numbers are found unexpectedly.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY209",
    name="card-data-written-to-file",
    summary="Card data is written to a file.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"file"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} written to a file by {callee}",
    ),
    remedy="Write the order number or the last four digits, and find and delete the files already written.",
    meaning=STORAGE,
    requirements=("3.3.1.2", "3.5.1", "12.10.7"),
    guideline=(NON_RETENTION,),
)
