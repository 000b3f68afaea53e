"""``paylint new``: skeletons of rules, models and providers, from the rule packs."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from string import Template
from typing import Annotated

import typer

from paylint.cli.options import Verbose
from paylint.cli.output import opened
from paylint.errors import UsageError

app = typer.Typer(help="Write the skeleton of a rule, a model or a provider.", rich_markup_mode=None)

MODELS = "paylint-models"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_PREFIX = re.compile(r"[A-Z]{2,8}")
_PACK_PREFIX = re.compile(r"""prefix\s*=\s*["']([A-Z]+)["']""")
_FIRST = 101

Name = Annotated[str, typer.Argument(metavar="NAME", help="In lower case, such as session-token-logged.")]


@app.command()
def rule(
    name: Name,
    *,
    into: Annotated[str, typer.Option("--into", metavar="FOLDER", help="The rule pack's folder; made if needed.")],
    prefix: Annotated[
        str,
        typer.Option("--prefix", metavar="CODE", help="Start of the codes of a new pack.", show_default="from FOLDER"),
    ] = "",
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """A rule with its documentation and examples, in a pack of your own."""
    _refuse_name(name)
    pack = os.path.join(into, "__init__.py")
    package = os.path.basename(os.path.abspath(into))
    if not package.isidentifier():
        raise UsageError(f"{into} cannot be imported by that name; name the folder like acme_rules")
    prefix = _prefix(pack, package, prefix)
    code = f"{prefix}{_next_number(into, prefix)}"
    if not os.path.exists(pack):
        _write(pack, "pack", {"prefix": prefix})
    _write(os.path.join(into, f"{_snake(name)}.py"), "rule", {"code": code, "name": name})
    _say(
        f'try it with `paylint test {into}`; to run it, install the pack or add packs = ["{package}"] to the configuration'
    )


@app.command()
def model(
    name: Name,
    *,
    into: Annotated[str, typer.Option("--into", metavar="FOLDER", help="Where model rows are kept.")] = MODELS,
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """Rows that say what a library does with data, and a program that shows it."""
    _write_rows(name, into, "model")


@app.command()
def provider(
    name: Name,
    *,
    into: Annotated[str, typer.Option("--into", metavar="FOLDER", help="Where model rows are kept.")] = MODELS,
    verbose: Verbose = False,  # noqa: ARG001 - read where errors end
) -> None:
    """A payment provider's calls, interface and scripts, and a program that shows them."""
    _write_rows(name, into, "provider")


def _write_rows(name: str, into: str, what: str) -> None:
    _refuse_name(name)
    words = {"name": name, "snake": _snake(name), "package": name.replace("_", "-")}
    rows = os.path.join(into, f"{_snake(name)}.yaml")
    program = os.path.join(into, "tests", f"{_snake(name)}_program.py")
    _write(rows, what, words)
    _write(program, f"{what}.program", words)
    _say(f'try it with `paylint test --models {rows} {program}`; add models = ["{into}/"] to the configuration')


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" is no name; write it in lower case, such as session-token-logged')


def _snake(name: str) -> str:
    return name.replace("-", "_")


def _prefix(pack: str, package: str, said: str) -> str:
    """The prefix of the pack that is there, else the one that is said, else letters of its name."""
    try:
        with open(pack, encoding="utf-8") as stream:
            found = _PACK_PREFIX.search(stream.read())
    except FileNotFoundError:
        prefix = said or package.partition("_")[0].upper()
        if not _PREFIX.fullmatch(prefix):
            raise UsageError(f'"{prefix}" cannot begin a code; give --prefix two to eight capital letters') from None
        return prefix
    if found is None:
        raise UsageError(f"{pack} holds no PACK with a prefix; name the folder of a rule pack, or a new one")
    if said not in ("", found[1]):
        raise UsageError(f"the pack in {pack} has the prefix {found[1]}, not {said}; leave --prefix out")
    return found[1]


def _next_number(folder: str, prefix: str) -> int:
    code = re.compile(rf"""code\s*=\s*["']{prefix}(\d+)["']""")
    taken = [_FIRST - 1]
    for place, _, names in os.walk(folder):
        for name in (name for name in names if name.endswith(".py")):
            with open(os.path.join(place, name), encoding="utf-8", errors="replace") as stream:
                taken += map(int, code.findall(stream.read()))
    return max(taken) + 1


def _write(file: str, skeleton: str, words: dict[str, str]) -> None:
    if os.path.exists(file):
        raise UsageError(f"{file} is there already; choose another name")
    text = Template(_skeleton(skeleton)).safe_substitute(words)
    try:
        os.makedirs(os.path.dirname(os.path.abspath(file)), exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder of {file}: {error.strerror}; choose another with --into") from error
    with opened(file) as stream:
        stream.write(text)
    _say(f"wrote {file}")


def _skeleton(name: str) -> str:
    """The first pack that has a skeleton of that name gives it: its words are those that the pack introduces."""
    from paylint.packs import load_packs

    for pack in load_packs():
        found = files(pack.name) / "skeletons" / f"{name}.txt"
        if found.is_file():
            return found.read_text("utf-8")
    raise UsageError(f"no installed rule pack has a skeleton for this ({name}); install paylint with its own rules")


def _say(line: str) -> None:
    with opened("") as stream:
        stream.write(line + "\n")
