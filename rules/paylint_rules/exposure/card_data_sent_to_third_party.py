"""Card data is sent to a third party that is no known payment provider.

## What it does

Reports an HTTP request that carries card data to a host that is written in the code and belongs to no payment provider
that paylint knows. A provider's host is PAY102; a host that the code does not name, or one inside the own network, is
PAY104. Where the card goes to a provider at the same time, it is PAY703.

## Why it matters

The receiver is either a payment provider that the models lack, or somebody who has no business with cards: analytics, a
partner's interface, or an attacker's server in code that was changed. Copying the card to a second
destination is how cards are stolen from the server side.

## Example

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "code": request.POST["cvv"]}
    requests.post("https://collect.example.com/events", json=card, timeout=5)  # expect: PAY310
    return HttpResponse("ok")
```

## Use instead

```python
import requests
from django.http import HttpResponse


def pay(request):
    event = {"order": request.POST["order_id"], "last4": request.POST["card_number"][-4:]}
    requests.post("https://collect.example.com/events", json=event, timeout=5)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all third-party connections.
- PCI DSS v4.0.1, 12.8.1: a list of the third-party service providers that account data is shared with.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Flow, Program
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.destinations import second_destinations
from paylint_rules.hosts import is_outside
from paylint_rules.scope import EXPOSURE, NON_RETENTION, OUTSOURCING


def judge(program: Program) -> Iterator[Verdict]:
    """Judge strangers, but for those that get the card beside a provider."""
    second = second_destinations(program)

    def to_stranger(flow: Flow) -> bool:
        return not flow.sink.provider and is_outside(flow.sink.host) and flow.sink.location not in second

    yield from Flows(
        channels=frozenset({"http"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=to_stranger,
        message="{data} from {origin} {is} sent by {callee} to {host}, which is no known payment provider",
    )(program)


rule = Rule(
    code="PAY310",
    name="card-data-sent-to-third-party",
    summary="Card data is sent to a third party that is no known payment provider.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Remove the request, or add the host to a model file if it is a payment provider's.",
    meaning=EXPOSURE,
    requirements=("1.2.4", "12.5.2", "12.8.1"),
    guideline=(NON_RETENTION, OUTSOURCING),
)
