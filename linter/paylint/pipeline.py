"""A run from paths to report: discover, ask the cache, analyse, accept. `analysis.py` is imported when there is something to analyse."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from paylint import __version__, housekeeping
from paylint.acceptance import accept, fails, refuse_unfit
from paylint.cache import keys
from paylint.cache.answers import Answers, Judged
from paylint.cache.catalogs import kept_catalog
from paylint.cache.rules import kept_rules
from paylint.cache.states import State, States
from paylint.cache.store import Store
from paylint.candidates import candidate_files, is_test
from paylint.config.selection import chosen
from paylint.config.settings import Settings
from paylint.finding import NOT_ANALYSED, PARTLY_ANALYSED, Report, RuleInfo
from paylint.frontend.discovery import Discovery, DiscoveryOptions, discover
from paylint.location import Path
from paylint.models.catalog import Catalog
from paylint.models.files import model_files
from paylint.packs import Pack, assessor, load_packs
from paylint.progress import Clock, Progress, ignore
from paylint.revision import Change

if TYPE_CHECKING:
    from paylint.rule import Rule
    from paylint.scope import Scope
    from paylint.source import Source

NO_BUFFERS: Mapping[Path, bytes] = {}


def check(
    settings: Settings,
    progress: Progress = ignore,
    today: date | None = None,
    buffers: Mapping[Path, bytes] = NO_BUFFERS,
    store: Store | None = None,
    kept: Callable[[State], None] | None = None,
) -> Report:
    """Run the whole line over the paths of the settings. ``today``, if given, decides which suppressions are over.

    ``buffers`` are contents that count in place of what is on disk; ``store`` keeps what can be used again, and ``kept`` is told
    under which name the files' answer lies there.

    Raises:
        UsageError: a path, a rule pack or a selection is wrong.
    """
    clock = Clock()
    packs = load_packs(settings.packs)
    program_key = keys.program(["paylint", *(pack.name for pack in packs)]) if store else b""
    catalog = kept_catalog(model_files(packs, settings.models), store, program_key)
    judging = chosen_rules(settings, packs, kept_rules(packs, store, program_key))
    clock.lap("load rules and models")
    found = discovered(settings, progress, clock, buffers)
    answers = before = None
    if store and not buffers:
        answers = Answers(store, catalog, found, (program_key, *sorted(judging.codes)))
        known = answers.known()
        clock.lap("ask the cache")
        if known is not None:
            judged, lines = known
            if kept:
                kept(State(answers.name, lines))
            store.save()
            return reported(settings, judging, judged, clock, today)
        before = answers.before()

    from paylint.analysis import analyse, judge_all, read, wanted
    from paylint.cache.lowered import LoweredCache

    source = read(found, catalog, clock, LoweredCache(store, program_key))
    program = analyse(source, catalog, progress, clock, jobs=settings.jobs)
    judged = judge_all(judging.rules, catalog, source, program, clock)
    if answers and before and answers.keep(judged, source.index, *wanted(source), source.read_whole(), before) and kept:
        kept(State(answers.name, {}))
    if store:
        store.save()
        clock.lap("keep in the cache")
    return reported(settings, judging, judged, clock, today)


class Repository:
    """Runs over states of a repository, by git's names for their trees, out of what was kept of earlier runs.

    ``folder`` is the root of the settings, seen from the repository's top.

    Raises:
        UsageError: a rule pack or a selection is wrong.
    """

    def __init__(self, settings: Settings, folder: str, store: Store) -> None:
        packs = load_packs(settings.packs)
        program_key = keys.program(["paylint", *(pack.name for pack in packs)])
        self._settings = settings
        self._models = model_files(packs, settings.models)
        self._program = program_key
        self._judging = chosen_rules(settings, packs, kept_rules(packs, store, program_key))
        self._store = store
        where = [os.path.relpath(path, settings.root) for path in settings.paths]
        what = (where, _options(settings), sorted(self._judging.codes))
        most_bytes = min(place.max_bytes for _, place in settings.places)
        self._states = States(store, folder, most_bytes, (repr(what), self._models.version, program_key))

    def report(self, tree: str, today: date | None = None) -> Report | None:
        """The report of a state that was looked at."""
        return self._reported(self._states.known(tree), today)

    def carried(
        self,
        older: str,
        newer: str,
        changes: Sequence[Change],
        contents: Callable[[Sequence[str]], Sequence[bytes]],
        today: date | None = None,
    ) -> Report | None:
        """The report of a newer state, if it is an older one's in all that is not counting lines."""

        def catalog() -> Catalog:
            return kept_catalog(self._models, self._store, self._program)

        return self._reported(self._states.carry(older, newer, changes, contents, catalog), today)

    def look(self, tree: str, settings: Settings, progress: Progress, today: date | None = None) -> Report:
        """The report of a state whose files lie where these settings say."""
        report = check(settings, progress, today, store=self._store, kept=partial(self._states.keep, tree))
        return replace(report, root=self._settings.root)

    def _reported(self, judged: Judged | None, today: date | None) -> Report | None:
        self._store.save()
        return reported(self._settings, self._judging, judged, Clock(), today) if judged is not None else None


