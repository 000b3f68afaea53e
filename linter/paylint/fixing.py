"""Findings to changed files, and the proof of the change: the run is repeated over what the files would be."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from paylint import pipeline
from paylint.config.settings import Settings
from paylint.finding import Finding, Report
from paylint.frontend.mending import Mended, mend
from paylint.location import Path
from paylint.packs import load_packs, rules_of
from paylint.progress import Progress, ignore
from paylint.rule import Fix

_MOST_ROUNDS = 4

_Key = tuple[str, Path, str, str]
_Wanted = Mapping[Path, Sequence[tuple[Finding, Fix]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One file, before and after, and the findings that are gone with it."""

    path: Path
    before: bytes
    after: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can be changed; ``left`` are findings whose rule has a fix that does not fit, ``unsafe`` those that were not allowed."""

    changes: tuple[Change, ...]
    left: tuple[Finding, ...]
    unsafe: tuple[Finding, ...]


def fixes(settings: Settings) -> Mapping[str, Fix]:
    """The fixes of the installed rules, by code."""
    return {rule.code: rule.fix for rule in rules_of(load_packs(settings.packs)) if rule.fix is not None}


def fix(settings: Settings, *, unsafe: bool = False, progress: Progress = ignore) -> Outcome:
    """The changes that mend what the run finds. Nothing is written.

    A change is given only if the run over the changed files shows that its findings are gone and that no other has come.

    Raises:
        UsageError: as the run itself.
    """
    settings = replace(settings, baseline="", fail_on="note")
    known = fixes(settings)
    before = pipeline.check(settings, progress)
    fixable = [finding for finding in before.findings if finding.code in known]
    allowed = [finding for finding in fixable if unsafe or known[finding.code].safe]
    wanted = _by_file((finding, known[finding.code]) for finding in allowed)
    contents = {path: content for path in wanted if (content := _read(settings.root, path)) is not None}
    changes = tuple(_proved(settings, before, wanted, contents, progress))
    done = {finding for change in changes for finding in change.findings}
    left = tuple(finding for finding in allowed if finding not in done)
    return Outcome(changes, left, tuple(finding for finding in fixable if finding not in allowed))


def _proved(
    settings: Settings, before: Report, wanted: _Wanted, contents: Mapping[Path, bytes], progress: Progress
) -> Iterable[Change]:
    for _ in range(_MOST_ROUNDS):
        mended = {path: mend(path, contents[path], wanted[path]) for path in wanted if path in contents}
        mended = {path: each for path, each in mended.items() if any(each.done)}
        if not mended:
            return ()
        done = {path: _done(wanted[path], each) for path, each in mended.items()}
        after = pipeline.check(settings, progress, buffers={path: each.content for path, each in mended.items()})
        wrong = _surplus(before, done, after)
        if not wrong:
            return [Change(path, contents[path], mended[path].content, done[path]) for path in sorted(mended)]
        lines = {path: _moved(contents[path], each.content) for path, each in mended.items()}
        stayed = [f for path, found in done.items() for f in found if _stays(f, lines[path], after)]
        wanted = _but(wanted, stayed) if stayed else _without(wanted, wrong)
    return ()


def _surplus(before: Report, done: Mapping[Path, Sequence[Finding]], after: Report) -> frozenset[_Key]:
    """What is found more often than it should be, now that some of it is mended."""
    expected = Counter(map(_key, before.findings))
    expected.subtract(_key(finding) for findings in done.values() for finding in findings)
    return frozenset(key for key, count in Counter(map(_key, after.findings)).items() if count > expected[key])


def _moved(before: bytes, after: bytes) -> Mapping[int, int]:
    """Where each line of a file is after the change; lines of one block that changed in place correspond."""
    old, new = before.splitlines(), after.splitlines()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return {
        first + at + 1: now + at + 1
        for _, first, end, now, last in blocks
        for at in range(min(end - first, last - now))
    }


def _stays(finding: Finding, lines: Mapping[int, int], after: Report) -> bool:
    line = lines.get(finding.location.line)
    return any(_key(other) == _key(finding) and other.location.line == line for other in after.findings)


def _but(wanted: _Wanted, stayed: Sequence[Finding]) -> _Wanted:
    return _by_file((finding, fix) for rows in wanted.values() for finding, fix in rows if finding not in stayed)


def _without(wanted: _Wanted, wrong: frozenset[_Key]) -> _Wanted:
    """Leave out the findings that stayed; where something new came, all of its file, or all where it came elsewhere."""
    keys = {_key(finding) for rows in wanted.values() for finding, _ in rows}
    files = {path for code, path, function, subject in wrong - keys}
    if not files <= wanted.keys():
        return {}
    kept = ((finding, fix) for path, rows in wanted.items() if path not in files for finding, fix in rows)
    return _by_file((finding, fix) for finding, fix in kept if _key(finding) not in wrong)


def _key(finding: Finding) -> _Key:
    return finding.code, finding.location.path, finding.function, finding.subject


def _done(rows: Sequence[tuple[Finding, Fix]], mended: Mended) -> tuple[Finding, ...]:
    return tuple(finding for (finding, _), done in zip(rows, mended.done, strict=True) if done)


def _by_file(rows: Iterable[tuple[Finding, Fix]]) -> _Wanted:
    found: dict[Path, list[tuple[Finding, Fix]]] = {}
    for finding, each in rows:
        found.setdefault(finding.location.path, []).append((finding, each))
    return found


def _read(root: str, path: Path) -> bytes | None:
    try:
        with open(os.path.join(root, path), "rb") as stream:
            return stream.read()
    except OSError:
        return None
