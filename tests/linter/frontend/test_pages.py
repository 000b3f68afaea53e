from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paylint.browser.compose import compose
from paylint.browser.forms import contents
from paylint.frontend.decoding import Unparsed
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Block, Element, Hole, Include, Item, Page
from paylint.location import Path


def page(text: str, name: str = "page.html") -> Page:
    made = lower_page(Path(name), text.encode())
    assert isinstance(made, Page)
    return made


def walk(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Element | Block):
            yield from walk(item.items)


def elements(made: Page, tag: str) -> list[Element]:
    return [item for item in walk(made.items) if isinstance(item, Element) and item.tag == tag]


def holes(made: Page) -> list[Hole]:
    return [item for item in walk(made.items) if isinstance(item, Hole)]


@pytest.mark.parametrize(
    ("name", "text", "dialect"),
    [
        ("a.html", "<p>", "html"),
        ("a.html", "{% load i18n %}", "django"),
        ("a.html", "{{ url_for('x') }}", "jinja"),
        ("a.j2", "", "jinja"),
        ("a.html", "<%inherit file='b.html'/>", "mako"),
        ("a.mako", "", "mako"),
        ("a.html", '<p tal:content="x">', "tal"),
        ("a.pt", "", "tal"),
        ("a.html", '<t t-call="x"/>', "qweb"),
        ("a.xml", "", "qweb"),
        ("a.vue", "", "vue"),
        ("a.svelte", "", "svelte"),
    ],
)
def test_the_dialect_is_known_by_extension_or_by_what_only_it_has(name: str, text: str, dialect: str) -> None:
    assert page(text, name).dialect == dialect


def test_lines_and_columns_count_characters_of_the_file_whatever_the_template_language_put_there() -> None:
    made = page('{% if x %}日本\n{% endif %}語 <input name="{{ a\n}}" id=b>{{ c }}')

    (field,) = elements(made, "input")
    name = dict(field.attributes)["name"][0]
    assert isinstance(name, Hole)
    assert (field.line, field.column) == (2, 14)
    assert (name.line, name.column, name.text, name.arguments) == (2, 27, "{{ a\n}}", ("a",))
    assert [(hole.line, hole.column) for hole in holes(made)] == [(3, 10)]


def test_a_hole_knows_its_function_and_arguments_without_filters() -> None:
    made = page(
        "{% url 'pay' order.id as target %}{{ form.number|add_class:'x' }}{{ url_for('pay', id=f(1, 2)) }}{{ a['b|c'] }}"
    )

    assert [(hole.call, hole.arguments) for hole in holes(made)] == [
        ("url", ("'pay'", "order.id", "as", "target")),
        ("", ("form.number",)),
        ("url_for", ("'pay'", "id=f(1, 2)")),
        ("", ("a['b|c']",)),
    ]


def test_an_attribute_that_the_server_makes_is_a_value_without_a_name() -> None:
    (field,) = elements(page('<input {{ attrs }} {% if a %}required{% endif %} name="x">{# {% #}'), "input")

    assert [name for name, _ in field.attributes] == ["", "required", "name"]


def test_every_branch_of_a_condition_is_there_once() -> None:
    made = page("{% if a %}<input name=a>{% else %}<input name=b>{% endif %}")

    assert len(elements(made, "input")) == 2


def test_a_label_and_a_link_keep_their_text_and_their_fields() -> None:
    made = page('<label for=n>{% trans "Card &amp; number" %} <b>here</b> <input id=n></label><a href=/x>Go on</a>')

    (label,) = elements(made, "label")
    assert label.text == "Card & number here"
    assert [item.tag for item in label.items if isinstance(item, Element)] == ["input"]
    assert elements(made, "a")[0].text == "Go on"


def test_a_script_keeps_its_source_and_where_it_begins() -> None:
    (script,) = elements(page("<p>\n<script nonce={{ n }}>\nif (a < b) '<input>'\n</script>"), "script")

    assert (script.line, script.text_line) == (2, 2)
    assert script.text == "\nif (a < b) '<input>'\n"


def test_blocks_includes_and_the_page_that_is_extended_are_named() -> None:
    made = page('{% extends "base.html" %}{% block a %}{% include "x.html" %}{% include which %}{% endblock %}')

    (block,) = [item for item in made.items if isinstance(item, Block)]
    first, second = (item for item in block.items if isinstance(item, Include))
    assert made.extends == ("base.html",)
    assert block.name == "a"
    assert first.template == ("x.html",)
    assert isinstance(second.template[0], Hole)


def test_a_form_that_is_open_where_its_block_ends_goes_on_as_the_same_form() -> None:
    made = page("{% block a %}<form action=/x>{% endblock %}<input name=a></form><input name=b>")

    first, second = elements(made, "form")
    assert (first.line, first.column) == (second.line, second.column)
    assert [name for form in (first, second) for name in form.items] == elements(made, "input")[:1]


def test_a_file_that_is_no_text_is_not_parsed() -> None:
    assert isinstance(lower_page(Path("a.html"), b"<p>\0\0"), Unparsed)


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "utf-8", "utf-16", "no-such-name"])
def test_a_page_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    text = f'<meta charset="{encoding}"><label>カード番号</label>'
    made = lower_page(Path("a.html"), text.encode(encoding if encoding != "no-such-name" else "utf-8"))

    assert isinstance(made, Page)
    assert elements(made, "label")[0].text == "カード番号"


PIECES = st.sampled_from(
    [
        "<form action=\"{% url 'pay' %}\">",
        "</form>",
        '<input name="card_number">',
        "<input name='{{ x }}",
        "<select><option {% if a %}selected{% endif %}>",
        "</label>",
        "<label>",
        "<td>",
        "<table>",
        "{% block a %}",
        "{% endblock %}",
        '{% include "page" %}',
        '{% extends "page" %}',
        "{% for f in form %}",
        "{{ f }}",
        "{% with a=b %}",
        "{% with b=a %}",
        "{{ a.number }}",
        "{{ my_field() }}",
        "{% field %}",
        "{{ }}",
        "{% include %}",
        "{% for x in %}",
        "{% url %}",
        "{{",
        "{%",
        "{#",
        "${form.x",
        "}",
        "<%def name='a()'>",
        "</%def>",
        "% for x in y:\n",
        "<!--",
        "-->",
        "<script>",
        "<![CDATA[",
        "<?xml",
        '<t t-name="a">',
        '<t t-call="a"/>',
        '<p tal:attributes="a b; c" metal:define-macro="m">',
        '<p metal:use-macro="page/macros/m"/>',
        ':action="x"',
        "\ue000\ue001",
        '"',
        "'",
        ">",
        "<",
        "日本\n",
    ]
)
TEXTS = (
    st.lists(PIECES, max_size=25).map("".join).flatmap(lambda text: st.integers(0, len(text)).map(lambda n: text[n:]))
)


@given(TEXTS, st.sampled_from(["html", "jinja", "mako", "pt", "xml", "vue", "svelte"]))
def test_any_mix_of_cut_templates_gives_a_page_that_can_be_read(text: str, extension: str) -> None:
    made = page(text, f"page.{extension}")

    contents(compose(made, lambda _: made))

    for item in walk(made.items):
        assert 1 <= item.line <= len(made.lines) + 1 or not text


@given(TEXTS)
def test_whatever_stands_before_it_in_text_an_input_is_found(text: str) -> None:
    quiet = "".join(char for char in text if char not in "<{\"'$%#")
    made = page(quiet + '<input name="card_number">')

    assert len(elements(made, "input")) == 1
