"""Card data is written to a log.

## What it does

Reports a card number, verification code, PIN or track that reaches a log call or standard output: alone, inside a
formatted message, or as part of a request, form or dictionary that is logged whole. The last four digits, or the first
six and the last four, are not reported.

## Why it matters

A log is storage. It is shipped, searched, backed up and read by people who never see the database. A verification code
in it is a stored verification code, and a card number in it is a readable stored card number.

## Example

```python
import logging

from django.http import HttpResponse

logger = logging.getLogger(__name__)


def pay(request):
    logger.info("paying with %s", request.POST["card_number"])  # expect: PAY301
    return HttpResponse("ok")
```

## Use instead

```python
import logging

from django.http import HttpResponse

logger = logging.getLogger(__name__)


def pay(request):
    logger.info("paying with a card that ends in %s", request.POST["card_number"][-4:])
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization, logs included.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored, logs included.
- PCI DSS v4.0.1, 12.10.7: what to do where stored card numbers are found unexpectedly.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, masked, readable
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY301",
    name="card-data-logged",
    summary="Card data is written to a log.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"log"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} written to the log by {callee}",
    ),
    remedy="Log the order number and at most the last four digits, and clean the logs and backups already written.",
    meaning=STORAGE,
    requirements=("3.3.1.2", "3.5.1", "12.10.7"),
    guideline=(NON_RETENTION,),
    fix=masked(safe=True),
)
