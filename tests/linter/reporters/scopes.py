"""Scopes made by hand: a shop with three ways of paying, a shop that redirects, and a codebase without any."""

from __future__ import annotations

from dataclasses import replace

from paylint.finding import Skipped, Step, Trace
from paylint.location import Location, Path
from paylint.scope import (
    Arrow,
    Change,
    Diagram,
    Evidence,
    Extent,
    Holding,
    Input,
    Integration,
    Node,
    Recipient,
    Requirement,
    Scope,
    ScriptEntry,
    Target,
    Verdict,
)


def at(path: str, line: int, column: int = 1) -> Location:
    return Location(Path(path), line, column)


VIEW = at("src/shop/checkout/views.py", 41, 18)
GATEWAY = at("src/shop/payments/gmo.py", 23, 5)
CARD = ("card.pan", "card.code", "card.expiry")

TRACE = Trace(
    (
        Step("source", at("templates/checkout/pay.html", 12), '<input name="card_number">', "posts to checkout:pay"),
        Step("route", at("src/shop/urls.py", 9), "", "POST /checkout/pay -> views.pay"),
        Step("step", VIEW, 'number = request.POST["card_number"]', function="shop.checkout.views.pay"),
        Step("sink", GATEWAY, 'post(URL, data={"CardNo": "4242 4242 4242 4242"})', "CardNo, SecurityCode"),
    )
)

