"""The list of packages is sound, and a run tells what came and what went."""

from __future__ import annotations

import re
import sys

import pytest

from tests.corpus.fetch import HERE as CORPUS
from tests.corpus.fetch import manifest
from tests.ecosystem.run import CLEAN, FINDINGS, RunError, change, findings, keep, kept, projects

LISTED = projects()


def test_every_project_has_a_name_a_hash_and_a_group():
    for project in LISTED:
        assert project.package.kind in {"sdist", "wheel"}
        assert re.fullmatch(r"[0-9a-f]{64}", project.package.sha256)
        assert project.group in {"shop", "payment", "sdk", CLEAN}


def test_no_project_is_listed_twice_or_is_in_the_labelled_corpus():
    names = [project.package.name for project in LISTED]

    assert len(names) == len(set(names))
    assert not set(names) & {package.name for package in manifest(CORPUS / "manifest.tsv")}


def test_kept_findings_belong_to_listed_projects_that_take_payments():
    allowed = {project.package.name for project in LISTED if project.group != CLEAN}

    assert {path.stem for path in FINDINGS.glob("*.txt")} <= allowed


def test_kept_findings_are_sorted_lines_with_a_place_and_a_code():
    for path in FINDINGS.glob("*.txt"):
        lines = kept(path.stem)

        assert list(lines) == sorted(lines)
        assert all(re.match(r"\S+:\d+:\d+: PAY\d{3}\b", line) for line in lines), path.name


def test_a_change_names_the_lines_that_came_and_went():
    news = change(("a", "b"), ("b", "c"))

    assert news.added == ("c",)
    assert news.removed == ("a",)


def test_findings_are_kept_and_read_back_and_none_leave_no_file(tmp_path):
    keep("shop", ("a.py:1:1: PAY101 x", "b.py:1:1: PAY102 y"), tmp_path)
    assert kept("shop", tmp_path) == ("a.py:1:1: PAY101 x", "b.py:1:1: PAY102 y")

    keep("shop", (), tmp_path)
    assert kept("shop", tmp_path) == ()
    assert not list(tmp_path.iterdir())


def test_findings_come_sorted_from_a_folder(tmp_path):
    (tmp_path / "views.py").write_text('def pay(request):\n    print(request.POST["card_number"])\n', encoding="utf-8")

    lines = findings(tmp_path)

    assert [line.partition("[")[0] for line in lines] == ["views.py:2:11: PAY101", "views.py:2:5: PAY301"]


def test_an_error_of_paylint_is_no_empty_result(tmp_path, monkeypatch):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho it broke >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))

    with pytest.raises(RunError, match="it broke"):
        findings(tmp_path)
