"""What the server knows between two messages: the last run, over which texts it went, and what can be done about a finding.

Nothing here speaks the protocol.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from paylint import fixing, pipeline
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.config.settings import Settings
from paylint.finding import Finding, Report, RuleInfo
from paylint.frontend.annotation import annotated
from paylint.frontend.discovery import language_of
from paylint.frontend.mending import mend
from paylint.location import Path
from paylint.masking import masked
from paylint.rule import Fix

REASON = "TODO: say why"


@dataclass(frozen=True, slots=True)
class Look:
    """One run over a folder with the editor's texts in place of the files; ``texts`` are those, by path from the root."""

    report: Report
    texts: Mapping[Path, str]
    fixes: Mapping[str, Fix]

    def findings(self, path: Path, first: int, last: int) -> tuple[Finding, ...]:
        """The findings on these lines of a file."""
        return tuple(f for f in self.report.findings if f.location.path == path and first <= f.location.line <= last)

    def rule(self, code: str) -> RuleInfo | None:
        """The rule of a code."""
        return next((rule for rule in self.report.rules if rule.code == code), None)


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about a finding: a title and the file's new text."""

    title: str
    finding: Finding
    text: str
    is_fix: bool


def look(folder: str, buffers: Mapping[str, str]) -> Look:
    """Run over a folder. ``buffers`` are the editor's texts by absolute path; those of other folders are left out.

    Raises:
        UsageError: the configuration is wrong.
    """
    settings = _settings(folder)
    texts = dict(_inside(settings, buffers))
    contents = {path: text.encode("utf-8", "surrogatepass") for path, text in texts.items()}
    report = pipeline.check(settings, buffers=contents)
    return Look(masked(report), texts, fixing.fixes(settings))


def path_in(look: Look, file: str) -> Path:
    """A file's path as findings name it."""
    return Path(os.path.relpath(file, look.report.root).replace(os.sep, "/"))


def actions(look: Look, path: Path, text: str, first: int, last: int) -> Iterator[Action]:
    """What can be done about the findings on these lines; nothing if the text is no longer the one that was looked at."""
    if look.texts.get(path, text) != text:
        return
    for finding in look.findings(path, first, last):
        fix = look.fixes.get(finding.code)
        if fix is not None:
            done = mend(path, text.encode("utf-8", "surrogatepass"), [(finding, fix)])
            if done.done[0]:
                title = f"Mend {finding.code} {finding.name}" + ("" if fix.safe else " (changes what the program does)")
                yield Action(title, finding, done.content.decode("utf-8", "surrogatepass"), is_fix=True)
        written = annotated(path, language_of(path) or "python", text, {finding.location.line: {finding.code}}, REASON)
        if written.text != text:
            yield Action(f"Suppress {finding.code} here", finding, written.text, is_fix=False)


def _settings(folder: str) -> Settings:
    """One process: a pool cannot be forked from a thread of a server."""
    return replace(merge.settings([folder], RawConfig()), jobs=1)


def _inside(settings: Settings, buffers: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    for file, text in buffers.items():
        relative = os.path.relpath(file, settings.root)
        if not relative.startswith(os.pardir):
            yield Path(relative.replace(os.sep, "/")), text
