"""What a module's text says of the libraries that it uses."""

from __future__ import annotations

from paylint.frontend.lowered import Lowered, lower_file
from paylint.graph.symbols import index_module
from paylint.graph.uses import Use, uses
from paylint.location import Path


def read(text: str, tails: tuple[str, ...] = ()) -> list[Use]:
    lowered = lower_file(Path("shop.py"), text.encode(), "shop", package=False)
    assert isinstance(lowered, Lowered)
    return list(uses(index_module(lowered.module), tails))


def calls(text: str) -> set[str]:
    return {use.text for use in read(text) if use.kind == "call"}


def test_a_call_is_named_by_what_was_imported() -> None:
    assert calls("import stripe as s\ns.Charge.create(amount=1)") == {"stripe.Charge.create"}
    assert calls("from stripe.checkout import Session\nSession.create()") == {"stripe.checkout.Session.create"}


def test_a_client_kept_on_self_is_known_in_every_method() -> None:
    text = """
import braintree

class Shop:
    def pay(self, nonce):
        return self.gateway.transaction.sale({"payment_method_nonce": nonce})

    def __init__(self):
        self.gateway = braintree.BraintreeGateway()
"""
    assert "braintree.BraintreeGateway().transaction.sale" in calls(text)


def test_keywords_and_keys_of_what_is_handed_over_are_told() -> None:
    given = next(use.given for use in read('import s\ns.sale({"nonce": 1, "options": {"deep": 2}}, amount=3)'))
    sale = next(
        use for use in read('import s\ns.sale({"nonce": 1, "options": {"deep": 2}}, amount=3)') if use.kind == "call"
    )

    assert given == frozenset()
    assert sale.given == {"nonce", "options", "deep", "amount"}


def test_a_name_that_the_module_binds_itself_is_no_library() -> None:
    assert calls("def pay(client):\n    client.charge()") == set()
    assert calls("for client in clients():\n    client.charge()") == {"clients"}


def test_a_name_that_nothing_binds_is_taken_as_a_library() -> None:
    assert calls("def pay(token):\n    stripe.Charge.create(card=token)") == {"stripe.Charge.create"}


def test_constants_that_look_like_addresses_are_told_and_others_are_not() -> None:
    texts = {use.text for use in read('A = "https://api.stripe.com/v1"\nB = "card number"\nC = "/hpp/pay.shtml"')}

    assert texts == {"https://api.stripe.com/v1"}
    assert {use.text for use in read('C = "/hpp/pay.shtml"', ("/hpp/pay.shtml",))} == {"/hpp/pay.shtml"}
