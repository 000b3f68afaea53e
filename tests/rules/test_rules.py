"""Every rule is complete, documented in the same sections, and cites only what the standard holds."""

from __future__ import annotations

import re
import sys

import pytest

from paylint.rule import Rule
from paylint.rule_page import document
from paylint.testing import Example, examples, expectations
from paylint_rules import PACK

RULES = PACK.rules()
SECTIONS = ["What it does", "Why it matters", "Example", "Use instead", "References"]
FAMILIES = {
    "0": "payment_page",
    "1": "passage",
    "2": "storage",
    "3": "exposure",
    "4": "components",
    "5": "claims",
    "6": "audit",
    "7": "injection",
    "8": "transport",
}
REQUIREMENTS = {
    "1.2.4", "3.2.1", "3.3.1", "3.3.1.1", "3.3.1.2", "3.3.1.3", "3.3.2", "3.4.1", "3.5.1", "3.5.1.1", "3.6.1", "3.7.1",
    "4.2.1", "4.2.2", "6.2.4", "6.3.2", "6.3.3", "6.4.3", "6.5.5", "8.3.2", "8.6.2", "8.6.3", "10.2.1", "10.2.2", "10.5.1",
    "12.5.2", "12.8.1", "12.10.7",
}  # fmt: skip

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def _blocks(rule: Rule, heading: str) -> list[Example]:
    return [example for example in examples(rule) if example.heading == heading]


def _home(rule: Rule) -> str:
    held = ((name, getattr(module, "rule", None)) for name, module in sys.modules.items())
    return next(name for name, found in held if isinstance(found, Rule) and found.code == rule.code)


@every_rule
def test_a_rule_lives_in_the_folder_of_its_family(rule: Rule) -> None:
    family = FAMILIES[rule.code.removeprefix("PAY")[0]]

    assert _home(rule) == f"paylint_rules.{family}.{rule.name.replace('-', '_')}"


@every_rule
def test_its_docstring_begins_with_its_summary_and_has_the_five_sections(rule: Rule) -> None:
    text = rule.documentation

    assert text.splitlines()[0] == rule.summary
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS


@every_rule
def test_it_cites_requirements_that_exist_and_explains_each(rule: Rule) -> None:
    references = rule.documentation.partition("## References")[2]

    assert set(rule.requirements) <= REQUIREMENTS
    assert set(re.findall(r"\b\d+(?:\.\d+){2,3}\b", references.replace("v4.0.1", ""))) == set(rule.requirements)


@every_rule
def test_its_requirements_are_in_order_and_named_once(rule: Rule) -> None:
    numbers = [tuple(map(int, number.split("."))) for number in rule.requirements]

    assert numbers == sorted(set(numbers))


@every_rule
def test_its_texts_are_whole_sentences(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.remedy.endswith(".")
    assert rule.meaning
    assert rule.guideline


@every_rule
def test_its_bad_example_expects_it_and_its_good_one_nothing(rule: Rule) -> None:
    bad, good = _blocks(rule, "Example"), _blocks(rule, "Use instead")

    assert {item.code for block in bad for item in expectations(block.text)} == {rule.code}
    assert good
    assert not any(expectations(block.text) for block in good)


@every_rule
def test_its_page_shows_metadata_and_documentation(rule: Rule) -> None:
    page = document(rule)

    assert page.startswith(f"# {rule.code} {rule.name}\n")
    assert rule.remedy in page
    assert all(f"## {section}\n" in page for section in SECTIONS)
    assert page.count(rule.summary) == 1
