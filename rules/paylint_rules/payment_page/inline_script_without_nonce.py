"""A script stands in a payment page without a nonce.

## What it does

Reports a script that is written into a page with card fields, or with a provider's fields, and has no `nonce`. Data
in a script element (JSON, templates) is not reported.

## Why it matters

As long as scripts may stand in the page, a content security policy has to allow all of them, those of an intruder
included.

## Example

```html templates/pay.html
<script>start();</script> <!-- expect: PAY013 -->
<form action="/pay" method="post"><input name="card_number" autocomplete="cc-number"></form>
```

## Use instead

```html templates/pay.html
<script nonce="{{ csp_nonce }}">start();</script>
<form action="/pay" method="post"><input name="card_number" autocomplete="cc-number"></form>
```

## References

- PCI DSS v4.0.1, 6.4.3: every script of a payment page is authorised, its integrity assured, and listed with a justification.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.payment_page.pages import payment_scripts
from paylint_rules.scope import PAYMENT_PAGE, TAMPERING


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each script."""
    for script in payment_scripts(program):
        if not script.address and not script.nonce:
            yield Verdict(
                script.location, f"the payment page {script.page} holds a script without a nonce", subject=script.page
            )


rule = Rule(
    code="PAY013",
    name="inline-script-without-nonce",
    summary="A script stands in a payment page without a nonce.",
    severity=Severity.NOTE,
    judge=judge,
    remedy="Move the script to a file of its own, or give it the nonce of the content security policy.",
    meaning=PAYMENT_PAGE,
    requirements=("6.4.3",),
    guideline=(TAMPERING,),
)
