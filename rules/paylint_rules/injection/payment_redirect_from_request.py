"""Where a buyer is sent from a payment is taken from the request.

## What it does

Reports a redirect whose address is a value of the request itself (`redirect(request.GET["next"])`), in a function that calls a
payment provider, and with less confidence elsewhere in such a file. What is a constant, a name of a route, or an address that the provider gave is none.

## Why it matters

With the link type no card reaches the shop, and what is left to protect is where the buyer is sent. Whoever chooses that address
sends the buyer to a copy of the provider's page, and has the card: with a link in a mail, and without touching the shop.

## Example

```python
import stripe
from django.shortcuts import redirect


def pay(request):
    stripe.checkout.Session.create(mode="payment", line_items=[], success_url="https://shop.example/thanks")
    return redirect(request.GET["gateway"])  # expect: PAY705
```

## Use instead

```python
import stripe
from django.shortcuts import redirect


def pay(request):
    session = stripe.checkout.Session.create(mode="payment", line_items=[], success_url="https://shop.example/thanks")
    return redirect(session.url)
```

## References

- PCI DSS v4.0.1, 6.2.4: attacks on the data and on the business logic of software are prevented.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import APPLICATION_SECURITY, WEAKNESSES
from paylint_rules.sighted import verdict

CONTACT = frozenset({"call", "address"})
"""Uses of a provider in which something is said to it, or the buyer is sent there."""


def judge(program: Program) -> Iterator[Verdict]:
    """Judge redirects in files that call a provider."""
    uses = [use for use in program.provider_uses if use.side == "server" and use.kind in CONTACT]
    for sighting in program.sighted("redirect-from-request"):
        beside = {use.function for use in uses if use.location.path == sighting.location.path}
        if beside:
            own = any(f".{name}".endswith(f".{sighting.function}") for name in beside)
            message = f"the buyer is sent from a payment to an address out of the request: {sighting.name}"
            yield verdict(sighting, message, confidence=Confidence.HIGH if own else Confidence.MEDIUM)


rule = Rule(
    code="PAY705",
    name="payment-redirect-from-request",
    summary="Where a buyer is sent from a payment is taken from the request.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Send the buyer to a constant address, to a route of your own, or to what the provider gave.",
    meaning=APPLICATION_SECURITY,
    requirements=("6.2.4",),
    guideline=(WEAKNESSES,),
)
