r"""An expiry date or a cardholder name of a card that passes here is stored.

## What it does

Reports an expiry date or a cardholder name that reaches a database although the card number does not: a masked request
that is kept "for debugging", a column filled from the form that also asks for the number. It is reported only where the
number of the same card is read by the same class or module, or was masked in the same text. What a provider's answer
says of a card is not reported.

## Why it matters

These details are cardholder data once they stand beside a number. Beside a truncated one they do not have to be
unreadable, but what is not needed is not to be kept, and a text that is masked by patterns keeps the next field that
somebody adds.

## Example

```python
import re

from django.db import models
from django.http import HttpResponse


class Message(models.Model):
    text = models.TextField()


def pay(request):
    text = f"pan={request.POST['card_number']}&expiry={request.POST['card_expiry']}"
    Message.objects.create(text=re.sub(r"\d{12}(\d{4})", r"XXXX\1", text))  # expect: PAY211
    return HttpResponse("done")
```

## Use instead

```python
from django.db import models
from django.http import HttpResponse


class Message(models.Model):
    text = models.TextField()


def pay(request):
    number = request.POST["card_number"]
    Message.objects.create(text=f"card ending in {number[-4:]}")
    return HttpResponse("done")
```

## References

- PCI DSS v4.0.1, 3.2.1: storage of account data is kept to a minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paylint.facts import Flow, Origin, Program
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, NUMBERS
from paylint_rules.scope import NON_RETENTION

STORAGE = frozenset({"storage"})


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each sink that no bare card number reaches as well: there, the number is the finding."""
    bare = {flow.sink.location for flow in program.flows_into(STORAGE, ACCOUNT_DATA)}
    origins = [flow.origin for flow in program.flows] + [arrival.origin for arrival in program.arrivals]
    homes = frozenset(_home(origin) for origin in origins if origin.kind in NUMBERS)
    rest = tuple(flow for flow in program.flows if flow.sink.location not in bare and _of_a_card(flow, homes))
    yield from details(replace(program, flows=rest))


def _of_a_card(flow: Flow, homes: frozenset[str]) -> bool:
    """Whether the card that the detail belongs to is known: a masked one in the same text, or one read in the same place."""
    masked = any(mark.startswith("masked") for mark in flow.marks)
    return masked or (flow.origin.source != "target" and _home(flow.origin) in homes)


def _home(origin: Origin) -> str:
    """The class, or else the module, of the function that reads it."""
    return origin.function.rpartition(".")[0]


details = Flows(
    channels=STORAGE,
    kinds=BESIDE,
    message="{data} of a card from {origin} {is} stored readable by {callee}",
)

rule = Rule(
    code="PAY211",
    name="card-details-stored",
    summary="An expiry date or a cardholder name of a card that passes here is stored.",
    severity=Severity.NOTE,
    judge=judge,
    remedy="Store the fields that are needed instead of the whole text, or mask the rest of the card as well.",
    meaning="Cardholder data at rest (保持); beside a truncated number it need not be unreadable, only needed",
    requirements=("3.2.1",),
    guideline=(NON_RETENTION,),
)