def scope(
    settings: Settings, progress: Progress = ignore, today: date | None = None, store: Store | None = None
) -> tuple[Report, Scope]:
    """Run the whole line, with all routes and all places that name a provider, and say what it does to the scope.

    Raises:
        UsageError: a path, a rule pack or a selection is wrong, or no pack can assess a scope.
    """
    from paylint.analysis import analyse, judge_all, read
    from paylint.cache.lowered import LoweredCache
    from paylint.scope import Extent

    clock = Clock()
    packs = load_packs(settings.packs)
    assess = assessor(packs)
    program_key = keys.program(["paylint", *(pack.name for pack in packs)]) if store else b""
    catalog = kept_catalog(model_files(packs, settings.models), store, program_key)
    judging = chosen_rules(settings, packs, kept_rules(packs, store, program_key))
    clock.lap("load rules and models")
    source = read(discovered(settings, progress, clock), catalog, clock, LoweredCache(store, program_key))
    program = analyse(source, catalog, progress, clock, jobs=settings.jobs, whole=True)
    shown = reported(settings, judging, judge_all(judging.rules, catalog, source, program, clock), clock, today)
    extent = Extent(
        files=shown.coverage.files,
        analysed=shown.coverage.analysed,
        pages=len(source.site.pages),
        calls=shown.coverage.calls,
        unresolved=shown.coverage.unresolved,
        unread=tuple(sorted({p.location.path for p in shown.problems if p.code == NOT_ANALYSED})),
        skipped=shown.coverage.skipped,
    )
    all_findings = (*shown.findings, *(item.finding for item in shown.suppressed))
    made = assess(program, all_findings, catalog.providers, extent)
    if store:
        store.save()
    clock.lap("assess")
    return shown, replace(made, version=__version__, root=settings.root)


