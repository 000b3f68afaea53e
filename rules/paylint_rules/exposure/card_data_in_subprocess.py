"""Card data is handed to another program.

## What it does

Reports a card number, verification code, PIN or track among the arguments, in the environment or on the standard
input of a program that this server starts.

## Why it matters

Arguments are seen by every user of the machine in the list of processes, and are often kept in audit logs and shell
histories. What the program does with the card is outside of what this code shows.

## Example

```python
import subprocess

from django.http import HttpResponse


def pay(request):
    subprocess.run(["/opt/pay/charge", request.POST["card_number"]], check=True)  # expect: PAY309
    return HttpResponse("ok")
```

## Use instead

```python
import subprocess

from django.http import HttpResponse


def pay(request):
    subprocess.run(["/opt/pay/charge", request.POST["payment_token"]], check=True)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all flows and locations.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, readable
from paylint_rules.scope import EXPOSURE, NON_RETENTION

rule = Rule(
    code="PAY309",
    name="card-data-in-subprocess",
    summary="Card data is handed to another program.",
    severity=Severity.WARNING,
    judge=Flows(
        channels=frozenset({"subprocess"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=readable,
        message="{data} from {origin} {is} handed to another program by {callee}",
    ),
    remedy="Hand the program a token or an order number.",
    meaning=EXPOSURE,
    requirements=("1.2.4", "12.5.2"),
    guideline=(NON_RETENTION,),
)
