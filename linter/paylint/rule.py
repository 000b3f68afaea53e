"""The rule: metadata and a judgement over facts. A rule module holds one, named ``rule``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paylint.facts import Program
from paylint.finding import Confidence, Severity, Trace
from paylint.location import Location


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judgement says of one place; the engine adds the rule's metadata and makes it a finding.

    Verdicts of one rule on the same ``location`` and ``subject`` are one finding with several traces.
    ``severity`` overrides the rule's own where the case is milder or worse.
    """

    location: Location
    message: str
    elements: tuple[str, ...] = ()
    trace: Trace | None = None
    confidence: Confidence = Confidence.HIGH
    function: str = ""
    subject: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """Change the expressions that carry the data where the finding stands, and nothing else.

    Those that carry a kind of ``last_four`` are cut to the last four characters, those of ``removed`` give way to the text
    ``filler``; an entry of a dictionary is removed with its key where ``entries`` says so. ``safe`` is true where the
    program goes on as before but for the text that it writes.
    """

    safe: bool
    last_four: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    filler: str = ""
    entries: bool = False


@dataclass(frozen=True, slots=True)
class SetArgument:
    """Give a keyword argument of the call where the finding stands another value, written as Python."""

    safe: bool
    name: str
    value: str


Fix = Cut | SetArgument


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. The module's docstring is its documentation, and the fenced code in it is run as a test.

    ``requirements`` are PCI DSS v4.0.1 requirement numbers, ``guideline`` the Japanese labels of the same; ``remedy``
    is one imperative sentence; ``meaning`` says what it does to the scope. ``fix`` is how `paylint fix` mends it, if it can.
    ``documentation`` is the module's docstring, cleaned; it is filled in on loading.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    judge: Callable[[Program], Iterator[Verdict]]
    remedy: str
    meaning: str = ""
    requirements: tuple[str, ...] = ()
    guideline: tuple[str, ...] = ()
    fix: Fix | None = None
    documentation: str = ""
