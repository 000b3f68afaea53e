"""A form, serializer or schema accepts card data.

## What it does

Reports a class that declares an input field for a card number, a verification code, a PIN or track data. A form field
whose widget has no name posts nothing to this server and is left out. A schema class, which may as well describe
an answer, is reported where a route reads a field of that name. Columns of a database model are the business of PAY210.

## Why it matters

Such a class is made to receive card data. Wherever it is bound to a request, card data enters the server. It is also
what is easily left over after a change to the link or token type, and then keeps the old way open.

## Example

```python
from django import forms


class CardForm(forms.Form):
    card_number = forms.CharField()  # expect: PAY103
    security_code = forms.CharField()
    expiry_date = forms.CharField()
```

## Use instead

```python
from django import forms


class PaymentForm(forms.Form):
    payment_token = forms.CharField(widget=forms.HiddenInput())
```

## References

- PCI DSS v4.0.1, 1.2.4: an accurate data-flow diagram of all account data.
- PCI DSS v4.0.1, 12.5.2: the scope is documented and confirmed, with all flows and locations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from paylint.facts import Declaration, Program
from paylint.finding import Confidence, Severity
from paylint.flows import listed
from paylint.location import Location, Path
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE, OBJECT
from paylint_rules.scope import DECLARED, NON_RETENTION

_ROLES = frozenset({"form", "serializer", "schema"})


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each class, at the first field that decides."""
    read = frozenset(arrival.origin.name for arrival in program.arrivals)
    accepted = [item for item in program.declarations if item.role in _ROLES and not item.unnamed]
    for _, fields in groupby(sorted(accepted, key=_owner), key=_owner):
        yield from _judge_class(sorted(fields, key=_place), read)


def _owner(declaration: Declaration) -> tuple[Path, str]:
    return (declaration.location.path, declaration.owner)


def _place(declaration: Declaration) -> tuple[Location, str]:
    return (declaration.location, declaration.field)


def _judge_class(fields: Sequence[Declaration], read: frozenset[str]) -> Iterator[Verdict]:
    deciding = [item for item in fields if item.kind in ACCOUNT_DATA]
    if not deciding:
        return
    told = [*deciding, *(item for item in fields if item.kind in BESIDE)]
    first = deciding[0]
    sure = max(_sure(item, read) for item in deciding)
    names = listed(dict.fromkeys(item.field for item in told))
    for item in told:
        yield Verdict(
            location=first.location,
            message=f"the {first.role} {first.owner} accepts {{data}} in {names}",
            elements=(item.kind,),
            confidence=sure,
            function=first.owner,
            subject=first.owner,
        )


def _sure(item: Declaration, read: frozenset[str]) -> Confidence:
    if item.kind == OBJECT or (item.role == "schema" and item.field not in read):
        return Confidence.LOW
    return item.confidence


rule = Rule(
    code="PAY103",
    name="card-data-declared",
    summary="A form, serializer or schema accepts card data.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Remove the card fields and accept a token, or give the inputs no name so that they are never posted here.",
    meaning=DECLARED,
    requirements=("1.2.4", "12.5.2"),
    guideline=(NON_RETENTION,),
)
