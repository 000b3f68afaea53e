"""Microsoft's validator reads what ``check --format sarif`` writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paylint.cli.app import run
from paylint.finding import Suppressed, Suppression
from paylint.location import Location
from paylint.location import Path as SourcePath

if TYPE_CHECKING:
    from tests.cli.conftest import StubPipeline

NAME = "sarif-multitool"
INSTALLED = Path(__file__).parents[2] / "node_modules" / ".bin"
VALIDATOR = shutil.which(NAME) or shutil.which(NAME, path=str(INSTALLED))


@pytest.mark.skipif(VALIDATOR is None, reason=f"`npm install @microsoft/{NAME}` at the repository root makes this run")
@pytest.mark.parametrize("kind", ["Sarif", "Ghas"])
@pytest.mark.parametrize("by", ["", "comment", "baseline"])
def test_the_validator_finds_no_error_and_no_warning(
    pipeline: StubPipeline, tmp_path: Path, kind: str, by: str
) -> None:
    assert VALIDATOR is not None
    if by:
        accepted = Suppression(by, Location(SourcePath("shop/psp.py"), 3), "test cards", "2027-03-31", "payments team")
        suppressed = tuple(Suppressed(finding, accepted) for finding in pipeline.report.findings)
        pipeline.report = replace(pipeline.report, findings=(), suppressed=suppressed)
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
