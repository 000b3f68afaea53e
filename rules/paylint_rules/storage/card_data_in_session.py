"""Card data is kept in the session.

## What it does

Reports a card number, verification code, PIN or track that is written into the session of a web framework, for
example to carry it from an input page to a confirmation page. A verification code is reported even if encrypted; an
encrypted card number is PAY205.

## Why it matters

Sessions rest in a database, a cache, a file or, signed and readable, in a cookie of the browser. They outlive the
request, and the payment: a code that is still there after authorization is stored, which is forbidden. Before that,
strong encryption is demanded.

## Example

```python
from django.http import HttpResponseRedirect


def enter(request):
    request.session["payment"] = request.POST["card_number"]  # expect: PAY207
    return HttpResponseRedirect("/confirm")
```

## Use instead

```python
from django.http import HttpResponseRedirect


def enter(request):
    request.session["payment"] = request.POST["payment_token"]
    return HttpResponseRedirect("/confirm")
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
    code="PAY207",
    name="card-data-in-session",
    summary="Card data is kept in the session.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"session"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} kept in the session by {callee}",
    ),
    remedy="Keep a token in the session, and let the provider's page or fields take the card in the last step.",
    meaning=STORAGE,
    requirements=("3.3.1.2", "3.3.2", "3.5.1"),
    guideline=(NON_RETENTION,),
)
