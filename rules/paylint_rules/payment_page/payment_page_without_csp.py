"""Nothing says which scripts may run on a payment page.

## What it does

Reports a page with card fields, or with a provider's fields, for which neither the page itself nor any code here sets
a content security policy. A policy that a proxy adds is not seen.

## Why it matters

Without a policy a browser runs whatever ends up in the page, and sends what it reads to wherever it wants.

## Example

```html templates/pay.html
<script src="/static/pay.js"></script> <!-- expect: PAY014 -->
<form action="/pay" method="post"><input name="card_number" autocomplete="cc-number"></form>
```

## Use instead

```html templates/pay.html
<meta http-equiv="Content-Security-Policy" content="script-src 'self'; form-action 'self'">
<script src="/static/pay.js"></script>
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
    """Give one finding for each page, at its first script."""
    if any(not policy.page for policy in program.policies):
        return
    covered = {policy.page for policy in program.policies}
    first = {script.page: script for script in sorted(payment_scripts(program), key=lambda s: s.location, reverse=True)}
    for page, script in first.items():
        if page not in covered:
            yield Verdict(
                script.location, f"no content security policy is set for the payment page {page}", subject=page
            )


rule = Rule(
    code="PAY014",
    name="payment-page-without-csp",
    summary="Nothing says which scripts may run on a payment page.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Set a Content-Security-Policy with `script-src`, `connect-src`, `form-action` and `frame-src` for the payment page.",
    meaning=PAYMENT_PAGE,
    requirements=("6.4.3",),
    guideline=(TAMPERING,),
)
