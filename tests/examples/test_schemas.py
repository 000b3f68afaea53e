"""What is written of the example shops as JSON follows the schemas that paylint publishes."""

from __future__ import annotations

import importlib.resources
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SHOPS = ["tokiwa/before", "tokiwa/after", "system-five", "club-gets", "hawaiians-mall", "hokusen"]


@pytest.mark.parametrize("command", ["check", "scope"])
@pytest.mark.parametrize("shop", SHOPS)
def test_json_follows_the_published_schema(command: str, shop: str):
    done = subprocess.run(
        [sys.executable, "-m", "paylint", command, str(EXAMPLES / shop), "--format", "json"],
        capture_output=True,
        check=False,
    )
    schema = importlib.resources.files("paylint").joinpath(f"schemas/{command}.schema.json").read_text("utf-8")

    assert done.returncode in {0, 1}, done.stderr
    jsonschema.validate(json.loads(done.stdout), json.loads(schema))
