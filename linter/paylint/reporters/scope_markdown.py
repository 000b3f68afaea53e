"""The scope as one Markdown page, with the data-flow diagram as Mermaid: for wikis, pull requests and scope documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from paylint.location import Location
from paylint.masking import masked_scope
from paylint.messages import say
from paylint.reporters import diagram_mermaid
from paylint.reporters import scope_words as words
from paylint.reporters.plain import one_line
from paylint.scope import Integration, Requirement, Scope
from paylint.translation import translated_scope

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_MARK = re.compile(r"^(\d+)([.)])|^([-+=:])")


def report(scope: Scope, stream: TextIO, language: str) -> None:
    """Write one Markdown document (GitHub's dialect: tables, and a fenced block that is drawn as a diagram)."""
    shown = translated_scope(masked_scope(scope), language)
    blocks = [
        *_verdict(shown, language),
        *_integrations(shown, language),
        *_changes(shown, language),
        *_diagram(shown, language),
        *_tables(shown, language),
        *_requirements(shown, language),
        *_end(shown, language),
    ]
    stream.write("\n\n".join(blocks) + "\n")


def _verdict(scope: Scope, language: str) -> Iterator[str]:
    verdict = scope.verdict
    title = say(language, "PCI DSS scope of {codebase}", codebase=words.codebase(scope))
    yield f"# {_text(title)}"
    yield f"**{_text(words.statement(language, verdict.saq))}**"
    if verdict.saq != "none":
        yield " | ".join(_text(part) for part in (words.way(language, verdict.flow_type), verdict.japan) if part)
    if verdict.reasons:
        yield _listed([_text(reason) for reason in verdict.reasons], "1.")


def _integrations(scope: Scope, language: str) -> Iterator[str]:
    yield f"## {say(language, 'Integrations')}"
    if not scope.integrations:
        yield say(language, "none found")
    for integration in scope.integrations:
        yield _integration(integration, language)


def _integration(integration: Integration, language: str) -> str:
    title = f"### {_text(integration.name)} ({_code(integration.provider)}): {words.way(language, integration.way)}"
    facts = [_text(words.capitalised(words.consistent(language, integration.saq)))]
    if integration.elements:
        facts.append(_fact(say(language, "account data"), _text(words.elements(language, integration.elements))))
    if integration.conditional:
        facts.append(_fact(say(language, "may not apply"), _text(integration.conditional)))
    for evidence in integration.evidence:
        side = words.named(language, words.SIDES, evidence.side)
        shown = [_place(evidence.location), _code(evidence.code.strip()), _text(evidence.note)]
        facts.append(_fact(side, " ".join(filter(None, shown))))
    return f"{title}\n\n{_listed(facts, '-')}"


def _changes(scope: Scope, language: str) -> Iterator[str]:
    if not scope.changes:
        return
    yield f"## {say(language, 'Smallest change that moves the verdict')}"
    rows = []
    for change in scope.changes:
        before, after = (say(language, words.ASSESSMENTS[saq]) for saq in (change.before, change.after))
        rows.append(f"{before} → {after}: {_text(change.action)} {_place(change.location)}")
    yield _listed(rows, "-")


def _diagram(scope: Scope, language: str) -> Iterator[str]:
    if scope.diagram.nodes:
        yield f"## {say(language, 'Data flow (PCI DSS 1.2.4)')}"
        yield f"```mermaid\n{diagram_mermaid.drawn(scope.diagram, language).rstrip()}\n```"


def _tables(scope: Scope, language: str) -> Iterator[str]:
    yield f"## {say(language, 'Account data')}"
    yield _table(
        (say(language, "Element"), say(language, "Stage"), say(language, "Where"), say(language, "Code")),
        [
            (
                _text(words.elements(language, holding.elements)),
                words.named(language, words.STAGES, holding.stage),
                _text(" ".join(filter(None, (holding.what, _bracketed(words.marks(language, holding.marks)))))),
                _place(holding.location),
            )
            for holding in scope.inventory
        ],
        say(language, "none found"),
    )
    yield f"## {say(language, 'Recipients (12.8)')}"
    yield _table(
        (say(language, "Recipient"), say(language, "Host"), say(language, "Account data"), say(language, "Code")),
        [
            (
                _text(recipient.name) + (f" ({_code(recipient.provider)})" if recipient.provider else ""),
                _code(recipient.host),
                _text(words.elements(language, recipient.elements) or say(language, "no account data from here")),
                _place(recipient.location),
            )
            for recipient in scope.recipients
        ],
        say(language, "none found"),
    )
    if scope.scripts:
        yield f"## {say(language, 'Scripts on payment pages (6.4.3)')}"
        yield _table(
            (say(language, "Page"), say(language, "Script"), say(language, "Pinned by a hash"), say(language, "Code")),
            [
                (
                    _code(script.page),
                    (_code(script.address) or say(language, "in the page itself"))
                    + (f" ({_text(script.what)})" if script.what else ""),
                    say(language, "yes") if script.pinned else say(language, "no"),
                    _place(script.location),
                )
                for script in scope.scripts
            ],
            "",
        )


def _requirements(scope: Scope, language: str) -> Iterator[str]:
    yield f"## {say(language, 'Requirements')}"
    yield _table(
        (
            "PCI DSS",
            say(language, "Demand"),
            say(language, "Standing"),
            say(language, "Evidence"),
            say(language, "Code cannot show"),
            say(language, "To be confirmed"),
        ),
        [_requirement(requirement, language) for requirement in scope.requirements],
        say(language, "none found"),
    )


def _requirement(requirement: Requirement, language: str) -> tuple[str, ...]:
    return (
        _text(requirement.number),
        _text(requirement.demand),
        words.named(language, words.STANDINGS, requirement.standing),
        "<br>".join(_place(location) for location in requirement.evidence),
        _text(requirement.cannot),
        _text(requirement.confirm),
    )


def _end(scope: Scope, language: str) -> Iterator[str]:
    yield f"## {say(language, 'How far this run saw')}"
    yield _text(words.seen(language, scope.extent))
    yield _text(words.coverage(language, scope.extent))
    if scope.extent.unread:
        yield _listed([_fact(say(language, "not analysed"), _code(path)) for path in scope.extent.unread], "-")
    yield f"## {say(language, 'What no repository can show')}"
    yield _listed([_text(limit) for limit in words.limits(language)], "-")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], otherwise: str) -> str:
    if not rows:
        return otherwise
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def _listed(items: Sequence[str], mark: str) -> str:
    return "\n".join(f"{mark} {item}" for item in items)


def _fact(label: str, text: str) -> str:
    return f"{label}: {text}"


def _bracketed(text: str) -> str:
    return f"({text})" if text else ""


def _place(location: Location) -> str:
    return _code(f"{location.path}:{location.line}")


def _text(text: str) -> str:
    """``text`` on one line, with nothing in it that Markdown or HTML would read as a mark."""
    return _MARK.sub(_defused, _SPECIAL.sub(r"\\\1", one_line(text).strip()))


def _defused(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def _code(text: str) -> str:
    """``text`` as a code span that may stand in a table; nothing for no text."""
    shown = one_line(text).replace("|", "\\|")
    if not shown:
        return ""
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{shown}{space}{fence}"
