"""What files beside the code give: components, settings, and one sentence where one cannot be read."""

from __future__ import annotations

import json

import pytest

from paylint.facts import Component
from paylint.inventory.document import document
from paylint.inventory.gather import Beside, beside
from paylint.inventory.weaknesses import Table
from paylint.location import Path

TABLE = Table((), {"stripe": "stripe", "npm:@stripe/stripe-js": "stripe"})


def read(name: str, text: str, language: str) -> Beside:
    return beside([document(Path(name), language, text.encode())], TABLE)


def named(name: str, text: str, language: str = "packages") -> list[tuple[str, str, str, bool]]:
    return [(c.ecosystem, c.name, c.version, c.pinned) for c in read(name, text, language).components]


def bill(text: str, name: str = "bom.json") -> list[Component]:
    return list(read(name, text, "sbom").components)


@pytest.mark.parametrize(
    ("name", "text", "component"),
    [
        ("requirements.txt", "Stripe_SDK[x] == 1.2  # why\n", ("pypi", "stripe-sdk", "1.2", True)),
        ("requirements.txt", 'stripe>=1,<2; python_version > "3"\n', ("pypi", "stripe", "", False)),
        ("requirements.txt", "stripe (>=1.0)\n", ("pypi", "stripe", "", False)),
        ("requirements.txt", "stripe==1.*\n", ("pypi", "stripe", "", False)),
        ("poetry.lock", '[[package]]\nname = "stripe"\nversion = "1.2"\n', ("pypi", "stripe", "1.2", True)),
        ("uv.lock", '[[package]]\nname = "stripe"\nversion = "1.2"\n', ("pypi", "stripe", "1.2", True)),
        ("Pipfile.lock", '{"default": {"stripe": {"version": "==1.2"}}}', ("pypi", "stripe", "1.2", True)),
        ("Pipfile", '[packages]\nstripe = "*"\n[dev-packages]\nx = "*"\n', ("pypi", "stripe", "", False)),
        (
            "package-lock.json",
            '{"packages": {"": {}, "node_modules/@stripe/stripe-js": {"version": "1.2.0"}}}',
            ("npm", "@stripe/stripe-js", "1.2.0", True),
        ),
        ("package-lock.json", '{"dependencies": {"omise": {"version": "1.2.0"}}}', ("npm", "omise", "1.2.0", True)),
        ("yarn.lock", '"@stripe/stripe-js@^1.0.0":\n  version "1.2.0"\n', ("npm", "@stripe/stripe-js", "1.2.0", True)),
        ("package.json", '{"private": true, "dependencies": {"omise": "^1.2.0"}}', ("npm", "omise", "", False)),
        ("package.json", '{"private": true, "dependencies": {"omise": "1.2.0"}}', ("npm", "omise", "1.2.0", True)),
    ],
)
def test_a_package_file_names_a_component(name: str, text: str, component: tuple[str, str, str, bool]) -> None:
    assert named(name, text) == [component]


def test_a_package_that_is_published_leaves_the_version_to_its_users() -> None:
    assert named("package.json", '{"dependencies": {"omise": "^1.2.0"}}') == []


def test_a_providers_package_is_known_by_its_ecosystem() -> None:
    lines = '"@stripe/stripe-js@^1":\n  version "1.2.0"\n\nstripe@^1:\n  version "1.0.0"\n'
    found = read("yarn.lock", lines, "packages").components

    assert {component.name: component.provider for component in found} == {"@stripe/stripe-js": "stripe", "stripe": ""}


