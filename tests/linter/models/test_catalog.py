from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from paylint.errors import PackError
from paylint.models.catalog import Catalog
from paylint.models.loading import load_catalog
from paylint.models.schema import Behaviour
from paylint.models.vocabulary import Role
from paylint.packs import Pack, load_packs

VOCABULARY = """
vocabulary: for tests
marks:
  cut: {meaning: Cut short.}
channels:
  log: {meaning: Written to a log.}
  psp: {meaning: Received by a provider.}
stores:
  cache: {meaning: A cache.}
kinds:
  plum.stone: {meaning: A stone., label: {en: stone}, decides: true, harmless: [cut]}
words:
- {kind: plum.stone, strength: strong, words: [plum stone]}
"""

Load = Callable[..., Catalog]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Make a pack of one vocabulary and some model files, and load it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    count = 0

    def make(*models: str, vocabulary: str = VOCABULARY, own: str = "") -> Catalog:
        nonlocal count
        count += 1
        name = f"{tmp_path.name.replace('-', '_')}_pack{count}"
        folder = tmp_path / name
        (folder / "models").mkdir(parents=True)
        (folder / "vocabulary").mkdir()
        (folder / "__init__.py").write_text(
            'from paylint.packs import Pack\nPACK = Pack(name=__name__, prefix="ZZ", api=1)\n'
        )
        (folder / "vocabulary" / "words.yaml").write_text(vocabulary)
        for number, text in enumerate(models):
            (folder / "models" / f"m{number}.yaml").write_text(text)
        extra = tmp_path / "own.yaml"
        extra.write_text(own)
        packs: tuple[Pack, ...] = tuple(pack for pack in load_packs((name,)) if pack.name == name)
        return load_catalog(packs, (str(extra),) if own else ())

    return make


def only(catalog: Catalog, name: str) -> Behaviour:
    (behaviour,) = catalog.behaviours(name)
    return behaviour


def test_a_row_may_name_several_calls(load: Load) -> None:
    catalog = load("rows:\n- {call: [a.f, a.g], sink: log, arguments: [0/text]}")

    assert only(catalog, "a.f") is only(catalog, "a.g")
    assert only(catalog, "a.f").arguments == (("0/text",),)


def test_a_sink_without_arguments_takes_all_of_them(load: Load) -> None:
    assert only(load("rows:\n- {call: a.f, sink: log}"), "a.f").arguments == (("*",), ("**",))


def test_no_passes_is_not_the_same_as_passing_nothing(load: Load) -> None:
    catalog = load("rows:\n- {call: a.f, clean: true}\n- {call: a.g, passes: []}")

    assert only(catalog, "a.f").passes is None
    assert only(catalog, "a.g").passes == ()


def test_a_row_remembers_its_file_and_line(load: Load) -> None:
    origin = only(load("rows:\n- call: a.f\n  clean: true\n- call: a.g\n  clean: true\n"), "a.g").origin

    assert origin.file.endswith("models/m0.yaml")
    assert origin.line == 4


def test_paths_are_split_at_dots_and_brackets(load: Load) -> None:
    row = only(load("rows:\n- {call: a.f, sink: log, arguments: ['0/items[].card.number']}"), "a.f")

    assert row.arguments == (("0/items", "[]", "card", "number"),)


def test_two_rows_may_say_different_things_of_one_call(load: Load) -> None:
    catalog = load("rows:\n- {call: a.f, sink: log}\n- {call: a.f, sink: psp}")

    assert [row.sink for row in catalog.behaviours("a.f")] == ["log", "psp"]


def test_an_alias_is_followed_wherever_the_name_goes_on(load: Load) -> None:
    catalog = load("rows:\n- {alias: [old, older.pkg], to: new}\n- {call: new.C().m, clean: true}\n- {type: new.C}")

    assert catalog.alias("old.C().m") == "new.C().m"
    assert only(catalog, "older.pkg.C().m").clean
    assert catalog.type("old.C") is not None


def test_aliases_are_chained_and_the_longest_wins(load: Load) -> None:
    catalog = load("rows:\n- {alias: a, to: b}\n- {alias: b, to: c}\n- {alias: a.special, to: z}")

    assert catalog.alias("a.f") == "c.f"
    assert catalog.alias("a.special.f") == "z.f"
    assert catalog.alias("another.f") == "another.f"


