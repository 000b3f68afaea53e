"""A finding's trace begins at the field of the page that the data is typed into, and names the route that it is posted to."""

from __future__ import annotations

from pathlib import Path

import pytest

from paylint.config.settings import defaults
from paylint.finding import Finding
from paylint.pipeline import check

FORM = '<form method="post" {action}><input name="card_number" autocomplete="cc-number"><input name="cvv"></form>'
DJANGO = {
    "shop/urls.py": 'from django.urls import path\nfrom shop import views\nurlpatterns = [path("pay/", views.pay, name="pay")]\n',
    "shop/views.py": """
import requests
from django.shortcuts import render


def pay(request):
    if request.method == "POST":
        requests.post("https://api.stripe.com/v1/tokens", data={"card[number]": request.POST["card_number"]})
    return render(request, "shop/pay.html")
""",
}


def findings(folder: Path, files: dict[str, str]) -> tuple[Finding, ...]:
    for name, text in {"shop/__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return check(defaults(str(folder))).findings


def begins(found: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.code, finding.traces[0].source.location.path) for finding in found if finding.traces}


@pytest.mark.parametrize("action", ["action=\"{% url 'pay' %}\"", 'action="/pay/"', ""])
def test_a_django_form_is_followed_by_name_by_url_and_to_its_own_page(tmp_path: Path, action: str) -> None:
    page = FORM.format(action=action)

    found = findings(tmp_path, {**DJANGO, "shop/templates/shop/pay.html": page})

    assert begins(found) == {("PAY101", "shop/templates/shop/pay.html"), ("PAY102", "shop/templates/shop/pay.html")}
    notes = [step.note for step in found[0].traces[0].steps[:2]]
    assert notes == ["posts to pay/", "pay/ -> shop.views.pay"]


def test_an_included_form_is_part_of_the_page_that_is_rendered(tmp_path: Path) -> None:
    files = {
        "shop/templates/shop/pay.html": "{% include 'shop/card.html' %}",
        "shop/templates/shop/card.html": FORM.format(action=""),
    }

    found = findings(tmp_path, {**DJANGO, **files})

    assert {path for _, path in begins(found)} == {"shop/templates/shop/card.html"}


def test_a_rendered_form_leads_to_the_fields_that_its_class_declares(tmp_path: Path) -> None:
    files = {
        "shop/forms.py": "from django import forms\n\n\nclass CardForm(forms.Form):\n    card_number = forms.CharField()\n",
        "shop/views.py": """
import requests
from django.shortcuts import render

from shop.forms import CardForm


def pay(request):
    form = CardForm(request.POST)
    if form.is_valid():
        requests.post("https://api.stripe.com/v1/tokens", data=form.cleaned_data["card_number"])
    return render(request, "shop/pay.html", {"form": form})
""",
        "shop/templates/shop/pay.html": '<form method="post" action="">{{ form.card_number }}</form>',
    }

    found = findings(tmp_path, {**DJANGO, **files})

    assert ("PAY102", "shop/templates/shop/pay.html") in begins(found)


def test_a_flask_blueprint_has_its_prefix_and_name(tmp_path: Path) -> None:
    files = {
        "shop/checkout.py": """
from flask import Blueprint, render_template, request
import requests

pages = Blueprint("checkout", __name__, url_prefix="/checkout")


@pages.route("/pay", methods=["GET", "POST"])
def pay():
    if request.method == "POST":
        requests.post("https://api.stripe.com/v1/tokens", data=request.form["card_number"])
    return render_template("pay.html")
""",
        "shop/templates/pay.html": FORM.format(action="action=\"{{ url_for('checkout.pay') }}\""),
    }

    found = findings(tmp_path, files)

    assert "/checkout/pay -> shop.checkout.pay" in [step.note for step in found[0].traces[0].steps]


def test_a_script_that_posts_the_fields_is_followed_to_the_route(tmp_path: Path) -> None:
    script = """
<input id="card_number"><script>
document.getElementById("go").onclick = function () {
  fetch("/pay/", {method: "POST", body: JSON.stringify({card_number: document.getElementById("card_number").value})});
};
</script>
"""
    views = (
        DJANGO["shop/views.py"]
        .replace("request.POST", "json.loads(request.body)")
        .replace("import requests", "import json\nimport requests")
    )

    found = findings(tmp_path, {**DJANGO, "shop/views.py": views, "shop/templates/shop/pay.html": script})

    assert ("PAY102", "shop/templates/shop/pay.html") in begins(found)


def test_a_field_of_another_page_begins_nothing(tmp_path: Path) -> None:
    other = FORM.format(action='action="https://elsewhere.example/"')

    found = findings(tmp_path, {**DJANGO, "shop/templates/shop/other.html": other})

    assert {path for _, path in begins(found)} == {"shop/views.py"}
