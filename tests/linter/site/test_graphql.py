"""A mutation that a page's script posts is linked with its resolver, and the trace begins at the input."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.finding import Finding
from paylint.pipeline import check

GRAPHENE = """
import graphene
import requests


class CardPayment(graphene.Mutation):
    class Arguments:
        card_number = graphene.String(required=True)
        security_code = graphene.String()

    ok = graphene.Boolean()

    def mutate(self, info, card_number, security_code):
        requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": card_number})
        return CardPayment(ok=True)


class Mutation(graphene.ObjectType):
    pay_by_card = CardPayment.Field()
"""
RELAY = """
import graphene
import requests


class PayByCard(graphene.relay.ClientIDMutation):
    class Input:
        card_number = graphene.String(required=True)

    @classmethod
    def mutate_and_get_payload(cls, root, info, **input):
        requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": input["card_number"]})
        return cls()
"""
STRAWBERRY = """
import requests
import strawberry


@strawberry.input
class CardInput:
    number: str
    security_code: str


@strawberry.type
class Mutation:
    @strawberry.mutation
    def pay_by_card(self, card: CardInput) -> bool:
        requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": card.number})
        return True
"""
ARIADNE = """
import requests
from ariadne import MutationType

mutation = MutationType()


@mutation.field("payByCard")
def resolve_pay(_, info, cardNumber, securityCode=None):
    requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": cardNumber})
    return True
"""
FLAT = "mutation Pay($number: String!) { payByCard(cardNumber: $number) { ok } }"
NESTED = "mutation Pay($card: CardInput!) { payByCard(card: $card) }"
NUMBER = 'document.getElementById("card-number").value'
PAGE = """<input id="card-number" autocomplete="cc-number">
<script>
const PAY = `{query}`;
document.getElementById("go").onclick = () => {send};
</script>
"""


def findings(folder: Path, schema: str, query: str, send: str) -> tuple[Finding, ...]:
    page = PAGE.replace("{query}", query).replace("{send}", send)
    for name, text in {"shop/__init__.py": "", "shop/schema.py": schema, "shop/templates/pay.html": page}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return check(defaults(str(folder))).findings


@pytest.mark.parametrize(
    ("schema", "query", "variables", "resolver"),
    [
        pytest.param(GRAPHENE, FLAT, f"{{number: {NUMBER}}}", "shop.schema.CardPayment.mutate", id="graphene"),
        pytest.param(RELAY, FLAT, f"{{number: {NUMBER}}}", "shop.schema.PayByCard.mutate_and_get_payload", id="relay"),
        pytest.param(
            STRAWBERRY, NESTED, f"{{card: {{number: {NUMBER}}}}}", "shop.schema.Mutation.pay_by_card", id="strawberry"
        ),
        pytest.param(ARIADNE, FLAT, f"{{number: {NUMBER}}}", "shop.schema.resolve_pay", id="ariadne"),
    ],
)
def test_the_trace_begins_at_the_input_and_names_the_mutation(
    tmp_path: Path, schema: str, query: str, variables: str, resolver: str
) -> None:
    send = f'fetch("/graphql", {{method: "POST", body: JSON.stringify({{query: PAY, variables: {variables}}})}})'

    found = findings(tmp_path, schema, query, send)

    sent = next(finding for finding in found if finding.code == "PAY102")
    steps = sent.traces[0].steps
    assert (steps[0].location.path, steps[0].location.line) == ("shop/templates/pay.html", 1)
    assert steps[0].note == "posts to mutation payByCard"
    assert (steps[1].location.path, steps[1].location.line) == ("shop/templates/pay.html", 4)
    assert steps[2].note == f"mutation payByCard -> {resolver}"
    assert "PAY101" in {finding.code for finding in found}


@pytest.mark.parametrize(
    "send",
    [
        f'new ApolloClient({{uri: "/graphql"}}).mutate({{mutation: PAY, variables: {{number: {NUMBER}}}}})',
        f"useMutation(PAY)[0]({{variables: {{number: {NUMBER}}}}})",
    ],
    ids=["client", "hook"],
)
def test_apollo_s_client_and_hook_send_the_variables(tmp_path: Path, send: str) -> None:
    findings(tmp_path, GRAPHENE, FLAT, send)
    page = tmp_path / "shop/templates/pay.html"
    brought = '<script type="module">import {ApolloClient, useMutation} from "@apollo/client";'
    page.write_text(page.read_text().replace("<script>", brought))
    found = check(defaults(str(tmp_path))).findings

    begins = {finding.traces[0].source.location.path for finding in found if finding.code == "PAY102"}
    assert begins == {"shop/templates/pay.html"}


def test_another_mutation_is_not_linked(tmp_path: Path) -> None:
    query = "mutation Note($number: String!) { addNote(text: $number) }"
    send = f'fetch("/graphql", {{body: JSON.stringify({{query: PAY, variables: {{number: {NUMBER}}}}})}})'

    found = findings(tmp_path, GRAPHENE, query, send)

    begins = {finding.traces[0].source.location.path for finding in found if finding.code == "PAY102"}
    assert begins == {"shop/schema.py"}
