"""The README's configuration is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paylint.cli.app import run

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readmes_configuration_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = re.findall(r"^```toml\n(.*?)^```$", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text(block)
    (tmp_path / "paylint-models").mkdir()
    (tmp_path / "paylint-models" / "own.yaml").write_text('library: ours\nrows:\n- call: shop.join\n  passes: ["*"]\n')
    monkeypatch.chdir(tmp_path)

    assert run(["check"]) == 0, capsys.readouterr().err
    assert run(["config", "show"]) == 0
