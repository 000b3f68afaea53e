"""What the text of a file shows by itself: the patterns of the packs, tried on files that hold one of their needles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from paylint.location import Location, Path
from paylint.masking import mask_card_numbers, passes_luhn
from paylint.models.catalog import Catalog
from paylint.models.schema import Pattern, told_apart

if TYPE_CHECKING:
    from paylint.facts import Sighting

_SHOWN = 8
_LINE = 200
_MOST = 40
"""So many sightings of one pattern in one file are enough: what has more is a table of data."""
_LONG, _DIFFERENT = 24, 9
"""So many hexadecimal digits, drawn by lot, hold fewer different ones about once in 1,800 times."""
_DEFINITION = re.compile(r"[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_INDENT = re.compile(r"[ \t]*")
_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_COMMENT = {
    "python": re.compile(r"#"),
    "javascript": re.compile(r"(?<!:)//|^\s*\*"),
    "typescript": re.compile(r"(?<!:)//|^\s*\*"),
}


def sight(path: Path, content: bytes, language: str, catalog: Catalog, rows: Sequence[Pattern]) -> Iterator[Sighting]:
    """The sightings in one file of those patterns, one of whose needles it holds. What stands in a comment of the language is none."""
    mine = [row for row in rows if not row.languages or language in row.languages]
    text = content.decode("utf-8", "replace") if mine else ""
    for row in mine:
        found = (_sighting(path, row, match, language, catalog) for match in re.finditer(row.text, text))
        yield from islice(filter(None, found), 1 if row.once else _MOST)


def _sighting(path: Path, row: Pattern, match: re.Match[str], language: str, catalog: Catalog) -> Sighting | None:
    text = match.string
    groups = match.groupdict()
    group: str | int = "name" if groups.get("name") is not None else 0
    name, start = match.group(group), match.start(group)
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin : _end(text, begin)]
    column = start - begin
    if not _counts(row, name) or _in_comment(language, line[:column]):
        return None
    told = tuple(re.findall(r"[^\W\d]\w*", groups.get("told") or ""))
    kind = _kind(row, name, catalog)
    if kind is None or (row.stranger and catalog.provider_of_host(name)):
        return None
    vocabulary = catalog.vocabulary
    if row.telling:
        if not any(vocabulary.meaning(word) or vocabulary.gives_context(word) for word in told):
            return None
        told = tuple(word for word in told if (meaning := vocabulary.meaning(word)) is not None and not meaning.weak)
    shown = f"{name[: min(_SHOWN, len(name) // 3)]}…" if row.hidden else mask_card_numbers(" ".join(name.split()))
    code = mask_card_numbers(line.replace(name, shown) if row.hidden else line).strip()[:_LINE]
    at = Location(path, text.count("\n", 0, start) + 1, column + 1)
    function = _enclosing(text[: _end(text, begin)].split("\n")) if language == "python" else ""
    from paylint.facts import Sighting

    return Sighting(row.see, shown, at, code, kind, row.provider, function, told)


def _end(text: str, begin: int) -> int:
    found = text.find("\n", begin)
    return found if found >= 0 else len(text)


def _kind(row: Pattern, name: str, catalog: Catalog) -> str | None:
    """The kind of data that a name means, empty where the pattern asks for none; ``None`` where it means none and should."""
    if not row.lens and not row.meant:
        return ""
    words = catalog.words_of(row.lens) if row.lens else catalog.vocabulary
    meaning = words.meaning(name)
    return meaning.kind if meaning is not None and not meaning.weak else None


def _drawn(secret: str) -> bool:
    """Whether a secret's longest part may have been drawn by lot: one typed to fill a place repeats few characters."""
    part = max(re.findall(r"[A-Za-z0-9]+", secret), key=len, default="")
    return len(part) < _LONG or len(set(part)) >= _DIFFERENT


def _counts(row: Pattern, name: str) -> bool:
    if row.besides is not None and row.besides.search(name):
        return False
    if row.hidden and not _drawn(name):
        return False
    digits = re.sub(r"\D", "", name) if row.luhn or row.known else ""
    return told_apart(digits) not in row.known and (not row.luhn or passes_luhn(digits))


def _in_comment(language: str, before: str) -> bool:
    pattern = _COMMENT.get(language)
    return pattern is not None and pattern.search(_QUOTED.sub("''", before)) is not None


def _enclosing(lines: Sequence[str]) -> str:
    """The names of the classes and functions around the last line, by indentation."""
    names: list[str] = []
    depth = len(_indent(lines[-1]))
    for line in reversed(lines[:-1]):
        if not depth:
            break
        if line.strip() and len(_indent(line)) < depth and (found := _DEFINITION.match(line)):
            names.append(found[1])
            depth = len(_indent(line))
    return ".".join(reversed(names))


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found.group() if found else ""
