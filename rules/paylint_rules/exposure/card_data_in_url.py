"""Card data is part of a URL.

## What it does

Reports a card number, verification code, PIN or track that becomes part of a URL or of its query string, in a redirect
or in a request that this server makes.

## Why it matters

URLs are written down everywhere: in the access logs of both sides and of every proxy between, in the browser's history
and in the referrer that it gives to the next page.

## Example

```python
from django.http import HttpResponseRedirect


def pay(request):
    number = request.POST["card_number"]
    return HttpResponseRedirect("/confirm?card=" + number)  # expect: PAY308
```

## Use instead

```python
from django.http import HttpResponseRedirect


def pay(request):
    order = request.POST["order_id"]
    return HttpResponseRedirect("/confirm?order=" + order)
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization, logs included.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored, logs included.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION

rule = Rule(
    code="PAY308",
    name="card-data-in-url",
    summary="Card data is part of a URL.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"url"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} put into a URL by {callee}",
    ),
    remedy="Put a token or an order number into the URL, and clean the access logs already written.",
    meaning=EXPOSURE,
    requirements=("3.3.1.2", "3.5.1"),
    guideline=(NON_RETENTION,),
)
