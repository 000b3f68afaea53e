"""Which rules speak of what stands beside the code, tried without files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paylint.facts import Arrival, Claim, Component, Event, Flow, Origin, Program, Setting, Sink, Weakness
from paylint.finding import Confidence, Finding, Severity, Step, Trace
from paylint.judge import judge
from paylint.location import Location, Path
from paylint_rules import PACK

RULES = tuple(rule for rule in PACK.rules() if rule.code[3] in "456")
CODE = Location(Path("shop/views.py"), 10)
DOCKERFILE = Location(Path("Dockerfile"), 3)
HEART = Weakness("vulnerable", "CVE-1", "Plum 1.0", "2014-04-07", "1.1", "an advisory")
ENDED = Weakness("ended", "1", "Plum 1.0", "2016-12-31", "", "a page")
NUMBER = Origin("card.pan", "request", "card_number", CODE, Confidence.HIGH, "shop.views.pay")
WAY = Trace((Step("source", CODE, ""),))
ARRIVAL = Arrival(NUMBER, "shop.views.pay", "/pay", WAY)
STORED = Flow(
    NUMBER, Sink("storage", "Card.save", Location(Path("shop/models.py"), 7)), WAY, frozenset(), Confidence.HIGH
)
PROMISE = Claim("not-kept", "Plums are not kept.", "en", Location(Path("README.md"), 4))


def found(**facts: object) -> tuple[Finding, ...]:
    findings, problems = judge(Program(**facts), RULES, {})  # type: ignore[arg-type]
    assert problems == ()
    return findings


def component(*weaknesses: Weakness, **changes: object) -> Component:
    plain = Component("plum", "1.0", "source", DOCKERFILE, weaknesses=weaknesses)
    return replace(plain, **changes)  # type: ignore[arg-type]


def setting(kind: str, **changes: object) -> Setting:
    return replace(Setting(kind, "key", "30", DOCKERFILE, unit="days"), **changes)  # type: ignore[arg-type]


def codes(**facts: object) -> list[str]:
    return [finding.code for finding in found(**facts)]


@pytest.mark.parametrize(
    ("weaknesses", "expected"),
    [((), []), ((HEART,), ["PAY401"]), ((ENDED,), ["PAY402"]), ((HEART, ENDED), ["PAY401"])],
)
def test_a_component_is_told_once_by_the_worst_that_is_known(
    weaknesses: tuple[Weakness, ...], expected: list[str]
) -> None:
    assert codes(components=(component(*weaknesses),), arrivals=(ARRIVAL,)) == expected


def test_a_distributions_build_that_does_not_tell_is_never_sure() -> None:
    (finding,) = found(components=(component(replace(HEART, sure=False)),))

    assert finding.confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("facts", "mild"),
    [
        ({"components": (component(HEART),)}, Severity.NOTE),
        ({"components": (component(ENDED),)}, Severity.NOTE),
        ({"settings": (setting("log-off"),)}, Severity.NOTE),
        ({"settings": (setting("log-retention"),)}, Severity.NOTE),
    ],
)
def test_without_account_data_it_is_a_note(facts: dict[str, object], mild: Severity) -> None:
    (alone,) = found(**facts)
    (beside,) = (finding for finding in found(**facts, arrivals=(ARRIVAL,)))

    assert alone.severity is mild
    assert beside.severity > mild


@pytest.mark.parametrize(
    "path", ["Dockerfile.dev", "docs/requirements.txt", "ci/image/install.sh", "docker-compose.test.yml"]
)
def test_what_serves_no_customer_is_left_out(path: str) -> None:
    place = Location(Path(path), 1)
    aside = component(HEART, ENDED, location=place, pinned=False, provider="plum")

    assert codes(components=(aside,), arrivals=(ARRIVAL,)) == []


def test_a_providers_package_is_open_only_where_nothing_fixes_it() -> None:
    wanted = component(pinned=False, provider="plum", ecosystem="pypi")
    locked = component(provider="plum", ecosystem="pypi", location=Location(Path("uv.lock"), 9))

    assert codes(components=(wanted,)) == ["PAY403"]
    assert codes(components=(wanted, locked)) == []
    assert codes(components=(wanted, replace(locked, ecosystem="npm"))) == ["PAY403"]


@pytest.mark.parametrize(
    ("facts", "severity", "words"),
    [
        ({"flows": (STORED,), "arrivals": (ARRIVAL,)}, Severity.ERROR, "kept at shop/models.py:7"),
        ({"arrivals": (ARRIVAL,)}, Severity.WARNING, "received by shop.views.pay as card_number"),
        (
            {"flows": (replace(STORED, sink=replace(STORED.sink, channel="psp")),)},
            Severity.NOTE,
            "sent on by Card.save: it passes this code",
        ),
    ],
)
def test_a_promise_is_held_against_the_worst_that_is_seen(
    facts: dict[str, object], severity: Severity, words: str
) -> None:
    (finding,) = found(**facts, claims=(PROMISE,))

    assert (finding.code, finding.severity) == ("PAY501", severity)
    assert words in finding.message


def test_a_promise_that_nothing_contradicts_is_no_finding() -> None:
    assert codes(claims=(PROMISE,)) == []
    assert codes(claims=(replace(PROMISE, says="not-passed"),), flows=(STORED,)) == []


def test_several_sentences_of_a_file_are_one_finding() -> None:
    again = replace(PROMISE, location=Location(Path("README.md"), 9))
    elsewhere = replace(PROMISE, location=Location(Path("privacy.html"), 2))

    findings = found(claims=(PROMISE, again, elsewhere), arrivals=(ARRIVAL,))

    assert [str(finding.location) for finding in findings] == ["README.md:4:1", "privacy.html:2:1"]
    assert "and 1 more in this file" in findings[0].message


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event("pay", CODE, ("card.pan",), "", logged=False), ["PAY601"]),
        (Event("pay", CODE, (), "plum", logged=False), ["PAY601"]),
        (Event("pay", CODE, ("card.pan",), "", logged=True), []),
        (Event("pay", CODE, ("card.expiry",), "", logged=False), []),
    ],
)
def test_an_event_needs_a_log(event: Event, expected: list[str]) -> None:
    assert codes(events=(event,)) == expected


@pytest.mark.parametrize(
    ("context", "matters"),
    [
        ("", True),
        ("http / server", True),
        ("server / location /", True),
        ("server / location ~ ^/", True),
        ("server / location @app", True),
        ("server / location /pay", True),
        ("server / location = /healthz", False),
        ("server / location ~* \\.(css|js)$", False),
        ("server / location /static/", False),
    ],
)
def test_silence_matters_for_a_site_and_for_what_takes_cards(context: str, matters: bool) -> None:
    off = setting("log-off", context=context)

    assert bool(codes(settings=(off,), arrivals=(ARRIVAL,))) is matters


@pytest.mark.parametrize(
    ("value", "unit", "short"),
    [("364", "days", True), ("365", "days", False), (str(10**7), "bytes", True), (str(2 * 1024**3), "bytes", False)],
)
def test_twelve_months_are_asked_for(value: str, unit: str, short: bool) -> None:
    kept = setting("log-retention", value=value, unit=unit)

    assert bool(codes(settings=(kept,), arrivals=(ARRIVAL,))) is short
