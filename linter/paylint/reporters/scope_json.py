"""Everything a scope holds, as JSON, in the form that ``schemas/scope.schema.json`` describes.

`paylint scope --format json` writes one document: the verdict with its reasons and the Japanese reading, each integration with
its provider (``psp``), way of paying (``flow``), evidence and trace, the inventory of account data, the inputs of pages and
where each leads, recipients (12.8),
scripts of payment pages (6.4.3), the requirements with what code shows and what a person must confirm, the smallest changes
that move the verdict, how far the run saw, and the data-flow diagram as nodes and arrows. Keys and ids are the same in every
language; sentences are in that of ``--lang``. ``version`` grows when something changes its meaning or goes away. The schema
comes with the package: ``importlib.resources.files("paylint") / "schemas" / "scope.schema.json"``.
"""

from __future__ import annotations

import json
from typing import TextIO

from paylint.finding import Trace
from paylint.masking import masked_scope
from paylint.reporters.json_file import location_object, step_object
from paylint.reporters.scope_words import coverage, limits, statement
from paylint.scope import (
    Change,
    Diagram,
    Evidence,
    Extent,
    Holding,
    Input,
    Integration,
    Recipient,
    Requirement,
    Scope,
    ScriptEntry,
    Verdict,
)
from paylint.translation import translated_scope

VERSION = 1

_Object = dict[str, object]


def report(scope: Scope, stream: TextIO, language: str) -> None:
    """Write one JSON document, keys in a fixed order. ``language`` is that of its sentences; keys and ids have none."""
    shown = masked_scope(translated_scope(scope, language))
    document: _Object = {
        "version": VERSION,
        "tool": {"name": "paylint", "version": shown.version},
        "root": shown.root,
        "verdict": _verdict(shown.verdict, language),
        "integrations": [_integration(integration) for integration in shown.integrations],
        "inventory": [_holding(holding) for holding in shown.inventory],
        "inputs": [_input(entry) for entry in shown.inputs],
        "recipients": [_recipient(recipient) for recipient in shown.recipients],
        "scripts": [_script(script) for script in shown.scripts],
        "requirements": [_requirement(requirement) for requirement in shown.requirements],
        "changes": [_change(change) for change in shown.changes],
        "extent": _extent(shown.extent, language),
        "diagram": _diagram(shown.diagram),
        "limits": list(limits(language)),
    }
    json.dump(document, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _verdict(verdict: Verdict, language: str) -> _Object:
    return {
        "saq": verdict.saq,
        "flow_type": verdict.flow_type,
        "japan": verdict.japan,
        "statement": statement(language, verdict.saq),
        "reasons": list(verdict.reasons),
    }


def _integration(integration: Integration) -> _Object:
    return {
        "psp": integration.provider,
        "name": integration.name,
        "flow": integration.way,
        "saq": integration.saq,
        **location_object(integration.location),
        "elements": list(integration.elements),
        "conditional": integration.conditional,
        "evidence": [_evidence(evidence) for evidence in integration.evidence],
        "trace": _trace(integration.trace),
    }


def _evidence(evidence: Evidence) -> _Object:
    return {**location_object(evidence.location), "side": evidence.side, "code": evidence.code, "note": evidence.note}


def _trace(trace: Trace | None) -> list[_Object] | None:
    return None if trace is None else [step_object(step) for step in trace.steps]


def _holding(holding: Holding) -> _Object:
    return {
        "elements": list(holding.elements),
        "stage": holding.stage,
        "what": holding.what,
        **location_object(holding.location),
        "marks": list(holding.marks),
    }


def _input(entry: Input) -> _Object:
    target = entry.target
    return {
        "element": entry.element,
        "name": entry.name,
        **location_object(entry.location),
        "page": entry.page,
        "posted": entry.posted,
        "form": entry.form,
        "confidence": entry.sure,
        "target": {
            "kind": target.kind,
            "address": target.address,
            "handlers": list(target.handlers),
            "psp": target.provider,
        },
    }


def _recipient(recipient: Recipient) -> _Object:
    return {
        "name": recipient.name,
        "psp": recipient.provider,
        "host": recipient.host,
        "elements": list(recipient.elements),
        **location_object(recipient.location),
    }


def _script(script: ScriptEntry) -> _Object:
    return {
        "page": script.page,
        "address": script.address,
        "pinned": script.pinned,
        "what": script.what,
        **location_object(script.location),
    }


def _requirement(requirement: Requirement) -> _Object:
    return {
        "number": requirement.number,
        "demand": requirement.demand,
        "standing": requirement.standing,
        "evidence": [location_object(location) for location in requirement.evidence],
        "cannot": requirement.cannot,
        "confirm": requirement.confirm,
    }


def _change(change: Change) -> _Object:
    return {"before": change.before, "after": change.after, "action": change.action, **location_object(change.location)}


def _extent(extent: Extent, language: str) -> _Object:
    return {
        "files": extent.files,
        "analysed": extent.analysed,
        "pages": extent.pages,
        "routes": extent.routes,
        "posts": extent.posts,
        "reading": extent.reading,
        "calls": extent.calls,
        "unresolved": extent.unresolved,
        "on_path": extent.on_path,
        "unread": list(extent.unread),
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in extent.skipped],
        "statement": coverage(language, extent),
    }


def _diagram(diagram: Diagram) -> _Object:
    return {
        "nodes": [{"id": node.id, "label": node.label, "zone": node.zone} for node in diagram.nodes],
        "arrows": [
            {"source": arrow.source, "target": arrow.target, "elements": list(arrow.elements), "note": arrow.note}
            for arrow in diagram.arrows
        ],
    }