@dataclass(frozen=True)
class Judging:
    """The rules of a run: ``infos`` say what there is in ``packs``, ``chosen`` are the codes by folder (`Settings.places`)."""

    packs: tuple[Pack, ...]
    infos: tuple[RuleInfo, ...]
    chosen: Mapping[str, frozenset[str]]

    @cached_property
    def known(self) -> tuple[tuple[str, str], ...]:
        """Codes and names of all rules."""
        return tuple((info.code, info.name) for info in (*self.infos, *housekeeping.RULES))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The packs' rules that were chosen anywhere."""
        from paylint.packs import rules_of

        return tuple(rule for rule in rules_of(self.packs) if rule.code in self.codes)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that were chosen anywhere."""
        return frozenset[str]().union(*self.chosen.values())

    @cached_property
    def ran(self) -> tuple[RuleInfo, ...]:
        """What reporters show of the chosen rules."""
        return tuple(info for info in (*self.infos, *housekeeping.RULES) if info.code in self.codes)


def chosen_rules(settings: Settings, packs: tuple[Pack, ...], infos: tuple[RuleInfo, ...]) -> Judging:
    """The rules that the settings choose from those that there are.

    Raises:
        UsageError: a selection is wrong.
    """
    known = tuple((info.code, info.name) for info in (*infos, *housekeeping.RULES))
    refuse_unfit(settings, known)
    return Judging(
        packs, infos, {folder: chosen(known, place.select, place.ignore) for folder, place in settings.places}
    )


def reported(settings: Settings, judging: Judging, judged: Judged, clock: Clock, today: date | None) -> Report:
    """The report of a run: which findings count, and the exit code."""
    day = today or date.today()  # noqa: DTZ011 - the day where the user is
    accepted = accept(settings, judged.findings, judged.comments, judging.known, judging.chosen, day)
    problems = judged.problems
    unread = settings.fail_on_unanalysed and any(p.code in (NOT_ANALYSED, PARTLY_ANALYSED) for p in problems)
    code = 3 if any(p.fatal for p in problems) else 1 if fails(settings, accepted.findings) or unread else 0
    return Report(
        __version__,
        settings.root,
        accepted.findings,
        problems,
        judged.coverage,
        judging.ran,
        code,
        tuple(clock.laps),
        accepted.suppressed,
        accepted.fixed,
    )


def discovered(
    settings: Settings, progress: Progress, clock: Clock, buffers: Mapping[Path, bytes] = NO_BUFFERS
) -> Discovery:
    """The files that the settings name, with the contents that count in place of theirs."""
    progress("discover", 0, 0)
    found = discover(settings.paths, _options(settings), settings.root)
    if buffers:
        found = replace(found, files=tuple(replace(file, content=buffers.get(file.path)) for file in found.files))
    clock.lap("discover")
    return found


def _options(settings: Settings) -> DiscoveryOptions:
    return DiscoveryOptions(
        settings.exclude,
        settings.exclude_tests,
        settings.respect_gitignore,
        settings.max_bytes,
        tuple((each.folder, _options(each.settings)) for each in settings.nested),
        settings.exclude_everywhere,
    )


def all_read(settings: Settings, catalog: Catalog) -> Source:
    """The files that the settings name, read and prefiltered, for a look at a stage."""
    from paylint.analysis import read

    return read(discovered(settings, ignore, Clock()), catalog, Clock())


def rules(settings: Settings) -> tuple[RuleInfo, ...]:
    """All rules of the packs that the settings name, and those about suppressions."""
    return (*kept_rules(load_packs(settings.packs)), *housekeeping.RULES)


def codes(settings: Settings) -> Mapping[str, frozenset[str]]:
    """The codes of the rules that the settings choose, by folder (`Settings.places`).

    Raises:
        UsageError: a rule pack or a selection is wrong.
    """
    packs = load_packs(settings.packs)
    return chosen_rules(settings, packs, kept_rules(packs)).chosen


def call_graph(settings: Settings) -> dict[str, list[str]]:
    """Who calls whom in the given files, by qualified name; every function is an entry point."""
    from paylint.analysis import run_engine
    from paylint.models.loading import load_catalog

    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = all_read(settings, catalog)
    engine, _ = run_engine(source, catalog, ignore, everything=True)
    for module in filter(None, engine.modules.values()):
        for name in (module.name, *(function.qualname for function in module.functions)):
            engine.calls.note(name)
    return engine.calls.adjacency()


def taint_at(settings: Settings, path: str, line: int) -> list[str]:
    """What is known at a line: each label that passes it, with where it begins and where it ends."""
    from paylint.analysis import run_engine
    from paylint.models.loading import load_catalog

    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = all_read(settings, catalog)
    _, program = run_engine(source, catalog, ignore)
    known: dict[str, None] = {}
    for flow in program.flows:
        if any(s.location.path == path and s.location.line == line for s in flow.trace.steps):
            marks = f" [{', '.join(sorted(flow.marks))}]" if flow.marks else ""
            origin = flow.origin
            known[
                f"{origin.kind}{marks} from {origin.source} {origin.name!r} at {origin.location}, "
                f"reaches {flow.sink.channel} {flow.sink.callee} at {flow.sink.location}"
            ] = None
    for arrival in program.arrivals:
        if arrival.origin.location.path == path and arrival.origin.location.line == line:
            known[f"{arrival.origin.kind} arrives as {arrival.origin.source} {arrival.origin.name!r}"] = None
    return list(known)


def dump(settings: Settings, stage: str) -> str:
    """A readable form of what a stage gives: ``files``, ``ir`` or ``facts``."""
    from paylint.analysis import run_engine
    from paylint.ir.dump import dump as dump_ir
    from paylint.models.loading import load_catalog
    from paylint.surroundings import look_around

    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = all_read(settings, catalog)
    if stage == "ir":
        modules = (source.module(source.layout.places[path]) for path in source.index.paths)
        return "\n".join(dump_ir(module.node) for module in modules if module is not None)
    if stage == "facts":
        return look_around(source, *run_engine(source, catalog, ignore), catalog, is_test).dump()
    candidates = set(candidate_files(source.index, catalog.vocabulary))
    lines = []
    for path in source.index.paths:
        words = sorted(source.index.groups(path))
        lines.append("  ".join((path, *words, *(["candidate"] if path in candidates else []))))
    return "\n".join(lines)
