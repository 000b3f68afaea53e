"""Which findings count: not those that a comment, the configuration or a baseline accepts."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from paylint import housekeeping
from paylint.config.selection import fits, refuse_unknown
from paylint.config.settings import Settings
from paylint.errors import UsageError
from paylint.finding import Confidence, Finding, RuleInfo, Severity, Suppressed, Suppression, numbered
from paylint.frontend.suppression import Comment
from paylint.location import Location, Path

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Comments = Mapping[Path, Sequence[Comment]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """Findings that count, sorted, and those that do not; ``fixed`` says what a baseline holds and the code does not."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    fixed: tuple[str, ...] = ()


def refuse_unfit(settings: Settings, known: Sequence[tuple[str, str]]) -> None:
    """Raise `UsageError` for settings that cannot be met."""
    files = ("", *(f" of {each.file}" for each in settings.nested))
    for (_, place), file in zip(settings.places, files, strict=True):
        named = {
            "select": place.select,
            "ignore": place.ignore,
            "per-file-ignores": [word for _, words in place.per_file_ignores for word in words],
            "per-file-severity": [word for _, levels in place.per_file_severity for word, _ in levels],
        }
        for option, words in named.items():
            for word in words:
                refuse_unknown(word, f"{option}{file}", known)
    if settings.fail_on == "new" and not settings.baseline:
        raise UsageError(
            "fail-on new needs a baseline; make one with `paylint baseline create` and name it with --baseline"
        )


def accept(
    settings: Settings,
    findings: tuple[Finding, ...],
    told: Comments,
    known: Sequence[tuple[str, str]],
    ran: Mapping[str, frozenset[str]],
    today: date,
) -> Accepted:
    """Which findings count, in view of comments, configuration, thresholds and baseline.

    ``ran`` are the codes of the rules that ran, by folder (`Settings.places`).
    """
    complete = all(os.path.isdir(path) for path in settings.paths)
    here: dict[str, list[Finding]] = {folder: [] for folder in ran}
    for finding in findings:
        here[settings.place(finding.location.path)].append(finding)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for folder, place in settings.places:
        commented = by_comments(
            [finding for finding in here[folder] if finding.code in ran[folder]],
            {path: comments for path, comments in told.items() if settings.place(path) == folder},
            known,
            ran[folder],
            today,
            require_reason=place.require_reason,
            complete=complete,
        )
        configured = by_configuration(with_severities(commented.findings, place, folder), place, folder)
        kept += (finding for finding in configured.findings if counts(place, finding))
        set_aside = (*commented.suppressed, *configured.suppressed)
        suppressed += (item for item in set_aside if counts(place, item.finding))
    left = tuple(sorted(kept, key=lambda finding: (finding.location, finding.code)))
    fixed: tuple[str, ...] = ()
    if settings.baseline:
        from paylint import baseline_file

        comparison = baseline_file.beside(settings, left, ran)
        suppressed += baseline_file.known(settings, comparison)
        left, fixed = comparison.new, tuple(map(str, comparison.fixed))
    suppressed.sort(key=lambda item: (item.finding.location, item.finding.code, item.finding.ordinal))
    return Accepted(left, tuple(suppressed), fixed)


def counts(settings: Settings, finding: Finding) -> bool:
    """Whether a finding reaches both thresholds."""
    return finding.severity >= settings.severity and finding.confidence >= settings.confidence


def fails(settings: Settings, findings: tuple[Finding, ...]) -> bool:
    """Whether these findings make the exit code 1."""
    if settings.fail_on == "scope-increase":
        return False
    level = Severity.NOTE if settings.fail_on == "new" else Severity[settings.fail_on.upper()]
    return any(finding.severity >= level for finding in findings)


def with_severities(findings: Iterable[Finding], settings: Settings, folder: str = "") -> tuple[Finding, ...]:
    """The findings of a folder, with the severities that its settings give them in their files; the last fitting one counts."""
    changes = [(_spec(pattern), wanted) for pattern, wanted in settings.per_file_severity]
    if not changes:
        return tuple(findings)
    told = []
    for finding in findings:
        severity = finding.severity
        for spec, wanted in changes:
            if spec.match_file(finding.location.path[len(folder) :]):
                severity = next((level for word, level in wanted if fits(word, finding.code, finding.name)), severity)
        told.append(replace(finding, severity=severity))
    return tuple(told)


