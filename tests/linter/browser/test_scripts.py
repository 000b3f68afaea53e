"""What a script says without being run."""

from __future__ import annotations

from textwrap import dedent

from paylint.browser.scripts import ScriptArgument, ScriptCall, ScriptFacts, is_address, script_facts
from paylint.frontend.lowered import Lowered
from paylint.frontend.script import lower_script
from paylint.location import Path


def facts(source: str) -> ScriptFacts:
    lowered = lower_script(Path("static/pay.js"), dedent(source).encode(), "js:static/pay.js")
    assert isinstance(lowered, Lowered)
    return script_facts(lowered.module)


def constants(call: ScriptCall) -> tuple[tuple[str, str | None], ...]:
    return tuple((argument.path, argument.constant) for argument in call.arguments)


def test_a_callee_is_resolved_through_imports_and_variables() -> None:
    found = facts("""\
        import { loadStripe } from '@stripe/stripe-js';
        const stripe = await loadStripe('pk');
        const elements = stripe.elements();
        elements.create('card', { style: { base: 'x' }, hidePostalCode: true }).mount('#card');
        """)

    assert [(call.callee, call.location.line, constants(call)) for call in found.calls] == [
        ("npm.stripe.stripe_js.loadStripe", 2, (("0", "pk"),)),
        ("npm.stripe.stripe_js.loadStripe().elements", 3, ()),
        (
            "npm.stripe.stripe_js.loadStripe().elements().create",
            4,
            (("0", "card"), ("1", None), ("1.style", None), ("1.style.base", "x"), ("1.hidePostalCode", None)),
        ),
        ("npm.stripe.stripe_js.loadStripe().elements().create().mount", 4, (("0", "#card"),)),
    ]


def test_a_callee_is_resolved_through_properties_that_hold_what_was_made() -> None:
    found = facts("""\
        var shop = { stripe: null };
        shop.stripe = Stripe('pk');
        shop.elements = shop.stripe.elements();
        shop.elements.create('card').mount('#card');
        const form = { init() { this.pay = new Payment('x') }, go() { this.pay.open() } };
        """)

    assert {call.callee for call in found.calls} >= {
        "js.Stripe().elements().create().mount",
        "js.Payment().open",
    }


def test_a_callee_is_resolved_through_promises_and_callbacks() -> None:
    found = facts("""\
        loadStripe('pk').then((stripe) => stripe.elements());
        var fields;
        braintree.client.create({}, function (clientErr, client) {
          braintree.hostedFields.create({ client: client }, function (err, instance) { fields = instance; });
        });
        form.addEventListener('submit', () => fields.tokenize());
        """)

    assert {call.callee for call in found.calls} >= {
        "js.loadStripe().elements",
        "js.braintree.hostedFields.create().tokenize",
    }


def test_a_callee_remembers_what_its_receiver_was_selected_by() -> None:
    found = facts("""\
        (function ($) {
          var $number = $('#card-number');
          $number.removeAttr('name');
          $('form').find('.cvc').val('');
        })(jQuery);
        """)

    shown = {call.written: (call.callee, constants(call), call.receiver) for call in found.calls}
    assert shown["$number.removeAttr"] == ("js.dollar().removeAttr", (("0", "name"),), ("#card-number",))
    assert shown["$().find().val"] == ("js.dollar().find().val", (("0", ""),), ("form", ".cvc"))


def test_an_argument_that_is_no_constant_says_what_it_is() -> None:
    found = facts("""\
        const stripe = Stripe('pk'), card = stripe.elements().create('card');
        stripe.createToken(card);
        const form = document.getElementById('payment-form');
        fetch('/pay', { method: 'POST', body: new FormData(form) });
        $.post('/pay', $('#payment-form').serialize());
        """)

    given = {call.callee: call.arguments for call in found.calls}
    assert given["js.Stripe().createToken"] == (
        ScriptArgument("0", None, "js.Stripe().elements().create()", ("pk", "card")),
    )
    assert given["js.fetch"][-1] == ScriptArgument("1.body", None, "js.FormData()", ("payment-form",))
    assert given["js.dollar.post"] == (
        ScriptArgument("0", "/pay"),
        ScriptArgument("1", None, "js.dollar().serialize()", ("#payment-form",)),
    )


def test_assignments_to_properties_are_told_with_their_constants() -> None:
    found = facts("""\
        const form = document.forms[0];
        form.action = 'https://pay.example.com/post';
        document.getElementById('cvc').value = '';
        form.target = frame;
        form.submit();
        """)

    assert [(write.target, write.value, write.receiver) for write in found.writes] == [
        ("js.document.forms.[].action", "https://pay.example.com/post", ()),
        ("js.document.getElementById().value", "", ("cvc",)),
        ("js.document.forms.[].target", None, ()),
    ]
    assert "js.document.forms.[].submit" in {call.callee for call in found.calls}


def test_imports_globals_and_addresses() -> None:
    found = facts("""\
        import axios from 'axios';
        import { pay } from './lib';
        require('@adyen/adyen-web');
        const url = 'https://api.example.com/v1', host = 'api.pay.example.jp', file = 'jquery.min.js', rule = 'form.card.pin';
        fetch(url, Stripe);
        """)

    assert [item.name for item in found.imports] == ["npm.axios", "js:static/lib.pay", "npm.adyen.adyen_web"]
    assert found.outside == ("js.Stripe", "js.fetch")
    assert [item.text for item in found.addresses][:2] == ["https://api.example.com/v1", "api.pay.example.jp"]


def test_a_component_is_a_call_with_its_properties() -> None:
    found = facts("import { CardElement } from '@stripe/react-stripe-js'; const a = <CardElement id='c' />;")

    assert [(call.callee, constants(call)) for call in found.calls] == [
        ("npm.stripe.react_stripe_js.CardElement", (("0", None), ("0.id", "c")))
    ]


def test_an_address_has_a_host() -> None:
    assert [
        text
        for text in ("//a.b/c", "https://a.b", "/pay", "a.b", "x.min.js", "a b.c.de", "api.a.jp/x")
        if is_address(text)
    ] == [
        "//a.b/c",
        "https://a.b",
        "api.a.jp/x",
    ]
