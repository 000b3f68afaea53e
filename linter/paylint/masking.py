"""Card numbers in shown text, cut down to the first six and the last four digits."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from paylint.finding import Finding, Problem, Report, Step, Suppressed
from paylint.location import Location

if TYPE_CHECKING:
    from paylint.scope import Scope

_Value = TypeVar("_Value")

_SEPARATOR = r"[ _\-\u00a0\u2010-\u2015\u3000\u30fc\uff0d]"
_CANDIDATE = re.compile(
    rf"""
    (?P<uuid>\b[0-9a-f]{{8}}-(?:[0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}\b)
    | (?<!\d)(?<!\d\.)(?P<dotted>\d{{4}}(?:\.\d{{4}}){{3}})(?!\d)(?!\.\d)
    | (?<!\d)(?<!\d\.)(?P<run>\d(?:{_SEPARATOR}?\d){{12,}})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUICK = re.compile(rf"\d(?:(?:{_SEPARATOR}|\.)?\d){{12}}")
_GROUP = re.compile(r"\d+")
_HEXADECIMAL = re.compile(r"(?:0x)?[0-9a-f]*", re.IGNORECASE)
_SHORTEST, _LONGEST, _USUAL = 13, 19, 16
_FIRST, _LAST = 6, 4


def mask_card_numbers(text: str) -> str:
    """``text`` with the middle digits of everything that may be a card number replaced by ``*``.

    That is 13 to 19 digits, plain or in groups, that pass the Luhn test (ISO/IEC 7812-1, annex B), and 16 digits that
    begin with 3 to 6. Digits inside hexadecimal numbers, UUIDs and the fractions of floats are left alone.
    """
    return _CANDIDATE.sub(_masked_match, text) if _QUICK.search(text) else text


def masked(report: Report) -> Report:
    """``report`` with `mask_card_numbers` applied to all text that comes from checked code."""
    return replace(
        report,
        findings=tuple(_masked_finding(finding) for finding in report.findings),
        problems=tuple(_masked_problem(problem) for problem in report.problems),
        suppressed=tuple(_masked_suppressed(item) for item in report.suppressed),
        fixed=tuple(mask_card_numbers(line) for line in report.fixed),
    )


def masked_scope(scope: Scope) -> Scope:
    """``scope`` with `mask_card_numbers` applied to all its text but paths."""
    return replace(_masked_value(scope), root=scope.root)


def _masked_value(value: _Value) -> _Value:
    """A frozen value of the scope, with the text in it masked at any depth."""
    masked_one: object = value
    if isinstance(value, str):
        masked_one = mask_card_numbers(value)
    elif isinstance(value, tuple):
        masked_one = tuple(_masked_value(item) for item in value)
    elif is_dataclass(value) and not isinstance(value, (type, Location)):
        masked_one = replace(
            value, **{field.name: _masked_value(getattr(value, field.name)) for field in fields(value)}
        )
    return cast("_Value", masked_one)


def _masked_finding(finding: Finding) -> Finding:
    return replace(
        finding,
        message=mask_card_numbers(finding.message),
        subject=mask_card_numbers(finding.subject),
        traces=tuple(
            replace(trace, steps=tuple(_masked_step(step) for step in trace.steps)) for trace in finding.traces
        ),
    )


def _masked_suppressed(item: Suppressed) -> Suppressed:
    said = item.suppression
    said = replace(said, reason=mask_card_numbers(said.reason), owner=mask_card_numbers(said.owner))
    return Suppressed(_masked_finding(item.finding), said)


def _masked_step(step: Step) -> Step:
    return replace(step, code=mask_card_numbers(step.code), note=mask_card_numbers(step.note))


def _masked_problem(problem: Problem) -> Problem:
    return replace(problem, message=mask_card_numbers(problem.message))


def _masked_match(match: re.Match[str]) -> str:
    text = match.group()
    if match["uuid"] or _in_hexadecimal(match):
        return text
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text)]
    first = 0
    while first < len(groups):
        last = _card_end(text, groups[first:])
        if last:
            text = _hidden(text, groups[first][0], groups[first + last - 1][1])
        first += last or 1
    return text


def _in_hexadecimal(match: re.Match[str]) -> bool:
    """Whether the digits touch letters on either side and all of it reads as a hexadecimal number."""
    before = re.search(r"[0-9A-Za-z]*\Z", match.string[max(0, match.start() - 64) : match.start()])
    after = re.match(r"[0-9A-Za-z]*", match.string[match.end() : match.end() + 64])
    around = (before.group() if before else "") + (after.group() if after else "")
    return bool(around) and _HEXADECIMAL.fullmatch(around) is not None


def _card_end(text: str, groups: list[tuple[int, int]]) -> int:
    """How many of the ``groups``, from the first one on, make a card number; 0 if none do."""
    digits = ""
    usual = 0
    for count, (start, end) in enumerate(groups, start=1):
        digits += text[start:end]
        if len(digits) > _LONGEST:
            break
        if len(digits) >= _SHORTEST and passes_luhn(digits):
            return count
        if len(digits) == _USUAL and int(digits[0]) in range(3, 7):
            usual = count
    return usual


def passes_luhn(digits: str) -> bool:
    """Whether a row of digits passes the Luhn test (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _hidden(text: str, start: int, end: int) -> str:
    places = [place for place in range(start, end) if text[place].isdigit()][_FIRST:-_LAST]
    shown = list(text)
    for place in places:
        shown[place] = "*"
    return "".join(shown)
