"""The list of scripts that PCI DSS 6.4.3 asks for: one line a script of a payment page, with a place for why it is there.

Tab-separated: page, script, integrity, what it is, and the justification, which a person writes and which is kept when the list is written
anew. A script that stands in the page is ``inline`` with the number of its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paylint.errors import UsageError
from paylint.scope import ScriptEntry

HEAD = "page\tscript\tintegrity\twhat\tjustification"
COLUMNS = HEAD.count("\t") + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    page: str
    script: str
    integrity: str
    what: str
    justification: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What the line is about."""
        return (self.page, self.script)


def rows(entries: Sequence[ScriptEntry], kept: Sequence[Row] = ()) -> tuple[Row, ...]:
    """The lines for the scripts found, sorted, with the justifications of an older list."""
    why = {row.key: row.justification for row in kept}
    inline: Counter[str] = Counter()
    made = []
    for entry in sorted(entries, key=lambda entry: (entry.page, entry.location)):
        script = entry.address
        if not script:
            inline[entry.page] += 1
            script = f"inline {inline[entry.page]}"
        made.append(
            Row(entry.page, script, "yes" if entry.pinned else "no", entry.what, why.get((entry.page, script), ""))
        )
    return tuple(sorted(set(made), key=lambda row: row.key))


def written(lines: Sequence[Row]) -> str:
    """The text of a list."""
    body = (f"{r.page}\t{r.script}\t{r.integrity}\t{r.what}\t{r.justification}" for r in lines)
    return "\n".join((HEAD, *body)) + "\n"


def read(name: str, text: str) -> tuple[Row, ...]:
    """The lines of a list.

    Raises:
        UsageError: a line has not the columns of the first.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line == HEAD:
            continue
        cells = line.split("\t")
        if len(cells) != COLUMNS:
            raise UsageError(
                f"{name}:{number}: a line of the list of scripts has {COLUMNS} columns, this one {len(cells)}."
            )
        found.append(Row(*cells))
    return tuple(found)


def differences(committed: Sequence[Row], current: Sequence[Row]) -> Iterator[str]:
    """What a committed list says otherwise than the code, and which scripts nobody has justified."""
    old, new = {row.key: row for row in committed}, {row.key: row for row in current}
    for key in sorted(old.keys() | new.keys()):
        page, script = key
        if key not in old:
            yield f"{page} runs {script}, which the list does not hold"
        elif key not in new:
            yield f"{page} does not run {script} any more"
        elif old[key].integrity != new[key].integrity:
            yield f"{page}: the integrity of {script} is {new[key].integrity}, not {old[key].integrity}"
        elif not old[key].justification.strip():
            yield f"{page}: nobody says why {script} is there"
