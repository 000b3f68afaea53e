"""A script that watches or changes the page runs on a payment page.

## What it does

Reports tag managers, session recorders, chat windows, experiments and advertisements on a page with card fields or
with a provider's fields. The hosts are rows of data.

## Why it matters

Such a script loads others that nobody here has seen, or sends what is typed elsewhere. What it does today says
nothing of tomorrow.

## Example

```html templates/pay.html
<script src="https://www.googletagmanager.com/gtm.js?id=GTM-1"></script> <!-- expect: PAY012 -->
<form action="/pay" method="post"><input name="card_number" autocomplete="cc-number"></form>
```

## Use instead

```html templates/pay.html
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
from paylint_rules.hosts import host_name
from paylint_rules.payment_page.pages import payment_scripts, watcher, watchers
from paylint_rules.scope import PAYMENT_PAGE, TAMPERING


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each script; of one that stands in the page, its code line tells the host."""
    known = watchers()
    for script in payment_scripts(program):
        what = watcher(script.address, known)
        if script.outside and what:
            host = host_name(script.address)
            yield Verdict(script.location, f"the payment page {script.page} runs a {what} ({host})", subject=host)


rule = Rule(
    code="PAY012",
    name="tag-manager-on-payment-page",
    summary="A script that watches or changes the page runs on a payment page.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Take it off the payment page, or move the card fields to the provider's own page.",
    meaning=PAYMENT_PAGE,
    requirements=("6.4.3",),
    guideline=(TAMPERING,),
)
