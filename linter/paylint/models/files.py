"""The files of a catalog: those of packs, and the user's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path as FilePath

from paylint.errors import PackError
from paylint.packs import Pack

_SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of a catalog, with the names that messages use: words, models, and which of these are the user's own.

    ``version`` tells one set of files from another.
    """

    words: tuple[tuple[str, bytes], ...]
    models: tuple[tuple[str, bytes], ...]
    own: frozenset[str]
    version: str


def model_files(packs: Sequence[Pack], extra_files: Sequence[str] = ()) -> ModelFiles:
    """The files that `load_catalog` reads.

    Raises:
        PackError: a file cannot be read.
    """
    words = tuple(item for pack in packs for item in pack.files("vocabulary"))
    own = tuple(item for name in extra_files for item in _own_files(name))
    models = (*(item for pack in packs for item in pack.files("models")), *own)
    version = hashlib.sha256()
    for name, content in (*words, *models):
        version.update(name.encode())
        version.update(content)
    return ModelFiles(words, models, frozenset(name for name, _ in own), version.hexdigest())


def _own_files(name: str) -> Iterator[tuple[str, bytes]]:
    """A file, the YAML files of a folder, or those that a pattern matches."""
    place = FilePath(name)
    if place.is_dir():
        found = sorted(path for path in place.rglob("*") if path.suffix in _SUFFIXES)
    else:
        found = [place] if place.exists() else [FilePath(path) for path in sorted(glob(name, recursive=True))]
    if not found:
        why = "the folder holds no YAML file" if place.is_dir() else "there is no such file"
        raise PackError(f"The model file {name} cannot be read: {why}.")
    for path in found:
        try:
            yield path.as_posix(), path.read_bytes()
        except OSError as error:
            raise PackError(f"The model file {path.as_posix()} cannot be read: {error.strerror}.") from error
