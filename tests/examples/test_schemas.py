"""What `check` and `scope` write of every example shop follows the published schemas."""

from __future__ import annotations

import io
import json
from importlib.resources import files

import jsonschema
import pytest

from paylint.config.settings import defaults
from paylint.pipeline import check, scope
from paylint.reporters import json_file, scope_json
from tests.examples.expected import Expected, everything


def schema(command: str) -> jsonschema.Draft202012Validator:
    text = files("paylint").joinpath(f"schemas/{command}.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


@pytest.mark.parametrize("shop", everything(), ids=lambda shop: shop.name)
def test_both_documents_follow_their_schemas(shop: Expected) -> None:
    settings = defaults(str(shop.root))
    checked, assessed = io.StringIO(), io.StringIO()

    json_file.report(check(settings), checked)
    scope_json.report(scope(settings)[1], assessed, "en")

    schema("check").validate(json.loads(checked.getvalue()))
    schema("scope").validate(json.loads(assessed.getvalue()))
