"""What is built holds what is in the tree, and works from there."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

ROOTS = {"paylint": "linter", "paylint_rules": "rules"}


def in_tree(root: Path) -> set[str]:
    """The files of both packages, as the wheel is to name them."""
    return {
        path.relative_to(root / source).as_posix()
        for package, source in ROOTS.items()
        for path in (root / source / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


def in_wheel(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def dist_info(root: Path) -> str:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']}-{project['version']}.dist-info"


def test_the_wheel_holds_every_file_of_both_packages_unchanged(root, wheel):
    held = {name: data for name, data in in_wheel(wheel).items() if ".dist-info/" not in name}

    assert set(held) == in_tree(root)
    for name, data in held.items():
        assert data == (root / ROOTS[name.split("/")[0]] / name).read_bytes(), name


def test_the_wheel_brings_its_data_and_its_types(wheel):
    names = set(in_wheel(wheel))

    assert {"paylint/py.typed", "paylint_rules/py.typed"} <= names
    assert any(name.startswith("paylint_rules/models/") and name.endswith(".yaml") for name in names)
    assert {f"paylint/schemas/{name}.schema.json" for name in ("check", "scope", "lock")} <= names
    assert {f"paylint/reporters/page/page.{suffix}" for suffix in ("html.jinja", "css", "js")} <= names
    assert any(name.startswith("paylint_rules/vocabulary/") and name.endswith(".yaml") for name in names)


def test_the_wheel_brings_nothing_else_to_the_top_level(root, wheel):
    assert {name.split("/")[0] for name in in_wheel(wheel)} == {*ROOTS, dist_info(root)}


def test_the_metadata_names_command_pack_licence_and_python(root, wheel):
    held = in_wheel(wheel)
    metadata = Parser().parsestr(held[f"{dist_info(root)}/METADATA"].decode())
    points = held[f"{dist_info(root)}/entry_points.txt"].decode()

    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "paylint = paylint.__main__:main" in points
    assert "[paylint.packs]\nbuiltin = paylint_rules" in points


def test_rules_and_models_are_found_in_a_wheel_that_is_not_even_unpacked(wheel, installed):
    script = (
        "import paylint, paylint_rules\n"
        "from paylint.packs import load_packs, rules_of\n"
        "packs = load_packs()\n"
        "print(paylint.__file__)\n"
        "print(len(rules_of(packs)), sum(len(list(pack.files('models'))) for pack in packs))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], env=installed, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stderr
    where, counts = done.stdout.splitlines()
    assert where.startswith(str(wheel))
    assert all(int(count) > 0 for count in counts.split())


def test_the_command_runs_from_the_wheel(root, installed):
    done = subprocess.run(
        [sys.executable, "-m", "paylint", "check", str(root / "examples" / "tokiwa" / "before"), "--format", "concise"],
        env=installed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1, done.stderr
    assert "PAY101" in done.stdout


def test_the_source_archive_holds_code_tests_and_examples(sdist):
    with tarfile.open(sdist) as tar:
        tops = {name.split("/")[1] for name in tar.getnames() if "/" in name}

    assert {"linter", "rules", "tests", "examples", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert not {".corpus", ".venv", ".git"} & tops
