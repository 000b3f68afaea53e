"""What is said to people, in their language. The English text in the code is the key; catalogues stand in ``locale/``.

A catalogue is every ``.po`` file in the folder of its language. They are read as they are, when first needed, so that a
changed text counts at once, from a wheel that is not even unpacked; English reads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

SOURCE = "en"
LANGUAGES = (SOURCE, "ja")

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_Catalogue = Mapping[str, str]


def say(language: str, text: str, /, **values: object) -> str:
    """``text`` in ``language``, with ``values`` put in as by `str.format`; in English where no catalogue knows it.

    Without values the text is not a format: braces in it stand for themselves.
    """
    told = text if language == SOURCE else _catalogue(language).get(text, text)
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
def _catalogue(language: str) -> _Catalogue:
    import polib

    folder = files("paylint") / "locale" / language
    if language not in LANGUAGES or not folder.is_dir():
        return {}
    told: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            for entry in polib.pofile(file.read_text(encoding="utf-8")):
                told[entry.msgid] = entry.msgstr
                if entry.msgid_plural:
                    told[entry.msgid] = told[entry.msgid_plural] = entry.msgstr_plural[0]
    return told
