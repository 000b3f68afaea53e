"""The protocol's side: buffers come in, diagnostics go out a moment after the last key, and never more than one run at a time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from functools import partial

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from paylint import __version__
from paylint.errors import PaylintError
from paylint.location import Path
from paylint.lsp import convert
from paylint.lsp.session import Look, actions, look, path_in

PAUSE = 0.2
"""Seconds without a key before a run begins."""


def serve() -> None:
    """Speak on standard input and output until the editor ends it."""
    server().start_io()


def server() -> LanguageServer:
    """A server with everything that it can do."""
    made = LanguageServer("paylint", __version__)
    runs = _Runs(made)

    @made.feature(types.INITIALIZED)
    @made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def changed(*_: object) -> None:
        runs.ask()

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        return runs.hover(params)

    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return runs.code_actions(params)

    return made


class _Runs:
    """The runs of one server: asked for at every change, started after a pause, one after the other."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._looks: dict[str, Look] = {}
        self._shown: dict[str, set[str]] = {}
        self._asked = 0
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Have a run made of what the buffers hold now."""
        self._asked += 1
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        done = 0
        while done < self._asked:
            done = await self._quiet()
            for folder in self._folders():
                await self._run(folder)

    async def _quiet(self) -> int:
        """Wait until nobody asked for a while."""
        while True:
            asked = self._asked
            await asyncio.sleep(PAUSE)
            if asked == self._asked:
                return asked

    async def _run(self, folder: str) -> None:
        try:
            found = await asyncio.to_thread(look, folder, self._buffers())
        except PaylintError as error:
            self._server.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"paylint: {error}"))
            return
        except Exception as error:  # noqa: BLE001 - the editor's session must not end with a mistake of ours
            said = f"paylint: internal error ({type(error).__name__}: {error})"
            self._server.window_log_message(types.LogMessageParams(types.MessageType.Error, said))
            return
        self._looks[folder] = found
        self._publish(folder, found)

    def _publish(self, folder: str, found: Look) -> None:
        root = found.report.root
        lines: dict[Path, list[str]] = {}

        def line(path: Path, number: int) -> str:
            if path not in lines:
                lines[path] = _text(root, path, found.texts).splitlines()
            return lines[path][number - 1] if 0 < number <= len(lines[path]) else ""

        told = {convert.uri_of(root, path): each for path, each in convert.diagnostics(found.report, line).items()}
        for uri in sorted(told.keys() | self._shown.get(folder, set())):
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told.get(uri, [])))
        self._shown[folder] = set(told)

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What the findings on a line say."""
        for found, path in self._looks_at(params.text_document.uri):
            row = params.position.line + 1
            told = convert.hover(found.findings(path, row, row), partial(_page, found))
            if told is not None:
                return told
        return None

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Fixes and suppressions for the findings in a range."""
        uri = params.text_document.uri
        text = self._server.workspace.get_text_document(uri).source
        first, last = params.range.start.line + 1, params.range.end.line + 1
        return [
            convert.code_action(action, uri, text, params.context.diagnostics)
            for found, path in self._looks_at(uri)
            for action in actions(found, path, text, first, last)
        ]

    def _looks_at(self, uri: str) -> list[tuple[Look, Path]]:
        file = to_fs_path(uri)
        inside = [f for f in self._looks if file and os.path.commonpath((f, file)) == f]
        return [(self._looks[f], path_in(self._looks[f], file)) for f in inside if file]

    def _folders(self) -> list[str]:
        """The folders of the editor's workspace; without one, those of the open files."""
        folders = [to_fs_path(uri) for uri in self._server.workspace.folders]
        root = self._server.workspace.root_path
        found = [os.path.realpath(folder) for folder in (*folders, *([root] if root else [])) if folder]
        return list(dict.fromkeys(found)) or sorted({os.path.dirname(file) for file in self._buffers()})

    def _buffers(self) -> dict[str, str]:
        documents = self._server.workspace.text_documents
        return {os.path.realpath(file): doc.source for uri, doc in documents.items() if (file := to_fs_path(uri))}


def _page(found: Look, code: str) -> str:
    rule = found.rule(code)
    return rule.help if rule is not None else ""


def _text(root: str, path: Path, texts: Mapping[Path, str]) -> str:
    if path in texts:
        return texts[path]
    try:
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""
