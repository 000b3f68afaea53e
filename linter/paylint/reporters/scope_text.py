"""The scope for the assessor at a terminal: the verdict, what it rests on, what is missing, and how far the run saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from paylint.location import Location
from paylint.masking import masked_scope
from paylint.messages import key, say
from paylint.reporters import scope_words as words
from paylint.reporters.console import console, show
from paylint.reporters.plain import one_line
from paylint.reporters.wording import STANDARD
from paylint.reporters.wrapping import wrapped
from paylint.scope import Integration, Recipient, Requirement, Scope
from paylint.translation import translated_scope

NARROWEST = 60
_SAQ_STYLES = {"A": "bold green", "A-EP": "bold yellow", "A/A-EP": "bold yellow", "D": "bold red", "D-SP": "bold red"}
_STANDING_STYLES = {"shown": "bold red", "suspected": "bold yellow", "not-shown": "green", "person": "cyan"}


def report(scope: Scope, stream: TextIO, language: str, *, color: bool = False, width: int = 80) -> None:
    """Write the scope as text of at most ``width`` columns (and no fewer than `NARROWEST`)."""
    on = console(stream, max(width, NARROWEST), color=color)
    lines = list(_Page(translated_scope(masked_scope(scope), language), language, on).lines())
    for line in lines:
        line.rstrip()
    show(lines, on, color=color)


@dataclass(frozen=True, slots=True)
class _Page:
    scope: Scope
    language: str
    console: Console

    def lines(self) -> Iterator[Text]:
        yield from self._verdict()
        yield from self._integrations()
        yield from self._changes()
        yield from self._inventory()
        yield from self._recipients()
        yield from self._scripts()
        yield from self._requirements()
        yield from self._coverage()
        yield from self._limits()

    def _say(self, text: str) -> str:
        return say(self.language, text)

    def _verdict(self) -> Iterator[Text]:
        verdict = self.scope.verdict
        title = say(self.language, "PCI DSS scope of {codebase}", codebase=words.codebase(self.scope))
        yield Text(one_line(title), "bold")
        yield Text()
        style = _SAQ_STYLES.get(verdict.saq, "bold")
        yield from self._wrapped(Text(words.statement(self.language, verdict.saq), style), 2)
        readings = [words.way(self.language, verdict.flow_type), verdict.japan] if verdict.saq != "none" else []
        yield from self._wrapped(Text(" | ".join(filter(None, readings))), 2)
        for number, reason in enumerate(verdict.reasons, start=1):
            yield from self._wrapped(Text(reason), 2, f"{number}. ")

    def _integrations(self) -> Iterator[Text]:
        yield from self._heading(key("Integrations"), len(self.scope.integrations))
        for number, integration in enumerate(self.scope.integrations):
            if number:
                yield Text()
            yield from self._integration(integration)
        if not self.scope.integrations:
            yield from self._nothing()

    def _integration(self, integration: Integration) -> Iterator[Text]:
        name = Text.assemble(
            (one_line(integration.name), "bold"),
            f" ({integration.provider})  ",
            words.way(self.language, integration.way),
        )
        yield from self._wrapped(name, 2)
        verdict = words.capitalised(words.consistent(self.language, integration.saq))
        yield from self._wrapped(Text(verdict, _SAQ_STYLES.get(integration.saq, "")), 4)
        passing = words.elements(self.language, integration.elements)
        yield from self._labelled(key("account data"), passing, 4)
        yield from self._labelled(key("may not apply"), integration.conditional, 4)
        for evidence in integration.evidence:
            side = words.named(self.language, words.SIDES, evidence.side)
            place = f"{evidence.location.path}:{evidence.location.line}"
            yield from self._wrapped(Text.assemble((f"{side}  ", "dim"), (one_line(place), "cyan")), 4)
            yield from self._wrapped(Text(one_line(evidence.code.strip())), 6)
            yield from self._wrapped(Text(one_line(evidence.note), "dim"), 6)

    def _changes(self) -> Iterator[Text]:
        if not self.scope.changes:
            return
        yield from self._heading(key("Smallest change that moves the verdict"))
        for change in self.scope.changes:
            before, after = (self._say(words.ASSESSMENTS[saq]) for saq in (change.before, change.after))
            yield from self._wrapped(Text(f"{before} -> {after}", "bold"), 2)
            yield from self._wrapped(Text(one_line(change.action)), 4)
            yield from self._places((change.location,), 4)

    def _inventory(self) -> Iterator[Text]:
        yield from self._heading(key("Account data"), len(self.scope.inventory))
        for holding in self.scope.inventory:
            stage = words.named(self.language, words.STAGES, holding.stage)
            line = Text.assemble((stage + "  ", "bold"), one_line(holding.what))
            if holding.marks:
                line.append(f" ({words.marks(self.language, holding.marks)})", "green")
            yield from self._wrapped(line, 2)
            yield from self._wrapped(Text(words.elements(self.language, holding.elements)), 4)
            yield from self._places((holding.location,), 4)
        if not self.scope.inventory:
            yield from self._nothing()

    def _recipients(self) -> Iterator[Text]:
        yield from self._heading(key("Recipients (12.8)"), len(self.scope.recipients))
        for recipient in self.scope.recipients:
            yield from self._wrapped(_recipient(recipient), 2)
            given = words.elements(self.language, recipient.elements) or say(self.language, "no account data from here")
            yield from self._wrapped(Text(given), 4)
            yield from self._places((recipient.location,), 4)
        if not self.scope.recipients:
            yield from self._nothing()

    def _scripts(self) -> Iterator[Text]:
        if self.scope.scripts:
            yield from self._heading(key("Scripts on payment pages (6.4.3)"), len(self.scope.scripts))
        for script in self.scope.scripts:
            what = f" ({script.what})" if script.what else ""
            pinned = key("pinned by a hash") if script.pinned else key("not pinned by a hash")
            yield from self._wrapped(Text((script.address or self._say("in the page itself")) + what), 2)
            yield from self._wrapped(Text(self._say(pinned)), 4)
            yield from self._places((script.location,), 4)

    def _requirements(self) -> Iterator[Text]:
        yield from self._heading(key("Requirements"), len(self.scope.requirements))
        for requirement in self.scope.requirements:
            yield from self._requirement(requirement)
        if not self.scope.requirements:
            yield from self._nothing()

    def _requirement(self, requirement: Requirement) -> Iterator[Text]:
        standing = words.named(self.language, words.STANDINGS, requirement.standing)
        style = _STANDING_STYLES[requirement.standing]
        yield from self._wrapped(
            Text.assemble((f"{STANDARD} {requirement.number}", "bold"), "  ", (standing, style)), 2
        )
        yield from self._wrapped(Text(requirement.demand), 4)
        yield from self._places(requirement.evidence, 4)
        yield from self._labelled(key("code cannot show"), requirement.cannot, 4)
        yield from self._labelled(key("to be confirmed"), requirement.confirm, 4)

    def _coverage(self) -> Iterator[Text]:
        yield from self._heading(key("How far this run saw"))
        yield from self._wrapped(Text(words.seen(self.language, self.scope.extent)), 2)
        yield from self._wrapped(Text(words.coverage(self.language, self.scope.extent)), 2)
        for path in self.scope.extent.unread:
            yield from self._labelled(key("not analysed"), path, 4)

    def _limits(self) -> Iterator[Text]:
        yield from self._heading(key("What no repository can show"))
        for limit in words.limits(self.language):
            yield from self._wrapped(Text(limit), 2, "- ")

    def _heading(self, title: str, number: int = -1) -> Iterator[Text]:
        yield Text()
        yield Text(self._say(title) + (f" ({number:,})" if number >= 0 else ""), "bold underline")

    def _nothing(self) -> Iterator[Text]:
        yield from self._wrapped(Text(say(self.language, "none found")), 2)

    def _labelled(self, label: str, text: str, indent: int) -> Iterator[Text]:
        if text:
            yield from self._wrapped(Text.assemble((self._say(label) + ": ", "dim"), one_line(text)), indent)

    def _places(self, locations: Sequence[Location], indent: int) -> Iterator[Text]:
        for location in locations:
            yield from self._wrapped(Text(one_line(f"{location.path}:{location.line}"), "cyan"), indent)

    def _wrapped(self, text: Text, indent: int, mark: str = "") -> Iterator[Text]:
        """``text`` in lines that fit, after ``indent`` spaces, the first one after ``mark``; nothing for no text."""
        if not text.plain:
            return
        hanging = indent + cell_len(mark)
        for number, line in enumerate(wrapped(text, self.console, self.console.width - hanging)):
            yield Text.assemble(" " * indent + mark if not number else " " * hanging, line)


def _recipient(recipient: Recipient) -> Text:
    known = (
        ", ".join(dict.fromkeys(filter(None, (recipient.provider, recipient.host))))
        if recipient.host != recipient.name
        else recipient.provider
    )
    return Text.assemble((one_line(recipient.name), "bold"), f" ({one_line(known)})" if known else "")
