"""Card data is sent back to the browser.

## What it does

Reports a card number, verification code, PIN or track in an HTTP response or in the values of a template: a page that
shows the card, a JSON answer, or a confirmation page that carries the card in hidden inputs. A form that is shown
again after a validation error to the browser that sent it is not reported.

## Why it matters

A page shows at most the first six or eight and the last four digits. What is sent back is kept in browser caches and
proxies, is seen by every script of the page, and enters this server a second time.

## Example

```python
from django.shortcuts import render


def confirm(request):
    number = request.POST["card_number"]
    return render(request, "confirm.html", {"number": number})  # expect: PAY305
```

## Use instead

```python
from django.shortcuts import render


def confirm(request):
    number = request.POST["card_number"]
    return render(request, "confirm.html", {"number": number[-4:]})
```

## References

- PCI DSS v4.0.1, 3.3.2: sensitive authentication data that is stored before authorization completes is encrypted.
- PCI DSS v4.0.1, 3.4.1: a displayed card number shows at most the BIN and the last four digits.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION

rule = Rule(
    code="PAY305",
    name="card-data-in-response",
    summary="Card data is sent back to the browser.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"response", "template"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} sent back to the browser by {callee}",
    ),
    remedy="Show at most the last four digits, and never send a verification code back.",
    meaning=EXPOSURE,
    requirements=("3.3.2", "3.4.1"),
    guideline=(NON_RETENTION,),
)
