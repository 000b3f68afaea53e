from __future__ import annotations

import pytest

from paylint.finding import (
    Confidence,
    Coverage,
    Finding,
    Problem,
    Report,
    RuleInfo,
    Severity,
    Skipped,
    Step,
    Trace,
)
from paylint.location import Location, Path


def place(path: str, line: int, column: int = 1) -> Location:
    return Location(Path(path), line, column)


RECEIVED = RuleInfo(
    code="PAY101",
    name="card-data-received",
    summary="card data enters this server",
    severity=Severity.ERROR,
    requirements=("1.2.4", "12.5.2"),
    guideline=("API-type (通過型)",),
    remedy="move to the link type or to a token from hosted fields",
    help="## What it does\n\nFinds routes that read card data.\n",
)
STORED = RuleInfo(
    code="PAY201",
    name="verification-code-stored",
    summary="a card verification code is stored",
    severity=Severity.WARNING,
    requirements=("3.3.1.2",),
    guideline=(),
    remedy="do not store it",
    help="## What it does\n\nFinds stored codes.\n",
)
VIEW = place("src/shop/checkout/views.py", 41, 18)
FIRST = Trace(
    (
        Step("source", place("templates/checkout/pay.html", 12), '<input name="card_number">', "posts to checkout:pay"),
        Step("route", place("src/shop/urls.py", 9), "", "POST /checkout/pay -> views.pay"),
        Step("step", VIEW, '    number = request.POST["card_number"]', function="shop.checkout.views.pay"),
        Step("call", place("src/shop/payments/gateway.py", 88), "charge(card=number)", "", "shop.payments.gateway.buy"),
        Step("sink", place("src/shop/payments/psp.py", 23), "post(URL, data=card)", "CardNo, SecurityCode", "psp.send"),
    )
)
SECOND = Trace(
    (
        Step("source", place("src/shop/api.py", 7), "def pay(card_number):"),
        Step("sink", place("src/shop/payments/psp.py", 23), 'post("4242 4242 4242 4242")', "CardNo"),
    )
)


@pytest.fixture
def report() -> Report:
    return Report(
        version="0.1.0",
        root="/srv/shop",
        findings=(
            Finding(
                code="PAY101",
                name="card-data-received",
                severity=Severity.ERROR,
                confidence=Confidence.HIGH,
                location=VIEW,
                message="card number and security code enter this server",
                elements=("card.pan", "card.cvc"),
                traces=(FIRST, SECOND),
                sources=3,
                requirements=("1.2.4", "12.5.2"),
                guideline=("API-type (通過型)",),
                meaning="consistent with SAQ D-Merchant",
                remedy="move to the link type or to a token from hosted fields",
                function="shop.checkout.views.pay",
                subject="POST /checkout/pay",
            ),
            Finding(
                code="PAY201",
                name="verification-code-stored",
                severity=Severity.WARNING,
                confidence=Confidence.MEDIUM,
                location=place("src/shop/models tests/決済.py", 3),
                message="the security code of 4242424242424242 is stored",
                requirements=("3.3.1.2",),
                remedy="do not store it",
            ),
        ),
        problems=(Problem("PAY901", place("src/legacy.py", 3, 7), "not analysed: print statement of Python 2"),),
        coverage=Coverage(
            files=412,
            lines=61_234,
            analysed=31,
            functions=210,
            calls=1800,
            unresolved=320,
            skipped=(
                Skipped(Path("static/x.min.js"), "minified"),
                *(Skipped(Path(f"dumps/{number}.py"), "too large") for number in range(5)),
            ),
        ),
        rules=(RECEIVED, STORED),
        exit_code=1,
    )
