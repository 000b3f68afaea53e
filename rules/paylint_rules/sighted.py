"""What rules say of sightings: a verdict on one, and whether it stands on the way of card data."""

from __future__ import annotations

import re

from paylint.facts import Flow, Program, Sighting
from paylint.finding import Confidence, Severity, Step, Trace
from paylint.location import Path
from paylint.rule import Verdict
from paylint_rules.account_data import ACCOUNT_DATA

SENT = frozenset({"http", "psp"})
_TEST_FILE = re.compile(r"tests?[_.]|.*_tests?\.|conftest\.|.*(?:mock|fake|dummy|stub)")
_TEST_FOLDERS = frozenset({"tests", "test", "testing", "testsuite", "fixtures"})


def verdict(
    sighting: Sighting,
    message: str,
    *,
    elements: tuple[str, ...] = (),
    confidence: Confidence = Confidence.HIGH,
    severity: Severity | None = None,
    subject: str = "",
) -> Verdict:
    """A verdict on what was sighted, with its line as the only step of the trace."""
    step = Step("source", sighting.location, sighting.code, "", sighting.function)
    return Verdict(
        location=sighting.location,
        message=message,
        elements=elements,
        trace=Trace((step,)),
        confidence=confidence,
        function=sighting.function,
        subject=subject or sighting.name,
        severity=severity,
    )


def on_card_path(program: Program) -> frozenset[Path]:
    """The files that card data passes, is declared in, or is typed into by a page."""
    flows = [flow for flow in program.flows if flow.origin.kind in ACCOUNT_DATA]
    files = {step.location.path for flow in flows for step in flow.trace.steps}
    files |= {flow.sink.location.path for flow in flows}
    files |= {item.origin.location.path for item in program.arrivals if item.origin.kind in ACCOUNT_DATA}
    files |= {item.location.path for item in program.declarations if item.kind in ACCOUNT_DATA}
    pages = program.sighted("provider-script", "card-input")
    return frozenset(files | {item.location.path for item in pages if item.kind in ACCOUNT_DATA or not item.kind})


def sends_cards(program: Program, sighting: Sighting) -> bool:
    """Whether a sighting stands in a function that sends card data, in another method of its class, or above all of a file that does."""
    sent = [flow for flow in program.flows_into(SENT, ACCOUNT_DATA) if not flow.echo]
    return any(_near(sighting, path, function) for flow in sent for path, function in _places(flow))


def _places(flow: Flow) -> tuple[tuple[Path, str], ...]:
    steps = [(step.location.path, step.function) for step in flow.trace.steps]
    return (*steps, (flow.sink.location.path, flow.sink.function))


def _near(sighting: Sighting, path: Path, function: str) -> bool:
    if sighting.location.path != path:
        return False
    owner = sighting.function.rpartition(".")[0] or sighting.function
    return not owner or f".{owner}." in f".{function}."


def in_tests(path: Path) -> bool:
    """Whether a file is one of tests, their data or stand-ins, by the usual names."""
    *folders, file = path.lower().split("/")
    return bool(_TEST_FOLDERS & set(folders)) or _TEST_FILE.match(file) is not None
