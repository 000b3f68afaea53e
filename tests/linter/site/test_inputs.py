"""Which inputs of pages `paylint scope` lists, and where each leads: by forms of the server, by scripts, without a template."""

from __future__ import annotations

from pathlib import Path

from paylint.config.settings import defaults
from paylint.pipeline import scope

CARD_FORM = """
from django import forms


class CardForm(forms.Form):
    card_number = forms.CharField()
    card_cvv = forms.CharField()
"""
STRIPE = """
<script>
$("#pay").submit(function () {
  Stripe.createToken({number: $("%s").val(), cvc: $("%s").val()}, function (status, answer) {});
});
</script>
"""

Row = tuple[str, str, str, bool, str, str]


def inputs(folder: Path, files: dict[str, str]) -> list[Row]:
    """Each input: kind, name, file and line, whether it is posted, and the kind of its target with the address or provider."""
    for name, text in {"shop/__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [
        (
            one.element,
            one.name,
            f"{one.location.path}:{one.location.line}",
            one.posted,
            one.target.kind,
            one.target.provider or one.target.address,
        )
        for one in scope(defaults(str(folder)))[1].inputs
    ]


def test_a_script_takes_inputs_that_are_not_posted_by_id_or_class_and_from_another_file(tmp_path: Path) -> None:
    page = '<form id="pay"><input id="card-number"><input class="field cvc-code" placeholder="CVC"></form>'

    found = inputs(
        tmp_path,
        {
            "templates/pay.html": page,
            "static/pay.js": STRIPE.replace("<script>", "").replace("</script>", "") % ("#card-number", ".cvc-code"),
        },
    )

    assert found == [
        ("card.pan", "card-number", "templates/pay.html:1", False, "script", "stripe"),
        ("card.code", "", "templates/pay.html:1", False, "script", "stripe"),
    ]


def test_an_input_whose_name_no_script_reads_is_taken_by_nobody(tmp_path: Path) -> None:
    other = '<input id="other_number" autocomplete="cc-number">' + STRIPE % ("#other_number", "#other_code")

    found = inputs(tmp_path, {"pay.html": '<input id="card_number">', "other.html": other})

    assert [(row[2], row[4]) for row in found] == [("other.html:1", "script"), ("pay.html:1", "nobody")]


def test_what_a_script_sends_to_the_site_is_listed_once_at_the_input(tmp_path: Path) -> None:
    page = """<input id="card_number"><script>
fetch("/pay/", {method: "POST", body: JSON.stringify({card_number: document.getElementById("card_number").value})});
</script>"""
    views = """
from django.urls import path


def pay(request):
    return request.POST["card_number"]


urlpatterns = [path("pay/", pay, name="pay")]
"""

    found = inputs(tmp_path, {"shop/templates/pay.html": page, "shop/urls.py": views})

    assert found == [("card.pan", "card_number", "shop/templates/pay.html:1", False, "route", "/pay/")]


def test_an_object_that_names_its_template_is_asked_for_its_form_and_its_address(tmp_path: Path) -> None:
    integration = """
from shop.forms import CardForm


class DirectPost:
    template = "shop/direct.html"

    def form_class(self):
        return CardForm

    def make_form(self):
        return self.form_class()(initial={})

    @property
    def service_url(self):
        return "https://secure.authorize.net/gateway/transact.dll"
"""
    page = '<form method="post" action="{{ way.service_url }}">\n{{ way.make_form.as_p }}\n</form>'

    found = inputs(
        tmp_path,
        {"shop/forms.py": CARD_FORM, "shop/ways.py": integration, "shop/templates/shop/direct.html": page},
    )

    assert found == [
        ("card.code", "card_cvv", "shop/templates/shop/direct.html:2", True, "provider", "authorizenet"),
        ("card.pan", "card_number", "shop/templates/shop/direct.html:2", True, "provider", "authorizenet"),
    ]


def test_a_form_is_known_by_the_name_that_the_program_gives_it_where_nobody_names_the_page(tmp_path: Path) -> None:
    views = """
from shop.forms import CardForm


class CardMixin:
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["bankcard_form"] = CardForm(self.request.POST)
        return context
"""
    files = {
        "shop/forms.py": CARD_FORM,
        "shop/views.py": views,
        "shop/templates/details.html": '<form method="post" action="/preview/">{{ bankcard_form.as_p }}</form>',
        "shop/templates/contact.html": '<form method="post" action="/contact/">{{ form.as_p }}</form>',
    }

    found = inputs(tmp_path, files)

    assert {row[2] for row in found} == {"shop/templates/details.html:1"}
    assert {row[1] for row in found} == {"card_number", "card_cvv"}


def test_the_server_knows_the_address_and_the_fields_tell_whose_it_is(tmp_path: Path) -> None:
    page = """<form method="post" action="{{ form_action_url }}">
<input name="EWAY_CARDNUMBER"><input name="EWAY_CARDCVN"></form>"""

    found = inputs(tmp_path, {"pay.html": page})

    assert {(row[0], row[4], row[5]) for row in found} == {
        ("card.pan", "provider", "eway"),
        ("card.code", "provider", "eway"),
    }