def test_aliases_that_turn_in_a_circle_end(load: Load) -> None:
    load("rows:\n- {alias: a, to: b}\n- {alias: b, to: a}").alias("a.f")


def test_an_alias_of_a_class_holds_for_its_instances(load: Load) -> None:
    catalog = load("rows:\n- {alias: old.C, to: new.C}\n- {call: new.C().m, clean: true}")

    assert only(catalog, "old.C().m").clean


def test_a_star_stands_for_any_method_but_a_named_row_wins(load: Load) -> None:
    catalog = load("rows:\n- {call: 'a.C().service.*', sink: log}\n- {call: a.C().service.ping, clean: true}")

    assert only(catalog, "a.C().service.pay").sink == "log"
    assert only(catalog, "a.C().service.ping").sink == ""
    assert catalog.behaviours("a.C().other.pay") == ()


def test_shapes_match_a_word_of_the_receiver_and_the_whole_method(load: Load) -> None:
    catalog = load("rows:\n- {shape: [log, logger], methods: [info], sink: log}")

    assert catalog.shapes("_payment_logger", "info") is not None
    assert catalog.shapes("LOG", "info") is not None
    assert catalog.shapes("catalog", "info") is None
    assert catalog.shapes("logger", "information") is None


PROVIDER = """
provider: acme
names: {en: Acme Pay}
calls:
- {call: acme.Charge.create, args: {plum.stone: plum.stone}, tokens: [token]}
- {call: acme.Plum, builds: true, args: {0/stone: plum.stone}}
http:
- {hosts: [api.acme.test, '{shop}.acme.test'], paths: ['/v{n}/charges'], flow: api, params: {'plum[stone]': plum.stone}}
- {hosts: ['*.acme-eu.test']}
- {hosts: [api.plum.test]}
"""


def test_a_providers_call_is_a_sink_that_names_it(load: Load) -> None:
    row = only(load(PROVIDER), "acme.Charge.create")

    assert (row.sink, row.provider, row.clean) == ("psp", "acme", True)
    assert row.elements == ((("plum", "stone"), "plum.stone"),)
    assert row.tokens == (("token",),)


def test_a_call_that_builds_an_object_is_no_sink_and_gives_that_object(load: Load) -> None:
    row = only(load(PROVIDER), "acme.Plum")

    assert (row.sink, row.returns) == ("", "acme.Plum()")


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("https://api.acme.test/v1/charges", "acme"),
        ("API.ACME.TEST", "acme"),
        ("https://my-shop.acme.test:8443/x", "acme"),
        ("https://pay.acme-eu.test", "acme"),
        ("https://acme-eu.test", "acme"),
        ("https://acme.test.example.org", ""),
        ("https://evilacme-eu.test", ""),
        ("https://sandbox-api2.plum.test/v1", "acme"),
        ("https://www.plum.test", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_host_tells_its_provider(load: Load, address: str, provider: str) -> None:
    assert load(PROVIDER).provider_of_host(address) == provider


def test_an_endpoint_is_that_of_the_path_where_one_is_known(load: Load) -> None:
    catalog = load(PROVIDER)
    endpoint = catalog.endpoint("https://api.acme.test/v2/charges")

    assert endpoint is not None
    assert endpoint.elements == (("plum[stone]", "plum.stone"),)
    assert catalog.endpoint("https://example.org/v2/charges") is None


def test_the_needles_of_providers_are_imports_and_hosts(load: Load) -> None:
    needles = load(PROVIDER).needles()["provider"]

    assert {"import acme", "from acme", "api.acme.test"} <= set(needles)


def test_the_needles_of_pages_are_attributes_and_hosts_of_scripts(load: Load) -> None:
    catalog = load(
        """
provider: acme
browser:
- flow: merchant-form-token
  scripts: ['https://js.acme.test/v1/{version}.js', local.js]
  markup: [data-acme="stone", class="plum"]
  fields: {stone: plum.stone}
"""
    )

    assert catalog.needles()["page"] == ("data-acme=", "js.acme.test")


def test_words_may_be_tokens_of_an_html_attribute(load: Load) -> None:
    group = "- {kind: plum.stone, attribute: autocomplete, words: [plum-x]}\n- {role: qualifier, attribute: autocomplete, words: [pear]}\n"
    words = load("rows: []", vocabulary=VOCABULARY + group).vocabulary
    stone, pear = words.token("autocomplete", "plum-x"), words.token("autocomplete", "pear")

    assert stone is not None
    assert stone.kind == "plum.stone"
    assert pear is not None
    assert pear.role is Role.QUALIFIER
    assert words.token("name", "plum-x") is None
    assert words.meaning("plum-x") is None
    assert "plum-x" in words.needles()


def test_a_users_own_file_counts_like_a_packs(load: Load) -> None:
    assert only(load(own="library: mine\nrows:\n- {call: mine.f, sink: log}\n"), "mine.f").sink == "log"


def test_a_users_own_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"nowhere\.yaml cannot be read"):
        load_catalog((), (str(tmp_path / "nowhere.yaml"),))


