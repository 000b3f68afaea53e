"""A payment begins and nothing is written to a log.

## What it does

Reports a request handler that takes a card or leads to a payment provider, when neither it, nor what it calls, nor what calls it writes
anything to a log. Calls are followed by name, and any log call counts, whatever it says: a finding is a reason to look,
and silence is no proof that the log holds what is asked for. Logs that a web server, a proxy or a middleware writes are not
seen.

## Why it matters

After a theft the first question is which payments are touched. A shop without logs has had to answer that it does not know,
and to count every card as stolen.

## Example

```python
from django.http import HttpResponse


def pay(request):
    charge(request.POST["card_number"], request.POST["security_code"])  # expect: PAY601
    return HttpResponse("ok")


def charge(number, code):
    return "ok"
```

## Use instead

Write who paid for what, from where, when, and how it ended. Never write the card itself.

```python
import logging

from django.http import HttpResponse

log = logging.getLogger(__name__)


def pay(request):
    answer = charge(request.POST["payment_token"])
    log.info("payment of %s from %s: %s", request.user, request.META["REMOTE_ADDR"], answer)
    return HttpResponse("ok")


def charge(token):
    return "ok"
```

## References

- PCI DSS v4.0.1, 10.2.1: audit logs are on for all components and for cardholder data.
- PCI DSS v4.0.1, 10.2.2: each entry says who, what, when, whence, with what result, and on which data.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.scope import LOGS, TRACES


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each handler whose payments leave no trace."""
    for event in program.events:
        if event.logged:
            continue
        elements = tuple(kind for kind in event.kinds if kind in ACCOUNT_DATA)
        if elements or event.provider:
            does = "takes a card" if elements else "leads to a payment provider"
            yield Verdict(
                location=event.location,
                message=f"{event.function} {does}, and neither it nor what it calls writes to a log",
                elements=elements,
                confidence=Confidence.MEDIUM,
                function=event.function,
                subject=event.function,
            )


rule = Rule(
    code="PAY601",
    name="payment-not-logged",
    summary="A payment begins and nothing is written to a log.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Log each payment: who, what, when, from where and with what result, and never the card itself.",
    meaning=TRACES,
    requirements=("10.2.1", "10.2.2"),
    guideline=(LOGS,),
)
