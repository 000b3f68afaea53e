"""What paylint says of the example shops."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def check(state: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the findings of a check of one state of a shop."""
    command = [sys.executable, "-m", "paylint", "check", f"examples/{state}", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, json.loads(done.stdout)["findings"]


def test_tokiwa_before_receives_the_card_and_sends_it_to_the_provider():
    status, findings = check("tokiwa/before")

    assert status == 1
    assert [(finding["code"], Path(finding["location"]["path"]).name) for finding in findings] == [
        ("PAY101", "checkout.py"),
        ("PAY102", "payments.py"),
    ]


def test_tokiwa_before_takes_a_products_code_in_the_address_for_no_security_code():
    _, findings = check("tokiwa/before")

    begins = [trace[0]["code"] for finding in findings for trace in finding["traces"]]
    assert all("request.form" in line for line in begins), begins


def test_tokiwa_after_has_no_card_flow():
    assert check("tokiwa/after") == (0, [])
