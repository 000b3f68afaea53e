"""A user's own rows go before the body of the function that they name; those of packs do not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.pipeline import check

VAULT = """\
def keep(value):
    return value


class Vault:
    def keep(self, value):
        return value
"""
VIEWS = """\
from acme.vault import Vault, keep


def one(card_number):
    print(keep(card_number))


def two(card_number):
    print(Vault().keep(card_number))
"""
ROWS = """\
library: Acme's vault

rows:
- call: [acme.vault.keep, acme.vault.Vault().keep]
  mark: tokenised
"""


def lines(folder: Path, *models: Path) -> list[int]:
    settings = replace(defaults(str(folder)), select=("PAY301",), models=tuple(map(str, models)))
    return [finding.location.line for finding in check(settings).findings]


@pytest.fixture(params=["acme", "src/acme"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    package = tmp_path / "shop" / request.param
    package.mkdir(parents=True)
    (package / "vault.py").write_text(VAULT, "utf-8")
    (tmp_path / "shop" / "views.py").write_text(VIEWS, "utf-8")
    (tmp_path / "rows.yaml").write_text(ROWS, "utf-8")
    return tmp_path


@pytest.mark.parametrize("package", [True, False], ids=["a package", "a folder"])
def test_a_row_is_believed_and_not_the_body(shop: Path, package: bool) -> None:
    if package:
        for vault in shop.rglob("vault.py"):
            vault.with_name("__init__.py").touch()

    assert lines(shop / "shop") == [5, 9]
    assert lines(shop / "shop", shop / "rows.yaml") == []


def test_a_function_of_that_name_elsewhere_is_another(shop: Path) -> None:
    for vault in shop.rglob("vault.py"):
        vault.rename(vault.with_name("safe.py"))
    (shop / "shop/views.py").write_text(VIEWS.replace("acme.vault", "acme.safe"), "utf-8")

    assert lines(shop / "shop", shop / "rows.yaml") == [5, 9]
