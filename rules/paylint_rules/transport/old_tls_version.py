"""Card data is sent over a version of TLS that is no longer secure.

## What it does

Reports SSL 2, SSL 3, TLS 1.0 and TLS 1.1 chosen by name in a function that sends card data, in another method of its class, or for the
whole of its file. That a version is excluded (`OP_NO_SSLv3`) is no finding, nor is `PROTOCOL_SSLv23`, which means any version.

## Why it matters

What these versions encrypt can be read. Providers have switched them off, so such a program may also stop working.

## Example

```python
import http.client
import ssl

from django.http import HttpResponse


def pay(request):
    context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # expect: PAY805
    connection = http.client.HTTPSConnection("api.stripe.com", context=context)
    connection.request("POST", "/v1/tokens", request.POST["card_number"])
    return HttpResponse("ok")
```

## Use instead

```python
import http.client
import ssl

from django.http import HttpResponse


def pay(request):
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection("api.stripe.com", context=context)
    connection.request("POST", "/v1/tokens", request.POST["card_number"])
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 4.2.1: strong cryptography for card numbers over open networks, without insecure versions.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import NON_RETENTION, TRANSPORT
from paylint_rules.sighted import sends_cards, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge the versions that are chosen on the way of card data."""
    for sighting in program.sighted("old-tls"):
        if sends_cards(program, sighting):
            yield verdict(
                sighting, f"card data is sent over a version of TLS that is no longer secure: {sighting.name}"
            )


rule = Rule(
    code="PAY805",
    name="old-tls-version",
    summary="Card data is sent over a version of TLS that is no longer secure.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Use the default context, which takes TLS 1.2 or newer.",
    meaning=TRANSPORT,
    requirements=("4.2.1",),
    guideline=(NON_RETENTION,),
)
