"""Model files of components and claims: read strictly, and open to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.errors import PackError
from paylint.models.loading import load_catalog

GOOD = """\
components:
- component: Plum
  names: [source:plum, image:plum]
  dated: '2025-01-01'
  codenames: {stony: '1'}
  defects:
  - {id: P-1, first: '1.0', fixed: '1.1', since: '2020-01-01', source: somewhere, builds: [1.0-2.el9]}
  ends:
  - source: somewhere
    branches: {'1': '2024-01-01'}
claims:
- {claim: kept, language: en, about: [plum], says: [is kept], unless: [must]}
"""


def test_a_users_own_file_adds_components_and_claims(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(GOOD)
    catalog = load_catalog((), [str(tmp_path)])

    assert [(row.label, row.defects[0].builds, row.ends[0].branch) for row in catalog.components] == [
        ("Plum", ("1.0-2.el9",), "1")
    ]
    assert [row.id for row in catalog.claims] == ["kept"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("source:plum", "plum", r":2?\d?: 'plum' needs an ecosystem before it"),
        ("'2025-01-01'", "soon", r"'soon' is no day"),
        ("fixed: '1.1', ", "", r"'fixed' is missing"),
        ("defects:", "defect:", r"unknown key 'defect' .*did you mean 'defects'"),
        ("says:", "say:", r"unknown key 'say'"),
        ("claims:", "claim:", r"unknown key 'claim' in a file of components or claims"),
    ],
)
def test_a_wrong_row_is_an_error_with_file_and_line(tmp_path: Path, before: str, after: str, message: str) -> None:
    (tmp_path / "own.yaml").write_text(GOOD.replace(before, after))

    with pytest.raises(PackError, match=rf"own\.yaml:\d+.*{message}|own\.yaml{message}"):
        load_catalog((), [str(tmp_path)])
