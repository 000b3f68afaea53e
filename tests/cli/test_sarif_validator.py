"""Microsoft's validator reads what ``check --format sarif`` writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paylint.cli.app import run

if TYPE_CHECKING:
    pass

NAME = "sarif-multitool"
INSTALLED = Path(__file__).parents[2] / "node_modules" / ".bin"
VALIDATOR = shutil.which(NAME) or shutil.which(NAME, path=str(INSTALLED))


@pytest.mark.skipif(VALIDATOR is None, reason=f"`npm install @microsoft/{NAME}` at the repository root makes this run")
@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
@pytest.mark.usefixtures("pipeline")
def test_the_validator_finds_no_error_and_no_warning(tmp_path: Path, kind: str) -> None:
    assert VALIDATOR is not None
    log, verdict = tmp_path / "log.sarif", tmp_path / "verdict.sarif"
    run(["check", "--format", "sarif", "--output", str(log)])

    done = subprocess.run(
        [VALIDATOR, "validate", str(log), "--rule-kind", kind, "--output", str(verdict)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert verdict.exists(), done.stdout + done.stderr
    results = json.loads(verdict.read_text("utf-8-sig"))["runs"][0].get("results", [])
    assert [result for result in results if result.get("level", "warning") in ("error", "warning")] == []
    assert "error" not in done.stdout + done.stderr
    assert "warning" not in done.stdout + done.stderr