def test_the_version_changes_with_every_row(load: Load) -> None:
    one = load("rows:\n- {call: a.f, clean: true}")
    other = load("rows:\n- {call: a.f, clean: false}")

    assert one.version != other.version


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("rows:\n- {call: a.f, snik: log}", r":2: unknown key 'snik' .*did you mean 'sink'", id="key"),
        pytest.param("rows:\n- {call: a.f, sink: lgo}", r":2: unknown channel 'lgo', did you mean 'log'", id="channel"),
        pytest.param("rows:\n- {call: a.f, field: plum.ston}", r"unknown kind .*'plum.stone'", id="kind"),
        pytest.param("rows:\n- {call: a.f, mark: cutt}", r"unknown mark 'cutt', did you mean 'cut'", id="mark"),
        pytest.param("rows:\n- {call: a.f, writes: cahce}", r"unknown store .*'cache'", id="store"),
        pytest.param("rows:\n- {call: a.f, source: requst}", r"unknown source .*'request'", id="source"),
        pytest.param("rows:\n- {type: a.F, role: from}", r"unknown role 'from', did you mean 'form'", id="role"),
        pytest.param("rows:\n- {call: a.f, clean: 1}", r"expected true or false", id="flag"),
        pytest.param("rows:\n- {call: a.f, sink: no}", r"write it in quotes", id="YAML's own words"),
        pytest.param("rows:\n- {call: a.f, sink: [log]}", r"expected text", id="list for text"),
        pytest.param("rows:\n- {call: a.f}", r"says nothing", id="empty row"),
        pytest.param("rows:\n- {sink: log}", r"exactly one of call, attribute", id="no head"),
        pytest.param("rows:\n- {call: a.f, type: a.F, sink: log}", r"exactly one of", id="two heads"),
        pytest.param("rows:\n- {call: 'a f', sink: log}", r"not a dotted name", id="bad name"),
        pytest.param("rows:\n- {call: a.f, passes: ['0 url']}", r"not an argument path", id="bad path"),
        pytest.param("rows:\n- {call: a.f, clean: true, clean: true}", r"stands here twice", id="key twice"),
        pytest.param("rows: {call: a.f}", r"expected a list", id="rows not a list"),
        pytest.param("rows:\n- {shape: log, sink: log}", r"'methods' is missing", id="shape without methods"),
        pytest.param("rows:\n- {call: a.f, sink: psp, provider: nobody}", r"unknown provider 'nobody'", id="provider"),
        pytest.param("rows:\n- [", r"this is not YAML", id="no YAML"),
        pytest.param("", r"the file is empty", id="empty file"),
        pytest.param("library: x", r"needs 'rows', 'patterns' or 'provider'", id="no rows"),
        pytest.param("libary: x\nrows: []", r"did you mean 'library'", id="head of the file"),
        pytest.param("provider: p\nname: {en: P}", r"did you mean 'names'", id="head of a provider"),
    ],
)
def test_a_wrong_row_is_an_error_with_file_and_line(load: Load, text: str, message: str) -> None:
    with pytest.raises(PackError, match=rf"models/m0\.yaml:\d+: .*{message}|models/m0\.yaml{message}"):
        load(text)


@pytest.mark.parametrize(
    "rows",
    [
        "- {call: a.f, passes: ['0']}\n- {call: a.f, passes: ['1']}",
        "- {call: a.f, sink: log}\n- {call: a.f, sink: log, arguments: ['0']}",
        "- {attribute: a.x, clean: true}\n- {attribute: a.x, source: request}",
        "- {type: a.T, role: form}\n- {type: a.T, role: model}",
        "- {alias: b, to: a}\n- {call: a.f, returns: a.T()}\n- {call: b.f, returns: a.U()}",
    ],
)
def test_rows_that_contradict_each_other_are_an_error_that_names_both_places(load: Load, rows: str) -> None:
    with pytest.raises(PackError, match=r"m0\.yaml:\d+: .* in .*m0\.yaml:\d+"):
        load(f"rows:\n{rows}")


