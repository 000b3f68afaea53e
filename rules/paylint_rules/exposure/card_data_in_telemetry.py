"""Card data is sent to telemetry.

## What it does

Reports a card number, verification code, PIN or track that is handed to error tracking, tracing, metrics or analytics,
as a value, tag, span attribute or event property.

## Why it matters

Such services keep what they get, index it and show it to many, mostly on servers of somebody else, who thereby
receives card data without having been chosen for it.

## Example

```python
import sentry_sdk
from django.http import HttpResponse


def pay(request):
    sentry_sdk.set_tag("card", request.POST["card_number"])  # expect: PAY307
    return HttpResponse("ok")
```

## Use instead

```python
import sentry_sdk
from django.http import HttpResponse


def pay(request):
    sentry_sdk.set_tag("order", request.POST["order_id"])
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored, analytics events included.
- PCI DSS v4.0.1, 12.8.1: a list of the third-party service providers that account data is shared with.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, masked, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION, OUTSOURCING

rule = Rule(
    code="PAY307",
    name="card-data-in-telemetry",
    summary="Card data is sent to telemetry.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"telemetry"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} sent to telemetry by {callee}",
    ),
    remedy="Send the order number in place of the card, and have the service delete the events already sent.",
    meaning=EXPOSURE,
    requirements=("3.3.1.2", "3.5.1", "12.8.1"),
    guideline=(NON_RETENTION, OUTSOURCING),
    fix=masked(safe=True),
)
