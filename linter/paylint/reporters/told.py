"""What the forms for other programs say of a finding, in whole sentences."""

from __future__ import annotations

import re

from paylint.finding import Finding, Step, Trace
from paylint.reporters.plain import one_line

_ENDS_IN_JAPANESE = re.compile(r"[\u3001-\u30ff\u4e00-\u9fff\uff09]\Z")


def sentence(text: str) -> str:
    """``text`` with a capital letter at its beginning and one full stop at its end, Japanese or not."""
    if _ENDS_IN_JAPANESE.search(text):
        return text.rstrip("。") + "。"
    return text[:1].upper() + text[1:].rstrip(".") + "."


def told(finding: Finding) -> str:
    """What is wrong, what it means and what to change, as one line."""
    parts = (finding.message, finding.meaning, finding.remedy)
    return " ".join(one_line(sentence(part)) for part in parts if part)


def way(trace: Trace) -> tuple[str, ...]:
    """The steps of a trace, one line each: ``source  shop/views.py:41  request.POST["card_number"]``."""
    return tuple(one_line(f"{step.kind:<6}  {place(step)}  {said(step)}".rstrip()) for step in trace.steps)


def place(step: Step) -> str:
    """``path:line`` of a step."""
    return f"{step.location.path}:{step.location.line}"


def said(step: Step) -> str:
    """The code of a step and what happens there."""
    return "  ".join(part for part in (step.code.strip(), step.note) if part)
