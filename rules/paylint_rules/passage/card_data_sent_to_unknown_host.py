"""This server sends card data to a host that the code does not name.

## What it does

Reports an HTTP request that carries card data and whose host is not written in the code (it comes from settings, from
the database or from an argument), or is an address inside the own network. A constant host of a payment provider is
PAY102, any other constant host PAY310. The confidence is medium at most: the host may well be a provider's.

## Why it matters

Card data passes through this server, and where it goes can be changed without changing the code. A data-flow diagram
has to name the receiver all the same. A service inside the own network that receives card data is in scope too.

## Example

```python
import requests
from django.conf import settings
from django.http import HttpResponse


def pay(request):
    fields = {"no": request.POST["card_number"], "cvv": request.POST["cvv"]}
    answer = requests.post(settings.GATEWAY_URL, data=fields, timeout=30)  # expect: PAY104
    return HttpResponse(answer.status_code)
```

## Use instead

```python
import requests
from django.conf import settings
from django.http import HttpResponse


def pay(request):
    fields = {"token": request.POST["payment_token"]}
    answer = requests.post(settings.GATEWAY_URL, data=fields, timeout=30)
    return HttpResponse(answer.status_code)
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all third-party connections.
- PCI DSS v4.0.1, 4.2.1: strong cryptography for card numbers over open networks.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Flow, Program
from paylint.finding import Confidence, Severity
from paylint.flows import Flows
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.hosts import host_name, is_internal
from paylint_rules.scope import NON_RETENTION, PASSAGE


def _nameless(flow: Flow) -> bool:
    return not flow.sink.provider and not host_name(flow.sink.host)


def _inside(flow: Flow) -> bool:
    return not flow.sink.provider and is_internal(flow.sink.host)


def judge(program: Program) -> Iterator[Verdict]:
    """Tell a host that nobody named from one inside the own network."""
    yield from Flows(
        channels=frozenset({"http"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=_nameless,
        confidence=Confidence.MEDIUM,
        message="{data} from {origin} {is} sent by {callee} to a host that the code does not name",
    )(program)
    yield from Flows(
        channels=frozenset({"http"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=_inside,
        confidence=Confidence.MEDIUM,
        message="{data} from {origin} {is} sent by {callee} to the internal address {host}",
    )(program)


rule = Rule(
    code="PAY104",
    name="card-data-sent-to-unknown-host",
    summary="This server sends card data to a host that the code does not name.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Find out which service receives the card data, and send it a token in place of the card.",
    meaning=PASSAGE,
    requirements=("1.2.4", "4.2.1", "12.5.2"),
    guideline=(NON_RETENTION,),
)
