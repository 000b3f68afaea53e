"""What is said to people, in their language. The English text in the code is the key; catalogues stand in ``locale/``.

A catalogue is every ``.po`` file in the folder of its language, in paylint and in every installed rule pack. They are read
as they are, when first needed, so that a changed text counts at once, from a wheel that is not even unpacked; English
reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SOURCE = "en"
LANGUAGES = (SOURCE, "ja")

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
Catalogue = Mapping[tuple[str, str], str]
"""Texts by their context (``msgctxt``, mostly empty) and their English form."""


def say(language: str, text: str, /, **values: object) -> str:
    """``text`` in ``language``, with ``values`` put in as by `str.format`; in English where no catalogue knows it.

    Without values the text is not a format: braces in it stand for themselves.
    """
    told = text if language == SOURCE else catalogue(language).get(("", text), text)
    return told.format(**values) if values else told


def count(language: str, number: int, one: str, many: str, /, **values: object) -> str:
    """``one`` or ``many`` as ``number`` asks for, which stands in the text as ``{n}``, in groups of three digits."""
    return say(language, one if number == 1 else many, n=f"{number:,}", **values)


def key(text: str) -> str:
    """``text`` itself; marks it as one for the catalogues where it is not said at once, such as in a table."""
    return text


def preferred(environment: Mapping[str, str]) -> str:
    """The language that a process's environment asks for, in the order of POSIX; English where it is not known."""
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    language = locale.partition(".")[0].partition("_")[0].lower()
    return language if language in LANGUAGES else SOURCE


@cache
def catalogue(language: str) -> Catalogue:
    """All texts of a language but English, those of paylint before those of the packs."""
    import polib

    told: dict[tuple[str, str], str] = {}
    for file in catalogue_files(language):
        for entry in polib.pofile(file.read_text(encoding="utf-8")):
            context = entry.msgctxt or ""
            if entry.msgid_plural:
                told.setdefault((context, entry.msgid), entry.msgstr_plural[0])
                told.setdefault((context, entry.msgid_plural), entry.msgstr_plural[0])
            else:
                told.setdefault((context, entry.msgid), entry.msgstr)
    return told


def catalogue_files(language: str) -> Iterator[Traversable]:
    """The ``.po`` files of a language in paylint and in the packs of all installed distributions, in order of names."""
    from importlib.metadata import entry_points

    from paylint.packs import GROUP

    packs = sorted({point.value for point in entry_points(group=GROUP)})
    for package in ("paylint", *packs) if language in LANGUAGES else ():
        folder = files(package) / "locale" / language
        if folder.is_dir():
            yield from sorted((e for e in folder.iterdir() if e.name.endswith(".po")), key=lambda entry: entry.name)
