"""The straight line, in one screen: discover, prefilter, parse, lower, link, propagate, judge.

The only place that knows all stages. Propagation asks for modules as it reaches them; `Source.module` parses and lowers
what is missing, and only that table grows.
"""

from __future__ import annotations

import gc
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from multiprocessing import get_context

from paylint import __version__, housekeeping
from paylint.acceptance import Accepted, accept, fails, refuse_unfit
from paylint.config.selection import chosen
from paylint.config.settings import Settings
from paylint.dataflow.engine import Engine
from paylint.dataflow.propagate import Start, flow_order, propagate, telling_together
from paylint.facts import Flow, Program, ProviderUse, Sighting
from paylint.finding import Coverage, Problem, Report, RuleInfo
from paylint.frontend.discovery import Discovery, DiscoveryOptions, SourceFile, discover
from paylint.frontend.lowering import Lowered, lower_file, lower_packed, unpacked
from paylint.frontend.parser import Unparsed
from paylint.frontend.prefilter import Index, prefilter, read_file
from paylint.frontend.sightings import sight
from paylint.frontend.suppression import Comment, suppressions
from paylint.graph.layout import Layout, ModulePlace, lay_out
from paylint.graph.symbols import FunctionInfo, ModuleInfo, index_module
from paylint.inventory.document import Document
from paylint.inventory.document import document as text_document
from paylint.inventory.statements import NEEDLES
from paylint.ir import nodes as ir
from paylint.ir.dump import dump as dump_ir
from paylint.judge import judge
from paylint.location import Location, Path
from paylint.masking import mask_card_numbers
from paylint.models.catalog import Catalog, load_catalog
from paylint.models.places import Places, named_like, scripts
from paylint.models.schema import Provider
from paylint.models.vocabulary import Lens, Vocabulary
from paylint.packs import Pack, assessor, load_packs, rules_of
from paylint.rule import Rule
from paylint.rule_page import document
from paylint.scope import Extent, Scope
from paylint.site.evidence import browser_uses, server_uses
from paylint.site.guards import POLICY, page_scripts, policies
from paylint.site.linking import link
from paylint.site.names import page_names
from paylint.site.propagation import propagate_scripts
from paylint.site.reading import NO_SITE, read_site
from paylint.surroundings import STATEMENTS, look_around

NOT_ANALYSED = "PAY902"
PARTLY_ANALYSED = "PAY903"
BUDGET_SPENT = "PAY904"
INTERNAL_ERROR = "PAY901"

RECURSION = 8_000
MOST_NAMING = 30
"""A template's or route's name that stands in more files than this is an everyday word."""
WORTH_A_POOL = 4_000_000
"""So many bytes of source are worth a pool: each process takes some 80 MiB for the tree of a large file (measured: with two on
2 MB of source, 1 s of 8 is saved, and 120 MiB are added to 190)."""
START = "fork" if sys.platform == "linux" else "spawn"

Progress = Callable[[str, int, int], None]
NO_BUFFERS: Mapping[Path, bytes] = {}


def ignore(stage: str, done: int, total: int) -> None:
    """A listener that does not care."""


def check(
    settings: Settings,
    progress: Progress = ignore,
    today: date | None = None,
    buffers: Mapping[Path, bytes] = NO_BUFFERS,
) -> Report:
    """Run the whole line over the paths of the settings. ``today``, if given, decides which suppressions are over.

    ``buffers`` are contents that count in place of what is on disk.

    Raises:
        UsageError: a path, a rule pack or a selection is wrong.
    """
    clock = Clock()
    packs = load_packs(settings.packs)
    catalog = load_catalog(packs, settings.models)
    clock.lap("load rules and models")
    source = read(settings, catalog, progress, clock, buffers)
    program = analyse(source, catalog, progress, clock, jobs=settings.jobs)
    return judged(settings, packs, catalog, source, program, clock, today)


