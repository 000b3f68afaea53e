"""From files to what the rules find: read, propagate, link, look around, judge.

Propagation asks for modules as it reaches them; `Source.module` parses and lowers what is missing, and only that table grows.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from paylint.cache.answers import Judged
from paylint.cache.lowered import LoweredCache
from paylint.cache.outlines import Asked, Part
from paylint.candidates import (
    candidate_files,
    is_test,
    naming_files,
    needles,
    provider_files,
    route_files,
    setting_policies,
    sightings,
    telling_text,
)
from paylint.dataflow.asking import Asking
from paylint.dataflow.engine import Engine
from paylint.dataflow.propagate import Start, flow_order, propagate
from paylint.facts import Flow, Program, ProviderUse
from paylint.finding import Coverage, Problem
from paylint.frontend.discovery import Discovery
from paylint.frontend.lowered import Lowered, lower_file
from paylint.frontend.prefilter import prefilter
from paylint.frontend.suppression import Comment, suppressions
from paylint.graph.layout import Layout, lay_out
from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.ir import nodes as ir
from paylint.judge import judge
from paylint.location import Location, Path
from paylint.models.catalog import Catalog
from paylint.models.places import Places, scripts
from paylint.models.vocabulary import Lens, Vocabulary, telling_together, words_in
from paylint.progress import Clock, Progress, ignore
from paylint.rule import Rule
from paylint.site.evidence import browser_uses, server_uses
from paylint.site.guards import page_scripts, policies
from paylint.site.linking import Ask, link
from paylint.site.names import asked_templates, form_names, page_names
from paylint.site.propagation import propagate_scripts
from paylint.site.reading import read_site
from paylint.source import Source
from paylint.surroundings import look_around

BUDGET_SPENT = "PAY904"
INTERNAL_ERROR = "PAY901"

RECURSION = 8_000


def read(found: Discovery, catalog: Catalog, clock: Clock, lowered: LoweredCache | None = None) -> Source:
    """Read and prefilter what was discovered."""
    index = prefilter(tuple(file for file in found.files if file.language == "python"), needles(catalog))
    layout = lay_out(path for path in index.paths)
    clock.lap("prefilter")
    return Source(found, index, layout, lowered or LoweredCache())


def analyse(
    source: Source, catalog: Catalog, progress: Progress, clock: Clock, *, jobs: int = 1, whole: bool = False
) -> Program:
    """Pages, propagation, and the two linked; with ``whole``, every route and every place that names a provider, too."""
    source.site = read_site(source.discovery.files, catalog)
    source.problems.extend(source.site.problems)
    clock.lap("read pages")
    engine, program = run_engine(source, catalog, progress, jobs=jobs, whole=whole)
    clock.lap("propagate")
    read_asked(source, catalog, program)
    program = linked(source, catalog, program, clock, Asking(engine), whole=whole)
    program = look_around(source, engine, program, catalog, is_test)
    clock.lap("look around")
    return program


def read_asked(source: Source, catalog: Catalog, program: Program) -> None:
    """Read the pages, too, that only the server's code tells apart: those that are given a form for labelled data."""
    templates, words = asked_templates(program), form_names(program)
    if not templates and not words:
        return
    site = read_site(source.discovery.files, catalog, sorted(templates), sorted(words), source.site)
    source.problems.extend(problem for problem in site.problems if problem not in source.site.problems)
    source.site = site


def linked(source: Source, catalog: Catalog, program: Program, clock: Clock, ask: Ask, *, whole: bool) -> Program:
    """The program with what its pages, their scripts and the names of providers say."""
    site, places = source.site, Places(catalog)
    telling = [script.module for script in site.scripts if tells(script.module, catalog.vocabulary)]
    if telling:
        with deep_recursion():
            program = replace(program, in_browser=propagate_scripts(telling, catalog, snippet)[1].flows)
        clock.lap("propagate scripts")
    seen: set[ProviderUse] = set()
    if site.pages or site.scripts or program.drawings:
        seen.update(browser_uses(site, places, scripts(catalog.providers)))
        program = link(program, site, places, source.line, in_order(seen), ask)
        program = replace(
            program,
            scripts=tuple(page_scripts(site, places)),
            policies=tuple(policies(site, setting_policies(source.index))),
        )
    if whole:
        seen.update(uses_in(provider_files(source.index, catalog.providers), source, places))
    else:
        seen.update(asked_uses(source, catalog, program, places))
    clock.lap("link")
    return replace(program, provider_uses=in_order(seen))


