"""The few words of the domain that reports need and findings do not carry, in one place."""

from __future__ import annotations

STANDARD = "PCI DSS"
STANDARD_VERSION = "4.0.1"
STANDARD_BODY = "PCI Security Standards Council"
STANDARD_URI = "https://www.pcisecuritystandards.org/document_library/"
HOME_URI = "https://pypi.org/project/paylint/"
SUBJECT = "card flow"


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``, ``1,200 files``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def requirements(numbers: tuple[str, ...]) -> str:
    """``PCI DSS 1.2.4, 12.5.2``, or nothing where there are none."""
    return f"{STANDARD} {', '.join(numbers)}" if numbers else ""
