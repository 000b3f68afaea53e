"""Rows about what stands beside the code: weak versions of components, and sentences that promise something.

A model file with ``components:`` or ``claims:`` at its top holds them; a user's own model files may, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paylint.models.reader import Value, check_keys
from paylint.models.schema import ClaimRow, ComponentRow, Defect, End

ECOSYSTEMS = frozenset({"source", "image", "deb", "rpm", "apk", "conda", "pypi", "npm", "runtime"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def components(value: Value) -> Iterator[ComponentRow]:
    """The rows of one ``components:`` list."""
    for item in value.items():
        yield _component(item)


def claims(value: Value) -> Iterator[ClaimRow]:
    """The rows of one ``claims:`` list."""
    for item in value.items():
        table = item.table()
        check_keys(table, {"claim", "language", "about", "says", "unless"}, "a claim")
        yield ClaimRow(
            id=_text(table, "claim", item),
            language=_text(table, "language", item),
            about=_present(table, "about", item).strings(),
            says=_present(table, "says", item).strings(),
            unless=table["unless"].strings() if "unless" in table else (),
            origin=item.origin,
        )


def _component(item: Value) -> ComponentRow:
    table = item.table()
    check_keys(table, {"component", "names", "dated", "codenames", "defects", "ends"}, "a component")
    names = _present(table, "names", item).strings()
    for name in names:
        if name.partition(":")[0] not in ECOSYSTEMS or not name.partition(":")[2]:
            raise table["names"].error(
                f"{name!r} needs an ecosystem before it, as in 'deb:libssl3'; known are {', '.join(sorted(ECOSYSTEMS))}."
            )
    return ComponentRow(
        label=_text(table, "component", item),
        names=names,
        dated=_day(table, "dated", item),
        codenames=table["codenames"].pairs() if "codenames" in table else (),
        defects=tuple([_defect(value) for value in table["defects"].items()]) if "defects" in table else (),
        ends=tuple([end for value in table["ends"].items() for end in _ends(value)]) if "ends" in table else (),
        origin=item.origin,
    )


def _defect(item: Value) -> Defect:
    table = item.table()
    check_keys(table, {"id", "first", "fixed", "since", "source", "builds"}, "a defect")
    return Defect(
        id=_text(table, "id", item),
        first=_text(table, "first", item),
        fixed=_text(table, "fixed", item),
        since=_day(table, "since", item),
        source=_text(table, "source", item),
        builds=table["builds"].strings() if "builds" in table else (),
    )


def _ends(item: Value) -> Iterator[End]:
    """The branches of one source, each with its day."""
    table = item.table()
    check_keys(table, {"source", "branches"}, "ends of branches")
    source = _text(table, "source", item)
    branches = _present(table, "branches", item).table()
    for branch in branches:
        yield End(branch, _day(branches, branch, item), source)


def _day(table: dict[str, Value], key: str, where: Value) -> str:
    text = _text(table, key, where)
    if not _DAY.fullmatch(text):
        raise table[key].error(f"{text!r} is no day; write it in quotes, as '2024-06-30'.")
    return text


def _text(table: dict[str, Value], key: str, where: Value) -> str:
    return _present(table, key, where).string()


def _present(table: dict[str, Value], key: str, where: Value) -> Value:
    if key not in table:
        raise where.error(f"the key {key!r} is missing.")
    return table[key]
