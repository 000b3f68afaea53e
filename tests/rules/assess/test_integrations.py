"""Each way of paying is told by what happens to the card, with its provider, evidence and reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.pipeline import scope
from paylint.scope import Scope

CARD = (
    '<form method="post" action="{action}"><input name="card_number" autocomplete="cc-number"><input name="cvv"></form>'
)
PAGE = "from flask import Flask, render_template\napp = Flask(__name__)\n\n\n@app.route('/pay', methods=['GET', 'POST'])\ndef pay():\n    return render_template('pay.html')\n"


def read(folder: Path, **files: str) -> Scope:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html").replace("_py", ".py").replace("_js", ".js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return scope(defaults(str(folder)))[1]


def ways(found: Scope) -> set[tuple[str, str]]:
    return {(one.provider, one.way) for one in found.integrations}


def test_a_card_number_in_a_call_of_the_server_is_the_api_type(tmp_path: Path) -> None:
    code = (
        "import stripe\n\n\ndef pay(request):\n    stripe.Token.create(card={'number': request.POST['card_number']})\n"
    )

    found = read(tmp_path, shop_py=code)

    assert ways(found) == {("stripe", "api")}
    assert (found.verdict.saq, found.verdict.flow_type) == ("D", "api")


def test_the_same_call_with_a_token_is_not(tmp_path: Path) -> None:
    code = (
        "import stripe\n\n\ndef pay(request):\n    stripe.Charge.create(source=request.POST['stripeToken'], amount=1)\n"
    )

    found = read(tmp_path, shop_py=code)

    assert found.verdict.saq == "A/A-EP"
    assert found.integrations[0].conditional


def test_own_fields_that_go_to_the_provider_are_a_direct_post(tmp_path: Path) -> None:
    page = CARD.format(action="https://secure.authorize.net/gateway/transact.dll")

    found = read(tmp_path, shop_py=PAGE, templates__pay_html=page)

    assert ways(found) == {("authorizenet", "direct-post")}
    assert found.verdict.saq == "A-EP"


def test_own_fields_that_a_script_swaps_for_a_token_are_the_javascript_type(tmp_path: Path) -> None:
    page = """
<script src="https://js.stripe.com/v2/"></script>
<form id="pay"><input id="card_number"><input id="cvc"><input name="stripeToken" type="hidden"></form>
<script>
document.getElementById("pay").onsubmit = function () {
  Stripe.card.createToken({number: document.getElementById("card_number").value,
                           cvc: document.getElementById("cvc").value}, done);
};
</script>
"""
    found = read(tmp_path, shop_py=PAGE, templates__pay_html=page)

    assert ways(found) == {("stripe", "merchant-form-token")}
    assert found.verdict.saq == "A-EP"
    assert "JavaScript" in found.verdict.japan


def test_the_providers_frames_are_hosted_fields(tmp_path: Path) -> None:
    page = """
