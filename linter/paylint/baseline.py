"""A baseline: flows that are known and accepted for now, as lines of text without line numbers or times.

An entry is known by the flow: rule, subject, and the files and functions in which the data begins and ends. So it
survives moved lines, other formatting and renamed variables. Entries that are alike are counted: one more flow of the
same kind between the same functions is new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from paylint.errors import ConfigError
from paylint.finding import Finding
from paylint.masking import mask_card_numbers

VERSION = 1
_MANY = "*"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A function in a file: path, and name within the module (``Gateway.charge``), empty at module level."""

    path: str
    function: str

    def __str__(self) -> str:
        return f"{self.path}::{self.function}" if self.function else self.path


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Flows that are alike, and how many there are. ``elements`` are the kinds of data, strongest first."""

    sink: Spot
    rule: str
    subject: str
    source: Spot
    elements: tuple[str, ...]
    count: int = 1

    def __str__(self) -> str:
        many = f" ({self.count} flows)" if self.count > 1 else ""
        subject = f" {self.subject}" if self.subject else ""
        return f"{self.sink}: {self.rule}{subject}: {', '.join(self.elements)} from {self.source}{many}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What findings are beside a baseline.

    ``fixed`` are entries (with the number that is gone) to which no flow belongs any more; ``kept`` is the baseline
    without them, with the present names of moved files; ``unseen`` are entries that this run could say nothing of.
    """

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    fixed: tuple[Entry, ...]
    kept: tuple[Entry, ...]
    unseen: tuple[Entry, ...]


def entries(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The baseline that accepts these findings, sorted."""
    return _counted(flow for finding in findings for flow in _flows(finding))


def merged(one: Iterable[Entry], other: Iterable[Entry]) -> tuple[Entry, ...]:
    """One baseline of two; what is in both counts twice."""
    return _counted([*one, *other])


def write(baseline: Iterable[Entry]) -> str:
    """A baseline as text: one JSON object a line, so that version control merges it line by line."""
    lines: list[dict[str, object]] = [{"paylint-baseline": VERSION}]
    lines += [
        {
            "sink": str(entry.sink),
            "rule": entry.rule,
            "subject": entry.subject,
            "source": str(entry.source),
            "elements": list(entry.elements),
            "count": entry.count,
        }
        for entry in sorted(baseline)
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read(text: str, file: str) -> tuple[Entry, ...]:
    """The entries of a baseline. Equal entries, which a merge may leave, count together.

    Raises:
        ConfigError: ``file``, as it is named in the message, is no baseline or has a line that is no entry.
    """
    found: list[Entry] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or _parsed(lines[0][1]) != {"paylint-baseline": VERSION}:
        raise ConfigError(
            f'{file} is no baseline of this paylint: its first line is not {{"paylint-baseline": {VERSION}}}; '
            "make it anew with `paylint baseline create --force`"
        )
    for number, line in lines[1:]:
        entry = _entry(_parsed(line))
        if entry is None:
            raise ConfigError(
                f"{file}:{number}: this line is no entry of a baseline (a merge left open?); correct or remove it"
            )
        found.append(entry)
    return _counted(found)


def compare(
    baseline: Iterable[Entry],
    findings: Iterable[Finding],
    *,
    renamed: Mapping[str, str],
    gone: Collection[str],
    looked_at: Callable[[Entry], bool],
) -> Comparison:
    """Tell known findings from new ones: a finding is known if each of its flows is in the baseline.

    ``renamed`` tells new paths of files by their old ones. A path in ``gone``, without a new one, stands for a file of
    the same name in any folder. An entry that was not ``looked_at`` in this run cannot be fixed.
    """
    left = _Left(_moved(entry, renamed) for entry in baseline)
    new: list[Finding] = []
    known: list[Finding] = []
    kept: list[Entry] = []
    for finding in findings:
        flows = _flows(finding)
        accepted = [flow for flow in flows if left.take(flow, gone)]
        kept += accepted
        (known if len(accepted) == len(flows) else new).append(finding)
    unmatched = left.entries()
    fixed = tuple(entry for entry in unmatched if looked_at(entry))
    unseen = tuple(entry for entry in unmatched if not looked_at(entry))
    return Comparison(tuple(new), tuple(known), fixed, merged(kept, unseen), unseen)


class _Left:
    """Entries to which no flow belongs so far."""

    def __init__(self, baseline: Iterable[Entry]) -> None:
        self._counts = Counter({replace(entry, count=1): entry.count for entry in _counted(baseline)})
        self._alike: dict[tuple[object, ...], list[Entry]] = {}
        for entry in self._counts:
            self._alike.setdefault(_likeness(entry), []).append(entry)

    def take(self, flow: Entry, gone: Collection[str]) -> bool:
        """Whether an entry accepts the flow; it then counts one less."""
        for entry in [flow, *self._alike.get(_likeness(flow), ())]:
            if self._counts[entry] > 0 and _accepts(entry, flow, gone):
                self._counts[entry] -= 1
                return True
        return False

    def entries(self) -> list[Entry]:
        """What is left, sorted."""
        return sorted(replace(entry, count=count) for entry, count in self._counts.items() if count > 0)


def _likeness(entry: Entry) -> tuple[object, ...]:
    """What two entries share that may be one and the same flow, moved."""
    ends = ((_name(spot.path), spot.function) for spot in (entry.sink, entry.source))
    return (entry.rule, entry.subject, *ends)


def _accepts(entry: Entry, flow: Entry, gone: Collection[str]) -> bool:
    same_places = all(
        old.path in (new.path, _MANY) or old.path in gone
        for old, new in ((entry.sink, flow.sink), (entry.source, flow.source))
    )
    return same_places and set(flow.elements) <= set(entry.elements)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _moved(entry: Entry, renamed: Mapping[str, str]) -> Entry:
    sink, source = (replace(spot, path=renamed.get(spot.path, spot.path)) for spot in (entry.sink, entry.source))
    return replace(entry, sink=sink, source=source)


def _flows(finding: Finding) -> tuple[Entry, ...]:
    """One entry for each source; one for all where there are more than the finding holds."""
    sink = _spot(finding.location.path, finding.function)
    subject = mask_card_numbers(finding.subject)
    if not finding.traces or finding.sources > len(finding.traces):
        sources = [Spot(_MANY, "") if finding.traces else sink]
    else:
        sources = [_spot(trace.source.location.path, trace.source.function) for trace in finding.traces]
    return tuple(Entry(sink, finding.code, subject, source, finding.elements) for source in sources)


def _spot(path: str, function: str) -> Spot:
    """The function's name without that of its module, which changes when the file moves."""
    folders = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    for start in range(len(folders)):
        module = ".".join(folders[start:])
        if function == module or function.startswith(module + "."):
            return Spot(path, function[len(module) + 1 :])
    return Spot(path, function)


def _counted(flows: Iterable[Entry]) -> tuple[Entry, ...]:
    counts: Counter[Entry] = Counter()
    for flow in flows:
        counts[replace(flow, count=1)] += flow.count
    return tuple(sorted(replace(entry, count=count) for entry, count in counts.items()))


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _entry(row: object) -> Entry | None:
    match row:
        case {
            "sink": str(sink),
            "rule": str(rule),
            "subject": str(subject),
            "source": str(source),
            "elements": list(elements),
            "count": int(count),
        } if count > 0 and all(isinstance(element, str) for element in elements):
            return Entry(_read_spot(sink), rule, subject, _read_spot(source), tuple(elements), count)
        case _:
            return None


def _read_spot(text: str) -> Spot:
    path, separator, function = text.rpartition("::")
    return Spot(path, function) if separator else Spot(text, "")
