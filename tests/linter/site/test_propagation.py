"""Each script or folder of ``scripts/`` is a program whose comments say which data leaves the page in which line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paylint.analysis import deep_recursion, snippet
from paylint.facts import Program
from paylint.frontend.lowered import Lowered
from paylint.frontend.script import lower_script, script_language
from paylint.frontend.script_names import script_name
from paylint.location import Path as SourcePath
from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.packs import load_packs
from paylint.site.propagation import propagate_scripts

SCRIPTS = Path(__file__).parent / "scripts"
EXPECTED = re.compile(r"// expect: (.*)")

Leak = tuple[str, int, str]


@cache
def catalog() -> Catalog:
    return load_catalog(load_packs(()))


def run(files: dict[str, bytes]) -> Program:
    modules = []
    for name, content in files.items():
        path = SourcePath(name)
        lowered = lower_script(path, content, script_name(path), language=script_language(path))
        assert isinstance(lowered, Lowered)
        modules.append(lowered.module)
    with deep_recursion():
        engine, program = propagate_scripts(modules, catalog(), snippet)
    assert engine.results.failures == []
    return program


def leaks(program: Program) -> set[Leak]:
    return {
        (flow.sink.location.path, flow.sink.location.line, f"{flow.origin.kind} {flow.sink.channel}")
        for flow in program.flows
    }


def expected(files: dict[str, bytes]) -> set[Leak]:
    return {
        (name, number, what.strip())
        for name, content in files.items()
        for number, line in enumerate(content.decode().splitlines(), 1)
        if (match := EXPECTED.search(line))
        for what in match[1].split(",")
    }


def program_files(program: Path) -> dict[str, bytes]:
    if program.is_file():
        return {program.name: program.read_bytes()}
    return {path.relative_to(program).as_posix(): path.read_bytes() for path in sorted(program.rglob("*.*"))}


@pytest.mark.parametrize("program", sorted(SCRIPTS.iterdir()), ids=lambda path: path.name)
def test_the_script_leaks_what_its_comments_expect(program: Path) -> None:
    files = program_files(program)

    assert leaks(run(files)) == expected(files)


def test_a_flow_knows_its_address_and_the_provider_that_receives_it() -> None:
    program = run(
        {
            "a.js": b"const n = document.getElementById('card-number').value;\n"
            b"const request = new XMLHttpRequest();\nrequest.open('POST', 'https://api.example.com/pay');\nrequest.send(n);\n"
            b"Omise.createToken('card', {number: n}, () => {});\n"
        }
    )

    assert [(flow.sink.channel, flow.sink.host, flow.sink.provider) for flow in program.flows] == [
        ("browser-post", "https://api.example.com/pay", ""),
        ("browser-psp", "", "omise"),
    ]
    assert {flow.origin.source for flow in program.flows} == {"page"}


def test_an_address_may_stand_in_an_object() -> None:
    program = run({"a.js": b"const n = $('#cvv').val();\n$.ajax({url: 'https://a.example/pay', data: n});\n"})

    assert [flow.sink.host for flow in program.flows] == ["https://a.example/pay"]


def test_a_client_made_with_a_base_address_goes_there() -> None:
    program = run(program_files(SCRIPTS / "clients.js"))

    assert {flow.sink.host for flow in program.flows if flow.sink.location.line == 8} == {
        "https://api.shop.example/charge"
    }


def test_no_fact_of_the_server_side_comes_from_a_script() -> None:
    files = {path.name: path.read_bytes() for path in SCRIPTS.glob("*.*")}

    program = run(files)

    assert {flow.sink.channel.partition("-")[0] for flow in program.flows} == {"browser"}
    assert program.arrivals == ()
    assert program.routes == ()


def test_a_script_s_own_methods_do_not_change_what_a_python_object_has() -> None:
    program = run(
        {"a.js": b"const o = {update: (x) => x};\nconsole.log(o.update(document.getElementById('cvv').value));\n"}
    )

    assert leaks(program) == {("a.js", 2, "card.code browser-console")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from([path.name for path in sorted(SCRIPTS.glob("*.*"))]),
    start=st.integers(0, 2_000),
    length=st.integers(0, 200),
    put=st.sampled_from(
        ["", "(", "}", "`", "=>", "class", "{{ x }}", "...", "async", "\n/*", "'", "?.", "<a b={", "\0"]
    ),
)
def test_no_broken_script_makes_it_fail(name: str, start: int, length: int, put: str) -> None:
    text = (SCRIPTS / name).read_text()
    content = (text[:start] + put + text[start + length :]).encode()

    lowered = lower_script(
        SourcePath(name), content, script_name(SourcePath(name)), language="tsx" if "ts" in name else "js"
    )

    if isinstance(lowered, Lowered):
        with deep_recursion():
            engine, _ = propagate_scripts([lowered.module], catalog(), snippet)
        assert engine.results.failures == []