def scope(settings: Settings, progress: Progress = ignore, today: date | None = None) -> tuple[Report, Scope]:
    """Run the whole line, with all routes and all places that name a provider, and say what it does to the scope.

    Raises:
        UsageError: a path, a rule pack or a selection is wrong, or no pack can assess a scope.
    """
    clock = Clock()
    packs = load_packs(settings.packs)
    assess = assessor(packs)
    catalog = load_catalog(packs, settings.models)
    clock.lap("load rules and models")
    source = read(settings, catalog, progress, clock)
    program = analyse(source, catalog, progress, clock, jobs=settings.jobs, whole=True)
    shown = judged(settings, packs, catalog, source, program, clock, today)
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
    clock.lap("assess")
    return shown, replace(made, version=__version__, root=settings.root)


def judged(
    settings: Settings,
    packs: tuple[Pack, ...],
    catalog: Catalog,
    source: Source,
    program: Program,
    clock: Clock,
    today: date | None,
) -> Report:
    """The findings of the chosen rules, and the report that holds them."""
    rules = rules_of(packs)
    known = (*((rule.code, rule.name) for rule in rules), *((rule.code, rule.name) for rule in housekeeping.RULES))
    codes = chosen(known, settings.select, settings.ignore)
    refuse_unfit(settings, known)
    rules = tuple(rule for rule in rules if rule.code in codes)
    findings, failures = judge(program, rules, catalog.kinds)
    clock.lap("judge")
    ran = tuple(map(described, rules)) + tuple(rule for rule in housekeeping.RULES if rule.code in codes)
    accepted = accept(settings, findings, comments(source), known, codes, today or date.today())  # noqa: DTZ011 - the day where the user is
    return report(settings, source, program, ran, accepted, failures, clock)


def analyse(
    source: Source, catalog: Catalog, progress: Progress, clock: Clock, *, jobs: int = 1, whole: bool = False
) -> Program:
    """Pages, propagation, and the two linked; with ``whole``, every route and every place that names a provider, too."""
    source.site = read_site(source.discovery.files, catalog)
    source.problems.extend(source.site.problems)
    clock.lap("read pages")
    engine, program = run_engine(source, catalog, progress, jobs=jobs, whole=whole)
    clock.lap("propagate")
    program = linked(source, catalog, program, clock, whole=whole)
    program = look_around(source, engine, program, catalog, is_test)
    clock.lap("look around")
    return program


def linked(source: Source, catalog: Catalog, program: Program, clock: Clock, *, whole: bool) -> Program:
    """The program with what its pages, their scripts and the names of providers say."""
    site, places = source.site, Places(catalog)
    telling = [script.module for script in site.scripts if tells(script.module, catalog.vocabulary)]
    if telling:
        with deep_recursion():
            program = replace(program, in_browser=propagate_scripts(telling, catalog, snippet)[1].flows)
        clock.lap("propagate scripts")
    seen: set[ProviderUse] = set()
    if site.pages or site.scripts:
        program = link(program, site, places, source.line)
        seen.update(browser_uses(site, places, scripts(catalog.providers)))
        program = replace(
            program,
            scripts=tuple(page_scripts(site, places)),
            policies=tuple(policies(site, setting_policies(source.index))),
        )
    if whole:
        named = provider_files(source.index, catalog.providers)
        modules = filter(None, (source.module(source.layout.places[path]) for path in named))
        seen.update(server_uses(modules, places, own_package(source.layout), source.line))
    found = sorted(seen, key=lambda s: (s.location, s.kind, s.provider, s.way, s.text))
    clock.lap("link")
    return replace(program, provider_uses=tuple(found))


def setting_policies(index: Index) -> tuple[Path, ...]:
    """The files whose code sets a content security policy, by its header's name or by a library that does."""
    names = (POLICY, "CSPMiddleware", "flask_talisman", "CSP_SCRIPT_SRC", "CONTENT_SECURITY_POLICY")
    return tuple(sorted({path for name in names for path in index.holding(name) if not is_test(path)}))


def tells(script: ir.Module, vocabulary: Vocabulary) -> bool:
    """Whether the words of a script can make a source."""
    return telling_together({word for line in script.lines for word in WORD.findall(line)}, vocabulary)


