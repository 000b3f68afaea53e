from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import paylint
from paylint.cli.app import run

if TYPE_CHECKING:
    from tests.cli.conftest import StubPipeline

REPOSITORY = Path(__file__).parents[2]


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"paylint {paylint.__version__}\n"


def test_the_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]

    assert paylint.__version__ == project["version"]


def test_the_bare_program_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0

    out = capsys.readouterr().out
    for command in ("check", "rules", "explain", "reveal"):
        assert f"  {command} " in out


def test_nothing_heavy_is_imported_to_print_the_version() -> None:
    code = "import sys; from paylint.cli.app import run; run(['--version']); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {"libcst", "networkx", "rich", "yaml", "multiprocessing", "paylint.pipeline"} & set(loaded)


@pytest.mark.usefixtures("pipeline")
def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    assert capsys.readouterr().out == "PAY101  card-data-received  error    card data enters this server\n"


@pytest.mark.usefixtures("pipeline")
def test_rules_are_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["requirements"] == ["1.2.4"]


@pytest.mark.parametrize("word", ["PAY101", "pay101", "card-data-received"])
@pytest.mark.usefixtures("pipeline")
def test_a_rule_is_explained_by_code_or_name(capsys: pytest.CaptureFixture[str], word: str) -> None:
    assert run(["explain", word]) == 0
    assert capsys.readouterr().out == "# PAY101 card-data-received\n\n## What it does\n\nFinds *routes*.\n"


@pytest.mark.usefixtures("pipeline")
def test_an_explanation_is_formatted_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "PAY101", "--color", "always"]) == 0
    assert "*routes*" not in capsys.readouterr().out


@pytest.mark.usefixtures("pipeline")
def test_an_unknown_rule_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "card-data-recieved"]) == 2
    assert capsys.readouterr().err == (
        'paylint: unknown rule "card-data-recieved"; did you mean "card-data-received"?\n'
    )


@pytest.mark.usefixtures("pipeline")
def test_the_call_graph_is_printed_as_an_adjacency_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reveal", "calls", ".", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"shop.pay": ["<builtin>.len", "shop.psp.send"], "shop.psp.send": []}

    assert run(["reveal", "calls"]) == 0
    assert capsys.readouterr().out == "shop.pay\n    <builtin>.len\n    shop.psp.send\nshop.psp.send\n"


def test_the_data_known_at_a_line_is_printed_with_the_whole_project_looked_at(
    pipeline: StubPipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "views.py").touch()

    assert run(["reveal", "taint", "shop/views.py:41"]) == 0

    assert capsys.readouterr().out == "card: card.pan 424242******4242\n"
    assert pipeline.asked == [("shop/views.py", 41)]
    assert pipeline.settings[0].paths == (str(tmp_path),)


@pytest.mark.parametrize("place", ["views.py", "views.py:", "views.py:0", ":3", "gone.py:3"])
@pytest.mark.usefixtures("pipeline")
def test_a_place_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], place: str) -> None:
    assert run(["reveal", "taint", place]) == 2
    assert "write FILE:LINE" in capsys.readouterr().err


@pytest.mark.usefixtures("pipeline")
def test_the_intermediate_representation_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reveal", "ir", "shop.py"]) == 0
    assert capsys.readouterr().out == "ir of 1 file\n"
