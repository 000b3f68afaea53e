from __future__ import annotations

from paylint.browser.compose import compose
from paylint.browser.forms import Contents, contents
from paylint.browser.holes import Address
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Page
from paylint.location import Location, Path


def read(text: str, name: str = "a.html") -> Contents:
    page = lower_page(Path(name), text.encode())
    assert isinstance(page, Page)
    return contents(compose(page, lambda _: None))


def action(text: str) -> Address:
    return read(f"<form action={text}></form>").forms[0].action


def test_an_action_is_the_own_page_an_address_a_route_or_what_the_server_puts_there() -> None:
    assert read("<form></form>").forms[0].action == Address("own")
    assert action('""') == Address("own")
    assert action('"/pay/{{ order.id }}"') == Address("url", "/pay/{}")
    assert action("\"{% url 'shop:pay' order.id key='a b' %}#top\"") == Address(
        "route", "shop:pay", ("order.id", "key='a b'")
    )
    assert action('"{% url shop_pay order.id %}"') == Address("route", "shop_pay", ("order.id",))
    assert action("\"{{ url_for('pay', id=1) }}\"") == Address("route", "pay", ("id=1",))
    assert action("\"{{ request.route_url('pay') }}\"") == Address("route", "pay")
    assert action('"{{ gateway.url }}"') == Address("expression", "gateway.url")
    assert action("\"{% static 'x.js' %}\"") == Address("asset", "x.js")


def test_a_field_without_a_name_or_disabled_is_not_posted() -> None:
    (form,) = read(
        "<form><input id=a><input name=b disabled><input name=c><input name='{{ d }}'><input name=''></form>"
    ).forms

    assert [field.posted for field in form.fields] == [False, False, True, True, False]


def test_a_label_belongs_to_the_field_that_it_names_or_holds() -> None:
    (form,) = read(
        "<form><label for=a>One</label><input id=a><label>Two <input></label><th>Three</th><td><input></td></form>"
    ).forms

    assert [(field.label, field.caption) for field in form.fields] == [("One", ""), ("Two", ""), ("", "Three")]


def test_a_field_may_belong_to_a_form_that_stands_elsewhere() -> None:
    page = read("<input name=a form=f><form id=f><input name=b></form><input name=c form=gone>")

    assert [field.name for field in page.forms[0].fields] == ["b", "a"]
    assert [field.name for field in page.fields] == ["c"]


def test_buttons_may_send_a_form_elsewhere() -> None:
    (form,) = read("<form action=/a><button formaction=/b>B</button><input type=submit formaction=/c></form>").forms

    assert form.others == (Address("url", "/b"), Address("url", "/c"))


def test_server_rendered_fields_are_known_by_what_is_written() -> None:
    page = read(
        "<form>{{ form.number }}{{ form.number.errors }}{{ form.as_p }}{% crispy pay_form %}{{ user.name }}{{ form_action_url }}"
        "{{ payment.card|add_class:'x' }}{% bootstrap_field f.code %}{{ form.media }}{% for field in other_form.visible_fields %}"
        "{{ field.label }}{{ field }}{% endfor %}{% with n=form.name %}{{ n }}{% endwith %}</form>"
    )

    assert [(w.expression, w.form, w.field, w.whole) for w in page.forms[0].widgets] == [
        ("form.number", "form", "number", False),
        ("form.as_p", "form", "", True),
        ("pay_form", "pay_form", "", True),
        ("payment.card", "", "card", False),
        ("f.code", "", "code", False),
        ("other_form.visible_fields", "other_form", "", True),
        ("form.name", "form", "name", False),
    ]


def test_scripts_frames_policies_and_outside_links_are_there() -> None:
    page = read(
        "<base href=/shop/><meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">\n"
        "<script src=https://cdn.example/a.js integrity=sha384-x crossorigin=anonymous></script>"
        "<script nonce='{{ n }}'>pay()</script><iframe src=https://pay.example/frame></iframe>"
        "<a href=https://pay.example/link>Pay</a><a href=/inside>In</a>"
    )

    first, second = page.scripts
    assert page.base == Address("url", "/shop/")
    assert page.policies[0].text == "script-src 'self'"
    assert (first.src, first.integrity, first.crossorigin) == (
        Address("url", "https://cdn.example/a.js"),
        "sha384-x",
        "anonymous",
    )
    assert (second.src, second.nonce, second.text, second.text_line) == (Address("own"), "{{ n }}", "pay()", 2)
    assert page.frames[0].src == Address("url", "https://pay.example/frame")
    assert [(link.address.text, link.text) for link in page.links] == [("https://pay.example/link", "Pay")]


def test_a_field_knows_its_line() -> None:
    (form,) = read("<form>\n  <input name=a>\n</form>").forms

    assert form.fields[0].location == Location(Path("a.html"), 2, 3)
    assert form.fields[0].code == "<input name=a>"
