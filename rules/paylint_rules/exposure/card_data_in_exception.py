"""Card data is part of an exception's text.

## What it does

Reports a card number, verification code, PIN or track that is put into the message of an exception.

## Why it matters

Nobody knows where an exception's text ends: in the error log, in an error tracker, in a mail to the administrators, on
the error page. Most of these are storage.

## Example

```python
from django.http import HttpResponse


def pay(request):
    number = request.POST["card_number"]
    if not number.isdigit():
        raise ValueError(f"bad card number {number}")  # expect: PAY302
    return HttpResponse("ok")
```

## Use instead

```python
from django.http import HttpResponse


def pay(request):
    number = request.POST["card_number"]
    if not number.isdigit():
        raise ValueError("the card number holds something else than digits")
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization, error logs included.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored, error logs included.
"""

from __future__ import annotations

from paylint.facts import Flow
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, masked, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION


def _message_for_a_field(flow: Flow) -> bool:
    """Whether only a key says what a value is: an exception for a form keeps under a field's name what is wrong with it."""
    return flow.origin.source == "target"


rule = Rule(
    code="PAY302",
    name="card-data-in-exception",
    summary="Card data is part of an exception's text.",
    severity=Severity.WARNING,
    judge=Flows(
        channels=frozenset({"exception"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=lambda flow: readable(flow) and not _message_for_a_field(flow),
        message="{data} from {origin} {is} put into the text of the exception {callee}",
    ),
    remedy="Say in the exception what was wrong, without the value.",
    meaning=EXPOSURE,
    requirements=("3.3.1.2", "3.5.1"),
    guideline=(NON_RETENTION,),
    fix=masked(safe=False, entries=False),
)