def test_a_provider_has_one_file(load: Load) -> None:
    with pytest.raises(PackError, match="provider 'acme' has a file already"):
        load(PROVIDER, "provider: acme\nnames: {en: Again}")


def test_a_kind_is_introduced_once(load: Load) -> None:
    kind = "  plum.stone: {meaning: A stone., label: {en: stone}, decides: true, harmless: []}\n"

    with pytest.raises(PackError, match=r"'plum\.stone'"):
        load(vocabulary=f"vocabulary: twice\nkinds:\n{kind}{kind}")


def test_a_mark_that_makes_harmless_must_be_known(load: Load) -> None:
    kind = "kinds:\n  plum.stone: {meaning: A stone., label: {en: stone}, decides: true, harmless: [gone]}\n"

    with pytest.raises(PackError, match="unknown mark 'gone'"):
        load(vocabulary=f"vocabulary: unknown mark\n{kind}")


LENS = """
vocabulary: for tests of lenses
marks: {}
channels:
  log: {meaning: Written to a log.}
  table: {meaning: Written to a table.}
lenses:
  guests: {meaning: Whatever a guest brings., channels: [table], needles: [brings], texts: ['bring.+in'], names: [bring]}
kinds:
  plum.stone: {meaning: A stone., label: {en: stone}, decides: true}
  guest.input: {meaning: Anything., label: {en: input}, decides: true, lens: guests, sources: [request], parameters: [bag]}
words:
- {kind: plum.stone, strength: strong, words: [plum stone]}
"""
ROWS = """
library: orchard
rows:
- {call: orchard.put, sink: log, passes: []}
- {call: orchard.put, lens: guests, sink: table, bare: true, arguments: ["0/text"]}
- {call: orchard.wash, lens: guests, clean: true}
- {attribute: orchard.gate.basket, source: request}
"""


def test_a_row_of_a_lens_speaks_through_that_lens_alone_and_there_in_place_of_others(load: Load) -> None:
    catalog = load(ROWS, vocabulary=LENS)
    seen = catalog.through(catalog.lenses[0])

    assert only(catalog, "orchard.put").sink == "log"
    assert only(seen, "orchard.put").sink == "table"
    assert not catalog.behaviours("orchard.wash")
    assert only(seen, "orchard.wash").clean
    assert only(catalog, "orchard.put").sink == "log"


def test_through_a_lens_only_its_kinds_are_known_and_only_its_channels_matter(load: Load) -> None:
    catalog = load(ROWS, vocabulary=LENS)
    seen = catalog.through(catalog.lenses[0])

    assert list(catalog.vocabulary.kinds) == ["plum.stone"]
    assert list(seen.vocabulary.kinds) == ["guest.input"]
    assert list(catalog.kinds) == ["plum.stone", "guest.input"]
    assert seen.vocabulary.meaning("plum_stone") is None
    assert (catalog.watches("log"), seen.watches("log"), seen.watches("table")) == (True, False, True)


def test_a_lens_knows_where_its_data_comes_from(load: Load) -> None:
    catalog = load(ROWS, vocabulary=LENS)
    seen = catalog.through(catalog.lenses[0])

    assert seen.source_names == {"basket"}
    assert seen.sink_names == {"put"}
    assert seen.brings("orchard.gate")
    assert not catalog.brings("orchard.gate")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("{see: x, needles: [x]}", "'text' is missing", id="no expression"),
        pytest.param("{see: x, needles: [x], text: '('}", "not a regular expression", id="wrong expression"),
        pytest.param("{see: x, needles: [x], text: y, lens: glass}", "unknown lens 'glass'", id="unknown lens"),
        pytest.param("{see: x, needles: [x], text: y, hiden: true}", "did you mean 'hidden'", id="unknown key"),
    ],
)
def test_a_wrong_pattern_is_an_error_with_file_and_line(load: Load, row: str, message: str) -> None:
    with pytest.raises(PackError, match=rf"models/m0\.yaml:\d+: .*{message}"):
        load(f"library: x\npatterns:\n- {row}\n")
