"""A judgement that most rules need: data of these kinds flows into these channels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from paylint.facts import Flow, Origin, Program, Sink
from paylint.finding import Confidence, Severity
from paylint.location import Location
from paylint.rule import Verdict

_MAX_NAMES = 3
_SOURCES = {
    "request": ("request value", "request values"),
    "form": ("form field", "form fields"),
    "page": ("input of the page", "inputs of the page"),
    "declared": ("declared field", "declared fields"),
    "parameter": ("parameter", "parameters"),
    "attribute": ("attribute", "attributes"),
    "key": ("key", "keys"),
    "stored": ("stored value", "stored values"),
    "target": ("the value sent as", "the values sent as"),
}


def _always(_: Flow) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Flows:
    """Judge every sink of ``channels`` that data of ``kinds`` reaches: one finding for each sink and subject.

    channels:    kinds of sink.
    kinds:       kinds of data that are a finding alone.
    beside:      kinds that are only mentioned where they reach the same sink as a deciding one.
    where:       further condition on a deciding flow.
    message:     one line. ``{origin}``, ``{callee}``, ``{argument}``, ``{host}`` and ``{provider}`` are filled in
                 here, ``{data}`` and ``{is}`` when the finding is made (see `Verdict`).
    confidence:  the most that the finding claims.
    severity:    in place of the rule's own.

    A form shown again to the browser that sent it is no finding.
    """

    channels: frozenset[str]
    kinds: frozenset[str]
    message: str
    beside: frozenset[str] = frozenset()
    where: Callable[[Flow], bool] = _always
    confidence: Confidence = Confidence.HIGH
    severity: Severity | None = None

    def __call__(self, program: Program) -> Iterator[Verdict]:
        """Give one verdict for each flow; those of one sink share their message."""
        flows = [flow for flow in program.flows_into(self.channels, self.kinds | self.beside) if not flow.echo]
        flows.sort(key=_place)
        for _, group in groupby(flows, key=_place):
            yield from self._judge_sink(tuple(group))

    def _judge_sink(self, flows: tuple[Flow, ...]) -> Iterator[Verdict]:
        deciding = [flow for flow in flows if flow.origin.kind in self.kinds and self.where(flow)]
        if not deciding:
            return
        beside = [flow for flow in flows if flow.origin.kind in self.beside]
        told = sorted(deciding, key=_source) + sorted(beside, key=_source)
        message = _fill(self.message, deciding[0].sink, tuple(flow.origin for flow in told))
        sure = min(self.confidence, max(flow.confidence for flow in deciding))
        for flow in told:
            yield Verdict(
                location=flow.sink.location,
                message=message,
                elements=(flow.origin.kind,),
                trace=flow.trace,
                confidence=min(sure, flow.confidence),
                function=flow.sink.function,
                subject=subject(flow.sink),
                severity=self.severity,
            )


def subject(sink: Sink) -> str:
    """What a finding about this sink is about: the provider, the host, or the last name of what is called."""
    return sink.provider or sink.host or sink.callee.rpartition(".")[2]


def describe(origins: Iterable[Origin]) -> str:
    """Name the places where data begins: ``request values card_number and cvv``. At most three are named."""
    named = list(dict.fromkeys((origin.source, origin.name) for origin in origins))
    by_source: dict[str, list[str]] = {}
    for source, name in named[:_MAX_NAMES]:
        by_source.setdefault(source, []).append(name)
    if len(named) > _MAX_NAMES:
        by_source[named[_MAX_NAMES - 1][0]].append(f"{len(named) - _MAX_NAMES} more")
    return listed(_group(source, names) for source, names in by_source.items())


def listed(parts: Iterable[str]) -> str:
    """Join words as a sentence does: ``a``, ``a and b``, ``a, b and c``."""
    words = list(parts)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _place(flow: Flow) -> tuple[object, ...]:
    return (flow.sink.location, subject(flow.sink))


def _source(flow: Flow) -> tuple[Location, str]:
    return (flow.origin.location, flow.origin.name)


def _group(source: str, names: list[str]) -> str:
    if source not in _SOURCES:
        return f"a {source} value"
    one, many = _SOURCES[source]
    return f"{one if len(names) == 1 else many} {listed(names)}"


def _fill(message: str, sink: Sink, origins: tuple[Origin, ...]) -> str:
    values = {
        "{origin}": describe(origins),
        "{callee}": sink.callee,
        "{argument}": sink.argument,
        "{host}": sink.host,
        "{provider}": sink.provider,
    }
    for placeholder, value in values.items():
        message = message.replace(placeholder, value)
    return message
