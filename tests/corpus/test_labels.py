"""The labels are consistent, and true of the sources where those have been fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.check import inconsistencies, labels, misplaced
from tests.corpus.fetch import HERE, manifest
from tests.corpus.score_inputs import INPUTS
from tests.corpus.score_inputs import inconsistencies as input_inconsistencies

SOURCES = Path(__file__).resolve().parents[2] / ".corpus"
LABELS = [pytest.param(label, id=path.stem) for path, label in labels()]
PAGES = [pytest.param(label, id=path.stem) for path, label in labels(INPUTS)]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_consistent_in_itself(label):
    assert list(inconsistencies(label)) == []


@pytest.mark.parametrize("label", PAGES)
def test_a_label_of_inputs_is_consistent_in_itself(label):
    assert list(input_inconsistencies(label)) == []


def test_the_inputs_of_every_package_have_been_read():
    listed = {package.name: package.version for package in manifest(HERE / "manifest.tsv")}

    assert {label["package"]: label["version"] for _, label in labels(INPUTS)} == listed


def test_every_package_of_the_manifest_has_a_label_of_the_same_version_and_hash():
    listed = {package.name: (package.version, package.sha256) for package in manifest(HERE / "manifest.tsv")}
    labelled = {label["package"]: (label["version"], label["sha256"]) for _, label in labels()}

    assert labelled == listed


@pytest.mark.corpus
@pytest.mark.parametrize("label", [*LABELS, *PAGES])
def test_every_place_a_label_names_says_what_the_label_says(label):
    root = SOURCES / f"{label['package']}-{label['version']}"
    if not root.is_dir():
        pytest.skip("the package is not under .corpus/; `make corpus` fetches it")

    assert list(misplaced(label, root)) == []
