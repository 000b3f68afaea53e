"""Card data is put into a queue.

## What it does

Reports a card number, verification code, PIN or track among the arguments of a background task or in a message to a
queue: Celery, RQ, SQS, Kafka, RabbitMQ and the like.

## Why it matters

A broker keeps its messages on disk, shows them in its console, keeps failed ones for weeks and hands them to every
consumer. Workers, broker and monitoring come into scope.

## Example

```python
from celery import shared_task
from django.http import HttpResponse


@shared_task
def charge(number, amount):
    return amount


def pay(request):
    charge.delay(request.POST["card_number"], 1000)  # expect: PAY306
    return HttpResponse("in progress")
```

## Use instead

```python
from celery import shared_task
from django.http import HttpResponse


@shared_task
def charge(token, amount):
    return amount


def pay(request):
    charge.delay(request.POST["payment_token"], 1000)
    return HttpResponse("in progress")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 3.3.2: sensitive authentication data that is stored before authorization completes is encrypted.
- PCI DSS v4.0.1, 3.5.1: a card number is unreadable anywhere it is stored.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import NON_RETENTION, STORAGE

rule = Rule(
    code="PAY306",
    name="card-data-queued",
    summary="Card data is put into a queue.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"queue"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} put into a queue by {callee}",
    ),
    remedy="Queue a token or an order number, and empty the queues and dead letters that hold cards.",
    meaning=STORAGE,
    requirements=("3.3.1.2", "3.3.2", "3.5.1"),
    guideline=(NON_RETENTION,),
)
