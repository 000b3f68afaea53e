"""From the files of packs and users to the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from paylint.errors import PackError
from paylint.models import beside
from paylint.models import rows as row_reader
from paylint.models.catalog import Catalog
from paylint.models.files import ModelFiles, model_files
from paylint.models.reader import Value, check_keys, read
from paylint.models.rows import Known
from paylint.models.schema import ClaimRow, ComponentRow, Pattern, Provider, Row
from paylint.models.vocabulary import Kind, Lens, Phrase, Vocabulary, Word
from paylint.packs import Pack

PROVIDER_SCRIPT = "provider-script"

_T = TypeVar("_T")
_SCRIPT_CALL = re.compile(r"^(?:new )?([A-Za-z]\w{4,}\.\w+(?:\.\w+)*)\(")
_PAGES = frozenset({"html", "javascript", "typescript"})
_VOCABULARY_KEYS = frozenset({"vocabulary", "lenses", "kinds", "channels", "marks", "stores", "words"})


def load_catalog(packs: Sequence[Pack], extra_files: Sequence[str] = ()) -> Catalog:
    """Read the models and vocabulary of all packs, and model files of the user's own.

    ``extra_files`` are files, folders or patterns. Their rows count the same, and also where the function that they name is
    itself among what is checked: then the row is believed, and not its body.

    Raises:
        PackError: a file cannot be read, a row is wrong, or two rows contradict each other.
    """
    return made(model_files(packs, extra_files))


def made(files: ModelFiles) -> Catalog:
    """The catalog of some files.

    Raises:
        PackError: a row is wrong, or two rows contradict each other.
    """
    vocabulary, known, lenses = _vocabulary([(name, read(name, content)) for name, content in files.words])
    providers: dict[str, Provider] = {}
    rows: list[Row] = []
    patterns: list[Pattern] = []
    components: list[ComponentRow] = []
    claims: list[ClaimRow] = []
    for name, content in files.models:
        table = read(name, content)
        if "components" in table or "claims" in table:
            check_keys(table, {"components", "claims"}, "a file of components or claims")
            components.extend(beside.components(table["components"]) if "components" in table else ())
            claims.extend(beside.claims(table["claims"]) if "claims" in table else ())
        else:
            rows.extend(_model_file(name, table, known, providers, patterns))
    patterns.extend(_scripts(providers.values()))
    return Catalog(
        vocabulary,
        providers,
        rows,
        files.version,
        lenses,
        patterns,
        tuple(components),
        tuple(claims),
        files.own,
    )


def _scripts(providers: Iterable[Provider]) -> Iterator[Pattern]:
    """What calls a provider's script in a page or a script of the program."""
    for provider in providers:
        for row in provider.browser:
            heads = {name.partition(".")[0] for name in row.globals}
            called = {name for call in row.calls for name in _SCRIPT_CALL.findall(call)}
            names = {name for name in called if name[0].isupper() or name.partition(".")[0] in heads}
            names |= {name for name in row.globals if "." in name}
            for name in sorted(names):
                text = rf"\b{re.escape(name)}\b"
                yield Pattern(PROVIDER_SCRIPT, row.origin, (name.lower(),), text, _PAGES, provider=provider.id)


def _model_file(
    name: str, table: dict[str, Value], known: Known, providers: dict[str, Provider], patterns: list[Pattern]
) -> Iterator[Row]:
    if "provider" in table:
        where = table["provider"]
        made, calls = row_reader.provider(table, where, known)
        if made.id in providers:
            raise where.error(f"provider {made.id!r} has a file already: {providers[made.id].origin.file}.")
        providers[made.id] = made
        patterns.extend(row_reader.patterns(table["patterns"], known, made.id) if "patterns" in table else ())
        yield from calls
        return
    check_keys(table, {"library", "rows", "patterns"}, "a model file")
    if not table.keys() & {"rows", "patterns"}:
        raise PackError(f"{name}:1: a model file needs 'rows', 'patterns' or 'provider'.")
    if "patterns" in table:
        patterns.extend(row_reader.patterns(table["patterns"], known))
    if "rows" not in table:
        return
    yield from row_reader.rows(table["rows"], known)


def _vocabulary(
    files: Sequence[tuple[str, dict[str, Value]]],
) -> tuple[Vocabulary, Known, dict[str, tuple[Lens, Vocabulary]]]:
    marks: dict[str, Word] = {}
    channels: dict[str, Word] = {}
    stores: dict[str, Word] = {}
    lenses: dict[str, Lens] = {}
    kinds: dict[str, Kind] = {}
    for _, table in files:
        check_keys(table, _VOCABULARY_KEYS, "a vocabulary file")
        for key, target in (("marks", marks), ("channels", channels), ("stores", stores)):
            for name, value in table[key].table().items() if key in table else ():
                _introduce(target, name, value, row_reader.word(name, value))
    for _, table in files:
        for name, value in table["lenses"].table().items() if "lenses" in table else ():
            _introduce(lenses, name, value, row_reader.lens(name, value, channels))
    for _, table in files:
        for name, value in table["kinds"].table().items() if "kinds" in table else ():
            _introduce(kinds, name, value, row_reader.kind(name, value, marks, lenses))
    known = Known(kinds, channels, marks, stores, lenses)
    phrases: list[Phrase] = []
    for _, table in files:
        for value in table["words"].items() if "words" in table else ():
            phrases.extend(row_reader.phrases(value, known))

    def seen(lens: str) -> Vocabulary:
        own = {name: kind for name, kind in kinds.items() if kind.lens == lens}
        said = [p for p in phrases if (p.kind in own if p.kind else p.lens == lens)]
        return Vocabulary(own, channels, marks, stores, said)

    return seen(""), known, {name: (lens, seen(name)) for name, lens in lenses.items()}


def _introduce(table: dict[str, _T], name: str, value: Value, made: _T) -> None:
    if name in table:
        raise value.error(f"{name!r} is introduced twice.")
    table[name] = made
