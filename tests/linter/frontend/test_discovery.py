"""Which files are taken, and what is said of those that are not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from paylint.errors import UsageError
from paylint.frontend.discovery import Discovery, DiscoveryOptions, discover


def write(root: Path, *names: str, content: str = "x = 1\n") -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


def found(root: Path, options: DiscoveryOptions | None = None, *paths: str) -> Discovery:
    return discover([str(root / path) for path in paths or ("",)], options or DiscoveryOptions(), str(root))


def names(discovery: Discovery) -> list[str]:
    return [str(file.path) for file in discovery.files]


def skipped(discovery: Discovery) -> dict[str, str]:
    return {str(entry.path): entry.reason for entry in discovery.skipped}


def test_files_are_sorted_and_know_their_language_and_size(tmp_path: Path) -> None:
    write(tmp_path, "shop/views.py", "a.py", "shop/pay.html", "shop/pay.tsx", "notes.txt")
    discovery = found(tmp_path)

    assert [(file.path, file.language, file.size) for file in discovery.files] == [
        ("a.py", "python", 6),
        ("notes.txt", "text", 6),
        ("shop/pay.html", "html", 6),
        ("shop/pay.tsx", "typescript", 6),
        ("shop/views.py", "python", 6),
    ]
    assert discovery.files[0].absolute == str(tmp_path / "a.py")
    assert discovery.skipped == ()


def test_a_file_given_twice_is_found_once(tmp_path: Path) -> None:
    write(tmp_path, "shop/a.py")

    assert names(found(tmp_path, None, "", "shop", "shop/a.py")) == ["shop/a.py"]


@pytest.mark.parametrize("name", ["script", "vendor/a.py", "ignored.py", "big.py", ".hidden/a.py", "excluded.py"])
def test_a_file_that_is_named_is_always_taken(tmp_path: Path, name: str) -> None:
    write(tmp_path, ".gitignore", content="ignored.py\n")
    (tmp_path / ".git").mkdir()
    write(tmp_path, name, content="x = 1\n" * 100)
    options = DiscoveryOptions(exclude=("excluded.py",), max_bytes=10)

    assert [(file.path, file.language) for file in found(tmp_path, options, name).files] == [(name, "python")]


def test_a_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    write(tmp_path, "shop/a.py", "shop/deep/b.py", "shop/c.css", "other/d.py", "run")
    write(tmp_path, "manage", content="#!/usr/bin/env python3\n")

    assert names(found(tmp_path, None, "shop/**/*")) == ["shop/a.py", "shop/deep/b.py"]
    assert names(found(tmp_path, None, "*")) == ["manage", "other/d.py", "shop/a.py", "shop/deep/b.py"]


def test_a_path_that_does_not_exist_is_an_error_with_a_near_name(tmp_path: Path) -> None:
    write(tmp_path, "checkout/a.py")

    with pytest.raises(UsageError, match=r"chekout does not exist; did you mean checkout\.$"):
        found(tmp_path, None, "chekout")
    with pytest.raises(UsageError, match="matches no file"):
        found(tmp_path, None, "*.rb")


def test_an_exclude_pattern_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exclude pattern '!' cannot be read"):
        found(tmp_path, DiscoveryOptions(exclude=("!",)))


def test_gitignore_files_count_where_they_stand_and_the_nearest_decides(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", content="local_*.py\n/generated/\n")
    write(tmp_path, "shop/.gitignore", content="!local_keep.py\nold/\n")
    write(
        tmp_path,
        "local_a.py",
        "generated/b.py",
        "shop/local_keep.py",
        "shop/generated/c.py",
        "shop/old/d.py",
        "old/e.py",
    )
    discovery = found(tmp_path)

    assert names(discovery) == ["old/e.py", "shop/generated/c.py", "shop/local_keep.py"]
    assert skipped(discovery) == {"local_a.py": "ignored", "generated/": "ignored", "shop/old/": "ignored"}


def test_gitignore_files_above_the_folder_count_up_to_the_repository(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", content="b.py\n")
    write(tmp_path, ".git/info/exclude", content="c.py\n")
    write(tmp_path, "shop/a.py", "shop/b.py", "shop/c.py")

    assert names(found(tmp_path, None, "shop")) == ["shop/a.py"]
    assert len(found(tmp_path, DiscoveryOptions(respect_gitignore=False), "shop").files) == 3


def test_an_ignored_folder_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path, ".gitignore", content="/sandbox/\n")
    write(tmp_path, "sandbox/a.py")

    assert names(found(tmp_path, None, "sandbox")) == ["sandbox/a.py"]


def test_own_patterns_leave_out_and_take_in(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "legacy/b.py", "third_party/c.py", "third_party/d.py")
    options = DiscoveryOptions(exclude=("legacy/", "!third_party/", "third_party/d.py"))
    discovery = found(tmp_path, options)

    assert names(discovery) == ["a.py", "third_party/c.py"]
    assert skipped(discovery) == {"legacy/": "excluded", "third_party/d.py": "excluded"}


def test_other_peoples_code_is_one_entry_and_not_walked(tmp_path: Path) -> None:
    write(tmp_path, "node_modules/x/a.js", "shop/_vendor/b.py", "lib/site-packages/c.py", "vendor/lib/d.py")
    write(tmp_path, "env/pyvenv.cfg", "env/lib/e.py", ".venv/f.py", "build/lib/g.py", "__pycache__/h.py")

    assert skipped(found(tmp_path)) == {
        "node_modules/": "vendored",
        "shop/_vendor/": "vendored",
        "lib/site-packages/": "vendored",
        "vendor/": "vendored",
        "env/": "vendored",
        ".venv/": "excluded",
        "build/": "excluded",
    }


def test_a_shops_own_vendor_app_and_build_package_are_read(tmp_path: Path) -> None:
    write(tmp_path, "vendor/__init__.py", "vendor/models.py", "build/__init__.py", "build/steps.py")

    assert len(found(tmp_path).files) == 4


@pytest.mark.parametrize(
    "header",
    [
        "# Generated by the protocol buffer compiler.  DO NOT EDIT!\n",
        "#!/usr/bin/python\n# -*- coding: utf-8 -*-\n# This file was automatically generated by SWIG\n",
        "# @generated\n",
        "# Code produced by a generator. Do not edit.\n",
    ],
)
def test_generated_code_is_named_and_not_read(tmp_path: Path, header: str) -> None:
    write(tmp_path, "a_pb2.py", content=header + "x = 1\n")

    assert skipped(found(tmp_path)) == {"a_pb2.py": "generated"}


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("# Generated by Django 5.0 on 2025-01-01\n", id="a migration"),
        pytest.param("# DO NOT EDIT here, override in local.py\n", id="a plea"),
        pytest.param("# The token is generated by the provider's script\n", id="prose"),
        pytest.param("TEMPLATE = '''\n# This file is generated by us\n'''\n", id="a template for generated code"),
    ],
)
def test_code_that_people_write_is_read(tmp_path: Path, header: str) -> None:
    write(tmp_path, "a.py", content=header + "x = 1\n")

    assert names(found(tmp_path)) == ["a.py"]


def test_files_that_hold_no_readable_source_are_named(tmp_path: Path) -> None:
    write(tmp_path, "jquery.min.js")
    write(tmp_path, "bundle.js", content="x" * 6000)
    write(tmp_path, "long.py", content="x = '" + "x" * 6000 + "'\n")
    write(tmp_path, "big.py", content="x = 1\n" * 2000)
    (tmp_path / "._a.py").write_bytes(b"\x00\x05\x16\x07")

    assert skipped(found(tmp_path, DiscoveryOptions(max_bytes=10_000))) == {
        "jquery.min.js": "minified",
        "bundle.js": "minified",
        "big.py": "too large",
        "._a.py": "binary",
    }


def test_tests_are_left_out_on_request_alone(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "contest.py", "test_a.py", "a_test.py", "conftest.py", "shop/tests.py", "shop/tests/b.py")
    discovery = found(tmp_path, DiscoveryOptions(exclude_tests=True))

    assert len(found(tmp_path).files) == 7
    assert names(discovery) == ["a.py", "contest.py"]
    assert set(skipped(discovery).values()) == {"test"}
    assert "shop/tests/" in skipped(discovery)


def test_links_out_of_the_root_are_named_and_loops_end(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(tmp_path, "outside/secret.py")
    write(root, "real/a.py", "b.py")
    (root / "loop").symlink_to(root)
    (root / "again").symlink_to(root / "real")
    (root / "away").symlink_to(tmp_path / "outside")
    (root / "away.py").symlink_to(tmp_path / "outside" / "secret.py")
    (root / "broken.py").symlink_to(root / "nowhere.py")
    discovery = found(root)

    assert names(discovery) == ["b.py", "real/a.py"]
    assert skipped(discovery) == {"away": "outside the root", "away.py": "outside the root"}


def test_a_pipe_named_like_a_source_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")

    assert found(tmp_path) == Discovery((), ())


def test_thousands_of_files_are_found_quickly(tmp_path: Path) -> None:
    for folder in range(50):
        write(tmp_path, *(f"app{folder}/m{number}.py" for number in range(40)))
    start = time.perf_counter()
    discovery = found(tmp_path)

    assert len(discovery.files) == 2000
    assert time.perf_counter() - start < 2


def test_of_xml_files_only_page_templates_are_taken(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", content='<?xml version="1.0"?>\n<odoo><template id="x"/></odoo>')
    write(tmp_path, "b.xml", content='<templates><t t-name="x"/></templates>')
    write(tmp_path, "c.xml", content="<project><dependencies/></project>")

    assert names(found(tmp_path)) == ["a.xml", "b.xml"]
    assert found(tmp_path).skipped == ()


@pytest.mark.parametrize("name", ["a.xhtml", "a.html.j2", "a.mak", "a.zpt", "a.cpt", "a.pt", "a.vue", "a.svelte"])
def test_templates_of_every_kind_are_pages(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)

    assert [file.language for file in found(tmp_path).files] == ["html"]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Dockerfile", "dockerfile"),
        ("docker/Dockerfile.web", "dockerfile"),
        ("web.dockerfile", "dockerfile"),
        ("Containerfile", "dockerfile"),
        ("compose.yaml", "yaml"),
        ("main.tf", "hcl"),
        ("image.pkr.hcl", "hcl"),
        ("image.pkr.json", "config"),
        ("provision.sh", "shell"),
        ("Vagrantfile", "shell"),
        ("requirements.txt", "packages"),
        ("requirements-dev.txt", "packages"),
        ("requirements/base.txt", "packages"),
        ("poetry.lock", "packages"),
        ("package.json", "packages"),
        ("runtime.txt", "runtime"),
        ("bom.json", "sbom"),
        ("bom.xml", "sbom"),
        ("shop.cdx.json", "sbom"),
        ("shop.spdx", "sbom"),
        ("nginx.conf", "config"),
        ("logrotate.d/shop", "config"),
        ("sites-enabled/shop", "config"),
        ("logging.ini", "config"),
        ("README", "text"),
        ("docs/privacy.rst", "text"),
    ],
)
def test_files_beside_the_code_have_a_language_by_their_name(tmp_path: Path, name: str, language: str) -> None:
    write(tmp_path, name)

    assert [(file.path, file.language) for file in found(tmp_path).files] == [(name, language)]


def test_a_lock_file_is_read_although_a_tool_wrote_it(tmp_path: Path) -> None:
    write(tmp_path, "poetry.lock", content="# This file is automatically @generated by Poetry\n")

    assert names(found(tmp_path)) == ["poetry.lock"]


def test_other_data_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "data.json", "pom.xml", "style.css", "shop.cfg", "LICENSE", "orders.csv")

    assert names(found(tmp_path)) == []
