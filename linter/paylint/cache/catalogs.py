"""The catalog of models as it was made, since reading its rows takes longer than asking them."""

from __future__ import annotations

import pickle

from paylint.cache.keys import digest
from paylint.cache.store import Store
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog
from paylint.models.files import ModelFiles

KIND = "catalog"


def kept_catalog(files: ModelFiles, store: Store | None, program: bytes) -> Catalog:
    """What `paylint.models.loading.made` gives. ``program`` is what decides how rows are read.

    Raises:
        PackError: a row is wrong, or two rows contradict each other.
    """
    if store is None:
        return _made(files)
    key = digest(KIND, program, files.version)
    packed = store.get(key)
    if packed is not None:
        found = pickle.loads(packed)  # noqa: S301 - our own bytes, out of the user's own folder
        assert isinstance(found, Catalog)
        return found
    catalog = _made(files)
    packed = pickle.dumps(catalog, pickle.HIGHEST_PROTOCOL)
    text = packed.decode("latin-1")
    if mask_card_numbers(text) == text:
        store.put(KIND, key, packed)
    return catalog


def _made(files: ModelFiles) -> Catalog:
    from paylint.models.loading import made

    return made(files)
