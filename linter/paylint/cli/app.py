"""The program ``paylint``: its commands, and what becomes of errors."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from paylint import __version__
from paylint.cli import (
    baseline,
    cache,
    check,
    config,
    explain,
    fix,
    init,
    lock,
    lsp,
    new,
    reveal,
    rules,
    scope,
    suppress,
    testing,
    verify,
)
from paylint.config.raw import nearest
from paylint.errors import PaylintError

INTERRUPTED = 130
INTERNAL_ERROR = 3

app = typer.Typer(
    name="paylint",
    help="Find where payment data goes in server code.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.check)
app.command("scope")(scope.scope)
app.command("rules")(rules.rules)
app.command("explain")(explain.explain)
app.command("fix")(fix.fix)
app.command("lock")(lock.lock)
app.command("verify")(verify.verify)
app.command("lsp")(lsp.lsp)
app.command("suppress")(suppress.suppress)
app.command("init")(init.init)
app.command("test")(testing.run_examples)
app.add_typer(baseline.app, name="baseline")
app.add_typer(cache.app, name="cache")
app.add_typer(config.app, name="config")
app.add_typer(new.app, name="new")
app.add_typer(reveal.app, name="reveal")


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"paylint {__version__}\n")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find where payment data goes in server code."""


def main() -> None:
    """Run the program on the process's arguments and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every character of the code
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the program on ``arguments`` and return its exit code: 0 clean, 1 findings, 2 usage, 3 internal error."""
    try:
        code = app(list(arguments) or ["--help"], prog_name="paylint", standalone_mode=False)
    except PaylintError as error:
        return _failed(str(error), error.exit_code)
    except typer.TyperException as error:
        return _failed(_plain(error.format_message()), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last barrier: no traceback unless asked for
        return _broken(error, arguments)
    return code if isinstance(code, int) else 0


def _plain(message: str) -> str:
    """What the command line's parser says, with the nearest of the words that it would have taken."""
    message = message.replace("Value error, ", "")
    wrong = re.search(r"'([^']*)' is not one of ((?:'[^']*'(?:, )?)+)", message)
    return message.rstrip(".") + nearest(wrong[1], re.findall(r"'([^']*)'", wrong[2])) if wrong else message


def _failed(message: str, code: int) -> int:
    sys.stderr.write("paylint: " + " ".join(message.split()) + "\n")
    return code


def _broken(error: Exception, arguments: Sequence[str]) -> int:
    if {"--verbose", "-v"} & set(arguments) or os.environ.get("PAYLINT_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    return _failed(
        f"internal error ({type(error).__name__}): please report it with `paylint {__version__}`, the command and the "
        "traceback that PAYLINT_TRACEBACK=1 shows",
        INTERNAL_ERROR,
    )
