"""A script of another site runs on a payment page without a check of its integrity.

## What it does

Reports a script on a page with card fields, or with a provider's fields, that is loaded from another site and has no
`integrity`. The payment provider's own script is not reported: providers change theirs and ask not to pin it. Tag
managers and the like are PAY012.

## Why it matters

Whoever changes that script reads what is typed into the page, in every browser at once, while the server and its code
stay as they are.

## Example

```html templates/pay.html
<script src="https://cdn.example.com/jquery.js"></script> <!-- expect: PAY011 -->
<form action="/pay" method="post"><input name="card_number" autocomplete="cc-number"></form>
```

## Use instead

```html templates/pay.html
<script src="https://cdn.example.com/jquery.js" integrity="sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC" crossorigin="anonymous"></script>
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
    """Give one finding for each script."""
    known = watchers()
    for script in payment_scripts(program):
        if script.outside and not script.pinned and not script.provider and not watcher(script.address, known):
            host = host_name(script.address)
            if not host:
                continue
            yield Verdict(
                script.location,
                f"the payment page {script.page} runs a script of {host} without integrity",
                subject=host,
            )


rule = Rule(
    code="PAY011",
    name="script-without-integrity",
    summary="A script of another site runs on a payment page without a check of its integrity.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Give the script an `integrity` and `crossorigin`, serve it from this site, or take it off the payment page.",
    meaning=PAYMENT_PAGE,
    requirements=("6.4.3",),
    guideline=(TAMPERING,),
)
