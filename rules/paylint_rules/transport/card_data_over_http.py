"""Card data is sent over plain HTTP.

## What it does

Reports a request that carries card data to an address that begins with `http://`, unless it is on the own machine or inside the own
network.

## Why it matters

Everybody on the way reads the card.

## Example

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "cvc": request.POST["cvc"]}
    requests.post("http://pay.example.com/charge", data=card, timeout=30)  # expect: PAY804
    return HttpResponse("ok")
```

## Use instead

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "cvc": request.POST["cvc"]}
    requests.post("https://pay.example.com/charge", data=card, timeout=30)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 4.2.1: strong cryptography for card numbers over open networks.
"""

from __future__ import annotations

from paylint.facts import Flow
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.hosts import is_outside
from paylint_rules.scope import NON_RETENTION, TRANSPORT


def _plain(flow: Flow) -> bool:
    return flow.sink.host.lower().startswith("http://") and is_outside(flow.sink.host)


rule = Rule(
    code="PAY804",
    name="card-data-over-http",
    summary="Card data is sent over plain HTTP.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"http", "psp"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=_plain,
        message="{data} from {origin} {is} sent by {callee} without encryption to {host}",
    ),
    remedy="Write the address with https, and let the receiver refuse anything else.",
    meaning=TRANSPORT,
    requirements=("4.2.1",),
    guideline=(NON_RETENTION,),
)
