"""The examples in the rules' documentation do what it says."""

from __future__ import annotations

import pytest

from paylint.testing import Example, check_example, examples
from paylint_rules import PACK

EXAMPLES = [example for rule in PACK.rules() for example in examples(rule)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code} {example.heading}")
def test_the_documented_example_is_judged_as_it_says(example: Example) -> None:
    differences = check_example(example)

    assert not differences, "\n" + "\n".join(differences)
