"""The data-flow diagram shows who holds and receives account data, by names that people know."""

from __future__ import annotations

from pathlib import Path

from paylint.scope import Arrow
from tests.rules.assess.test_integrations import read

API = """
import logging
import requests
import stripe
import gatewaylib
from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.route("/pay", methods=["POST"])
def pay():
    charge(request.form["card_number"])


def charge(card_number):
    {body}
"""


def drawn(folder: Path, body: str) -> tuple[set[tuple[str, str]], set[Arrow]]:
    diagram = read(folder, shop_py=API.replace("{body}", body)).diagram
    return {(node.label, node.zone) for node in diagram.nodes}, set(diagram.arrows)


def test_a_way_from_the_browser_to_a_provider_goes_through_the_handlers(tmp_path: Path) -> None:
    nodes, arrows = drawn(tmp_path, "stripe.Token.create(card={'number': card_number})")

    assert nodes == {
        ("Buyer's browser", "browser"),
        ("shop.pay", "server"),
        ("shop.charge", "server"),
        ("Stripe", "third-party"),
    }
    assert Arrow("browser", "shop.pay", ("card.pan",), "/pay") in arrows
    assert Arrow("shop.pay", "shop.charge", ("card.pan",)) in arrows
    assert Arrow("shop.charge", "stripe", ("card.pan",), "provider's library") in arrows


def test_a_store_is_named_by_what_it_is(tmp_path: Path) -> None:
    nodes, _ = drawn(tmp_path, "log.info(card_number)\n    log.error(card_number)")

    assert {label for label, zone in nodes if zone == "storage"} == {"application log"}


def test_a_host_is_one_node_whatever_is_asked_of_it(tmp_path: Path) -> None:
    calls = "; ".join(f"requests.post('https://pay.example.net/{path}', data=card_number)" for path in ("a", "b/c"))

    nodes, _ = drawn(tmp_path, calls)

    assert {label for label, zone in nodes if zone == "third-party"} == {"pay.example.net"}


def test_a_host_that_is_only_known_at_run_time_is_said_to_be_unknown(tmp_path: Path) -> None:
    nodes, _ = drawn(tmp_path, "requests.post(app.config['URL'], data=card_number)")

    assert {label for label, zone in nodes if zone == "third-party"} == {"unknown host: requests.post"}


def test_an_unknown_library_runs_on_this_server(tmp_path: Path) -> None:
    nodes, _ = drawn(tmp_path, "gatewaylib.Client().send(card_number)")

    assert ("library: gatewaylib", "server") in nodes
    assert not any(zone == "third-party" for _, zone in nodes)


def test_every_node_is_touched_by_an_arrow(tmp_path: Path) -> None:
    diagram = read(
        tmp_path, shop_py=API.replace("{body}", "log.info(card_number)"), other_py="def f(expiry): log(expiry)"
    ).diagram

    ends = {end for arrow in diagram.arrows for end in (arrow.source, arrow.target)}
    assert {node.id for node in diagram.nodes} == ends


def test_a_codebase_without_card_data_has_no_diagram(tmp_path: Path) -> None:
    diagram = read(tmp_path, shop_py="def f(): pass\n").diagram

    assert (diagram.nodes, diagram.arrows) == ((), ())


def test_names_of_nodes_hold_no_line_numbers(tmp_path: Path) -> None:
    before = drawn(tmp_path / "a", "log.info(card_number)")
    after = read(tmp_path / "b", shop_py="\n\n\n" + API.replace("{body}", "log.info(card_number)")).diagram

    assert before == ({(node.label, node.zone) for node in after.nodes}, set(after.arrows))
