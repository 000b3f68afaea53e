"""Every snippet of the README is run: its commands on an example shop, its hook by pre-commit, its workflow as GitHub would."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import typer.main
import yaml

from paylint.cli.app import app, run
from paylint.frontend.suppression import suppressions
from paylint.location import Path as Path_
from tests.integrations import repository as repositories
from tests.integrations.repository import Repository, said

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BEFORE = ROOT / "examples" / "tokiwa" / "before"
AFTER = ROOT / "examples" / "tokiwa" / "after"
BLOCKS = [(match[1], match[2]) for match in re.finditer(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)]
PAID = 'log.info("order %s from %s is paid as %s", order_no, request.remote_addr, kessai_no)'
LEAK = 'log.info("order %s is paid with %s", order_no, card.number)'


def block(word: str) -> str:
    """The one block that holds a word."""
    (found,) = [text for _, text in BLOCKS if word in text]
    return found


def console(word: str) -> tuple[list[str], list[str]]:
    """A command, and the lines that it prints, of the one block with a word; ``...`` stands for any lines."""
    command, *lines = block(word).removeprefix("$ ").splitlines()
    return shlex.split(command), lines


def stands_in(lines: list[str], output: str) -> bool:
    """Whether these lines come in the output, in this order and without others between them but for ``...``."""
    parts = [re.escape(line) if line.strip() != "..." else None for line in lines]
    pattern = "".join(r"(?:.*\n)*?" if part is None else rf"{part}\n" for part in parts)
    return re.search("^" + pattern, output, re.MULTILINE) is not None


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The shop of the example, before its change, as a repository with ``origin/main``."""
    home = tmp_path / "home"
    home.mkdir()
    environment = repositories.paylint_on_path(tmp_path / "bin", repositories.environment(home))
    folder = tmp_path / "project"
    shutil.copytree(BEFORE, folder)
    made = Repository(folder, environment)
    made.git("init", "-q", "-b", "main")
    made.git("add", "-A")
    made.git("commit", "-qm", "as it is")
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    monkeypatch.chdir(folder)
    return made


def leaks(shop: Repository) -> None:
    file = shop.folder / "shop" / "checkout.py"
    assert PAID in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(PAID, LEAK), "utf-8")


def test_each_snippet_is_one_that_is_tested() -> None:
    assert [language for language, _ in BLOCKS] == [
        "sh",
        "sh",
        "",
        "toml",
        "",
        "yaml",
        "console",
        "console",
        "yaml",
        "console",
    ]
    text = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"^    \S", text, re.MULTILINE), "an indented block, which no test sees"


def test_the_commands_of_the_start_are_run_on_every_change() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert script.count('"$(readme 1)"') == script.count('"$(readme 2)"') == 1


def overview() -> Iterator[str]:
    for _, text in (each for each in BLOCKS if not each[0]):
        for line in text.splitlines():
            yield re.split(r"  +", line)[0]


