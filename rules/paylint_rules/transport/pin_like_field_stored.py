"""A column keeps a PIN-like number, of a card or of a login.

## What it does

Reports a column whose name means a PIN (`ansho_bango`, 暗証番号, `login_pin`, `card_pin`) unless its name or type says that it is hashed or
encrypted. What the number opens cannot be told from its name, and paylint does not guess. A PIN that flows into storage as part of
card data is PAY202.

## Why it matters

The PIN of a card may not be kept after authorization, not even encrypted. The PIN of a web service is an authentication factor like a
password, and has to be unreadable. Either way it must not stand in a table as it was typed in.

## Example

```python
from sqlalchemy import Column, Integer, MetaData, String, Table

members = Table(
    "members",
    MetaData(),
    Column("member_no", Integer, primary_key=True),
    Column("ansho_bango", String(4)),  # expect: PAY807
)
```

## Use instead

```python
from sqlalchemy import Column, Integer, MetaData, String, Table

members = Table(
    "members",
    MetaData(),
    Column("member_no", Integer, primary_key=True),
    Column("ansho_bango_hash", String(128)),
)
```

## References

- PCI DSS v4.0.1, 3.3.1.3: the PIN of a card and the PIN block are not stored after authorization.
- PCI DSS v4.0.1, 8.3.2: all authentication factors are unreadable, in transmission and in storage.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import AUTHENTICATION, NON_RETENTION
from paylint_rules.sighted import in_tests, verdict

_NO_TEXT = ("bool", "date", "time", "encrypt", "hash", "password", "foreignkey", "relationship")


def judge(program: Program) -> Iterator[Verdict]:
    """Judge every column that is sighted, but for those of a type that holds no such number."""
    for sighting in program.sighted("column"):
        if sighting.kind != "personal.pin" or in_tests(sighting.location.path):
            continue
        if any(word in told.lower() for told in sighting.told for word in _NO_TEXT):
            continue
        message = f"the column {sighting.name} keeps a PIN-like field (暗証番号): the PIN of a card, or of a login?"
        yield verdict(sighting, message, confidence=Confidence.MEDIUM)


rule = Rule(
    code="PAY807",
    name="pin-like-field-stored",
    summary="A column keeps a PIN-like number, of a card or of a login.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Find out what the number opens: remove the PIN of a card, hash the PIN of a login.",
    meaning=AUTHENTICATION,
    requirements=("3.3.1.3", "8.3.2"),
    guideline=(NON_RETENTION,),
)