MANY_WAYS = Scope(
    version="0.1.0",
    root="/srv/kioku/shop",
    verdict=Verdict(
        "D",
        "api",
        "API型・通過型",
        (
            "The route POST /checkout/pay receives a card number and a security code and sends them to GMO-PG.",
            "A card number is stored in the table orders, so the way of entry no longer matters.",
        ),
    ),
    integrations=(
        Integration(
            "gmo_pg",
            "GMO Payment Gateway",
            "api",
            GATEWAY,
            "D",
            (
                Evidence(
                    at("templates/checkout/pay.html", 12),
                    "browser",
                    '<input name="card_number">',
                    "a card input that posts here",
                ),
                Evidence(
                    GATEWAY, "server", 'post(URL, data={"CardNo": card.number})', "a card number goes to the provider"
                ),
            ),
            CARD,
            TRACE,
        ),
        Integration(
            "stripe",
            "Stripe",
            "hosted-fields",
            at("static/js/pay.js", 7),
            "A",
            (Evidence(at("static/js/pay.js", 7), "browser", 'elements.create("card")', "fields of the provider"),),
        ),
        Integration(
            "unknown",
            "pay.example.net",
            "redirect",
            at("src/shop/payments/link.py", 15),
            "A",
            (
                Evidence(
                    at("src/shop/payments/link.py", 15),
                    "server",
                    "return redirect(LINK)",
                    "the customer is sent to another page",
                ),
            ),
            conditional="nothing in the codebase calls it",
        ),
    ),
    inventory=(
        Holding(CARD, "enters", "POST /checkout/pay", VIEW),
        Holding(("card.pan",), "rests", "table orders", at("src/shop/models.py", 60), ("encrypted",)),
        Holding(CARD, "leaves", "p01.mul-pay.jp", GATEWAY),
    ),
    recipients=(
        Recipient("GMO Payment Gateway", "gmo_pg", "p01.mul-pay.jp", CARD, GATEWAY),
        Recipient("cdn.metrics.example", "", "cdn.metrics.example", (), at("templates/checkout/base.html", 3)),
    ),
    requirements=(
        Requirement(
            "3.5.1",
            "A stored card number is unreadable wherever it is stored.",
            "suspected",
            (at("src/shop/models.py", 60),),
            "how keys are kept in production",
            "that key management meets 3.6 and 3.7",
        ),
        Requirement(
            "12.5.2",
            "The scope is documented and confirmed every 12 months and on significant change.",
            "shown",
            (VIEW, GATEWAY),
            "",
            "that this report and the documented scope agree",
        ),
        Requirement(
            "6.2.4",
            "Software withstands injection and other common attacks.",
            "not-shown",
            (),
            "what other code on the server does",
            "",
        ),
        Requirement(
            "11.3.2",
            "An approved vendor scans from outside at least every three months.",
            "person",
            (),
            "scans",
            "the last four reports",
        ),
    ),
    changes=(
        Change("D", "A", "Let the customer enter the card on the provider's page instead of reading it here.", VIEW),
    ),
    extent=Extent(
        files=412,
        analysed=31,
        pages=58,
        routes=87,
        posts=41,
        reading=1,
        calls=1800,
        unresolved=12,
        on_path=1,
        unread=(Path("src/legacy/a.py"), Path("src/legacy/b.py"), Path("src/legacy/c.py")),
        skipped=(Skipped(Path("static/x.min.js"), "minified"),),
    ),
    diagram=Diagram(
        (
            Node("browser:checkout/pay.html", "checkout/pay.html", "browser"),
            Node("browser:static/js/pay.js", "static/js/pay.js", "browser"),
            Node("route:POST /checkout/pay", "POST /checkout/pay", "server"),
            Node("service:shop.payments.gmo", "shop.payments.gmo", "server"),
            Node("storage:table orders", "table orders", "storage"),
            Node("provider:gmo_pg", "GMO Payment Gateway", "third-party"),
            Node("provider:stripe", "Stripe", "third-party"),
        ),
        (
            Arrow("browser:checkout/pay.html", "route:POST /checkout/pay", CARD, "POST"),
            Arrow("route:POST /checkout/pay", "service:shop.payments.gmo", CARD),
            Arrow("route:POST /checkout/pay", "storage:table orders", ("card.pan",), "encrypted"),
            Arrow("service:shop.payments.gmo", "provider:gmo_pg", CARD, "POST"),
            Arrow("browser:static/js/pay.js", "provider:stripe", CARD, "hosted fields"),
            Arrow("provider:stripe", "browser:static/js/pay.js", (), "token"),
        ),
    ),
    inputs=(
        Input(
            "card.pan",
            "card_number",
            at("src/shop/templates/pay.html", 12, 5),
            Path("src/shop/templates/pay.html"),
            posted=True,
            target=Target("route", "/checkout/pay", ("shop.checkout.views.pay",)),
        ),
        Input(
            "card.code",
            "",
            at("src/shop/templates/card.html", 4, 3),
            Path("src/shop/templates/wallet.html"),
            posted=False,
            target=Target("script", provider="stripe"),
            sure="medium",
        ),
    ),
    scripts=(
        ScriptEntry(
            "checkout/pay.html",
            at("templates/checkout/base.html", 3),
            "https://cdn.metrics.example/t.js",
            pinned=False,
            what="tag manager",
        ),
        ScriptEntry("checkout/pay.html", at("templates/checkout/pay.html", 30), "", pinned=True, what=""),
    ),
)

REDIRECT = replace(
    MANY_WAYS,
    verdict=Verdict("A", "redirect", "リンク型・非通過型", ("The customer is sent to the provider's page to pay.",)),
    integrations=(replace(MANY_WAYS.integrations[2], provider="gmo_pg", name="GMO Payment Gateway", conditional=""),),
    inventory=(),
    recipients=(
        Recipient("GMO Payment Gateway", "gmo_pg", "link.mul-pay.jp", (), at("src/shop/payments/link.py", 15)),
    ),
    changes=(),
    scripts=(),
    inputs=(),
    extent=replace(MANY_WAYS.extent, reading=0),
    diagram=Diagram(
        (
            Node("browser", "Browser", "browser"),
            Node("route:POST /order", "POST /order", "server"),
            Node("provider:gmo_pg", "GMO Payment Gateway", "third-party"),
        ),
        (
            Arrow("browser", "route:POST /order", (), "order without card data"),
            Arrow("route:POST /order", "provider:gmo_pg", (), "redirect"),
            Arrow("browser", "provider:gmo_pg", CARD, "typed there"),
        ),
    ),
)

NO_FLOW = replace(
    REDIRECT,
    verdict=Verdict("none", "none", "", ()),
    integrations=(),
    recipients=(),
    requirements=(),
    diagram=Diagram((), ()),
)
