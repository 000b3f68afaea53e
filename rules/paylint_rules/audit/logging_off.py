"""A log is switched off.

## What it does

Reports a server or a program that is told not to log: `access_log off` in nginx for a whole site or for its root, a log of nginx or
Apache that goes to `/dev/null`, a container without a log driver, an ingress or a `uvicorn.run` without an access log, `logging.disable(...)` or a logger's `disabled = True` that no condition guards, Django's `LOGGING_CONFIG = None` where nothing else sets logging up, a
request handler of Python's `http.server` whose `log_message` does nothing. Silence for static files, icons and health checks is
usual and not reported. It is a note where no card data is seen to pass.

## Why it matters

Who came, and what was asked for, is what an investigation begins with.

## Example

```nginx nginx.conf
server {
  listen 443 ssl;
  access_log off;  # expect: PAY602
  location / {
    proxy_pass http://127.0.0.1:8000;
  }
}
```

## Use instead

```nginx nginx.conf
server {
  listen 443 ssl;
  access_log /var/log/nginx/shop.log;
  location / {
    proxy_pass http://127.0.0.1:8000;
  }
  location = /healthz {
    access_log off;
  }
}
```

## References

- PCI DSS v4.0.1, 10.2.1: audit logs are on for all components and for cardholder data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paylint.facts import Program, Setting
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.account_data import handled
from paylint_rules.scope import LOGS, TRACES

_LOCATION = re.compile(r"location\s+(?:=|~\*?|\^~)?\s*(?P<path>\S+)")
_ROOT = re.compile(r"\^?/(?:\.\*|\(\.\*\)|\$)?|@.*")


def judge(program: Program) -> Iterator[Verdict]:
    """Give one finding for each setting that silences a whole site or program."""
    severity = None if handled(program) else Severity.NOTE
    routes = {arrival.route.lstrip("^/") for arrival in program.arrivals if arrival.route.strip("^/$")}
    for setting in program.settings:
        if setting.kind == "log-off" and _matters(setting, routes):
            where = f" in {setting.context}" if setting.context else ""
            value = f" {setting.value}" if setting.value else ""
            yield Verdict(
                location=setting.location,
                message=f"{setting.key}{value} switches a log off{where}",
                confidence=Confidence.MEDIUM,
                subject=setting.key,
                severity=severity,
            )


def _matters(setting: Setting, routes: set[str]) -> bool:
    """Whether the silence holds for a whole site, or for a path that takes cards."""
    paths = [match["path"] for block in setting.context.split(" / ") if (match := _LOCATION.match(block))]
    if not paths:
        return True
    return _ROOT.fullmatch(paths[-1]) is not None or any(
        route.startswith(paths[-1].lstrip("^/")) for route in routes if paths[-1].strip("^/")
    )


rule = Rule(
    code="PAY602",
    name="logging-off",
    summary="A log is switched off.",
    severity=Severity.WARNING,
    judge=judge,
    remedy="Switch the log on, and keep silent only for static files and health checks.",
    meaning=TRACES,
    requirements=("10.2.1",),
    guideline=(LOGS,),
)
