"""Card data is sent to a chat.

## What it does

Reports a card number, verification code, PIN or track in a message to a chat or short-message service: Slack, LINE,
Teams, Chatwork, SMS and the like.

## Why it matters

Chats are kept for years on somebody else's servers, and are read on private telephones.

## Example

```python
from django.conf import settings
from django.http import HttpResponse
from slack_sdk import WebClient


def order(request):
    client = WebClient(token=settings.SLACK_TOKEN)
    text = "declined: " + request.POST["card_number"]
    client.chat_postMessage(channel="#orders", text=text)  # expect: PAY304
    return HttpResponse("sorry")
```

## Use instead

```python
from django.conf import settings
from django.http import HttpResponse
from slack_sdk import WebClient


def order(request):
    client = WebClient(token=settings.SLACK_TOKEN)
    text = "declined: order " + request.POST["order_id"]
    client.chat_postMessage(channel="#orders", text=text)
    return HttpResponse("sorry")
```

## References

- PCI DSS v4.0.1, 3.3.1.2: no verification code is stored after authorization.
- PCI DSS v4.0.1, 4.2.2: card numbers are strongly encrypted when sent by end-user messaging.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, masked, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION, OUTSOURCING

rule = Rule(
    code="PAY304",
    name="card-data-in-chat",
    summary="Card data is sent to a chat.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"chat"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} sent to a chat by {callee}",
    ),
    remedy="Post the order number in place of the card, and delete the messages already posted.",
    meaning=EXPOSURE,
    requirements=("3.3.1.2", "4.2.2"),
    guideline=(NON_RETENTION, OUTSOURCING),
    fix=masked(safe=False),
)
