"""The rows of the pack: every file loads, and the names that matter most are answered."""

from __future__ import annotations

import ast

import pytest

from paylint.dataflow.functions import FUNCTIONS
from paylint.models.catalog import Catalog
from paylint.models.reader import read
from paylint.models.schema import Behaviour
from paylint.models.vocabulary import Kind, Word
from paylint.packs import Pack


def test_every_file_is_named_for_what_is_in_it(pack: Pack) -> None:
    for shown, content in pack.files("models"):
        table = read(shown, content)
        if "/psps/" in shown:
            assert shown.endswith(f"/{table['provider'].string()}.yaml")
        elif "/beside/" in shown:
            assert table.keys() <= {"components", "claims"}, shown
        else:
            assert "library" in table, shown


def test_every_day_of_the_component_table_is_past_on_the_day_of_its_row(catalog: Catalog) -> None:
    ends = [(row.label, end.branch) for row in catalog.components for end in row.ends if end.since > row.dated]

    assert catalog.components
    assert not ends


def test_every_snippet_is_python(catalog: Catalog) -> None:
    snippets = [row.like for row in catalog.rows() if isinstance(row, Behaviour) and row.like]

    assert snippets
    for snippet in snippets:
        ast.parse("def like(self, cls, args, kwargs):\n" + "".join(f"    {line}\n" for line in snippet.splitlines()))


def test_the_kinds(catalog: Catalog) -> None:
    kinds = catalog.vocabulary.kinds

    assert {name for name, kind in kinds.items() if kind.decides} == {
        "card.pan",
        "card.code",
        "card.pin",
        "card.track",
        "card.object",
    }
    assert kinds["card.object"].whole


def test_a_mark_of_encryption_or_a_hash_without_a_key_is_never_harmless(catalog: Catalog) -> None:
    for kind in catalog.vocabulary.kinds.values():
        assert kind.harmless.isdisjoint({"encrypted", "hashed", "encoded"})


def test_what_is_left_of_a_security_code_is_still_part_of_it(catalog: Catalog) -> None:
    assert catalog.vocabulary.kinds["card.code"].harmless == {"masked", "tokenised"}
    assert {"last4", "bin", "truncated", "keyed-hash"} <= catalog.vocabulary.kinds["card.pan"].harmless


def test_every_word_of_the_pack_has_a_label_in_both_languages(catalog: Catalog) -> None:
    words = catalog.vocabulary
    every: tuple[Kind | Word, ...] = (
        *words.kinds.values(),
        *words.channels.values(),
        *words.marks.values(),
        *words.stores.values(),
    )
    for word in every:
        assert {language for language, _ in word.label} == {"en", "ja"}, word.id
        assert word.meaning.endswith("."), word.id


SINKS = [
    ("logging.info", "log"),
    ("logging.Logger().exception", "log"),
    ("builtins.print", "log"),
    ("loguru.logger.debug", "log"),
    ("structlog.BoundLogger().info", "log"),
    ("requests.post", "http"),
    ("requests.sessions.Session().post", "http"),
    ("httpx.AsyncClient().post", "http"),
    ("urllib2.urlopen", "http"),
    ("httplib.HTTPSConnection().request", "http"),
    ("suds.client.Client().service.multiSale", "http"),
    ("zeep.Client().service.Authorise", "http"),
    ("xmlrpclib.ServerProxy().charge", "http"),
    ("socket.socket().sendall", "http"),
    ("sqlite3.Cursor().execute", "storage"),
    ("sqlite3.Cursor().execute", "storage"),
    ("django.db.models.base.Model().save", "storage"),
    ("sqlalchemy.orm.session.Session().add", "storage"),
    ("pymongo.collection.Collection().insert_one", "storage"),
    ("boto3.client().put_item", "storage"),
    ("boto3.client().put_object", "file"),
    ("boto3.client().send_message", "queue"),
    ("django.core.cache.cache.set", "cache"),
    ("redis.StrictRedis().setex", "cache"),
    ("celery.app.task.Task().delay", "queue"),
    ("smtplib.SMTP().sendmail", "email"),
    ("django.core.mail.send_mail", "email"),
    ("slack_sdk.WebClient().chat_postMessage", "chat"),
    ("sentry_sdk.capture_message", "telemetry"),
    ("django.http.HttpResponse", "response"),
    ("django.shortcuts.render", "template"),
    ("django.shortcuts.redirect", "url"),
    ("flask.render_template", "template"),
    ("flask.jsonify", "response"),
    ("rest_framework.response.Response", "response"),
    ("subprocess.run", "subprocess"),
    ("csv.DictWriter().writerow", "file"),
    ("io.open().write", "file"),
    ("odoo.models.Model().create", "storage"),
]


@pytest.mark.parametrize(("call", "channel"), SINKS)
def test_where_the_data_of_a_call_goes(catalog: Catalog, call: str, channel: str) -> None:
    assert channel in [row.sink for row in catalog.behaviours(call)]


