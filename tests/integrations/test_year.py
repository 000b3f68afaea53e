"""A year in the life of a shop's repository: each step says the right thing."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from paylint import pipeline
from paylint.cli.app import run

VIEWS = """\
import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/pay")
def pay():
    number = request.form["card_number"]
    log.info("paying with %s", number)
    return "ok"
"""
LEAK = '    log.info("paying with %s", number)\n'
CLEAN = '    log.info("paying with a card that ends in %s", number[-4:])\n'
PRINTED = "    print(number)\n"
PACK = 'from paylint.packs import Pack\n\nPACK = Pack("house_rules", "HOU", 1)\n'
RULE = '''\
"""Every arrival, for this house."""

from paylint.finding import Severity
from paylint.rule import Rule, Verdict


def _judge(program):
    for arrival in program.arrivals:
        origin = arrival.origin
        yield Verdict(origin.location, "arrives", (origin.kind,), arrival.trace, function=origin.function, subject="x")


rule = Rule("HOU101", "arrival-in-this-house", "Data arrives.", Severity.WARNING, _judge, "ask the platform team")
'''


def git(*arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def test_a_year(  # noqa: PLR0915 - a year is long
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    monkeypatch.chdir(shop)
    today(monkeypatch, date(2026, 1, 5))

    def check(*options: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["check", "--format", "concise", *options])
        return code, capsys.readouterr().out

    def rewrite(file: str, old: str, new: str) -> None:
        text = (shop / file).read_text()
        assert old in text
        (shop / file).write_text(text.replace(old, new))

    # January: it is adopted as it is
    (shop / "views.py").write_text(VIEWS)
    git("init", "-q")
    assert check()[0] == 1
    assert run(["init", "--baseline", "--ci", "github"]) == 0
    git("add", "-A")
    git("commit", "-qm", "adopt paylint")
    assert check() == (0, "")

    # February: code moves, and its variables get other names
    (shop / "checkout").mkdir()
    git("mv", "views.py", "checkout/pages.py")
    rewrite("checkout/pages.py", "    number = ", "    # as the form has it\n    value = ")
    rewrite("checkout/pages.py", LEAK, LEAK.replace("number", "value"))
    git("commit", "-qam", "move")
    assert check() == (0, "")

    # March: the log is cleaned
    rewrite("checkout/pages.py", LEAK.replace("number", "value"), CLEAN.replace("number", "value"))
    capsys.readouterr()
    assert run(["check"]) == 0
    assert "checkout/pages.py::pay: PAY301 info: card.pan" in capsys.readouterr().out
    assert run(["baseline", "prune"]) == 0
    assert "PAY301" not in (shop / "paylint-baseline.jsonl").read_text()

    # April: somebody prints the number for a while, and says until when
    rewrite("checkout/pages.py", '    return "ok"', PRINTED.replace("number", "value") + '    return "ok"')
    assert check()[0] == 1
    accepted = ["--reason", "the terminal of the test bench", "--until", "2026-06-30", "--owner", "payments team"]
    assert run(["suppress", "PAY301", *accepted]) == 0
    assert check() == (0, "")

    # July: the day is over
    today(monkeypatch, date(2026, 7, 1))
    code, out = check()
    assert code == 1
    assert [line.split()[1].split("[")[0] for line in out.splitlines()] == ["PAY301", "PAY912"]
    assert "the suppression of PAY301 ended on 2026-06-30; payments team decides" in out

    # August: the line is harmless now, and the comment has outlived it; a month more was given before that
    rewrite("checkout/pages.py", "2026-06-30", "2026-12-31")
    rewrite("checkout/pages.py", "print(value)", "print(len(value))")
    code, out = check()
    assert code == 1
    assert "PAY911[suppression-unused] the suppression of PAY301 is not needed" in out
    assert run(["suppress", "--prune"]) == 0
    assert check() == (0, "")
    assert "paylint" not in (shop / "checkout" / "pages.py").read_text()

    # October: the first leak comes back
    rewrite("checkout/pages.py", CLEAN.replace("number", "value"), LEAK.replace("number", "value"))
    code, out = check("--fail-on", "new")
    assert code == 1
    assert "PAY301[card-data-logged]" in out
    rewrite("checkout/pages.py", LEAK.replace("number", "value"), CLEAN.replace("number", "value"))

    # December: new rules come, and what they find is new until it is accepted
    pack = tmp_path / "packs" / "house_rules"
    pack.mkdir(parents=True)
    (pack / "__init__.py").write_text(PACK)
    (pack / "arrival.py").write_text(RULE)
    monkeypatch.syspath_prepend(str(pack.parent))
    rewrite("paylint.toml", "require-reason", 'packs = ["house_rules"]\nrequire-reason')
    code, out = check()
    assert code == 1
    assert [line.split()[1].split("[")[0] for line in out.splitlines()] == ["HOU101"]
    assert run(["baseline", "update"]) == 0
    assert check() == (0, "")


def today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(pipeline, "date", SimpleNamespace(today=lambda: day))
