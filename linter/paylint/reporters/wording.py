"""The few words of the domain that reports need and findings do not carry, in one place."""

from __future__ import annotations

from collections.abc import Mapping

from paylint.finding import Confidence, Coverage, Report, Severity
from paylint.messages import count, key, say

STANDARD = "PCI DSS"
STANDARD_VERSION = "4.0.1"
STANDARD_BODY = "PCI Security Standards Council"
STANDARD_URI = "https://www.pcisecuritystandards.org/document_library/"
HOME_URI = "https://pypi.org/project/paylint/"

COUNTED: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: (key("{n} error"), key("{n} errors")),
    Severity.WARNING: (key("{n} warning"), key("{n} warnings")),
    Severity.NOTE: (key("{n} note"), key("{n} notes")),
}
CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.HIGH: key("high confidence"),
    Confidence.MEDIUM: key("medium confidence"),
    Confidence.LOW: key("low confidence"),
}
STEPS: Mapping[str, str] = {
    "source": key("source"),
    "route": key("route"),
    "step": key("step"),
    "call": key("call"),
    "return": key("return"),
    "sink": key("sink"),
}


def extent(coverage: Coverage, language: str) -> str:
    """``12 files (10 analysed)``."""
    files = count(language, coverage.files, "{n} file", "{n} files")
    return say(language, "{files} ({analysed} analysed)", files=files, analysed=f"{coverage.analysed:,}")


def nothing(report: Report, language: str) -> str:
    """What to say where there is no finding that counts."""
    return say(language, key("no further card flow found") if report.suppressed else key("no card flow found"))


def requirements(numbers: tuple[str, ...]) -> str:
    """``PCI DSS 1.2.4, 12.5.2``, or nothing where there are none."""
    return f"{STANDARD} {', '.join(numbers)}" if numbers else ""
