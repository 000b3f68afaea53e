"""Card data enters this server in a request.

## What it does

Reports a route handler that reads a card number, a verification code, a PIN or track data from what the browser or
another client sent: query and body parameters, JSON, validated form data, declared request bodies. Expiry date and
cardholder name are named beside them and are no finding alone.

## Why it matters

Whether card data reaches the merchant's server is the question that parts the ways of integrating. Once it does,
even if only in memory and thrown away at once, the server and all that is connected to it are in scope, and the
merchant is not 非保持化. The flow has to be in the data-flow diagram and in the documented scope.

## Example

```python
from django.http import HttpResponse


def pay(request):
    number = request.POST["card_number"]  # expect: PAY101
    code = request.POST["security_code"]
    return HttpResponse(charge(number, code))


def charge(number, code):
    return "ok"
```

## Use instead

Let the payment provider's own page or hosted fields take the card, and receive a token.

```python
from django.http import HttpResponse


def pay(request):
    token = request.POST["payment_token"]
    return HttpResponse(charge(token))


def charge(token):
    return "ok"
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all flows and locations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from paylint.facts import Arrival, Program
from paylint.finding import Severity
from paylint.flows import describe
from paylint.location import Location, Path
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.scope import NON_RETENTION, PASSAGE


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each handler, at the first value that decides."""
    for _, arrivals in groupby(sorted(program.arrivals, key=_handler), key=_handler):
        yield from _judge_handler(sorted(arrivals, key=_place))


def _handler(arrival: Arrival) -> tuple[Path, str]:
    return (arrival.origin.location.path, arrival.handler)


def _place(arrival: Arrival) -> tuple[Location, str]:
    return (arrival.origin.location, arrival.origin.name)


def _judge_handler(arrivals: Sequence[Arrival]) -> Iterator[Verdict]:
    deciding = [arrival for arrival in arrivals if arrival.origin.kind in ACCOUNT_DATA]
    if not deciding:
        return
    told = [*deciding, *(arrival for arrival in arrivals if arrival.origin.kind in BESIDE)]
    first = deciding[0]
    sure = max(arrival.origin.confidence for arrival in deciding)
    for arrival in told:
        yield Verdict(
            location=first.origin.location,
            message=_message(first, told),
            elements=(arrival.origin.kind,),
            trace=arrival.trace,
            confidence=min(sure, arrival.origin.confidence),
            function=first.handler,
            subject=first.route or first.handler,
        )


def _message(first: Arrival, told: Sequence[Arrival]) -> str:
    origins = describe(arrival.origin for arrival in told)
    by = f" by {first.handler}" if first.handler else ""
    route = f" at {first.route}" if first.route else ""
    return f"{{data}} from {origins} {{is}} received{by}{route}"


rule = Rule(
    code="PAY101",
    name="card-data-received",
    summary="Card data enters this server in a request.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Move to the link type or to a token from hosted fields, so that only the provider receives the card.",
    meaning=PASSAGE,
    requirements=("1.2.4", "12.5.2"),
    guideline=(NON_RETENTION,),
)
