"""A pipeline that answers from memory, so that these tests are about the command line alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import ModuleType

import pytest

import paylint
from paylint.config.settings import Settings
from paylint.finding import Confidence, Coverage, Finding, Problem, Report, RuleInfo, Severity, Skipped, Step, Trace
from paylint.location import Location, Path

RULE = RuleInfo(
    "PAY101",
    "card-data-received",
    "card data enters this server",
    Severity.ERROR,
    ("1.2.4",),
    ("非保持化",),
    "use a token",
    "# PAY101 card-data-received\n\n## What it does\n\nFinds *routes*.\n",
)
TRACE = Trace(
    (
        Step("source", Location(Path("shop/views 1.py"), 3, 5), 'card = request.POST["card_number"]'),
        Step("sink", Location(Path("shop/psp.py"), 9), 'log("4242424242424242")', "log.info"),
    )
)
FINDING = Finding(
    "PAY101",
    "card-data-received",
    Severity.ERROR,
    Confidence.HIGH,
    Location(Path("shop/views 1.py"), 3, 5),
    "card number enters this server",
    ("card.pan",),
    (TRACE,),
    1,
    ("1.2.4",),
    ("非保持化",),
    "this server is in scope",
    "use a token",
    "shop.views.pay",
)


@dataclass
class StubPipeline:
    """What the commands asked for, and what they are given."""

    report: Report
    settings: list[Settings] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    error: BaseException | None = None

    def check(
        self,
        settings: Settings,
        progress: Callable[[str, int, int], None],
        store: object | None = None,  # noqa: ARG002 - as the real one
    ) -> Report:
        self.settings.append(settings)
        if self.error:
            raise self.error
        progress("parse", 1, 2)
        return replace(self.report, root=settings.root)

    def rules(self, settings: Settings) -> tuple[RuleInfo, ...]:
        self.settings.append(settings)
        return self.report.rules

    def call_graph(self, settings: Settings) -> dict[str, list[str]]:
        self.settings.append(settings)
        return {"shop.pay": ["<builtin>.len", "shop.psp.send"], "shop.psp.send": []}

    def taint_at(self, settings: Settings, path: str, line: int) -> list[str]:
        self.settings.append(settings)
        self.asked.append((path, line))
        return ["card: card.pan 4242424242424242"]

    def dump(self, settings: Settings, stage: str) -> str:
        self.settings.append(settings)
        return f"{stage} of {len(settings.paths)} file"


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> StubPipeline:
    stub = StubPipeline(
        Report(
            version="0.1.0",
            root="/",
            findings=(FINDING,),
            problems=(Problem("PAY901", Location(Path("old.py"), 3), "not analysed: Python 2"),),
            coverage=Coverage(files=12, lines=300, analysed=2, skipped=(Skipped(Path("x.min.js"), "minified"),)),
            rules=(RULE,),
            exit_code=1,
            seconds=(("parse", 0.25),),
        )
    )
    module = ModuleType("paylint.pipeline")
    for name in ("check", "rules", "call_graph", "taint_at", "dump"):
        setattr(module, name, getattr(stub, name))
    monkeypatch.setitem(sys.modules, "paylint.pipeline", module)
    monkeypatch.setattr(paylint, "pipeline", module, raising=False)
    monkeypatch.chdir(str(tmp_path))
    return stub
