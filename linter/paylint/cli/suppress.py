"""``paylint suppress``: write the comments that accept findings, and take out those that are not needed."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from paylint.cli.options import Config, Verbose, rules_beginning, settled
from paylint.cli.output import opened
from paylint.config import merge
from paylint.config.raw import RawConfig
from paylint.errors import UsageError

if TYPE_CHECKING:
    from paylint.config.settings import Settings
    from paylint.finding import Finding, RuleInfo


def suppress(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RULES... [PATHS]...", help="Codes or names of rules, then paths.", autocompletion=rules_beginning
        ),
    ] = None,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why this is accepted.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day, such as 2027-03-31.")] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="Who decides.")] = "",
    prune: Annotated[bool, typer.Option("--prune", help="Take out what is not needed or unknown instead.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the change and write nothing.")] = False,
    config: Config = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Write `paylint: ignore` comments for what RULES find in PATHS."""
    from paylint import housekeeping, pipeline
    from paylint.cli.progress import progress_bar

    said = _said(reason, until, owner)
    settings = merge.settings(["."], RawConfig(), config)
    codes, paths = _told(words or [], pipeline.rules(settings))
    own = sorted(codes & {rule.code for rule in housekeeping.RULES})
    if own:
        raise UsageError(f"{own[0]} is about suppressions and no comment suppresses it; use --prune, or ignore it")
    if not codes and not prune:
        raise UsageError("name the rules to suppress, such as `paylint suppress PAY301 src/`; or use --prune")
    settings = settled(paths or ["."], RawConfig(), config)
    with progress_bar() as progress:
        report = pipeline.check(replace(settings, baseline="", fail_on="note"), progress)
    if prune:
        _rewrite(settings, _unneeded(report.findings), diff=diff)
    else:
        chosen = [finding for finding in report.findings if finding.code in codes]
        _rewrite(settings, _accepting(chosen, said), diff=diff)


def _said(reason: str, until: str, owner: str) -> str:
    """The words behind the brackets of a comment."""
    for option, text in (("--reason", reason), ("--owner", owner)):
        if any(forbidden in text for forbidden in ("\n", "--", "#}", "*/", "]")):
            raise UsageError(
                f'{option} "{text}" must be one line without --, ], */ and #}}, which end a part of a comment'
            )
    if until:
        try:
            date.fromisoformat(until)
        except ValueError as error:
            raise UsageError(f'--until "{until}" is no date; write it as 2027-03-31') from error
        until = f"until {until}"
    tail = " -- ".join(part for part in (until, owner) if part)
    return " ".join(part for part in (reason, f"-- {tail}" if tail else "") if part)


def _told(words: Iterable[str], rules: Iterable[RuleInfo]) -> tuple[frozenset[str], list[str]]:
    """Which words are rules, and which are paths."""
    known = {word: rule.code for rule in rules for word in (rule.code, rule.name)}
    codes = frozenset(known[word] for word in words if word in known)
    paths = [word for word in words if word not in known]
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f'"{path}" is neither a rule nor a file; `paylint rules` lists all rules')
    return codes, paths


Change = Callable[[str, str, str], tuple[str, tuple[int, ...]]]
"""From a file's path, language and text to its new text, and the lines where no comment could be written."""


def _accepting(findings: Iterable[Finding], said: str) -> Mapping[str, Change]:
    from paylint.frontend.annotation import annotated
    from paylint.location import Path

    wanted: dict[str, dict[int, set[str]]] = {}
    for finding in findings:
        wanted.setdefault(finding.location.path, {}).setdefault(finding.location.line, set()).add(finding.code)

    def change(path: str, language: str, text: str) -> tuple[str, tuple[int, ...]]:
        done = annotated(Path(path), language, text, wanted[path], said)
        return done.text, done.left

    return dict.fromkeys(sorted(wanted), change)


def _unneeded(findings: Iterable[Finding]) -> Mapping[str, Change]:
    from paylint import housekeeping
    from paylint.frontend.annotation import pruned
    from paylint.location import Path

    words: dict[str, dict[tuple[int, int], set[str]]] = {}
    for finding in findings:
        if finding.code in (housekeeping.UNUSED.code, housekeeping.UNKNOWN.code):
            at = finding.location
            words.setdefault(at.path, {}).setdefault((at.line, at.column), set()).add(finding.subject)

    def change(path: str, language: str, text: str) -> tuple[str, tuple[int, ...]]:
        return pruned(Path(path), language, text, words[path]), ()

    return dict.fromkeys(sorted(words), change)


def _rewrite(settings: Settings, changes: Mapping[str, Change], *, diff: bool) -> None:
    from paylint.frontend.annotation import text_of
    from paylint.frontend.discovery import language_of

    changed = 0
    for path, change in changes.items():
        file = os.path.join(settings.root, path)
        language = language_of(path) or "python"
        try:
            with open(file, "rb") as stream:
                text, encoding = text_of(language, stream.read())
        except (OSError, UnicodeDecodeError, SyntaxError, LookupError) as error:
            raise UsageError(f"cannot read {path} to write comments into it: {error}") from error
        new, left = change(path, language, text)
        for line in left:
            _say(f"{path}:{line}: no comment can be written here; write it by hand")
        if new == text:
            continue
        changed += 1
        if diff:
            _show(path, text, new)
        else:
            _replace(file, new, encoding)
    verb = "would change" if diff else "changed"
    _say(f"{verb} {changed} file{'' if changed == 1 else 's'}")


def _show(path: str, before: str, after: str) -> None:
    from paylint.masking import mask_card_numbers

    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="")
    for row in rows:
        _say(mask_card_numbers(row))


def _replace(file: str, text: str, encoding: str) -> None:
    try:
        with opened(file, encoding=encoding, newline="") as stream:
            stream.write(text)
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{file} is in {encoding}, which lacks a character of the comment; write it in other words"
        ) from error


def _say(line: str) -> None:
    with opened("") as stream:
        stream.write(line + "\n")