@pytest.mark.parametrize("command", list(overview()))
def test_a_command_of_an_overview_does_its_work(
    command: str, shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.git("mv", "shop", "src")
    program, *arguments = shlex.split(command)
    for file, options in {"dataflow.mmd": ["--diagram", "mermaid"], "scripts.tsv": ["--scripts"]}.items():
        if "--check" in arguments and file in arguments:
            assert run(["scope", *options, "-o", file]) == 0

    status = run(arguments)

    out, err = capsys.readouterr()
    assert program == "paylint"
    assert status in {0, 1}, err
    assert "paylint:" not in err
    written = [name for option, name in pairwise(arguments) if option in {"-o", "--output"}]
    assert out or all((shop.folder / name).stat().st_size for name in written)


def test_the_hook_refuses_the_commit_and_says_what_the_readme_shows(shop: Repository) -> None:
    shop.write(".pre-commit-config.yaml", block(".pre-commit-config.yaml"))
    shop.git("add", "-A")
    assert shop.run(sys.executable, "-m", "pre_commit", "install").returncode == 0
    assert shop.commit().returncode == 0
    leaks(shop)
    shop.git("add", "-A")
    command, lines = console("$ git commit")

    done = shop.run(*command)

    assert done.returncode == 1
    bare = re.sub(r"^- (?:hook id|exit code|duration): .*\n|^\n", "", said(done), flags=re.MULTILINE)
    assert stands_in(lines, bare), bare


def test_the_gate_is_a_workflow_that_fails_on_what_is_new(shop: Repository, tmp_path: Path) -> None:
    workflow = tmp_path / "paylint.yml"
    workflow.write_text(block("runs-on"), "utf-8")
    schema = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow)]
    valid = subprocess.run([sys.executable, *schema], capture_output=True, text=True, check=False)
    assert valid.returncode == 0, valid.stdout + valid.stderr
    steps = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]["paylint"]["steps"]
    (gate,) = [step["run"] for step in steps if "paylint check" in step.get("run", "")]
    command, lines = console("$ paylint baseline create")

    created = shop.run(*command)
    assert stands_in(lines, created.stdout), said(created)
    assert shop.run(*shlex.split(gate)).returncode == 0
    leaks(shop)
    done = shop.run(*shlex.split(gate))

    assert done.returncode == 1
    assert re.findall(r"^::(\w+) file=([^,]+),.*title=(PAY\d+)", done.stdout, re.MULTILINE) == [
        ("error", "shop/checkout.py", "PAY301")
    ]
    assert (shop.folder / steps[-1]["with"]["sarif_file"]).stat().st_size


@pytest.mark.skipif(shutil.which("actionlint") is None, reason="actionlint is not installed")
def test_actionlint_finds_nothing_in_the_gate(tmp_path: Path) -> None:
    workflow = tmp_path / "paylint.yml"
    workflow.write_text(block("runs-on"), "utf-8")

    done = subprocess.run(["actionlint", "-no-color", str(workflow)], capture_output=True, text=True, check=False)

    assert done.stdout + done.stderr == ""


def test_the_review_says_what_the_readme_shows(shop: Repository) -> None:
    shop.git("rm", "-qr", ".")
    shutil.copytree(AFTER, shop.folder, dirs_exist_ok=True)
    shop.git("add", "-A")
    shop.git("commit", "-qm", "after")
    shop.git("update-ref", "refs/remotes/origin/main", "HEAD")
    shop.git("revert", "--no-edit", "HEAD")
    command, lines = console("$ paylint check --since")

    done = shop.run(*command)

    assert done.returncode == 1
    assert stands_in(lines, done.stdout), said(done)


def test_the_comment_accepts_a_finding_until_its_day() -> None:
    (text,) = re.findall(r"`(# paylint: ignore.*?)`", README)

    (comment,) = suppressions(Path_("shop.py"), "python", f"print(card)  {text}\n".encode())

    assert (comment.codes, comment.error, comment.until) == (("PAY301",), "", date(2027, 3, 31))
    assert (comment.reason, comment.owner) == ("test cards only", "payments team")


def options() -> dict[str, set[str]]:
    """Each command by its words, with its options."""
    found: dict[str, set[str]] = {}

    def collect(command: object, words: tuple[str, ...]) -> None:
        found[" ".join(words)] = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}  # type: ignore[attr-defined]
        for name, inner in getattr(command, "commands", {}).items():
            collect(inner, (*words, name))

    collect(typer.main.get_command(app), ("paylint",))
    return found


def test_every_command_and_option_in_the_text_exists() -> None:
    text = re.sub(r"^```.*?^```$", "", README, flags=re.DOTALL | re.MULTILINE)
    known = options()
    anywhere = set[str]().union(*known.values())

    for code in re.findall(r"`([^`\n]+)`", text):
        words = code.split()
        if words[0] == "paylint" and len(words) > 1:
            command = max((name for name in known if f"{code} ".startswith(f"{name} ")), key=len)
            assert command != "paylint" or words[1].startswith("-"), code
            assert {word for word in words if word.startswith("--")} <= known[command], code
        elif words[0].startswith("--"):
            assert words[0] in anywhere, code