def provider_files(index: Index, providers: Mapping[str, Provider]) -> Iterator[Path]:
    """The files that name a provider, in their text or in their own name, tests apart."""
    names = named_like(providers)
    for path in index.paths:
        folders = (re.sub(r"[^a-z0-9]", "", part) for part in path.lower().removesuffix(".py").split("/"))
        named = any(folder.startswith(name) or folder.endswith(name) for folder in folders for name in names)
        if (named or "provider" in index.groups(path)) and not is_test(path):
            yield path


def own_package(layout: Layout) -> Callable[[str], bool]:
    """Whether a top-level name is a package of the files themselves."""
    names = frozenset(place.name.partition(".")[0] for place in layout.places.values())
    return names.__contains__


def comments(source: Source) -> dict[Path, tuple[Comment, ...]]:
    """The suppressing comments of all files of the run."""
    found = {}
    for file in source.discovery.files:
        told = suppressions(file.path, file.language, source.content(file))
        if told:
            found[file.path] = told
    return found


class Clock:
    """Wall times by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: list[tuple[str, float]] = []

    def lap(self, stage: str) -> None:
        """End a stage."""
        now = time.perf_counter()
        self.laps.append((stage, now - self._last))
        self._last = now


class Source:
    """The files of a run and what has been parsed of them so far."""

    def __init__(self, discovery: Discovery, index: Index, layout: Layout) -> None:
        self.discovery = discovery
        self.index = index
        self.layout = layout
        self.problems: list[Problem] = list(index.problems)
        self.site = NO_SITE
        self.analysed = 0
        self._modules: dict[Path, ModuleInfo | None] = {}
        self._glanced: dict[Path, ModuleInfo | None] = {}

    def module(self, place: ModulePlace) -> ModuleInfo | None:
        """A file's module, parsed and lowered when first asked for; ``None`` where it cannot be."""
        if place.path not in self._modules:
            self._modules[place.path] = self._lowered(place)
        return self._modules[place.path]

    def glance(self, path: Path) -> ModuleInfo | None:
        """A file's module, lowered for a look that is no analysis; ``None`` where it cannot be."""
        if path in self._modules:
            return self._modules[path]
        if path not in self._glanced:
            place = self.layout.places[path]
            lowered = lower_file(path, self.index.content(path), place.name, place.package)
            self._glanced[path] = index_module(lowered.module) if isinstance(lowered, Lowered) else None
        return self._glanced[path]

    def documents(self, files: Iterable[SourceFile]) -> Iterator[Document]:
        """The texts of files beside the code; one that cannot be read becomes a problem."""
        for file in files:
            content = read_file(file)
            if isinstance(content, Problem):
                self.problems.append(content)
            else:
                yield text_document(file.path, file.language, content)

    def prefetch(self, paths: Sequence[Path], jobs: int) -> None:
        """Parse and lower files that will be asked for, on several processes where that pays."""
        places = [self.layout.places[path] for path in paths if path not in self._modules]
        if jobs < 2 or sum(len(self.index.content(place.path)) for place in places) < WORTH_A_POOL:
            return
        contents = [self.index.content(place.path) for place in places]
        with ProcessPoolExecutor(min(jobs, len(places)), mp_context=get_context(START)) as pool:
            rows = [(p.path, content, p.name, p.package) for p, content in zip(places, contents, strict=True)]
            for place, packed in zip(places, pool.map(_lower_row, rows, chunksize=1), strict=True):
                self._modules[place.path] = self._kept(place, unpacked(packed))

    def _lowered(self, place: ModulePlace) -> ModuleInfo | None:
        return self._kept(place, lower_file(place.path, self.index.content(place.path), place.name, place.package))

    def _kept(self, place: ModulePlace, lowered: Lowered | Unparsed) -> ModuleInfo | None:
        if not isinstance(lowered, Lowered):
            self.problems.append(Problem(NOT_ANALYSED, lowered.location, lowered.message))
            return None
        if lowered.partial:
            said = "; ".join(lowered.partial)
            self.problems.append(Problem(PARTLY_ANALYSED, Location(place.path, 1), f"Partly analysed: {said}."))
        self.analysed += 1
        return index_module(lowered.module)

    def line(self, path: Path, number: int) -> str:
        """A line of source, stripped and with card numbers masked; empty where there is none."""
        module = self._modules.get(path) or self._glanced.get(path)
        if module is None:
            return self.site.line(path, number)
        if not 0 < number <= len(module.node.lines):
            return ""
        return mask_card_numbers(module.node.lines[number - 1].strip()[:200])

    def defines(self, path: str, name: str) -> bool:
        """Whether a file's text has a function or class of that name at its top level."""
        pattern = rb"^(?:async\s+)?(?:def|class)\s+" + re.escape(name.encode()) + rb"\b"
        return re.search(pattern, self.index.content(Path(path)), re.MULTILINE) is not None

    def content(self, file: SourceFile) -> bytes:
        """A file's bytes, of any language; empty where it cannot be read."""
        if file.content is not None:
            return file.content
        try:
            return self.index.content(file.path)
        except KeyError:
            pass
        try:
            with open(file.absolute, "rb") as stream:
                return stream.read()
        except OSError:
            return b""

    def holding(self, word: str) -> tuple[Path, ...]:
        """The files that hold an identifier."""
        return self.index.holding(word)


