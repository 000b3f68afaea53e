"""What changes nothing of a program changes nothing of what is found in it: same data, same rule, same line."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from paylint import pipeline, source
from paylint.config.settings import defaults
from paylint.finding import Report
from paylint.models.loading import load_catalog
from paylint.models.vocabulary import Vocabulary
from paylint.packs import load_packs
from paylint.testing import expectations, mismatches
from tests.properties import rewriting
from tests.properties.rewriting import MAIN, Files
from tests.properties.strategies import PROGRAMS, names, places, programs

FIXTURES = Path(__file__).parent.parent / "linter" / "dataflow" / "fixtures"
few = settings(max_examples=20, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def vocabulary() -> Vocabulary:
    return load_catalog(load_packs(()), ()).vocabulary


def run(files: Files, codes: Collection[str]) -> Report:
    with tempfile.TemporaryDirectory(prefix="paylint-") as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return pipeline.check(replace(defaults(folder), select=tuple(sorted(codes))))


def codes_of(source: str) -> set[str]:
    return {item.code for item in expectations(source)}


def data(report: Report) -> Counter[tuple[str, tuple[str, ...], str]]:
    return Counter((finding.code, finding.elements, finding.subject) for finding in report.findings)


@cache
def before(source: str) -> Counter[tuple[str, tuple[str, ...], str]]:
    return data(run({MAIN: source}, codes_of(source)))


def assert_same(source: str, files: Files) -> None:
    """Every expectation still holds, wherever its line has gone, and the findings are of the same data."""
    report = run(files, codes_of(source))
    shown = "\n".join(f"--- {name}\n{text}" for name, text in files.items())
    expected = [item for name, text in files.items() for item in expectations(text, name)]

    assert not mismatches(expected, report.findings), shown
    assert data(report) == before(source), shown


@few
@given(programs(), st.data())
def test_renaming_a_local_that_says_nothing(source: str, choices: st.DataObject) -> None:
    words = vocabulary()

    def kept(name: str) -> bool:
        return words.meaning(name) is not None or words.gives_context(name) or words.harmless(name)

    changed = rewriting.renamed(source, names(choices), kept)
    assume(changed is not None)

    assert_same(source, {MAIN: str(changed)})


@few
@given(programs(), st.data())
def test_adding_comments_and_blank_lines(source: str, choices: st.DataObject) -> None:
    assert_same(source, {MAIN: rewriting.commented(source, places(choices))})


@few
@given(programs(), st.data())
def test_putting_an_argument_into_a_variable_first(source: str, choices: st.DataObject) -> None:
    changed = rewriting.split(source, names(choices))
    assume(changed is not None)

    assert_same(source, {MAIN: str(changed)})


@few
@given(programs(), st.data())
def test_making_a_statement_a_function_of_its_own(source: str, choices: st.DataObject) -> None:
    changed = rewriting.extracted(source, names(choices))
    assume(changed is not None)

    assert_same(source, {MAIN: str(changed)})


@few
@given(programs(), st.data())
def test_moving_a_function_to_a_module_of_its_own(source: str, choices: st.DataObject) -> None:
    changed = rewriting.moved(source, names(choices))
    assume(changed is not None)

    assert_same(source, changed or {})


@few
@given(programs(), st.data())
def test_annotating_parameters_with_what_says_nothing(source: str, choices: st.DataObject) -> None:
    changed = rewriting.annotated(source, names(choices))
    assume(changed is not None)

    assert_same(source, {MAIN: str(changed)})


@few
@given(programs(), st.sampled_from(["catalogue.py", "weather.py", "a.py", "zz.py"]))
def test_adding_a_file_that_has_nothing_to_do_with_it(source: str, name: str) -> None:
    unrelated = 'def forecast(town, days=3):\n    return [f"{town}: sunny"] * days\n'

    assert_same(source, {MAIN: source, name: unrelated})


def test_there_are_enough_programs_to_rewrite() -> None:
    assert len(PROGRAMS) > 80


def language() -> list[str]:
    return sorted(str(path) for path in (FIXTURES / "language").glob("*.py"))


def output(*paths: str, jobs: int = 1) -> list[object]:
    report = pipeline.check(replace(defaults(*paths, root=str(FIXTURES)), jobs=jobs))
    return [report.findings, report.problems, report.coverage]


def test_the_number_of_jobs_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "WORTH_A_POOL", 0)
    paths = language()[:12]

    assert repr(output(*paths, jobs=2)) == repr(output(*paths))


@settings(max_examples=3, derandomize=True, deadline=None)
@given(st.permutations(language()[:12]))
def test_the_order_of_the_files_does_not_matter(paths: list[str]) -> None:
    assert repr(output(*paths)) == repr(output(*sorted(paths)))
