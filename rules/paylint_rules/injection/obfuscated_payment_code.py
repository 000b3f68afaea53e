"""Code on the way of card data is written so that nobody can read what it does.

## What it does

In files that card data passes or is typed into, reports text that is decoded and run: `eval` or `exec` of something decoded from
base64, hexadecimal, compressed or marshalled bytes; in scripts also `eval(atob(...))`, `Function(atob(...))`, self-unpacking code,
texts that are escaped byte by byte, and the look-up tables that obfuscators write. Files without card data are not looked at.

## Why it matters

Nobody reviews what nobody can read. Skimmers are hidden in this way, in the payment page and in the handler behind it.

## Example

```python
import base64

from django.http import HttpResponse

target = eval(base64.b64decode("Imh0dHBzOi8vZXhhbXBsZS5jb20i"))  # expect: PAY704


def pay(request):
    number = request.POST["card_number"]
    print(number)
    return HttpResponse("ok")
```

## Use instead

```python
from django.http import HttpResponse

target = "https://example.com"


def pay(request):
    number = request.POST["card_number"]
    print(number)
    return HttpResponse("ok")
```

## References

- PCI DSS v4.0.1, 6.2.4: software is written so that attacks on it do not work.
- PCI DSS v4.0.1, 12.10.7: there is a plan for account data that is found where it is not expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import ALTERATION, MALWARE
from paylint_rules.sighted import on_card_path, verdict


def judge(program: Program) -> Iterator[Verdict]:
    """Judge what is decoded and run in the files that card data passes; one verdict for each line."""
    files = on_card_path(program)
    lines: set[tuple[str, int]] = set()
    for sighting in program.sighted("decoded-code"):
        line = (sighting.location.path, sighting.location.line)
        if sighting.location.path in files and line not in lines:
            lines.add(line)
            shown = sighting.name if len(sighting.name) < 60 else f"{sighting.name[:56]} ..."
            yield verdict(
                sighting, f"code that cannot be read runs where card data passes: {shown}", subject="decoded code"
            )


rule = Rule(
    code="PAY704",
    name="obfuscated-payment-code",
    summary="Code on the way of card data is written so that nobody can read what it does.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Compare the file with the one that was released; replace the code by what it decodes to, if that belongs there.",
    meaning=ALTERATION,
    requirements=("6.2.4", "12.10.7"),
    guideline=(MALWARE,),
)