def _lower_row(row: tuple[Path, bytes, str, bool]) -> bytes:
    return lower_packed(*row)


def read(
    settings: Settings, catalog: Catalog, progress: Progress, clock: Clock, buffers: Mapping[Path, bytes] = NO_BUFFERS
) -> Source:
    """Discover and prefilter."""
    progress("discover", 0, 0)
    options = DiscoveryOptions(settings.exclude, settings.exclude_tests, settings.respect_gitignore, settings.max_bytes)
    found = discover(settings.paths, options, settings.root)
    if buffers:
        files = tuple(replace(file, content=buffers.get(file.path)) for file in found.files)
        found = replace(found, files=files)
    clock.lap("discover")
    files = tuple(file for file in found.files if file.language == "python")
    index = prefilter(files, {**catalog.needles(), STATEMENTS: NEEDLES})
    layout = lay_out(path for path in index.paths)
    clock.lap("prefilter")
    return Source(found, index, layout)


def run_engine(
    source: Source,
    catalog: Catalog,
    progress: Progress,
    *,
    everything: bool = False,
    jobs: int = 1,
    whole: bool = False,
) -> tuple[Engine, Program]:
    """Propagate from the candidate files, or from all of them.

    Files that register routes are read as well where pages with fields lead to them, and with ``whole``.
    """
    stdlib = frozenset(sys.stdlib_module_names) | PYTHON2
    engine = Engine(catalog, source.layout, source.module, snippet, stdlib, source.defines)
    engine.everything = everything
    words = page_names(source.site)
    chosen_files = {*candidate_files(source.index, catalog.vocabulary), *naming_files(source.index, words)}
    if whole or words:
        chosen_files.update(route_files(source.index, catalog))
    candidates = source.index.paths if everything else tuple(sorted(chosen_files))
    source.prefetch(candidates, jobs)
    start = Start(candidates, source.holding, source.line, is_test, words)
    with deep_recursion():
        program = propagate(engine, start, lambda done, total: progress("propagate", done, total))
        if not everything:
            seen = sightings(source, catalog)
            found = {word for sighting in seen for word in (sighting.what, sighting.kind)}
            worth = [
                lens
                for lens in catalog.lenses
                if lens.channels and (program.arrivals or program.flows or found & lens.worth)
            ]
            more = [look(source, catalog.through(lens), lens, stdlib) for lens in worth]
            flows = tuple(sorted((*program.flows, *chain.from_iterable(more)), key=flow_order))
            program = replace(program, flows=flows, sightings=seen)
    source.problems.extend(exhausted(info) for info in engine.results.exhausted)
    source.problems.extend(failed(info, error) for info, error in engine.results.failures)
    return engine, program


def look(source: Source, catalog: Catalog, lens: Lens, stdlib: frozenset[str]) -> tuple[Flow, ...]:
    """The flows that are seen through a lens; costs nothing where no file holds what it begins with."""
    held = [path for path in source.index.paths if f"lens {lens.id}" in source.index.groups(path) and not is_test(path)]
    candidates = tuple(path for path in held if telling_text(source.index.content(path), lens))
    if not candidates:
        return ()
    engine = Engine(catalog, source.layout, source.module, snippet, stdlib, source.defines)
    start = Start(candidates, source.holding, source.line, is_test)
    return propagate(engine, start, partial(ignore, "propagate")).flows


