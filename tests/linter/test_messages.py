"""What is said in Japanese: catalogues that fit the code, in both directions, and reports in which nothing is left out."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import polib
import pytest
import yaml

from paylint import housekeeping, pipeline
from paylint.cli.app import run
from paylint.config.settings import defaults
from paylint.finding import Report
from paylint.messages import catalogue, catalogue_files, preferred, say
from paylint.packs import load_packs, rules_of
from paylint.reporters import markdown, scope_markdown, scope_text, terminal
from paylint.reporters.html_page import render_html
from paylint.scope import Scope
from paylint.translation import NOTE, PLACE, paragraphs, told, translated, translated_rule

ROOT = Path(__file__).parents[2]
CODE = [file for folder in ("linter/paylint", "rules/paylint_rules") for file in sorted((ROOT / folder).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "linter/paylint/reporters/page").glob("*.jinja"))
CODEBASES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("examples/*/*/", "tests/rules/fixtures/*/")
    for path in ROOT.glob(pattern)
    if path.is_dir() and not path.name.startswith("deployed-")
)
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
SAID = {"key", "say", "count", "_say", "_count", "_labelled", "_heading"}


def catalogues() -> list[tuple[str, polib.POFile]]:
    return [(file.name, polib.pofile(file.read_text(encoding="utf-8"))) for file in catalogue_files("ja")]


def entries() -> list[tuple[str, polib.POEntry]]:
    return [(name, entry) for name, file in catalogues() for entry in file]


def forms(entry: polib.POEntry) -> tuple[list[str], list[str]]:
    """The English and the Japanese texts of an entry."""
    if entry.msgid_plural:
        return [entry.msgid, entry.msgid_plural], list(entry.msgstr_plural.values())
    return [entry.msgid], [entry.msgstr]


@cache
def checked(codebase: str) -> tuple[Report, Scope]:
    return pipeline.scope(defaults(str(ROOT / codebase)))


@cache
def texts_of_the_code() -> str:
    """All strings of the code, of templates and of tables, and what the pages of rules explain."""
    found: list[str] = [file.read_text("utf-8") for file in TEMPLATES]
    for file in CODE:
        tree = ast.parse(file.read_bytes())
        found += [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    for name in (
        "assess/requirements.yaml",
        "vocabulary/kinds.yaml",
        "vocabulary/injection.yaml",
        "payment_page/watchers.yaml",
    ):
        found += list(_strings(yaml.safe_load((ROOT / "rules/paylint_rules" / name).read_text("utf-8"))))
    return "\0".join([*found, *explained()])


def explained() -> list[str]:
    """The paragraphs of all rules' pages, and what their lists say; headings and code are left out."""
    rules = pipeline.rules(defaults(str(ROOT)))
    blocks = (text for rule in rules for text, _ in paragraphs(rule.help.split("\n")))
    return [text for text in blocks if text.strip() and not text.startswith(("#", "- **"))]


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                yield str(key)
                yield from _strings(inner)
        case list():
            for inner in value:
                yield from _strings(inner)
        case _:
            pass


def pieces(text: str, source: str) -> int:
    """In how many pieces a text stands in the source; what is longest is taken first."""
    number = 0
    while text:
        length = next((size for size in range(len(text), 0, -1) if text[:size] in source), 0)
        if not length:
            return 1_000
        text, number = text[length:], number + 1
    return number


