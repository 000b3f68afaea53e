"""A text promises that cards are not kept or do not pass, and the code says otherwise.

## What it does

Reports a sentence in a README or another document, in a page, a template, a comment or a docstring that says that card data is
not kept or does not pass, when card data is seen to arrive, to be handed on or to be stored. Orders ("card numbers must not be stored"),
conditions, plans and sentences about other data are no promises. Change logs speak of the past and are not read. The phrases
are data, English and Japanese: model files with `claims:` add to them.

## Why it matters

「保持しないから安全」 has been the last belief of shops whose cards were taken in passing. Data that is not kept still
lies open in the memory, in the TLS library and in the handler of a server that it passes, and it belongs into the
documented scope. Where it is stored as well, the promise is simply wrong.

## Example

```text README.md
Card numbers are never stored by this shop. <!-- expect: PAY501 -->
```
```python shop/views.py
from django.http import HttpResponse


def pay(request):
    return HttpResponse(charge(request.POST["card_number"], request.POST["security_code"]))


def charge(number, code):
    return "ok"
```

## Use instead

Let the card go to the provider alone. Then the sentence is true, and the more useful one can stand there, too.

```text README.md
Card numbers are never stored by this shop, and never reach our servers.
```
```python shop/views.py
from django.http import HttpResponse


def pay(request):
    return HttpResponse(charge(request.POST["payment_token"]))


def charge(token):
    return "ok"
```

## References

- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all flows and locations of account data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paylint.facts import Claim, Program
from paylint.finding import Confidence, Severity, Trace
from paylint.flows import describe
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.scope import CLAIM, NON_RETENTION

RESTS = frozenset({"storage", "session", "cache", "file"})
LEAVES = frozenset({"psp", "http"})


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What stands against a promise: a sentence, and one way that shows it."""

    words: str
    element: str
    trace: Trace
    confidence: Confidence
    severity: Severity


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each promise that a flow contradicts, at the first sentence of each file that makes it."""
    stored, passed = _stored(program), _passed(program)
    by_file: dict[tuple[str, str], list[Claim]] = {}
    for claim in program.claims:
        by_file.setdefault((claim.location.path, claim.says), []).append(claim)
    for claims in by_file.values():
        against = (stored or passed) if claims[0].says == "not-kept" else passed
        if against is not None:
            yield _verdict(claims[0], len(claims) - 1, against)


def _verdict(claim: Claim, more: int, against: _Evidence) -> Verdict:
    again = f" (and {more} more in this file)" if more else ""
    return Verdict(
        location=claim.location,
        message=f"“{claim.text}”{again}, but {against.words}",
        elements=(against.element,),
        trace=against.trace,
        confidence=against.confidence,
        subject=claim.says,
        severity=against.severity,
    )


def _stored(program: Program) -> _Evidence | None:
    flows = [flow for flow in program.flows_into(RESTS, ACCOUNT_DATA) if not flow.echo]
    if not flows:
        return None
    flow = max(flows, key=lambda one: one.confidence)
    words = (
        f"{{data}} from {describe([flow.origin])} {{is}} kept at {flow.sink.location.path}:{flow.sink.location.line}"
    )
    return _Evidence(words, flow.origin.kind, flow.trace, flow.confidence, Severity.ERROR)


def _passed(program: Program) -> _Evidence | None:
    arrivals = [arrival for arrival in program.arrivals if arrival.origin.kind in ACCOUNT_DATA]
    if arrivals:
        arrival = max(arrivals, key=lambda one: one.origin.confidence)
        origin = arrival.origin
        words = f"{{data}} {{is}} received by {arrival.handler} as {origin.name}: what is not kept passes all the same"
        return _Evidence(words, origin.kind, arrival.trace, origin.confidence, Severity.WARNING)
    flows = list(program.flows_into(LEAVES, ACCOUNT_DATA))
    if not flows:
        return None
    flow = max(flows, key=lambda one: one.confidence)
    words = f"{{data}} from {describe([flow.origin])} {{is}} sent on by {flow.sink.callee}: it passes this code"
    return _Evidence(words, flow.origin.kind, flow.trace, flow.confidence, Severity.NOTE)


rule = Rule(
    code="PAY501",
    name="claim-contradicted",
    summary="A text promises that cards are not kept or do not pass, and the code says otherwise.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Let the provider's page or fields take the card, or say what really happens to it.",
    meaning=CLAIM,
    requirements=("12.5.2",),
    guideline=(NON_RETENTION,),
)
