"""The call graph of small programs, one folder each: ``callgraph.json`` says what ``paylint reveal calls`` must print for it."""

import json
from pathlib import Path

import pytest

from paylint import pipeline
from paylint.config import merge
from paylint.config.raw import RawConfig

CASES = sorted((Path(__file__).parent / "fixtures" / "calls").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_call_has_its_edge_and_nothing_else_has(case, monkeypatch):
    monkeypatch.chdir(case)

    graph = pipeline.call_graph(merge.settings(["."], RawConfig(), ""))

    assert graph == json.loads((case / "callgraph.json").read_text(encoding="utf-8"))
