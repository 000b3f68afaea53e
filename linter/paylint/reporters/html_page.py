"""One self-contained HTML page: verdict, integrations, data flow, findings with their traces, and the limits of it all.

The page asks for nothing: style, script and drawing stand in it, and its own content security policy names their hashes
and forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

from paylint.finding import Coverage, Report, Severity, Step
from paylint.masking import masked, masked_scope
from paylint.messages import count, key, say
from paylint.reporters import diagram_svg
from paylint.reporters import scope_words as words
from paylint.reporters.diagram_layout import laid_out
from paylint.reporters.diagram_text import safe
from paylint.reporters.plain import one_line
from paylint.scope import Scope

if TYPE_CHECKING:
    from jinja2 import Environment

OPENED = 3
"""So many findings show their first trace from the beginning."""

WIDEST_FIT = 1500
"""A drawing of at most so many pixels is made to fit the page; a wider one is scrolled, or its text would be too small."""

SEVERITIES = {"error": key("error"), "warning": key("warning"), "note": key("note")}
_COUNTED = {
    Severity.ERROR: (key("{n} error"), key("{n} errors")),
    Severity.WARNING: (key("{n} warning"), key("{n} warnings")),
    Severity.NOTE: (key("{n} note"), key("{n} notes")),
}
CONFIDENCES = {"high": key("high confidence"), "medium": key("medium confidence"), "low": key("low confidence")}
STEPS = {
    "source": key("source"),
    "route": key("route"),
    "step": key("step"),
    "call": key("call"),
    "return": key("return"),
    "sink": key("sink"),
}
_NO_FRAMES = "base-uri 'none'; form-action 'none'"


def render_html(report: Report, scope: Scope | None, language: str) -> str:
    """The page for a check (``scope`` is ``None``) or for a scope with the findings of the same run."""
    shown_report, shown_scope = masked(report), masked_scope(scope) if scope else None
    style, script = _text("page.css"), _text("page.js")
    picture = laid_out(safe(shown_scope.diagram, language), language) if shown_scope else None
    environment = _environment()
    values: dict[str, object] = {
        "report": shown_report,
        "scope": shown_scope,
        "language": language,
        "title": _title(shown_report, shown_scope, language),
        "sections": list(_sections(shown_report, shown_scope, language)),
        "policy": _policy((diagram_svg.STYLE, style), script),
        "drawing": _safe(diagram_svg.rendered(picture, language) if picture else ""),
        "fits": picture is not None and picture.width <= WIDEST_FIT,
        "node_names": {node.id: node.label for node in shown_scope.diagram.nodes} if shown_scope else {},
        "style": _safe(style),
        "script": _safe(script),
        "summary": _summary(shown_report, language),
        "seen": _seen(shown_report.coverage, language),
        "left_out": _left_out(shown_report.coverage),
        "codes": sorted({(finding.code, finding.name) for finding in shown_report.findings}),
        "severities": [severity.label for severity in sorted(Severity, reverse=True)],
        "severity_names": SEVERITIES,
        "confidence_names": CONFIDENCES,
        "step_names": STEPS,
        "opened": OPENED,
        "words": words,
        "say": partial(say, language),
        "count": partial(count, language),
        "spot": _spot,
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
        yield "requirements", say(language, "Requirements"), len(scope.requirements)
    yield "coverage", say(language, "How far this run saw"), None
    yield "limits", say(language, "What no repository can show"), None


def _summary(report: Report, language: str) -> str:
    """How many findings of each severity, the worst first."""
    counts = Counter(finding.severity for finding in report.findings)
    told = [
        count(language, counts[severity], *_COUNTED[severity])
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


def _spot(step: Step) -> str:
    return f"{step.location.path}:{step.location.line}"
