"""A component with a known vulnerability is installed.

## What it does

Reports a version with a known vulnerability where a file beside the code installs it: a Dockerfile, a compose or
Kubernetes manifest, a playbook, Terraform or Packer, a shell script, a lock file, a bill of materials. A distribution mends
a version without renaming it, so its own suffix counts: `openssl-1.0.1e-16.el6_5.7` of CentOS is mended,
`openssl-1.0.1e-15.el6` is not. Where the suffix is missing or unknown, the finding has low confidence. It is a note where no
card data is seen to pass. Files for development, tests and documents are left out.

The table is small and dated, and is data: model files with `components:`, in a pack or in your own `models`, add to it. It
takes the place of no vulnerability scanner, and cannot see what a server or an appliance really runs.

## Why it matters

Every card that passes a server passes its TLS library in readable form. Cards have been stolen in just that way from shops
that stored none.

## Example

```dockerfile Dockerfile
FROM debian:bookworm-slim
# expect-next: PAY401
RUN curl -fsSL https://www.openssl.org/source/old/1.0.1/openssl-1.0.1e.tar.gz | tar xz -C /usr/src
```

## Use instead

Take the component from a distribution that is maintained, and rebuild the image when it is mended.

```dockerfile Dockerfile
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssl
```

## References

- PCI DSS v4.0.1, 6.3.2: an inventory of software, third-party components included.
- PCI DSS v4.0.1, 6.3.3: known vulnerabilities are patched, critical ones within a month.
- OpenSSL security advisory of 7 April 2014 (CVE-2014-0160).
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import handled
from paylint_rules.components.aside import aside
from paylint_rules.scope import PATCHES, UPKEEP, VULNERABILITIES


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each vulnerability of each component."""
    severity = None if handled(program) else Severity.NOTE
    for component in program.components:
        if aside(component):
            continue
        for weakness in component.weaknesses:
            if weakness.kind == "vulnerable":
                known = "" if weakness.sure else "; whether the distribution has mended it, its version does not say"
                yield Verdict(
                    location=component.location,
                    message=(
                        f"{weakness.label} has {weakness.id}, known since {weakness.since}"
                        f" and mended in {weakness.fixed}{known}"
                    ),
                    confidence=Confidence.HIGH if weakness.sure else Confidence.LOW,
                    subject=f"{component.name} {weakness.id}",
                    severity=severity,
                )


rule = Rule(
    code="PAY401",
    name="vulnerable-component",
    summary="A component with a known vulnerability is installed.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Install a version in which it is mended, and keep track of what is published about your components.",
    meaning=UPKEEP,
    requirements=("6.3.2", "6.3.3"),
    guideline=(VULNERABILITIES, PATCHES),
)
