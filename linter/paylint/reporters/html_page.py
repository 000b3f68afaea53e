"""One self-contained HTML page: verdict, integrations, data flow, findings with their traces, and the limits of it all.

The page asks for nothing: style, script and drawing stand in it, and its own content security policy names their hashes
and forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from paylint.finding import Coverage, Finding, Report, Severity, Step
from paylint.location import Location
from paylint.masking import masked, masked_scope
from paylint.messages import count, key, say
from paylint.reporters import diagram_svg
from paylint.reporters import scope_words as words
from paylint.reporters.diagram_layout import Picture, laid_out
from paylint.reporters.diagram_text import safe
from paylint.reporters.plain import one_line
from paylint.reporters.wording import CONFIDENCES, COUNTED, STEPS
from paylint.scope import Evidence, Scope
from paylint.translation import translated, translated_scope

if TYPE_CHECKING:
    from jinja2 import Environment

OPENED = 3
"""So many findings show their first trace from the beginning."""

MOST = 6
"""So many reasons, changes and places of evidence are shown at once; the others can be unfolded."""

BROAD = 900
"""A drawing of more pixels is printed on a page across."""

SEVERITIES = {"error": key("error"), "warning": key("warning"), "note": key("note")}
_FOLDER_END = re.compile(r"([/\\])")
_NO_FRAMES = "base-uri 'none'; form-action 'none'"


def render_html(report: Report, scope: Scope | None, language: str) -> str:
    """The page for a check (``scope`` is ``None``) or for a scope with the findings of the same run."""
    shown_report = translated(masked(report), language)
    shown_scope = translated_scope(masked_scope(scope), language) if scope else None
    picture = laid_out(safe(shown_scope.diagram), language) if shown_scope else None
    style, script = _text("page.css") + _fitted(picture), _text("page.js")
    environment = _environment()
    findings = sorted(shown_report.findings, key=lambda finding: finding.severity, reverse=True)
    values: dict[str, object] = {
        "report": shown_report,
        "findings": findings,
        "finding_at": _numbers(findings),
        "scope": shown_scope,
        "language": language,
        "title": _title(shown_report, shown_scope, language),
        "sections": list(_sections(shown_report, shown_scope, language)),
        "policy": _policy((diagram_svg.STYLE, style), script),
        "drawing": _safe(diagram_svg.rendered(picture, language) if picture else ""),
        "broad": picture is not None and picture.width > BROAD,
        "node_names": {node.id: node.label for node in shown_scope.diagram.nodes} if shown_scope else {},
        "style": _safe(style),
        "script": _safe(script),
        "summary": _summary(shown_report, language),
        "seen": _seen(shown_report.coverage, language),
        "left_out": _left_out(shown_report.coverage),
        "codes": sorted({(finding.code, finding.name) for finding in shown_report.findings}),
        "severities": _severities(shown_report),
        "standings": _standings(shown_scope),
        "severity_names": SEVERITIES,
        "confidence_names": {level.label: name for level, name in CONFIDENCES.items()},
        "step_names": STEPS,
        "opened": OPENED,
        "most": MOST,
        "gathered": _gathered,
        "words": words,
        "say": partial(say, language),
        "count": partial(count, language),
        "spot": _spot,
        "shown_place": _place,
        "highlighted": _highlighter(),
    }
    return environment.get_template("page.html.jinja").render(values) + "\n"


def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_fit,
    )


def _fit(value: object) -> object:
    """Text of checked code without characters that hide or turn it."""
    return one_line(value) if type(value) is str else value


def _safe(text: str) -> object:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own files, and a drawing whose text is escaped


def _highlighter() -> Callable[[str, str], object]:
    from paylint.reporters.highlighting import Highlighter

    highlighter = Highlighter()
    return lambda path, code: _safe(highlighter.html(path, one_line(code.strip())))


def _text(name: str) -> str:
    return files("paylint.reporters").joinpath("page", name).read_text(encoding="utf-8")


def _policy(styles: tuple[str, ...], script: str) -> str:
    """A content security policy under which the page's own style and script work, and nothing else."""
    allowed = " ".join(map(_hash, styles))
    return f"default-src 'none'; style-src {allowed}; script-src {_hash(script)}; {_NO_FRAMES}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _title(report: Report, scope: Scope | None, language: str) -> str:
    root = (scope.root if scope else report.root).rstrip("/\\").replace("\\", "/")
    codebase = root.rpartition("/")[2] or root
    if scope:
        return say(language, "PCI DSS scope of {codebase}", codebase=codebase)
    return say(language, "Card data in {codebase}", codebase=codebase)


