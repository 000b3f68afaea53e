"""The assessment of this pack: what the facts of a codebase make of its PCI DSS scope."""

from __future__ import annotations

from collections.abc import Mapping

from paylint.facts import Program
from paylint.finding import Finding
from paylint.models.schema import Provider
from paylint.scope import Extent, Scope
from paylint_rules.assess.changes import changes
from paylint_rules.assess.diagram import diagram
from paylint_rules.assess.integrations import integrations
from paylint_rules.assess.inventory import extent_of, inventory, recipients
from paylint_rules.assess.requirements import requirements
from paylint_rules.assess.verdict import verdict


def assess(program: Program, findings: tuple[Finding, ...], providers: Mapping[str, Provider], extent: Extent) -> Scope:
    """Everything `paylint scope` says, but for the version and the root."""
    found = integrations(program, providers)
    held = inventory(program)
    known = extent_of(program, extent)
    made = verdict(found, held, program)
    return Scope(
        version="",
        root="",
        verdict=made,
        integrations=found,
        inventory=held,
        recipients=recipients(program, found, providers),
        requirements=requirements(findings, found, held),
        changes=changes(made, found, held),
        extent=known,
        diagram=diagram(program, found, providers),
    )
