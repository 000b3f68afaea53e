"""Of which kinds of data a finding speaks."""

from pathlib import Path

from paylint.config.settings import defaults
from paylint.pipeline import check

BASKET = """\
import iyzipay


def pay(subscription, payment_card):
    request = {
        "paymentCard": payment_card,
        "basketItems": [{"id": 1, "name": NAME, "price": "3.00"}],
    }
    return iyzipay.Payment().create(request, {})
"""


def elements(folder: Path, name: str) -> set[str]:
    (folder / "pay.py").write_text(BASKET.replace("NAME", name), encoding="utf-8")
    found = [f for f in check(defaults(str(folder), root=str(folder))).findings if f.code == "PAY102"]
    assert found
    return {element for finding in found for element in finding.elements}


def test_a_name_that_was_none_of_the_cards_when_it_was_read_is_none_under_the_same_name(tmp_path: Path) -> None:
    assert "card.holder" not in elements(tmp_path, "subscription.plan.name")


def test_what_nobody_knows_is_what_it_is_sent_as(tmp_path: Path) -> None:
    assert "card.holder" in elements(tmp_path, "subscription.whose")


def test_an_object_of_which_only_the_spelling_is_known_is_called_as_it_is_spelled(tmp_path: Path) -> None:
    text = BASKET.replace("NAME", "subscription.plan.name").replace(
        "    request = {",
        "    subscription.plan = free() if subscription.trial else subscription.plan\n    request = {",
    )
    (tmp_path / "pay.py").write_text(text, encoding="utf-8")
    found = [f for f in check(defaults(str(tmp_path), root=str(tmp_path))).findings if f.code == "PAY102"]
    assert {element for finding in found for element in finding.elements} == {"card.object"}
