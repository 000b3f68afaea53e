from __future__ import annotations

import pytest

from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.models.vocabulary import Vocabulary
from paylint.packs import Pack, load_packs


@pytest.fixture(scope="session")
def pack() -> Pack:
    return next(pack for pack in load_packs(("paylint_rules",)) if pack.name == "paylint_rules")


@pytest.fixture(scope="session")
def catalog(pack: Pack) -> Catalog:
    return load_catalog((pack,))


@pytest.fixture(scope="session")
def words(catalog: Catalog) -> Vocabulary:
    return catalog.vocabulary
