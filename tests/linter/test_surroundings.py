"""What stands around the code comes into the facts of a run, and only where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.pipeline import check, dump
from paylint.testing import write_snippet

CARD = """
# file: shop/views.py
from django.http import HttpResponse


def pay(request):
    return HttpResponse(charge(request.POST["card_number"]))


def charge(number):
    return "ok"
"""
PROMISE = """
# file: README.md
Card numbers are never stored.
"""


def facts(text: str, folder: Path) -> list[str]:
    write_snippet(text, folder)
    return dump(defaults(str(folder), root=str(folder)), "facts").splitlines()


def test_components_and_settings_are_facts(tmp_path: Path) -> None:
    lines = facts("# file: Dockerfile\nFROM centos:6\n# file: nginx.conf\nserver { access_log off; }\n", tmp_path)

    assert lines == [
        "component image centos 6 Dockerfile:1:1 [6]",
        "setting log-off access_log off nginx.conf:1:10",
    ]


def test_promises_are_read_only_where_labelled_data_is_handled(tmp_path: Path) -> None:
    assert facts(PROMISE, tmp_path / "alone") == []
    assert "claim not-kept README.md:1:14" in facts(CARD + PROMISE, tmp_path / "beside")


def test_an_event_is_a_fact_with_what_it_takes(tmp_path: Path) -> None:
    assert "event views.pay shop/views.py:5:32 card.pan" in facts(CARD, tmp_path)


def test_a_file_that_is_not_what_its_name_says_is_named_and_not_fatal(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text("{")
    report = check(defaults(str(tmp_path), root=str(tmp_path)))

    assert [(problem.code, str(problem.location.path)) for problem in report.problems] == [
        ("PAY902", "package-lock.json")
    ]
    assert report.exit_code == 0


@pytest.mark.parametrize("folder", ["tests", "shop/tests"])
def test_files_of_tests_say_nothing_of_what_is_installed(tmp_path: Path, folder: str) -> None:
    assert facts(f"# file: {folder}/Dockerfile\nFROM centos:6\n", tmp_path) == []