def said_at_once() -> set[str]:
    """The texts that the engine hands to `say` and its like as they are."""
    found = set()
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call) and _name(node.func) in SAID:
                found |= {
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    for template in TEMPLATES:
        for call in re.finditer(r"\b(?:say|count)\(((?:[^()]|\([^()]*\))*)\)", template.read_text("utf-8")):
            found |= set(re.findall(r'"([^"]*)"', re.sub(r'=[^,)]*"[^"]*"', "", call[1])))
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def fixed_texts() -> Iterator[str]:
    """What rules and the requirement matrix say as it is."""
    for rule in rules_of(load_packs()):
        yield from (rule.summary, rule.remedy, rule.meaning)
    for about in housekeeping.RULES:
        yield from (about.summary, about.remedy)
    rows = yaml.safe_load(files("paylint_rules.assess").joinpath("requirements.yaml").read_text("utf-8"))[
        "requirements"
    ]
    yield from (row[column] for row in rows for column in ("demand", "cannot", "confirm"))


def test_there_is_a_catalogue_of_the_engine_and_one_of_the_rule_pack():
    assert {name for name, _ in catalogues()} >= {"engine.po", "reports.po", "scope.po", "rules.po", "findings.po"}


def test_no_entry_is_empty_fuzzy_or_obsolete():
    wrong = [
        (name, entry.msgid)
        for name, entry in entries()
        if entry.fuzzy or entry.obsolete or not all(text.strip() for text in forms(entry)[1])
    ]

    assert wrong == []


def test_no_text_is_translated_in_two_ways():
    ways: dict[tuple[str | None, str], set[str]] = {}
    for _, entry in entries():
        ways.setdefault((entry.msgctxt, entry.msgid), set()).update(forms(entry)[1])

    assert {text: said for text, said in ways.items() if len(said) > 1} == {}


def test_placeholders_agree():
    wrong = []
    for name, entry in entries():
        english, japanese = forms(entry)
        wanted = [set(PLACEHOLDER.findall(text)) - {"{is}"} for text in english]
        if any(set(PLACEHOLDER.findall(text)) != wanted[-1] for text in japanese) or wanted[0] != wanted[-1]:
            wrong.append((name, entry.msgid))

    assert wrong == []


def test_no_entry_is_for_a_text_that_the_code_no_longer_has():
    source = texts_of_the_code()
    unused = []
    for name, entry in entries():
        texts = forms(entry)[0]
        most = 3 if entry.msgctxt or PLACEHOLDER.search(texts[0]) else 1
        if any(pieces(part, source) > most for text in texts for part in PLACEHOLDER.split(text)):
            unused.append((name, entry.msgid))

    assert unused == []


def test_what_the_engine_says_at_once_is_known():
    known = {text for context, text in catalogue("ja") if not context}

    assert sorted(text for text in said_at_once() - known if re.search(r"[a-z]", text)) == []


def test_what_rules_and_requirements_say_is_known():
    known = catalogue("ja")

    assert sorted({text for text in fixed_texts() if text and ("", text) not in known}) == []


def test_every_paragraph_of_every_rule_s_page_is_said_in_japanese():
    known = catalogue("ja")

    assert sorted({text for text in explained() if ("", text) not in known}) == []


def test_a_page_keeps_its_code_and_its_shape():
    rule = next(rule for rule in pipeline.rules(defaults(str(ROOT))) if rule.code == "PAY101")

    page = translated_rule(rule, "ja").help

    assert re.findall(r"```.*?```", page, re.DOTALL) == re.findall(r"```.*?```", rule.help, re.DOTALL)
    assert page.count("\n## ") == rule.help.count("\n## ")
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    assert [line for line in prose.split("\n") if re.search(r"[a-z] [a-z]", line)] == []


@pytest.mark.parametrize("codebase", CODEBASES)
def test_every_finding_is_said_in_japanese(codebase: str):
    report, _ = checked(codebase)
    left = {f.message for f in report.findings if told("ja", f.message) == f.message}
    left |= {problem.message for problem in report.problems if told("ja", problem.message) == problem.message}

    assert left == set()
    assert [f.message for f in translated(report, "ja").findings if not JAPANESE.search(f.message)] == []


@pytest.mark.parametrize("codebase", CODEBASES)
def test_every_step_that_has_words_is_said_in_japanese(codebase: str):
    notes = {step.note for f in checked(codebase)[0].findings for trace in f.traces for step in trace.steps}
    words = {note for note in notes if re.search(r"[a-z] [a-z']", note)}

    assert {note for note in words if told("ja", note, NOTE) == note} == set()


@pytest.mark.parametrize("codebase", CODEBASES)
def test_every_sentence_of_a_scope_is_said_in_japanese(codebase: str):
    _, scope = checked(codebase)
    said = [("", reason) for reason in scope.verdict.reasons]
    said += [("", change.action) for change in scope.changes]
    said += [("", item.conditional) for item in scope.integrations if item.conditional]
    said += [(NOTE, evidence.note) for item in scope.integrations for evidence in item.evidence]
    said += [(PLACE, holding.what) for holding in scope.inventory if " " in holding.what]
    said += [(PLACE, arrow.note) for arrow in scope.diagram.arrows if " " in arrow.note]

    assert [text for context, text in said if told("ja", text, context) == text] == []


def test_a_report_in_japanese_has_none_of_the_engines_english():
    report, scope = checked("examples/tokiwa/before")
    text, summary, page = io.StringIO(), io.StringIO(), io.StringIO()
    terminal.report(report, text, "ja", width=100)
    markdown.report(report, summary, "ja")
    scope_text.report(scope, page, "ja")
    scope_markdown.report(scope, page, "ja")
    whole = "\n".join((text.getvalue(), summary.getvalue(), page.getvalue(), render_html(report, scope, "ja")))

    for words in (
        " means ",
        " is received ",
        "consistent with",
        "Card data",
        "expiry date",
        "security code",
        "passed to",
    ):
        assert words not in whole, words
    for words in (
        "通過型",
        "非保持化",
        "カード番号",
        "セキュリティコード",
        "有効期限",
        "カード名義人",
        "影響",
        "対処",
        "起点",
    ):
        assert words in whole, words


def test_english_stays_as_it_is_and_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch):
    report, _ = checked("examples/tokiwa/before")
    monkeypatch.setattr("paylint.messages.catalogue", None)
    monkeypatch.setattr("paylint.translation.catalogue", None)

    assert translated(report, "en") is report
    assert say("en", "{n} files", n=2) == "2 files"


def test_a_list_is_told_item_by_item_and_names_of_code_stay():
    message = "card number and PIN from request values key, note and 2 more are stored by db.save"

    assert told("ja", message) == "db.save がリクエストの値 key、note、他2件 のカード番号、暗証番号を保存する"


def test_what_no_catalogue_knows_stays_english():
    assert told("ja", "a rule of another pack says this") == "a rule of another pack says this"


def test_braces_in_checked_code_are_no_placeholders():
    message = "card number from key a is sent by send to https://x.example/{id}, which is no known payment provider"

    assert "https://x.example/{id} に送信" in told("ja", message)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja"}, "ja"),
        ({"LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str):
    assert preferred(environment) == language


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", str(ROOT / "examples/hokusen/before"), "--lang", "ja"], "エラー"),
        (["rules", "--lang", "ja"], "カード情報がログに書き込まれる。"),
        (["explain", "PAY301", "--lang", "ja"], "## 検出内容"),
        (["scope", str(ROOT / "examples/tokiwa/before"), "--lang", "ja", "--diagram", "mermaid"], "購入者のブラウザ"),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)
def test_commands_speak_the_language_that_is_asked_for(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(words)

    assert said in capsys.readouterr().out
