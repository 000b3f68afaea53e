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
class Rule:
    """A rule. The module's docstring is its documentation, and the fenced code in it is run as a test.

    ``requirements`` are PCI DSS v4.0.1 requirement numbers, ``guideline`` the Japanese labels of the same; ``remedy``
    is one imperative sentence; ``meaning`` says what it does to the scope.
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