@pytest.mark.parametrize(
    ("call", "returns"),
    [
        ("logging.getLogger", "logging.Logger()"),
        ("structlog.get_logger", "structlog.BoundLogger()"),
        ("psycopg2.connect", "sqlite3.Connection()"),
        ("django.db.models.Model.objects.get", "cls()"),
    ],
)
def test_what_a_call_gives(catalog: Catalog, call: str, returns: str) -> None:
    assert returns in [row.returns for row in catalog.behaviours(call)]


PROVIDERS = [
    ("stripe.Token.create", "stripe", "card.number"),
    ("braintree.Transaction.sale", "braintree", "0/params.credit_card.number"),
    ("gmopg.GMOPG().tran.execute", "gmo_pg", "0/options.CardNo"),
    ("omise.Token.create", "omise", "number"),
    ("payjp.Charge.create", "payjp", "card.number"),
    ("paypal.payflow.gateway.sale", "paypal", "1/card_number"),
]


@pytest.mark.parametrize(("call", "provider", "path"), PROVIDERS)
def test_a_providers_call_names_the_argument_of_the_card_number(
    catalog: Catalog, call: str, provider: str, path: str
) -> None:
    (row,) = catalog.behaviours(call)

    assert (row.sink, row.provider, row.clean) == ("psp", provider, True)
    assert (tuple(path.split(".")), "card.pan") in row.elements


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://p01.mul-pay.jp/payment/ExecTran.idPass", "gmo_pg"),
        ("https://api.stripe.com/v1/tokens", "stripe"),
        ("api.pay.jp", "payjp"),
        ("https://acme-pal-live.adyenpayments.com/pal/servlet/Payment/v64/authorise", "adyen"),
        ("https://secure.authorize.net/gateway/transact.dll", "authorizenet"),
        ("https://example.com/", ""),
    ],
)
def test_a_url_names_the_provider(catalog: Catalog, url: str, provider: str) -> None:
    assert catalog.provider_of_host(url) == provider


def test_all_providers_have_a_name(catalog: Catalog) -> None:
    assert len(catalog.providers) >= 66
    assert all(dict(provider.names)["en"] for provider in catalog.providers.values())


@pytest.mark.parametrize(
    "attribute",
    [
        "django.http.HttpRequest().POST",
        "django.core.handlers.wsgi.WSGIRequest().GET",
        "rest_framework.request.Request().data",
        "flask.globals.request.form",
        "pyramid.request.Request().POST",
        "bottle.request.forms",
        "starlette.requests.Request().query_params",
        "nereid.request.form",
    ],
)
def test_what_a_request_holds_is_a_source(catalog: Catalog, attribute: str) -> None:
    row = catalog.attribute(attribute)

    assert row is not None
    assert row.source == "request"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("django.forms.forms.Form", "form"),
        ("django.db.models.base.Model", "model"),
        ("rest_framework.serializers.Serializer", "serializer"),
        ("flask_wtf.FlaskForm", "form"),
        ("pydantic.BaseModel", "schema"),
        ("marshmallow.Schema", "schema"),
        ("dataclasses.dataclass", "record"),
        ("sqlalchemy.orm.declarative_base()", "model"),
        ("odoo.models.Model", "model"),
        ("trytond.model.ModelSQL", "model"),
    ],
)
def test_what_a_class_is_for(catalog: Catalog, name: str, role: str) -> None:
    row = catalog.type(name)

    assert row is not None
    assert row.role == role


@pytest.mark.parametrize(
    ("call", "mark"),
    [
        ("hashlib.sha256", "hashed"),
        ("hmac.new", "keyed-hash"),
        ("cryptography.fernet.Fernet().encrypt", "encrypted"),
        ("base64.b64encode", "encoded"),
        ("django.core.signing.dumps", "encoded"),
    ],
)
def test_what_a_call_does_to_the_data(catalog: Catalog, call: str, mark: str) -> None:
    assert [row.mark for row in catalog.behaviours(call)] == [mark]


@pytest.mark.parametrize(
    ("receiver", "method", "channel"),
    [
        ("_logger", "warning", "log"),
        ("LOG", "info", "log"),
        ("cursor", "execute", "storage"),
        ("session", "post", "http"),
        ("smtp", "sendmail", "email"),
        ("queue", "publish", "queue"),
        ("cache", "set", "cache"),
        ("sock", "sendall", "http"),
    ],
)
def test_calls_that_are_known_by_their_looks(catalog: Catalog, receiver: str, method: str, channel: str) -> None:
    row = catalog.shapes(receiver, method)

    assert row is not None
    assert row.sink == channel


@pytest.mark.parametrize(("receiver", "method"), [("catalog", "info"), ("order", "execute"), ("settings", "set")])
def test_calls_that_only_sound_alike(catalog: Catalog, receiver: str, method: str) -> None:
    assert catalog.shapes(receiver, method) is None


def test_no_row_stands_in_the_way_of_what_the_engine_itself_knows(catalog: Catalog) -> None:
    assert [name for name in FUNCTIONS if catalog.behaviours(name)] == []
