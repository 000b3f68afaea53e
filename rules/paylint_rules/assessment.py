"""The assessment of this pack: what the facts of a codebase make of its PCI DSS scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paylint.facts import Program
from paylint.finding import Finding
from paylint.location import Path
from paylint.models.schema import Provider
from paylint.scope import Extent, Input, Scope, ScriptEntry, Target
from paylint_rules.account_data import ACCOUNT_DATA, BESIDE
from paylint_rules.assess.changes import changes
from paylint_rules.assess.diagram import diagram
from paylint_rules.assess.integrations import integrations
from paylint_rules.assess.inventory import extent_of, inventory, recipients
from paylint_rules.assess.requirements import requirements
from paylint_rules.assess.verdict import verdict
from paylint_rules.payment_page.pages import payment_scripts, watcher, watchers


def scripts(program: Program, providers: Mapping[str, Provider]) -> Iterator[ScriptEntry]:
    """The scripts of payment pages, by what they are."""
    known = watchers()
    for script in payment_scripts(program):
        provider = providers.get(script.provider)
        if provider is not None:
            what = dict(provider.names).get("en", provider.id)
        elif script.outside:
            what = watcher(script.address, known) or "third party"
        else:
            what = "own"
        yield ScriptEntry(script.page, script.location, script.address, script.pinned, what)


def inputs(program: Program) -> Iterator[Input]:
    """The inputs of pages that take account data, in order of place."""
    for item in program.intakes:
        if item.kind in ACCOUNT_DATA | BESIDE:
            target = Target(item.target, item.address, item.handlers, item.provider)
            page = Path(item.page)
            yield Input(
                item.kind, item.name, item.location, page, item.posted, target, item.form, item.confidence.label
            )


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
        scripts=tuple(scripts(program, providers)),
        inputs=tuple(inputs(program)),
    )