def telling_text(content: bytes, lens: Lens) -> bool:
    """Whether a file holds a name or a quoted text that a lens begins with."""
    text = content.decode("utf-8", "replace")
    if any(re.search(rf"\b{re.escape(name)}\(", text) for name in lens.names):
        return True
    for quoted in QUOTED.finditer(text):
        if any(pattern.search(quoted.group()) for pattern in lens.texts):
            before = CALLED.search(text, max(0, quoted.start() - 80), quoted.start())
            if before is None or before[1] not in lens.shown:
                return True
    return False


def sightings(source: Source, catalog: Catalog) -> tuple[Sighting, ...]:
    """What the texts of files show by themselves, sorted by place: Python that was read, pages and scripts beside it."""
    languages = {file.path: file.language for file in source.discovery.files}
    others = tuple(file for file in source.discovery.files if file.language != "python")
    indexes = (source.index, prefilter(others, catalog.pattern_needles()))
    found: list[Sighting] = []
    for later in (False, True):
        seen = {word for sighting in found for word in (sighting.what, sighting.kind)}
        rows = [row for row in catalog.patterns if bool(row.after) is later and (not later or row.after in seen)]
        for index in indexes if rows else ():
            for path in index.paths:
                held = index.groups(path)
                mine = [row for row in rows if row.group in held] if held else []
                found += sight(path, index.content(path), languages[path], catalog, mine) if mine else ()
    return tuple(sorted(found, key=lambda sighting: (sighting.location, sighting.what, sighting.name)))


CALLED = re.compile(r"(\w+)\(\s*[fFrRuU]?$")
QUOTED = re.compile(r"""(?s)('''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|"[^"\n]*")""")
WORD = re.compile(r"[^\W\d](?:\w|-(?=\w))*")


def candidate_files(index: Index, vocabulary: Vocabulary) -> Iterator[Path]:
    """The files in which a word means data that matters, alone or beside a word that gives a weak one its context."""
    for path in index.paths:
        if "source" in index.groups(path) and not is_test(path):
            words = set(WORD.findall(index.content(path).decode("utf-8", "replace")))
            if telling_together(words, vocabulary):
                yield path


def naming_files(index: Index, names: Iterable[str]) -> Iterator[Path]:
    """The files that hold one of these names of templates and routes, unless it stands in too many to mean anything."""
    for name in sorted(names):
        found = [path for path in index.holding(name) if not is_test(path)]
        if len(found) <= MOST_NAMING:
            yield from found


def route_files(index: Index, catalog: Catalog) -> frozenset[Path]:
    """The files that may register a route, tests apart."""
    needles = {"route": catalog.route_needles()}
    return index.rescan([path for path in index.paths if not is_test(path)], needles)


PYTHON2 = frozenset(
    [
        "httplib",
        "urllib2",
        "urlparse",
        "StringIO",
        "cStringIO",
        "cPickle",
        "ConfigParser",
        "Queue",
        "xmlrpclib",
        "commands",
        "md5",
        "sha",
        "HTMLParser",
        "Cookie",
        "cookielib",
        "SocketServer",
        "BaseHTTPServer",
        "thread",
        "__builtin__",
    ]
)


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Room for deep call chains, and no pauses to look for garbage cycles, which this data hardly has."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION))
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        sys.setrecursionlimit(limit)


def snippet(code: str) -> ir.Function:
    """A model row's equivalent code as a function of ``self``, ``cls``, ``args`` and ``kwargs``.

    Raises:
        ValueError: the code is not Python.
    """
    body = "\n".join(f"    {line}" for line in code.strip().splitlines())
    text = f"def like(self, cls, args, kwargs):\n{body}\n"
    lowered = lower_file(Path("model.py"), text.encode(), "model", package=False)
    function = lowered.module.body[0] if isinstance(lowered, Lowered) else None
    if not isinstance(function, ir.Function):
        raise ValueError(code)  # noqa: TRY004 - the text is wrong, not its type
    return function


