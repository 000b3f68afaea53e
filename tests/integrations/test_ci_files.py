"""The files for CI systems: valid by their schemas, and their commands do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tree_sitter
import tree_sitter_groovy
import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "linter" / "paylint" / "templates"
ACTIONLINT = shutil.which("actionlint") or shutil.which("actionlint", path=os.path.dirname(sys.executable))
SHOP = """\
from flask import Flask, request

app = Flask(__name__)


@app.post("/pay")
def pay():
    print(request.form["card_number"])
    return "ok"
"""


@pytest.mark.parametrize(
    ("schema", "file", "options"),
    [
        ("github-actions", "action.yml", []),
        ("github-workflows", "linter/paylint/templates/github.yml", []),
        ("github-workflows", ".github/workflows/ci.yml", []),
        ("gitlab-ci", "linter/paylint/templates/gitlab.yml", ["--data-transform", "gitlab-ci"]),
        ("bitbucket-pipelines", "linter/paylint/templates/bitbucket.yml", []),
    ],
)
def test_a_file_is_valid_by_the_schema_of_its_system(schema: str, file: str, options: list[str]) -> None:
    command = ["-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *options, str(ROOT / file)]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(ACTIONLINT is None, reason="actionlint is not installed")
@pytest.mark.parametrize("file", ["linter/paylint/templates/github.yml", ".github/workflows/ci.yml"])
def test_actionlint_finds_nothing_in_a_workflow(file: str) -> None:
    done = subprocess.run([str(ACTIONLINT), "-no-color", str(ROOT / file)], capture_output=True, text=True, check=False)

    assert done.stdout + done.stderr == ""


def test_the_jenkinsfile_is_groovy() -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_groovy.language()))

    assert not parser.parse((CI / "Jenkinsfile").read_bytes()).root_node.has_error


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "shop.py").write_text(SHOP)
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "paylint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m paylint "$@"\n')
    program.chmod(0o755)
    return folder


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def steps(file: Path) -> dict[str, Any]:
    return {step.get("name", step.get("id")): step for step in yaml.safe_load(file.read_text())["runs"]["steps"]}


def in_action(name: str, folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run a step of the action as GitHub would, without its contexts; gives its output and summary files, too."""
    temporary = folder.parent / "runner"
    installed = temporary / "paylint"
    installed.mkdir(parents=True, exist_ok=True)
    for source, package in (("linter", "paylint"), ("rules", "paylint_rules")):
        if not (installed / package).exists():
            (installed / package).symlink_to(ROOT / source / package)
    files = {key: str(temporary / key) for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    given = {"PAYLINT_PATHS": ".", "PAYLINT_ARGUMENTS": "", "PAYLINT_FAIL_ON": "", "PAYLINT_SARIF": "paylint.sarif"}
    environment = {**given, **files, "RUNNER_TEMP": str(temporary), "PAYLINT_PYTHON": sys.executable, **inputs}
    done = bash(steps(ROOT / "action.yml")[name]["run"], folder, **environment)
    return done, *(Path(file).read_text() if os.path.exists(file) else "" for file in files.values())  # type: ignore[return-value]


def test_the_action_annotates_summarises_and_hands_on_the_exit_code(shop: Path) -> None:
    done, output, summary = in_action("Check", shop)

    assert done.returncode == 0, done.stderr
    assert "::error file=shop.py,line=8," in done.stdout
    assert output == "exit-code=1\n"
    assert summary.startswith("## paylint: ")
    assert json.loads((shop / "paylint.sarif").read_text())["runs"][0]["results"]

    assert in_action("Result", shop, PAYLINT_EXIT_CODE="1")[0].returncode == 1
    assert in_action("Result", shop, PAYLINT_EXIT_CODE="0")[0].returncode == 0


def test_the_actions_inputs_are_lines_and_never_shell(shop: Path) -> None:
    (shop / "a b").mkdir()
    (shop / "shop.py").rename(shop / "a b" / "$(touch pwned).py")

    done, output, _ = in_action(
        "Check", shop, PAYLINT_PATHS="a b\n", PAYLINT_ARGUMENTS="--select=PAY3\n--exclude=$(touch pwned2)\n"
    )

    assert output == "exit-code=1\n", done.stderr
    assert not list(shop.rglob("pwned*"))


def test_the_action_tells_wrong_usage_from_findings(shop: Path) -> None:
    done, output, _ = in_action("Check", shop, PAYLINT_FAIL_ON="new")

    assert output == "exit-code=2\n"
    assert "fail-on new needs a baseline" in done.stderr


def commands() -> Iterator[Any]:
    gitlab = yaml.safe_load((CI / "gitlab.yml").read_text())
    yield pytest.param(
        gitlab["paylint"]["script"][-1],
        ["gl-sast-paylint.json", "gl-code-quality-paylint.json", "paylint-junit.xml"],
        gitlab["variables"],
        id="gitlab",
    )
    bitbucket = yaml.safe_load((CI / "bitbucket.yml").read_text())
    script = bitbucket["pipelines"]["default"][0]["step"]["script"]
    yield pytest.param("\n".join(script[-2:]), ["test-results/paylint.xml", "paylint.sarif"], {}, id="bitbucket")
    shells = re.findall(r"sh '(.*)'", (CI / "Jenkinsfile").read_text())
    yield pytest.param(shells[-1].replace(".paylint/bin/", ""), ["paylint.xml", "paylint.sarif"], {}, id="jenkins")
    github = yaml.safe_load((CI / "github.yml").read_text())
    run = next(step["run"] for step in github["jobs"]["paylint"]["steps"] if "paylint check" in step.get("run", ""))
    yield pytest.param(run, ["paylint.sarif", "paylint.md"], {"RUNNER_TEMP": "."}, id="github")


@pytest.mark.parametrize(("script", "files", "environment"), list(commands()))
def test_the_command_of_a_file_fails_on_findings_and_writes_its_reports(
    shop: Path, script: str, files: list[str], environment: dict[str, str]
) -> None:
    assert bash(script, shop, **environment).returncode == 1
    assert [(shop / file).stat().st_size > 0 for file in files] == [True] * len(files)

    (shop / "shop.py").write_text("")
    assert bash(script, shop, **environment).returncode == 0


def test_what_gitlab_collects_is_what_the_command_writes() -> None:
    job = yaml.safe_load((CI / "gitlab.yml").read_text())["paylint"]

    assert sorted(job["artifacts"]["reports"].values()) == sorted(re.findall(r"=(\S+)", job["script"][-1]))
