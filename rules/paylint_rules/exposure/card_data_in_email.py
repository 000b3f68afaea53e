"""Card data is sent by e-mail.

## What it does

Reports a card number, verification code, PIN or track in the subject, body or attachment of a mail, to the customer, to
the shop's staff or to the administrators.

## Why it matters

A mail travels and rests in many places that nobody of the shop controls, mostly unencrypted, and is hard to take back.
Mailed orders with card numbers for manual processing are an old habit and a common finding.

## Example

```python
from django.core.mail import send_mail
from django.http import HttpResponse


def order(request):
    body = "Card: " + request.POST["card_number"]
    send_mail("New order", body, "shop@example.com", ["staff@example.com"])  # expect: PAY303
    return HttpResponse("thank you")
```

## Use instead

```python
from django.core.mail import send_mail
from django.http import HttpResponse


def order(request):
    body = "Card ending in " + request.POST["card_number"][-4:]
    send_mail("New order", body, "shop@example.com", ["staff@example.com"])
    return HttpResponse("thank you")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
- PCI DSS v4.0.1, 4.2.2: card numbers are strongly encrypted when sent by end-user messaging.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, masked, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION

rule = Rule(
    code="PAY303",
    name="card-data-in-email",
    summary="Card data is sent by e-mail.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"email"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} sent by e-mail by {callee}",
    ),
    remedy="Mail the order number and at most the last four digits, and delete the mails already sent.",
    meaning=EXPOSURE,
    requirements=("3.3.1.2", "3.5.1", "4.2.2"),
    guideline=(NON_RETENTION,),
    fix=masked(safe=False),
)
