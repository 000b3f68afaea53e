"""What `paylint scope` writes for programs, for wikis and for the terminal."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from paylint.reporters import scope_json, scope_markdown, scope_text
from paylint.scope import Diagram, Holding, Integration, Scope
from tests.linter.reporters.scopes import CARD, MANY_WAYS, NO_FLOW, REDIRECT, VIEW, at

SCHEMA = json.loads(files("paylint").joinpath("schemas/scope.schema.json").read_text("utf-8"))
SCOPES = {"many": MANY_WAYS, "redirect": REDIRECT, "none": NO_FLOW}
every_scope = pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
FORMS = {"text": scope_text, "markdown": scope_markdown, "json": scope_json}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def written(form: Any, scope: Scope, **options: Any) -> str:
    stream = io.StringIO()
    form.report(scope, stream, "en", **options)
    return stream.getvalue()


def objects(schema: Any) -> list[dict[str, Any]]:
    """All parts of a schema that describe an object."""
    if isinstance(schema, list):
        return [found for item in schema for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    mine = [schema] if schema.get("type") == "object" else []
    return mine + [found for item in schema.values() for found in objects(item)]


def test_the_schema_is_valid_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    for part in objects(SCHEMA):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


@every_scope
def test_the_document_follows_the_schema(scope: Scope) -> None:
    jsonschema.validate(json.loads(written(scope_json, scope)), SCHEMA)


def test_the_document_says_what_pays_how() -> None:
    document = json.loads(written(scope_json, MANY_WAYS))

    assert document["verdict"]["saq"] == "D"
    assert document["verdict"]["statement"].startswith("Consistent with SAQ D-Merchant; the acquirer")
    assert [(one["psp"], one["flow"]) for one in document["integrations"]] == [
        ("gmo_pg", "api"),
        ("stripe", "hosted-fields"),
        ("unknown", "redirect"),
    ]
    assert document["scripts"][0]["address"] == "https://cdn.metrics.example/t.js"


def test_the_document_says_where_each_input_of_a_page_leads() -> None:
    inputs = json.loads(written(scope_json, MANY_WAYS))["inputs"]

    assert [(one["element"], one["path"], one["line"], one["posted"]) for one in inputs] == [
        ("card.pan", "src/shop/templates/pay.html", 12, True),
        ("card.code", "src/shop/templates/card.html", 4, False),
    ]
    assert inputs[0]["target"] == {
        "kind": "route",
        "address": "/checkout/pay",
        "handlers": ["shop.checkout.views.pay"],
        "psp": "",
    }
    assert inputs[1]["page"] == "src/shop/templates/wallet.html"


def test_sentences_of_the_document_are_in_the_reader_s_language_and_keys_are_not() -> None:
    stream = io.StringIO()
    unknown = replace(MANY_WAYS.integrations[0], provider="unknown", name="a provider that no model knows")
    demand = "A card number is unreadable anywhere it is stored."
    reason = "a provider that no model knows takes cards by the API type (shop/pay.py:3:1): consistent with SAQ D"
    scope = replace(
        MANY_WAYS,
        integrations=(unknown,),
        requirements=(replace(MANY_WAYS.requirements[0], demand=demand),),
        verdict=replace(MANY_WAYS.verdict, reasons=(reason,)),
    )

    scope_json.report(scope, stream, "ja")
    document = json.loads(stream.getvalue())

    assert document["requirements"][0]["demand"].startswith("カード番号は")
    assert document["verdict"]["reasons"] == ["モデルにない決済代行会社 をAPI型で利用（shop/pay.py:3:1）: SAQ D に相当"]
    assert document["integrations"][0]["name"] == "モデルにない決済代行会社"
    assert document["integrations"][0]["flow"] == "api"
    jsonschema.validate(document, SCHEMA)


@every_form
@every_scope
def test_equal_scopes_give_equal_bytes(form: Any, scope: Scope) -> None:
    assert written(form, scope) == written(form, replace(scope))


@every_form
def test_a_verdict_is_never_a_promise(form: Any) -> None:
    assert "consistent with saq d-merchant; the acquirer or the card brand decides" in flat(written(form, MANY_WAYS))


@every_form
def test_nothing_found_is_no_assessment(form: Any) -> None:
    told = flat(written(form, NO_FLOW))

    assert "no card flow found. that alone does not say which assessment applies." in told
    assert "saq a" not in told
    assert "of 41 routes that accept a post, none reads card data; 3 files not analysed; 12 calls unresolved" in told


@every_form
@every_scope
def test_what_no_repository_can_show_stands_in_every_report(form: Any, scope: Scope) -> None:
    told = flat(written(form, scope))

    for limit in (
        "openssl on a load balancer",
        "production logs",
        "altered after deployment",
        "penetration tests",
        "paper",
    ):
        assert limit in told


@every_form
def test_no_card_number_is_shown_whole(form: Any) -> None:
    holding = Holding(CARD, "rests", "file 4242424242424242.txt", VIEW)

    told = written(form, replace(MANY_WAYS, inventory=(holding,)))

    assert "4242424242424242" not in told.replace(" ", "")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_text_keeps_to_its_columns(columns: int) -> None:
    lines = written(scope_text, MANY_WAYS, width=columns).splitlines()

    assert [line for line in lines if cell_len(line) > columns] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_text_without_colour_has_no_escape_sequences() -> None:
    foul = replace(MANY_WAYS, root="/srv/\x1b[31mred", integrations=(hostile(MANY_WAYS.integrations[0]),))

    assert "\x1b" not in written(scope_text, foul)
    assert "\x1b" in written(scope_text, MANY_WAYS, color=True)


@every_scope
def test_markdown_holds_no_markup_of_html_and_whole_tables(scope: Scope) -> None:
    foul = replace(
        scope,
        integrations=tuple(map(hostile, scope.integrations)),
        inventory=(Holding(CARD, "enters", "a | b <script>", at("x|y`z.py", 1)),),
    )

    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(written(scope_markdown, foul))

    inline = [child for token in tokens for child in token.children or ()]
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}
    assert not any(token.type == "html_block" for token in tokens)
    assert not any(child.type in {"image", "link_open"} for child in inline)
    rows = re.split(r"\| ---.*\n", written(scope_markdown, foul))
    assert len(rows) > 1


def test_markdown_draws_the_diagram_only_where_there_is_one() -> None:
    assert "```mermaid\nflowchart LR" in written(scope_markdown, MANY_WAYS)
    assert "```mermaid" not in written(scope_markdown, replace(MANY_WAYS, diagram=Diagram((), ())))


def hostile(integration: Integration) -> Integration:
    bad = "](javascript:alert(1)) <img src=x onerror=alert(1)> ``` | ![x](http://x) \x1b[31m"
    return replace(
        integration,
        name=bad,
        conditional=bad,
        evidence=tuple(replace(evidence, code=bad, note=bad) for evidence in integration.evidence),
    )


def flat(text: str) -> str:
    """The words of a report in one line, whatever it was broken and marked for."""
    return re.sub(r"\s+", " ", text.replace("\\", "").replace("*", "")).lower()
