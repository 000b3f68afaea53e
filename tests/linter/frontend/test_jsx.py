"""What JSX says of a page."""

from __future__ import annotations

from textwrap import dedent

from paylint.frontend.jsx import jsx_page
from paylint.frontend.script import ScriptLanguage
from paylint.ir.pages import Element, Hole, Page
from paylint.location import Path


def page(source: str, language: ScriptLanguage = "js") -> Page:
    return jsx_page(Path("Form.jsx"), dedent(source).encode(), language=language)


def elements(source: str) -> list[Element]:
    found: list[Element] = []
    pending = list(page(source).items)
    while pending:
        item = pending.pop(0)
        assert isinstance(item, Element)
        found.append(item)
        pending[:0] = item.items
    return found


def test_a_form_holds_its_inputs_and_what_does_not_matter_is_dissolved() -> None:
    source = """\
        const Form = () => (
          <form onSubmit={pay} action="/pay">
            <div><label htmlFor="n">Card number</label>
              <input id="n" name="card_number" autoComplete="cc-number" required />
            </div>
          </form>
        );
        """

    form, label, field = elements(source)

    assert (form.tag, form.line, form.column) == ("form", 2, 3)
    assert form.attributes == (("onsubmit", (Hole(2, 19, "pay", "", ("pay",)),)), ("action", ("/pay",)))
    assert (label.tag, label.text, label.attributes) == ("label", "Card number", (("for", ("n",)),))
    assert field.attributes == (
        ("id", ("n",)),
        ("name", ("card_number",)),
        ("autocomplete", ("cc-number",)),
        ("required", ()),
    )


def test_components_keep_their_spelling_and_every_branch_is_there() -> None:
    source = """\
        const a = ok ? <CardElement options={{style: s}} /> : list.map((x) => <Shop.Field autoComplete={x.auto} />);
        """

    assert [element.tag for element in elements(source)] == ["CardElement", "Shop.Field"]
    assert elements(source)[1].attributes == (("autoComplete", (Hole(1, 97, "x.auto", "", ("x.auto",)),)),)


def test_values_may_be_constants_templates_calls_and_spreads() -> None:
    source = "<a href={`/pay/${id}`} title={'x'} rel={url('pay', 1)} {...more}>go <b>on</b></a>"

    link = elements(source)[0]

    assert link.attributes == (
        ("href", ("/pay/", Hole(1, 18, "id", "", ("id",)))),
        ("title", ("x",)),
        ("rel", (Hole(1, 41, "url('pay', 1)", "url", ("'pay'", "1")),)),
        ("", (Hole(1, 56, "{...more}", "", ("{...more}",)),)),
    )
    assert link.text == "go on"


def test_typescript_and_broken_files_are_read_as_far_as_they_go() -> None:
    assert [item.tag for item in page("const f = <Box<string> a={1}/>", "tsx").items if isinstance(item, Element)] == [
        "Box"
    ]
    assert page("<form><input name='a'").dialect == "jsx"