<script src="https://js.stripe.com/v3/"></script><div id="card"></div>
<script>const elements = Stripe("pk").elements(); elements.create("card").mount("#card");</script>
"""
    found = read(tmp_path, shop_py=PAGE, templates__pay_html=page)

    assert ways(found) == {("stripe", "hosted-fields")}
    assert found.verdict.saq == "A"


def test_a_session_of_the_providers_page_is_a_redirect(tmp_path: Path) -> None:
    code = "import stripe\nfrom flask import redirect\n\n\ndef pay():\n    return redirect(stripe.checkout.Session.create(mode='payment').url)\n"

    found = read(tmp_path, shop_py=code)

    assert ways(found) == {("stripe", "redirect")}
    assert found.verdict.saq == "A"
    assert "リンク型" in found.verdict.japan


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("https://secure.payzen.eu/vads-payment/", "payzen"),
        ("https://pay.datatrans.com/upp/jsp/upStart.jsp", "datatrans"),
        ("https://pagseguro.uol.com.br/v2/checkout/payment.html", "pagseguro"),
        ("https://auth.robokassa.ru/Merchant/Index.aspx", "robokassa"),
        ("https://webpay3g.transbank.cl/webpayserver/initTransaction", "transbank"),
    ],
)
def test_an_address_of_a_providers_own_page_is_a_redirect(tmp_path: Path, address: str, provider: str) -> None:
    found = read(tmp_path, shop_py=f"from flask import redirect\n\n\ndef pay():\n    return redirect({address!r})\n")

    assert ways(found) == {(provider, "redirect")}
    assert found.verdict.saq == "A"


def test_own_card_fields_in_a_form_to_the_providers_page_are_a_direct_post(tmp_path: Path) -> None:
    page = CARD.format(action="https://ipayment.de/merchant/99999/processor/2.0/")

    found = read(tmp_path, shop_py=PAGE, templates__pay_html=page)

    assert ways(found) == {("ipayment_de", "direct-post")}
    assert found.verdict.saq == "A-EP"


def test_a_name_that_two_providers_have_says_which_of_them_nowhere(tmp_path: Path) -> None:
    code = "def webpay_redirect(request):\n    return request.POST['card_number']\n"

    found = read(tmp_path, webpay_py=code)

    assert {name for name, _ in ways(found)} == {"unknown"}


def test_a_word_that_ends_like_a_providers_name_is_not_the_provider(tmp_path: Path) -> None:
    code = "def charge(token):\n    return client.pay(card_token=token)\n"

    for name in (
        "mangopay_py",
        "all_payments_py",
        "paytransaction_py",
        "open_payments_py",
        "payoneer_py",
        "card_save_py",
    ):
        assert ways(read(tmp_path / name, **{name: code})) == set(), name


def test_the_settings_of_a_test_run_say_nothing_of_the_shop(tmp_path: Path) -> None:
    code = "PAGE = 'https://www.sandbox.paypal.com/webscr'\n"

    assert ways(read(tmp_path / "shop", settings_py=code)) == {("paypal", "redirect")}
    assert ways(read(tmp_path / "tests", runtests_py=code)) == set()


def test_storage_is_asked_before_the_channel(tmp_path: Path) -> None:
    models = "from django.db import models\n\n\nclass Card(models.Model):\n    card_number = models.CharField(max_length=19)\n"
    code = "import stripe\n\n\ndef pay():\n    return stripe.checkout.Session.create(mode='payment').url\n"

    found = read(tmp_path, shop_py=code, models_py=models)

    assert found.verdict.saq == "D"
    assert "保持" in found.verdict.japan
    assert found.verdict.reasons[0].startswith("card number is stored")


def test_the_worst_integration_decides_and_each_is_named(tmp_path: Path) -> None:
    code = "import stripe\n\n\ndef link():\n    return stripe.checkout.Session.create(mode='payment').url\n"
    raw = "import braintree\n\n\ndef pay(request):\n    braintree.Transaction.sale({'credit_card': {'number': request.POST['card_number']}})\n"

    found = read(tmp_path, shop_py=code, old_py=raw)

    assert ways(found) == {("stripe", "redirect"), ("braintree", "api")}
    assert found.verdict.saq == "D"


def test_nothing_found_is_never_a_class(tmp_path: Path) -> None:
    found = read(tmp_path, shop_py="def add(a, b):\n    return a + b\n")

    assert (found.verdict.saq, found.verdict.flow_type, found.integrations) == ("none", "none", ())


def test_a_route_that_takes_cards_for_several_shops_is_a_service_providers(tmp_path: Path) -> None:
    code = """
from flask import Flask, request
import requests

app = Flask(__name__)


@app.route("/<shop_id>/pay", methods=["POST"])
def pay(shop_id):
    requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": request.form["card_number"]})
    return "paid"
"""
    assert read(tmp_path, shop_py=code).verdict.saq == "D-SP"


def test_the_requirements_say_what_is_shown_and_what_only_a_person_knows(tmp_path: Path) -> None:
    code = (
        "import stripe\n\n\ndef pay(request):\n    stripe.Token.create(card={'number': request.POST['card_number']})\n"
    )

    standing = {row.number: row.standing for row in read(tmp_path, shop_py=code).requirements}

    assert standing["1.2.4"] == "shown"
    assert standing["3.5.1"] == "not-shown"
    assert standing["11.6.1"] == "person"


def test_how_far_the_run_saw_is_counted(tmp_path: Path) -> None:
    extent = read(tmp_path, shop_py=PAGE, templates__pay_html=CARD.format(action="/pay")).extent

    assert (extent.routes, extent.posts, extent.reading, extent.pages) == (1, 1, 1, 1)


FORM = """\
from django import forms


class CardForm(forms.Form):
    card_number = forms.CharField(WIDGET)
    cvv = forms.CharField(WIDGET)
"""


def test_a_form_that_asks_for_a_card_number_has_it_sent_to_this_server(tmp_path: Path) -> None:
    found = read(tmp_path, forms_py=FORM.replace("WIDGET", ""))
    assert (found.verdict.saq, found.verdict.flow_type, found.integrations) == ("D", "api", ())
    assert "CardForm asks for a card number in card_number" in found.verdict.reasons[0]


def test_a_form_whose_inputs_have_no_name_has_not(tmp_path: Path) -> None:
    text = FORM.replace("WIDGET", "widget=NoNameTextInput()")
    assert read(tmp_path, forms_py=text).verdict.saq == "none"