def by_configuration(findings: Iterable[Finding], settings: Settings, folder: str = "") -> Accepted:
    """Set aside what the ``per-file-ignores`` of a folder's settings name."""
    ignores = [(pattern, _spec(pattern), words) for pattern, words in settings.per_file_ignores]
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        pattern = next(
            (
                pattern
                for pattern, spec, words in ignores
                if spec.match_file(finding.location.path[len(folder) :])
                and any(fits(w, finding.code, finding.name) for w in words)
            ),
            None,
        )
        if pattern is None:
            kept.append(finding)
        else:
            reason = f'per-file-ignores of "{pattern}" in the configuration{folder and f" of {folder}"}'
            suppressed.append(Suppressed(finding, Suppression("configuration", finding.location, reason)))
    return Accepted(tuple(kept), tuple(suppressed))


def by_comments(
    findings: Iterable[Finding],
    comments: Comments,
    rules: Iterable[tuple[str, str]],
    ran: Collection[str],
    today: date,
    *,
    require_reason: bool,
    complete: bool,
) -> Accepted:
    """Set aside what comments accept, and report comments that are expired, unused, unknown or cannot be obeyed.

    ``rules`` are codes and names of all rules. ``ran`` are the codes of the rules that ran; of other rules no comment is unused, nor is any in a run that is not
    ``complete``, because findings may be missing from it.
    """
    codes = {word: code for code, name in rules for word in (code, name)}
    used: set[tuple[Location, str]] = set()
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        comment = _accepting(finding, comments, codes, today)
        if comment is None:
            kept.append(finding)
            continue
        used.add((comment.location, finding.code))
        suppressed.append(Suppressed(finding, _suppression(comment)))
    complaints = [
        complaint
        for each in comments.values()
        for comment in each
        for complaint in _complaints(comment, codes, today, used if complete else None, ran, require_reason)
        if complaint.code in ran
    ]
    together = sorted([*kept, *numbered(complaints)], key=lambda finding: (finding.location, finding.code))
    return Accepted(tuple(together), tuple(suppressed))


def _accepting(finding: Finding, comments: Comments, codes: Mapping[str, str], today: date) -> Comment | None:
    """The comment that speaks of the finding, the one with the fewest lines if there are several."""
    fitting = [
        comment
        for comment in comments.get(finding.location.path, ())
        if comment.covers(finding.location.line)
        and not comment.error
        and not _expired(comment, today)
        and finding.code in {codes.get(word) for word in comment.codes}
    ]
    return min(fitting, key=lambda comment: (comment.last - comment.first, comment.location), default=None)


def _expired(comment: Comment, today: date) -> bool:
    return comment.until is not None and comment.until < today


def _suppression(comment: Comment) -> Suppression:
    until = comment.until.isoformat() if comment.until else ""
    return Suppression("comment", comment.location, comment.reason, until, comment.owner)


def _complaints(
    comment: Comment,
    codes: Mapping[str, str],
    today: date,
    used: Collection[tuple[Location, str]] | None,
    ran: Collection[str],
    require_reason: bool,
) -> Iterator[Finding]:
    listed = ", ".join(comment.codes)
    if comment.error:
        yield _finding(housekeeping.UNREADABLE, comment, f"the suppression is not obeyed: {comment.error}", listed)
        return
    for word in comment.codes:
        if word not in codes:
            yield _finding(housekeeping.UNKNOWN, comment, f'the suppression names "{word}", which is no rule', word)
    if require_reason and not comment.reason:
        yield _finding(housekeeping.REASONLESS, comment, f"the suppression of {listed} gives no reason", listed)
    if _expired(comment, today):
        owner = f"; {comment.owner} decides" if comment.owner else ""
        yield _finding(
            housekeeping.EXPIRED, comment, f"the suppression of {listed} ended on {comment.until}{owner}", listed
        )
    elif used is not None:
        for word in comment.codes:
            if codes.get(word) in ran and (comment.location, codes[word]) not in used:
                yield _finding(housekeeping.UNUSED, comment, f"the suppression of {word} is not needed", word)


def _finding(rule: RuleInfo, comment: Comment, message: str, subject: str) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        confidence=Confidence.HIGH,
        location=comment.location,
        message=message,
        remedy=rule.remedy,
        subject=subject,
    )


def _spec(pattern: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern])
