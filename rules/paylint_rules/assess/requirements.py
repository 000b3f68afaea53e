"""The requirement matrix: what the code shows of each requirement, what it cannot show, and what a person has to confirm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files

from paylint.finding import Finding, Severity
from paylint.location import Location
from paylint.models.reader import Value, read
from paylint.scope import Holding, Integration, Requirement, Standing

FILE = "requirements.yaml"
MOST_PLACES = 20


def requirements(
    findings: tuple[Finding, ...], found: tuple[Integration, ...], held: tuple[Holding, ...]
) -> tuple[Requirement, ...]:
    """The rows in order of their numbers. Findings that a comment accepts count like all others."""
    places: dict[str, list[Location]] = defaultdict(list)
    for finding in findings:
        if finding.severity > Severity.NOTE:
            for number in finding.requirements:
                places[number].append(finding.location)
    drafts: Mapping[str, tuple[Location, ...]] = {
        "1.2.4": tuple(item.location for item in held),
        "12.5.2": tuple(item.location for item in held),
        "12.8.1": tuple(item.location for item in found),
    }
    name = f"{__package__}/{FILE}"
    rows = read(name, files(__package__).joinpath(FILE).read_bytes())["requirements"]
    return tuple(_row(row.table(), places, drafts) for row in rows.items())


def _row(
    table: Mapping[str, Value], places: Mapping[str, list[Location]], drafts: Mapping[str, tuple[Location, ...]]
) -> Requirement:
    number, says = table["number"].string(), table["says"].string()
    cited = tuple(dict.fromkeys((*places.get(number, ()), *(drafts.get(number, ()) if says == "evidence" else ()))))
    return Requirement(
        number,
        table["demand"].string(),
        _standing(says, cited=bool(cited)),
        cited[:MOST_PLACES],
        table["cannot"].string(),
        table["confirm"].string(),
    )


def _standing(says: str, *, cited: bool) -> Standing:
    match says:
        case "violation" if cited:
            return "shown"
        case "signal" if cited:
            return "suspected"
        case "evidence":
            return "shown" if cited else "not-shown"
        case "nothing":
            return "person"
        case _:
            return "not-shown"
