"""The language server, driven by a real client over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="a client of the protocol is needed")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

VIEWS = """\
from django.http import HttpResponse

from audit import note


def pay(request):
    名 = note("支払い", request.POST["card_number"]); return HttpResponse("ok")
"""
AUDIT = """\
import logging

log = logging.getLogger(__name__)


def note(text, value):
    return text
"""
LEAKING = AUDIT.replace("    return text", '    log.info("%s", value)\n    return text')
LIMIT = 20.0


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.paylint]\nselect = ["PAY1", "PAY3"]\n', "utf-8")
    (tmp_path / "views.py").write_text(VIEWS, "utf-8")
    (tmp_path / "audit.py").write_text(AUDIT, "utf-8")
    return tmp_path


class Client(LanguageClient):
    """A client that keeps the diagnostics and messages that it is sent."""

    def __init__(self) -> None:
        super().__init__("tests", "1")
        self.diagnostics: dict[str, list[types.Diagnostic]] = {}
        self.messages: list[str] = []

        def published(params: types.PublishDiagnosticsParams) -> None:
            self.diagnostics[params.uri] = list(params.diagnostics)

        def shown(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        self.feature(types.WINDOW_SHOW_MESSAGE)(shown)


@asynccontextmanager
async def session(shop: Path) -> AsyncIterator[Client]:
    client = Client()
    await client.start_io(sys.executable, "-m", "paylint", "lsp")
    folders = [types.WorkspaceFolder(shop.as_uri(), "shop")]
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), workspace_folders=folders))
    client.initialized(types.InitializedParams())
    yield client
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]


def play(shop: Path, scene: Callable[[Client], Awaitable[None]]) -> None:
    """Run a scene with a client whose server has the shop open."""

    async def whole() -> None:
        async with session(shop) as client:
            await scene(client)

    with ThreadPoolExecutor(1) as apart:  # the browser of other tests leaves a loop running in this thread
        apart.submit(lambda: asyncio.run(whole())).result()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < end, "nothing came in time"
        await asyncio.sleep(0.02)


class Editor:
    """One file open in the client."""

    def __init__(self, client: Client, file: Path) -> None:
        self.client = client
        self.uri = file.as_uri()
        self.text = file.read_text("utf-8")
        self.version = 1
        document = types.TextDocumentItem(self.uri, "python", self.version, self.text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        change = types.TextDocumentContentChangeWholeDocument(text)
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def codes(self) -> list[str]:
        return [str(each.code) for each in self.client.diagnostics.get(self.uri, ())]

    async def until(self, codes: list[str]) -> list[types.Diagnostic]:
        """Wait until the file's diagnostics are these."""
        await until(lambda: self.codes() == codes)
        return list(self.client.diagnostics.get(self.uri, ()))

    async def actions(self, line: int) -> dict[str, types.CodeAction]:
        where = types.Range(types.Position(line, 0), types.Position(line, 1))
        context = types.CodeActionContext(self.client.diagnostics.get(self.uri, ()))
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(self.uri), where, context)
        )
        return {action.title: action for action in found or () if isinstance(action, types.CodeAction)}


def applied(editor: Editor, action: types.CodeAction) -> str:
    """The text after an action whose edit begins and ends where lines do."""
    assert action.edit is not None
    assert action.edit.changes is not None
    (edit,) = action.edit.changes[editor.uri]
    lines = editor.text.splitlines(keepends=True)
    return "".join([*lines[: edit.range.start.line], edit.new_text, *lines[edit.range.end.line :]])


def test_findings_come_for_the_whole_folder_and_follow_what_is_typed(shop: Path) -> None:
    views = (shop / "views.py").as_uri()

    async def scene(client: Client) -> None:
        audit = Editor(client, shop / "audit.py")
        await until(lambda: views in client.diagnostics)
        assert [each.code for each in client.diagnostics[views]] == ["PAY101"]

        audit.type(LEAKING)
        (leak,) = await audit.until(["PAY301"])
        assert leak.range.start == types.Position(6, 4)
        assert leak.severity == types.DiagnosticSeverity.Error
        related = leak.related_information or ()
        assert [each.location.uri for each in related][:1] == [views]
        assert related[0].message.startswith("the data begins")

        audit.type(AUDIT)
        await audit.until([])

    play(shop, scene)


def test_columns_count_as_the_editor_counts_them(shop: Path) -> None:
    (shop / "views.py").write_text(VIEWS.replace("支払い", "💳"), "utf-8")

    async def scene(client: Client) -> None:
        views = Editor(client, shop / "views.py")
        (found,) = await views.until(["PAY101"])
        assert found.range.start == types.Position(6, len('    名 = note("xx", '))

    play(shop, scene)


def test_a_hover_tells_of_the_rule(shop: Path) -> None:
    async def scene(client: Client) -> None:
        audit = Editor(client, shop / "audit.py")
        audit.type(LEAKING)
        await audit.until(["PAY301"])

        where = types.HoverParams(types.TextDocumentIdentifier(audit.uri), types.Position(6, 10))
        told = await client.text_document_hover_async(where)

        assert told is not None
        assert isinstance(told.contents, types.MarkupContent)
        assert "**PAY301 card-data-logged**" in told.contents.value
        assert "## Why it matters" in told.contents.value

    play(shop, scene)


def test_a_finding_can_be_mended_or_suppressed(shop: Path) -> None:
    async def scene(client: Client) -> None:
        audit = Editor(client, shop / "audit.py")
        audit.type(LEAKING.replace("value", "card_number"))
        await audit.until(["PAY301"])

        found = await audit.actions(6)

        assert sorted(found) == ["Mend PAY301 card-data-logged", "Suppress PAY301 here"]
        mended = applied(audit, found["Mend PAY301 card-data-logged"])
        suppressed = applied(audit, found["Suppress PAY301 here"])
        assert '    log.info("%s", str(card_number)[-4:])\n' in mended
        assert "  # paylint: ignore[PAY301] TODO: say why\n" in suppressed

        audit.type(suppressed)
        await audit.until([])
        audit.type(mended)
        await audit.until([])

    play(shop, scene)


def test_an_answer_comes_soon_while_runs_go_on(shop: Path) -> None:
    async def scene(client: Client) -> None:
        audit = Editor(client, shop / "audit.py")
        audit.type(LEAKING)
        await audit.until(["PAY301"])

        slowest = 0.0
        for number in range(20):
            audit.type(f"{LEAKING}# {number}\n")
            begin = time.monotonic()
            await audit.actions(0)
            slowest = max(slowest, time.monotonic() - begin)
            await asyncio.sleep(0.1 if number % 2 else 0.3)

        assert slowest < 0.5

    play(shop, scene)


def test_a_wrong_configuration_is_told_and_waited_out(shop: Path) -> None:
    (shop / "pyproject.toml").write_text("[tool.paylint]\nselct = []\n", "utf-8")

    async def scene(client: Client) -> None:
        audit = Editor(client, shop / "audit.py")
        await until(lambda: bool(client.messages))
        assert 'unknown key "selct"' in client.messages[0]

        (shop / "pyproject.toml").write_text('[tool.paylint]\nselect = ["PAY1", "PAY3"]\n', "utf-8")
        audit.type(LEAKING)
        await audit.until(["PAY301"])

    play(shop, scene)
