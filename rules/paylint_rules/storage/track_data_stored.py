"""Magnetic stripe data is stored.

## What it does

Reports full track data (磁気ストライプデータ) or its equivalent on the chip that reaches a database, encrypted or not.

## Why it matters

With the track a card can be copied. It may not be kept after authorization.

## Example

```python
from django.db import models
from django.http import HttpResponse


class Swipe(models.Model):
    raw = models.TextField()


def swipe(request):
    Swipe.objects.create(raw=request.POST["track2"])  # expect: PAY203
    return HttpResponse("ok")
```

## Use instead

```python
from django.db import models
from django.http import HttpResponse


class Swipe(models.Model):
    reference = models.CharField(max_length=40)


def swipe(request):
    Swipe.objects.create(reference=request.POST["terminal_reference"])
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 3.3.1 and 3.3.1.1: the full contents of a track are not stored after authorization.
- PCI DSS v4.0.1, 3.3.2: before authorization completes, they are stored with strong cryptography only.
"""

from __future__ import annotations

from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule
from paylint_rules.account_data import TRACK, emptied
from paylint_rules.scope import FORBIDDEN, NON_RETENTION

rule = Rule(
    code="PAY203",
    name="track-data-stored",
    summary="Magnetic stripe data is stored.",
    severity=Severity.ERROR,
    judge=Flows(
        channels=frozenset({"storage"}),
        kinds=frozenset({TRACK}),
        message="{data} from {origin} {is} stored by {callee}",
    ),
    remedy="Hand the track on without keeping it, and purge what is already stored.",
    meaning=FORBIDDEN,
    requirements=("3.3.1", "3.3.1.1", "3.3.2"),
    guideline=(NON_RETENTION,),
    fix=emptied(TRACK),
)
