"""``paylint init``: configuration, commit hook and CI file for a project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

import typer

from paylint.cli.options import Verbose
from paylint.cli.output import opened
from paylint.config.raw import OWN_FILE, SHARED_FILE
from paylint.errors import UsageError

Service = Literal["github", "gitlab", "bitbucket", "jenkins", "none"]
HOOK_FILE = ".pre-commit-config.yaml"
GITLAB_FILE = ".gitlab-ci.yml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The answers to the three questions."""

    ci: Service
    hook: bool
    baseline: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A file and its new text; ``advice`` instead, where the file is there and a person must join the two."""

    path: str
    text: str = ""
    before: str = ""
    advice: str = ""


def init(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The project.", show_default="the current folder")
    ] = ".",
    *,
    ci: Annotated[Service | None, typer.Option(help="The CI service to write a file for.", show_default=False)] = None,
    hook: Annotated[
        bool | None, typer.Option("--hook/--no-hook", help="Write a commit hook.", show_default=False)
    ] = None,
    baseline: Annotated[
        bool | None,
        typer.Option("--baseline/--no-baseline", help="Accept what is found now.", show_default=False),
    ] = None,
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Set a project up. What no option says is asked on a terminal, and left out elsewhere. No file is overwritten."""
    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is no folder; name the folder of the project")
    wanted = Wanted(_ci(ci), _asked("Run before each commit (pre-commit)?", hook), _accept(baseline))
    for planned in _plan(folder, wanted):
        _carry_out(folder, planned)
    if wanted.baseline:
        _write_baseline(folder)


def _ci(said: Service | None) -> Service:
    if said is not None or not sys.stdin.isatty():
        return said or "none"
    services: tuple[Service, ...] = get_args(Service)
    while True:
        answer = typer.prompt(f"CI service ({', '.join(services)})", default="none")
        for service in services:
            if service == answer:
                return service


def _accept(said: bool | None) -> bool:
    return _asked("Accept what is found now, and report only what is new (baseline)?", said)


def _asked(question: str, said: bool | None) -> bool:
    if said is not None or not sys.stdin.isatty():
        return bool(said)
    return typer.confirm(question, default=False)


def _plan(folder: str, wanted: Wanted) -> Iterator[Planned]:
    yield _configuration(folder, baseline=wanted.baseline)
    if wanted.hook:
        yield _new(folder, HOOK_FILE, "pre-commit.yaml")
    match wanted.ci:
        case "github":
            yield _new(folder, ".github/workflows/paylint.yml", "github.yml")
        case "gitlab":
            yield _new(folder, ".gitlab/paylint.gitlab-ci.yml", "gitlab.yml")
            yield _included(folder)
        case "bitbucket":
            yield _new(folder, "bitbucket-pipelines.yml", "bitbucket.yml")
        case "jenkins":
            yield _new(folder, "Jenkinsfile", "Jenkinsfile")
        case "none":
            pass


def _configuration(folder: str, *, baseline: bool) -> Planned:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = SHARED_FILE if os.path.exists(os.path.join(folder, SHARED_FILE)) else OWN_FILE
    if os.path.exists(os.path.join(folder, OWN_FILE)):
        return Planned(OWN_FILE, advice=f"{OWN_FILE} is there and stays as it is")
    text = _text(folder, path)
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UsageError(f"{path} is not valid TOML: {error}; correct it first") from error
    table = tomlkit.table()
    table["require-reason"] = True
    if baseline:
        from paylint.baseline_file import USUAL_NAME

        table["baseline"] = USUAL_NAME
    if path == OWN_FILE:
        return Planned(path, table.as_string(), text)
    tool = document.get("tool")
    if tool is not None and "paylint" in tool:
        return Planned(path, advice=f"{path} has a table [tool.paylint] and stays as it is")
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return Planned(path, f"{text}{gap}[tool.paylint]\n{table.as_string()}", text)


def _new(folder: str, path: str, template: str) -> Planned:
    text = _template(template)
    before = _text(folder, path)
    if before and "paylint" in before:
        return Planned(path, advice=f"{path} speaks of paylint already and stays as it is")
    if before:
        return Planned(path, advice=f"{path} is there and stays as it is; join this to it:\n{text}")
    return Planned(path, text)


def _included(folder: str) -> Planned:
    text = "include:\n  - local: .gitlab/paylint.gitlab-ci.yml\n"
    before = _text(folder, GITLAB_FILE)
    if "paylint" in before:
        return Planned(GITLAB_FILE, advice=f"{GITLAB_FILE} speaks of paylint already and stays as it is")
    if before:
        return Planned(GITLAB_FILE, advice=f"{GITLAB_FILE} is there and stays as it is; join this to it:\n{text}")
    return Planned(GITLAB_FILE, text)


def _template(name: str) -> str:
    from importlib.resources import files

    return files("paylint").joinpath("templates", name).read_text("utf-8")


def _text(folder: str, path: str) -> str:
    try:
        with open(os.path.join(folder, path), encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from error


def _carry_out(folder: str, planned: Planned) -> None:
    if planned.advice:
        _say(planned.advice)
        return
    file = os.path.join(folder, planned.path)
    os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    with opened(file, newline="") as stream:
        stream.write(planned.text)
    _say(f"{'added to' if planned.before else 'wrote'} {planned.path}")
    _say(
        "".join(f"  + {line}\n" for line in planned.text.removeprefix(planned.before).strip("\n").splitlines()).rstrip(
            "\n"
        )
    )


def _write_baseline(folder: str) -> None:
    from paylint.baseline_file import USUAL_NAME
    from paylint.cli.baseline import create

    if os.path.exists(os.path.join(folder, USUAL_NAME)):
        _say(f"{USUAL_NAME} is there and stays as it is")
        return
    create([folder], baseline="", force=False, config="", verbose=False)


def _say(text: str) -> None:
    with opened("") as stream:
        stream.write(text + "\n")
