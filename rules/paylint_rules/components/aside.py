"""Files that describe no machine that serves customers."""

from __future__ import annotations

import re

from paylint.facts import Component

_ASIDE = re.compile(r"(?:^|[/._-])(?:dev|develop|development|tests?|testing|docs?|lint|ci)(?:[/._-]|$)")


def aside(component: Component) -> bool:
    """Whether a component stands in a file that, by its path, is for development, tests or documents."""
    return _ASIDE.search(component.location.path.lower()) is not None