def test_widgets_without_a_name_and_a_group_of_a_form_s_fields(tmp_path: Path) -> None:
    forms = """
from cartridge.shop.forms import OrderForm
from django.forms import TextInput


class NoNameInput(TextInput):
    pass


class CheckoutForm(OrderForm):
    card_name = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["card_number"].widget = NoNameInput()
        self.fields["card_ccv"].widget = NoNameInput(attrs={})
"""
    page = "{{ form.card_expiry_month }}\n{{ form.card_expiry_year }}\n{% fields_for form.card_fields %}"

    found = inputs(tmp_path, {"shop/forms.py": forms, "shop/templates/fields.html": page})

    assert [row[:4] for row in found] == [
        ("card.expiry", "card_expiry_month", "shop/templates/fields.html:1", True),
        ("card.expiry", "card_expiry_year", "shop/templates/fields.html:2", True),
        ("card.code", "card_ccv", "shop/templates/fields.html:3", False),
        ("card.pan", "card_number", "shop/templates/fields.html:3", False),
    ]


def test_a_choice_whose_widget_has_no_name_is_not_posted(tmp_path: Path) -> None:
    form = CARD_FORM.replace(
        "    card_cvv = forms.CharField()",
        "    card_expiry_month = forms.ChoiceField(choices=MONTHS, widget=NoNameSelect())",
    )
    view = """
from django.shortcuts import render

from shop.forms import CardForm


def pay(request):
    return render(request, "pay.html", {"form": CardForm()})
"""

    found = inputs(
        tmp_path,
        {"shop/forms.py": form, "shop/views.py": view, "shop/templates/pay.html": "<form>{{ form.as_p }}</form>"},
    )

    assert {(row[1], row[3]) for row in found} == {("card_number", True), ("card_expiry_month", False)}


def test_a_form_of_zope_is_a_page_by_itself_with_the_fields_of_its_interface(tmp_path: Path) -> None:
    page = """
from zope.formlib import form
from zope.interface import Interface
from zope.schema import TextLine

from elsewhere.interfaces import IBankCard


class ICard(Interface):
    card_number = TextLine(title=u"Number")


class AddCard(form.AddForm):
    form_fields = form.Fields(ICard)


class EditCard(form.EditForm):
    form_fields = form.Fields(IBankCard)


class Card:
    card_owner = FieldProperty(IBankCard["card_owner"])
    card_number = FieldProperty(IBankCard["card_number"])
"""

    found = inputs(tmp_path, {"shop/cards.py": page})

    assert found == [
        ("card.pan", "card_number", "shop/cards.py:14", True, "route", ""),
        ("card.holder", "card_owner", "shop/cards.py:18", True, "route", ""),
        ("card.pan", "card_number", "shop/cards.py:18", True, "route", ""),
    ]


def test_what_a_component_asks_for_is_an_input_that_its_script_takes(tmp_path: Path) -> None:
    component = """
import { useState } from "react";

export function Pay() {
  const [cardNumber, setCardNumber] = useState("");
  const submit = (event) => {
    event.preventDefault();
    fetch("/pay/", { method: "POST", body: JSON.stringify({ cardNumber }) });
  };
  return (
    <form onSubmit={submit}>
      <label>Card number <input name="number" value={cardNumber} onChange={(e) => setCardNumber(e.target.value)} /></label>
      <input autoComplete="cc-name" />
      <button>Pay</button>
    </form>
  );
}
"""

    found = inputs(tmp_path, {"web/Pay.jsx": component})

    assert found == [
        ("card.pan", "number", "web/Pay.jsx:12", True, "route", "/pay/"),
        ("card.holder", "", "web/Pay.jsx:13", False, "nobody", ""),
    ]


def test_a_script_without_elements_is_no_page(tmp_path: Path) -> None:
    script = "const markup = '<input name=\"card_number\">';\nexport const card = (card_number) => card_number < input;"

    assert inputs(tmp_path, {"web/card.js": script}) == []


def test_blocks_of_a_page_whose_last_base_is_elsewhere_are_part_of_it(tmp_path: Path) -> None:
    files = {
        "shop/templates/shop/base.html": '{% extends "base.html" %}',
        "shop/templates/shop/checkout.html": """{% extends "shop/base.html" %}
{% block main %}<form method="post" action="/checkout/">{% block fields %}{% endblock %}</form>{% endblock %}""",
        "shop/templates/shop/payment.html": """{% extends "shop/checkout.html" %}
{% block fields %}{% include "shop/card.html" %}{% endblock %}""",
        "shop/templates/shop/card.html": '<input name="card_number">',
    }

    found = inputs(tmp_path, files)

    assert found == [("card.pan", "card_number", "shop/templates/shop/card.html:1", True, "route", "/checkout/")]


def test_a_field_belongs_to_the_narrowest_group_and_to_where_it_is_written(tmp_path: Path) -> None:
    forms = CARD_FORM.replace("    card_cvv", "    card_expiry_year = forms.ChoiceField()\n    card_cvv")
    page = """{% with form.card_expiry_fields as expiry %}
<label>Expiry</label>
{% fields_for expiry %}
{% endwith %}
{% fields_for form.card_fields %}"""

    found = inputs(tmp_path, {"shop/forms.py": forms, "shop/templates/fields.html": page})

    assert [(row[1], row[2]) for row in found] == [
        ("card_expiry_year", "shop/templates/fields.html:3"),
        ("card_cvv", "shop/templates/fields.html:5"),
        ("card_number", "shop/templates/fields.html:5"),
    ]


def test_a_form_that_posts_to_the_folder_of_its_page_posts_to_the_page(tmp_path: Path) -> None:
    found = inputs(tmp_path, {"pay.html": '<form method="post" action="."><input name="card_number"></form>'})

    assert [(row[4], row[5]) for row in found] == [("route", "")]
