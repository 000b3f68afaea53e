"""The published schema and the reader of the configuration say the same."""

from __future__ import annotations

import importlib.resources
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomlkit

from paylint.config import raw
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings, defaults
from paylint.errors import ConfigError

SCHEMA = json.loads(importlib.resources.files("paylint.config").joinpath("schema.json").read_text("utf-8"))
KEYS = sorted(SCHEMA["properties"])
VALUES = [
    *("a", "note", "warning", "error", "new", "low", "medium", "high", ""),
    *(0, 1, -1, 2**40, 1.5, True, False),
    *([], ["a"], ["a", 1], [[]]),
    *({}, {"a": "note"}, {"a": ["b"]}, {"a": {"b": "note"}}, {"a": {"b": "bad"}}, {"a": {}}, {"a": 1}),
]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert all({"title", "description"} <= set(one) for one in SCHEMA["properties"].values())


def test_its_keys_are_those_that_are_read() -> None:
    read = {field.name.replace("_", "-") for field in fields(RawConfig)} - {"file"}

    assert set(KEYS) == read


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_both_take_the_same_values(tmp_path: Path, key: str, value: Any) -> None:
    file = tmp_path / "paylint.toml"
    file.write_text(tomlkit.dumps({key: value}))

    valid = jsonschema.Draft7Validator(SCHEMA).is_valid({key: value})
    try:
        raw.read(str(file))
        taken = True
    except ConfigError:
        taken = False

    assert taken == valid


def test_the_defaults_are_the_real_ones() -> None:
    real = defaults("/")
    told = {key: one["default"] for key, one in SCHEMA["properties"].items() if "default" in one}

    for key, value in told.items():
        set_value = getattr(real, key.replace("-", "_"))
        assert value == (list(set_value) if isinstance(set_value, tuple) else getattr(set_value, "label", set_value)), (
            key
        )
    assert {field.name for field in fields(Settings)} >= {key.replace("-", "_") for key in KEYS}
