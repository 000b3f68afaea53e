"""Card data is handed to a library that paylint does not know.

## What it does

Reports a call into an installed package that no model describes, with card data among its arguments. What the library
does with it is not known here; often it is a client of a payment provider. The confidence is medium at most.

## Why it matters

Card data passes through this server, and code that nobody looked at receives it. The library belongs in the
inventory of third-party components, and its receiver in the data-flow diagram.

## Example

```python
from django.http import HttpResponse
from shinrai_gateway import Client


def pay(request):
    client = Client()
    card = {"number": request.POST["card_number"], "code": request.POST["cvv"]}
    client.charge(card=card, amount=1000)  # expect: PAY105
    return HttpResponse("paid")
```

## Use instead

```python
from django.http import HttpResponse
from shinrai_gateway import Client


def pay(request):
    client = Client()
    client.charge(token=request.POST["payment_token"], amount=1000)
    return HttpResponse("paid")
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 6.3.2: an inventory of third-party components.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all third-party connections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.flows import Flows
from paylint.location import Location
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.scope import NON_RETENTION, PASSAGE

FLOWS = Flows(
    channels=frozenset({"library"}),
    kinds=ACCOUNT_DATA,
    beside=BESIDE,
    confidence=Confidence.MEDIUM,
    message="{data} from {origin} {is} handed to {callee}, which no model describes",
)


def judge(program: Program) -> Iterator[Verdict]:
    """A card number alone may only be checked or formatted there; with a code or an expiry date it is to be charged."""
    verdicts = sorted(FLOWS(program), key=_call)
    for _, group in groupby(verdicts, key=_call):
        together = tuple(group)
        kinds = {element for verdict in together for element in verdict.elements}
        sure = Confidence.MEDIUM if len(kinds) > 1 else Confidence.LOW
        yield from (replace(verdict, confidence=min(verdict.confidence, sure)) for verdict in together)


def _call(verdict: Verdict) -> tuple[Location, str]:
    return (verdict.location, verdict.subject)


rule = Rule(
    code="PAY105",
    name="card-data-handed-to-library",
    summary="Card data is handed to a library that paylint does not know.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Find out what the library does with the card, describe it in a model file, and hand it a token instead.",
    meaning=PASSAGE,
    requirements=("1.2.4", "6.3.2", "12.5.2"),
    guideline=(NON_RETENTION,),
)
