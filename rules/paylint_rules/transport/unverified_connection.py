"""Card data is sent over a connection whose other end is not verified.

## What it does

Reports where the check of certificates is switched off (`verify=False`, `CERT_NONE`, `_create_unverified_context`,
`SSL_VERIFYPEER` set to 0) in a function that sends card data, in another method of its class, or for the whole of its file.

## Why it matters

Encryption without a check of the certificate protects against nobody who can put himself in between.

## Example

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "cvc": request.POST["cvc"]}
    requests.post("https://api.stripe.com/v1/tokens", data=card, verify=False)  # expect: PAY803
    return HttpResponse("ok")
```

## Use instead

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "cvc": request.POST["cvc"]}
    requests.post("https://api.stripe.com/v1/tokens", data=card, timeout=30)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 4.2.1: strong cryptography for card numbers over open networks, with trusted certificates alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import NON_RETENTION, TRANSPORT
from paylint_rules.sighted import sends_cards, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge what is switched off on the way of card data."""
    for sighting in program.sighted("unverified-tls"):
        if sends_cards(program, sighting):
            message = f"card data is sent without a check of the other end's certificate: {sighting.name}"
            yield verdict(sighting, message)


rule = Rule(
    code="PAY803",
    name="unverified-connection",
    summary="Card data is sent over a connection whose other end is not verified.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Leave the check of certificates on, and name the authority if the certificate is your own.",
    meaning=TRANSPORT,
    requirements=("4.2.1",),
    guideline=(NON_RETENTION,),
)