def is_test(path: Path) -> bool:
    """Whether a file belongs to the tests, by the usual names."""
    folder, _, file = path.rpartition("/")
    if (
        file.startswith("test_")
        or file.endswith(("_test.py", "_tests.py"))
        or file in ("conftest.py", "tests.py", "test.py")
    ):
        return True
    return any(part in ("tests", "test", "testing", "testsuite", "unittests") for part in folder.split("/"))


def exhausted(info: FunctionInfo | ModuleInfo) -> Problem:
    """What to say of an entry point whose budget ran out."""
    if isinstance(info, FunctionInfo):
        return Problem(
            BUDGET_SPENT, info.location, f"The analysis of {info.qualname} was cut short: it is too involved."
        )
    return Problem(
        BUDGET_SPENT, Location(info.node.path, 1), f"The analysis of {info.name} was cut short: it is too involved."
    )


def failed(info: FunctionInfo | ModuleInfo, error: Exception) -> Problem:
    """What to say of code in which our own code failed."""
    at = info.location if isinstance(info, FunctionInfo) else Location(info.node.path, 1)
    name = info.qualname if isinstance(info, FunctionInfo) else info.name
    if os.environ.get("PAYLINT_TRACEBACK"):
        raise error
    return Problem(
        INTERNAL_ERROR,
        at,
        f"Internal error while analysing {name}: {type(error).__name__}: {error}; the rest was checked, please report it.",
        fatal=True,
    )


def report(
    settings: Settings,
    source: Source,
    program: Program,
    rules: tuple[RuleInfo, ...],
    accepted: Accepted,
    failures: tuple[Problem, ...],
    clock: Clock,
) -> Report:
    """Everything that the run has to say, and the exit code."""
    problems = tuple(sorted({*source.problems, *failures}, key=lambda p: (p.location, p.code, p.message)))
    coverage = Coverage(
        files=len(source.index.paths),
        lines=source.index.lines,
        analysed=source.analysed,
        functions=program.coverage.functions,
        calls=program.coverage.calls,
        unresolved=program.coverage.unresolved,
        skipped=tuple(sorted({*source.discovery.skipped, *source.site.skipped}, key=lambda s: (s.path, s.reason))),
    )
    unread = settings.fail_on_unanalysed and any(p.code in (NOT_ANALYSED, PARTLY_ANALYSED) for p in problems)
    code = 3 if any(p.fatal for p in problems) else 1 if fails(settings, accepted.findings) or unread else 0
    return Report(
        __version__,
        settings.root,
        accepted.findings,
        problems,
        coverage,
        rules,
        code,
        tuple(clock.laps),
        accepted.suppressed,
        accepted.fixed,
    )


def described(rule: Rule) -> RuleInfo:
    """A rule's metadata for reporters."""
    return RuleInfo(
        rule.code,
        rule.name,
        rule.summary,
        rule.severity,
        rule.requirements,
        rule.guideline,
        rule.remedy,
        document(rule),
    )


def rules(settings: Settings) -> tuple[RuleInfo, ...]:
    """All rules of the packs that the settings name, and those about suppressions."""
    return tuple(described(rule) for rule in rules_of(load_packs(settings.packs))) + housekeeping.RULES


def call_graph(settings: Settings) -> dict[str, list[str]]:
    """Who calls whom in the given files, by qualified name; every function is an entry point."""
    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = read(settings, catalog, ignore, Clock())
    engine, _ = run_engine(source, catalog, ignore, everything=True)
    for module in filter(None, engine.modules.values()):
        for name in (module.name, *(function.qualname for function in module.functions)):
            engine.calls.note(name)
    return engine.calls.adjacency()


def taint_at(settings: Settings, path: str, line: int) -> list[str]:
    """What is known at a line: each label that passes it, with where it begins and where it ends."""
    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = read(settings, catalog, ignore, Clock())
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
    catalog = load_catalog(load_packs(settings.packs), settings.models)
    source = read(settings, catalog, ignore, Clock())
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
