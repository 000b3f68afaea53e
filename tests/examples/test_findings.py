"""What paylint says of the example shops, beside what their ``expected.txt`` says that it must."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from paylint.packs import load_packs, rules_of
from tests.examples.expected import EXAMPLES, Expected, ExpectedFinding, everything, read

Finding = dict[str, Any]
SHOPS = everything()


@cache
def check(name: str) -> tuple[int, tuple[Finding, ...]]:
    """The exit status and the findings of a check of one shop."""
    command = [sys.executable, "-m", "paylint", "check", f"examples/{name}", "--format", "json"]
    done = subprocess.run(command, cwd=EXAMPLES.parent, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, tuple(json.loads(done.stdout)["findings"])


def fits(finding: Finding, expected: ExpectedFinding, shop: Expected) -> bool:
    """Whether a finding is the expected one: the rule, a file that its place or its ways name, and the words."""
    steps = [step for trace in finding["traces"] for step in trace]
    files = {place["location"]["path"] for place in (finding, *steps)}
    named = f"examples/{shop.name}/{expected.file}"
    return finding["name"] == expected.rule and named in files and expected.words in finding["message"]


def of_today(shop: Expected) -> list[ExpectedFinding]:
    """The expected findings of rules that exist."""
    names = {rule.name for rule in rules_of(load_packs())}
    return [finding for finding in shop.findings if finding.rule in names]


def test_every_shop_that_can_be_started_has_an_expectation_and_every_expectation_a_shop():
    shops = {path.parent.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*/Procfile")}

    assert {shop.name for shop in SHOPS} == shops


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_an_expectation_names_files_that_are_there(shop: Expected):
    named = [finding.file for finding in shop.findings] + [shop.values.get("altered", "Procfile")]

    assert [file for file in named if not (shop.root / file).is_file()] == []


def test_a_line_that_is_none_is_refused(tmp_path: Path):
    (tmp_path / "expected.txt").write_text("[before]\nfinds  everything\n", "utf-8")

    with pytest.raises(ValueError, match="is no line"):
        read(tmp_path / "expected.txt")


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_what_is_expected_is_found(shop: Expected):
    _, findings = check(shop.name)

    missing = [line for line in of_today(shop) if not any(fits(finding, line, shop) for finding in findings)]
    assert not missing


@pytest.mark.parametrize("shop", SHOPS, ids=lambda shop: shop.name)
def test_nothing_else_is_found(shop: Expected):
    status, findings = check(shop.name)

    others = [
        finding["message"] for finding in findings if not any(fits(finding, line, shop) for line in shop.findings)
    ]
    assert not others
    assert status == (1 if findings else 0)


def test_tokiwa_before_takes_a_products_code_in_the_address_for_no_security_code():
    _, findings = check("tokiwa/before")

    begins = [trace[0]["code"] for finding in findings for trace in finding["traces"]]
    assert all("<input" in line for line in begins), begins
