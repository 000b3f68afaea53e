"""Code still hides card data in logs and error pages, and no card comes here any more.

## What it does

Reports lists of names to be hidden (`sensitive_post_parameters("card_number")`, `SENSITIVE_KEYS = [...]`) that hold names of
card data, in a program that names a
payment provider and takes in no card. Columns and forms for cards that are left over are reported by their own rules.

## Why it matters

After a move to the link type or to tokens, what is left of the old way tells where card data went: into logs that are kept, into
error reports, into tables. Each is a place to look for numbers that must be deleted, and code that somebody may wake up again.

## Example

```python
import stripe
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters


@sensitive_post_parameters("card_number", "security_code")  # expect: PAY106
def pay(request):
    session = stripe.checkout.Session.create(mode="payment", line_items=[], success_url="https://shop.example/thanks")
    return redirect(session.url)
```

## Use instead

Search the logs and reports of the time before for card numbers, delete them, and drop the names.

```python
import stripe
from django.shortcuts import redirect


def pay(request):
    session = stripe.checkout.Session.create(mode="payment", line_items=[], success_url="https://shop.example/thanks")
    return redirect(session.url)
```

## References

- PCI DSS v4.0.1, 3.2.1: stored account data is kept to a minimum, and deleted when it is no longer needed.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.scope import LEFT_OVER, NON_RETENTION
from paylint_rules.sighted import in_tests, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge what is hidden in a program that takes in no card."""
    origins = (*(arrival.origin for arrival in program.arrivals), *(flow.origin for flow in program.flows))
    if any(origin.kind in ACCOUNT_DATA for origin in origins) or not program.provider_uses:
        return
    for sighting in program.sighted("hidden-names"):
        if sighting.told and not in_tests(sighting.location.path):
            names = " and ".join(sighting.told[:2])
            message = f"what is called {names} is hidden from logs and reports here, and no card comes here any more"
            yield verdict(sighting, message)


rule = Rule(
    code="PAY106",
    name="card-handling-left-over",
    summary="Code still hides card data in logs and error pages, and no card comes here any more.",
    severity=Severity.NOTE,
    judge=judge,
    remedy="Look for card numbers in the logs and reports of the time before, delete them, and drop the names.",
    meaning=LEFT_OVER,
    requirements=("3.2.1",),
    guideline=(NON_RETENTION,),
)