def _sections(report: Report, scope: Scope | None, language: str) -> Iterator[tuple[str, str, int | None]]:
    if scope:
        yield "integrations", say(language, "Integrations"), len(scope.integrations)
        if scope.diagram.nodes:
            yield "flow", say(language, "Data flow"), None
    yield "findings", say(language, "Findings"), len(report.findings)
    if scope:
        yield "inventory", say(language, "Account data"), len(scope.inventory)
        yield "recipients", say(language, "Recipients (12.8)"), len(scope.recipients)
        if scope.scripts:
            yield "scripts", say(language, "Scripts on payment pages (6.4.3)"), len(scope.scripts)
        yield "requirements", say(language, "Requirements"), len(scope.requirements)
    yield "coverage", say(language, "How far this run saw"), None
    yield "limits", say(language, "What no repository can show"), None


def _summary(report: Report, language: str) -> str:
    """How many findings of each severity, the worst first."""
    counts = Counter(finding.severity for finding in report.findings)
    told = [
        count(language, counts[severity], *COUNTED[severity])
        for severity in sorted(Severity, reverse=True)
        if counts[severity]
    ]
    return say(language, ", ").join(told) or say(language, "No finding.")


def _seen(coverage: Coverage, language: str) -> str:
    return say(
        language,
        "{files}, {analysed} analysed; {calls}, {unresolved} unresolved.",
        files=count(language, coverage.files, "{n} file", "{n} files"),
        analysed=f"{coverage.analysed:,}",
        calls=count(language, coverage.calls, "{n} call", "{n} calls"),
        unresolved=f"{coverage.unresolved:,}",
    )


def _left_out(coverage: Coverage) -> list[tuple[str, list[str]]]:
    """The files left out, by reason."""
    reasons = sorted({skipped.reason for skipped in coverage.skipped})
    return [(reason, [item.path for item in coverage.skipped if item.reason == reason]) for reason in reasons]


def _fitted(picture: Picture | None) -> str:
    """The drawing may shrink to three quarters, not further, or its text would be too small; the rest is scrolled."""
    if picture is None:
        return ""
    return f".picture svg {{ min-width: {picture.width * 3 // 4}px; max-width: {picture.width}px; }}\n"


def _place(location: Location) -> object:
    """``path:line`` that may be broken behind each folder."""
    return _safe(_FOLDER_END.sub(r"\1<wbr>", escape(one_line(f"{location.path}:{location.line}"))))


def _spot(step: Step) -> str:
    """The place of a step by the file's name alone, for where the whole path would push all else away."""
    name = step.location.path.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{step.location.line}"


def _numbers(findings: Sequence[Finding]) -> dict[tuple[str, int], int]:
    """For each line with a finding, by path and number, the number of the first one there."""
    numbers: dict[tuple[str, int], int] = {}
    for number, finding in enumerate(findings, 1):
        numbers.setdefault((finding.location.path, finding.location.line), number)
    return numbers


def _severities(report: Report) -> dict[str, int]:
    """How many findings there are of each severity that occurs, the worst first."""
    counts = Counter(finding.severity for finding in report.findings)
    return {severity.label: counts[severity] for severity in sorted(counts, reverse=True)}


def _standings(scope: Scope | None) -> list[tuple[str, int]]:
    """How many requirements stand how, what the code shows first."""
    counts = Counter[str](requirement.standing for requirement in scope.requirements) if scope else Counter[str]()
    return [(standing, counts[standing]) for standing in words.STANDINGS if counts[standing]]


def _gathered(evidence: Sequence[Evidence]) -> list[tuple[Evidence, list[str]]]:
    """Each line of evidence once, with all that is noted of it."""
    lines: dict[tuple[str, int, str], tuple[Evidence, list[str]]] = {}
    for item in evidence:
        _, notes = lines.setdefault((item.location.path, item.location.line, item.code), (item, []))
        if item.note and item.note not in notes:
            notes.append(item.note)
    return list(lines.values())
