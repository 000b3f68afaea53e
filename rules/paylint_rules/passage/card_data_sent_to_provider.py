"""This server sends card data to a payment provider.

## What it does

Reports a call of a provider's client library, or an HTTP request to a provider's known host, whose parameters carry
raw card data. What counts is the data that the parameters carry, not the name of the product or of the endpoint: the
same endpoint often takes either a card number or a token, and a token is no finding.

## Why it matters

This is the API type (API型・モジュール型, 通過型): card data passes through the merchant's server on its way to the
provider. That the provider is compliant does not take this server out of scope.

## Example

```python
import stripe
from flask import Flask, request

app = Flask(__name__)


@app.route("/pay", methods=["POST"])
def pay():
    token = stripe.Token.create(  # expect: PAY102
        card={
            "number": request.form["card_number"],
            "exp_month": request.form["exp_month"],
            "exp_year": request.form["exp_year"],
            "cvc": request.form["cvc"],
        },
    )
    stripe.Charge.create(amount=1000, currency="jpy", source=token.id)
    return "paid"
```

## Use instead

```python
import stripe
from flask import Flask, request

app = Flask(__name__)


@app.route("/pay", methods=["POST"])
def pay():
    stripe.Charge.create(amount=1000, currency="jpy", source=request.form["stripe_token"])
    return "paid"
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all third-party connections.
- PCI DSS v4.0.1, 12.8.1: a list of the third-party service providers that account data is shared with.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Flow, Program
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.scope import NON_RETENTION, OUTSOURCING, PASSAGE


def _to_named_provider(flow: Flow) -> bool:
    return bool(flow.sink.provider)


def _to_some_provider(flow: Flow) -> bool:
    return not flow.sink.provider


def judge(program: Program) -> Iterator[Verdict]:
    """Name the provider where it is known."""
    yield from Flows(
        channels=frozenset({"psp", "http"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=_to_named_provider,
        message="{data} from {origin} {is} sent by this server to the payment provider {provider} by {callee}",
    )(program)
    yield from Flows(
        channels=frozenset({"psp"}),
        kinds=ACCOUNT_DATA,
        beside=BESIDE,
        where=_to_some_provider,
        message="{data} from {origin} {is} sent by this server to a payment provider by {callee}",
    )(program)


rule = Rule(
    code="PAY102",
    name="card-data-sent-to-provider",
    summary="This server sends card data to a payment provider.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Send a token that the provider's hosted fields or script gave to the browser, in place of the card.",
    meaning=PASSAGE,
    requirements=("1.2.4", "12.5.2", "12.8.1"),
    guideline=(NON_RETENTION, OUTSOURCING),
)