def in_order(uses: Iterable[ProviderUse]) -> tuple[ProviderUse, ...]:
    """Uses of providers by place, the same for equal trees."""
    return tuple(sorted(uses, key=lambda s: (s.location, s.kind, s.provider, s.way, s.text)))


def uses_in(paths: Iterable[Path], source: Source, places: Places) -> Iterator[ProviderUse]:
    """Where the Python files name providers."""
    modules = filter(None, (_searched(source, path) for path in paths))
    return server_uses(modules, places, own_package(source.layout), source.line)


def _searched(source: Source, path: Path) -> ModuleInfo | None:
    source.search(path)
    return source.module(source.layout.places[path])


def asked_uses(source: Source, catalog: Catalog, program: Program, places: Places) -> Iterator[ProviderUse]:
    """Where providers are named in the files in which something was sighted that makes rules ask, or one place anywhere."""
    asking = {row.see: row.asking for row in catalog.patterns if row.asking}
    sighted = {s.location.path: asking[s.what] for s in program.sightings if s.what in asking}
    if sighted:
        named = [
            path
            for path in provider_files(source.index, catalog.providers)
            if path in sighted or "anywhere" in sighted.values()
        ]
        yield from uses_in((path for path in named if path in sighted), source, places)
        yield from islice(uses_in((path for path in named if path not in sighted), source, places), 1)


def tells(script: ir.Module, vocabulary: Vocabulary) -> bool:
    """Whether the words of a script can make a source."""
    return telling_together(words_in("\n".join(script.lines)), vocabulary)


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


def judge_all(rules: tuple[Rule, ...], catalog: Catalog, source: Source, program: Program, clock: Clock) -> Judged:
    """What the rules find, and all that acceptance and report need to know of the run."""
    findings, failures = judge(program, rules, catalog.kinds)
    clock.lap("judge")
    problems = tuple(
        sorted({*source.problems, *source.unreadable(), *failures}, key=lambda p: (p.location, p.code, p.message))
    )
    coverage = Coverage(
        files=len(source.index.paths),
        lines=source.index.lines,
        analysed=source.analysed,
        functions=program.coverage.functions,
        calls=program.coverage.calls,
        unresolved=program.coverage.unresolved,
        skipped=tuple(sorted({*source.discovery.skipped, *source.site.skipped}, key=lambda s: (s.path, s.reason))),
    )
    return Judged(findings, comments(source), problems, coverage)


def wanted(source: Source) -> tuple[Asked, dict[Path, Part]]:
    """What the run wanted to know of files short of reading all of them, and of which of them it wanted more than of others."""
    lowered = (source.index.content(path) for path in source.lowered)
    known = frozenset[str]().union(*(words_in(content.decode("utf-8", "replace")) for content in lowered))
    asked, read = source.questions, source.read_in_part()
    shared: dict[frozenset[str], frozenset[str]] = {}
    parts = {}
    for path in {*read, *asked.defined}:
        words = frozenset(asked.of.get(path, ()))
        defined = tuple(sorted(asked.defined.get(path, ())))
        parts[path] = Part(read.get(path), shared.setdefault(words, words), defined)
    return Asked(source.index.asked, source.site.words, frozenset(asked.everywhere), known), parts


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
    engine.questions = source.questions
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
    engine.questions = source.questions
    start = Start(candidates, source.holding, source.line, is_test)
    return propagate(engine, start, partial(ignore, "propagate")).flows


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