def test_a_bill_in_cyclonedx_is_read_with_what_lies_below() -> None:
    inner = {"type": "library", "name": "openssl", "version": "1.0.1e", "purl": "pkg:generic/openssl@1.0.1e"}
    outer = {"type": "library", "name": "nginx", "version": "1.27", "components": [inner]}
    text = json.dumps({"bomFormat": "CycloneDX", "components": [outer]}, indent=1)

    assert [(c.ecosystem, c.name, c.version, c.location.line) for c in bill(text)] == [
        ("source", "nginx", "1.27", 6),
        ("source", "openssl", "1.0.1e", 11),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "bom.json",
            '{"bomFormat": "CycloneDX", "components": [{"name": "openssl", "purl": "pkg:rpm/centos/openssl@1.0.1e-16.el6_5.7?arch=x86_64"}]}',
        ),
        (
            "bom.xml",
            "<bom xmlns='http://cyclonedx.org/schema/bom/1.5'><components><component><name>openssl</name><version>1.0.1e</version><purl>pkg:rpm/centos/openssl@1.0.1e-16.el6_5.7</purl></component></components></bom>",
        ),
        (
            "shop.spdx.json",
            '{"spdxVersion": "SPDX-2.3", "packages": [{"name": "openssl", "versionInfo": "1.0.1e-16.el6_5.7"}]}',
        ),
        (
            "shop.spdx",
            "SPDXVersion: SPDX-2.3\nPackageName: openssl\nPackageVersion: 1.0.1e-16.el6_5.7\nPackageName: x\nPackageVersion: 1\n",
        ),
    ],
)
def test_a_bill_keeps_the_distributions_suffix(name: str, text: str) -> None:
    first = next(component for component in bill(text, name) if component.name == "openssl")

    assert (first.ecosystem, first.version, first.release, first.distribution) == ("rpm", "1.0.1e", "16.el6_5.7", "el6")


def test_json_that_is_no_bill_says_nothing() -> None:
    assert bill('{"some": "thing"}') == []
    assert bill("[1, 2]") == []


@pytest.mark.parametrize(
    ("name", "text", "language", "words"),
    [
        ("package-lock.json", '{"packages": ', "packages", "could not be read as what its name says"),
        ("bom.json", "{nothing", "sbom", "could not be read"),
        ("bom.xml", "<bom><components></bom>", "sbom", "could not be read"),
        ("bom.xml", "<!DOCTYPE b [<!ENTITY a 'a'>]><bom>&a;</bom>", "sbom", "it declares entities"),
        ("compose.yaml", "image: [\n", "yaml", "could not be read as YAML"),
        ("daemon.json", "{", "config", "could not be read"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_one_sentence(name: str, text: str, language: str, words: str) -> None:
    (problem,) = read(name, text, language).problems

    assert words in problem.message
    assert problem.message.startswith(name)
    assert problem.message.endswith(".")
    assert not problem.fatal


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others() -> None:
    found = beside(
        [document(Path("bom.json"), "sbom", b"{"), document(Path("requirements.txt"), "packages", b"stripe==1\n")],
        TABLE,
    )

    assert [component.name for component in found.components] == ["stripe"]


@pytest.mark.parametrize("language", ["dockerfile", "yaml", "hcl", "shell", "packages", "runtime", "config", "sbom"])
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"\x93\xfa\x96\x7b", b"a" * 5000, b"- - -\n{{ x }}", b"FROM\nRUN <<E\n", b"{" * 3000],
)
def test_nothing_that_a_file_may_hold_is_fatal(language: str, content: bytes) -> None:
    found = beside([document(Path("x"), language, content)], TABLE)

    assert all(not problem.fatal for problem in found.problems)


def test_a_container_that_logs_to_a_small_file_keeps_so_many_bytes() -> None:
    text = '{"log-driver": "json-file", "log-opts": {"max-size": "10m", "max-file": "3"}}'
    (setting,) = read("daemon.json", text, "config").settings

    assert (setting.kind, setting.value, setting.unit) == ("log-retention", str(30 * 1024**2), "bytes")


def test_a_component_stands_once_for_each_file() -> None:
    text = "wget https://example.com/openssl-1.0.1e.tar.gz\ntar xf openssl-1.0.1e.tar.gz\ncd openssl-1.0.1e\n"

    assert [c.location.line for c in read("get.sh", text, "shell").components] == [1]


def test_an_image_is_known_by_its_official_name_alone() -> None:
    text = "FROM docker.io/library/python:3.6-slim\nFROM example.com/python:2.7@sha256:00\n"
    found = read("Dockerfile", text, "dockerfile").components

    assert [(c.name, c.version, c.release, c.pinned) for c in found] == [
        ("python", "3.6", "slim", False),
        ("example.com/python", "2.7", "", True),
    ]


def test_a_script_inside_an_image_is_read_to_its_end() -> None:
    text = "FROM debian\nRUN <<SCRIPT\napt-get install -y openssl=1.0.1e-2\nSCRIPT\nCOPY --from=x a b\n"
    found = read("Dockerfile", text, "dockerfile").components

    assert ("openssl", "1.0.1e", "2", 3) in [(c.name, c.version, c.release, c.location.line) for c in found]
