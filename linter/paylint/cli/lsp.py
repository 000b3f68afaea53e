"""``paylint lsp``."""

from __future__ import annotations

from paylint.cli.options import Verbose
from paylint.errors import UsageError


def lsp(*, verbose: Verbose = False) -> None:  # noqa: ARG001 - read where errors end
    """Serve an editor with the language server protocol, on standard input and output."""
    try:
        from paylint.lsp.server import serve
    except ModuleNotFoundError as error:
        raise UsageError(
            f'{error.name} is not installed; install paylint with it: pip install "paylint[lsp]"'
        ) from error
    serve()
