from __future__ import annotations

from collections.abc import Mapping, Sequence

from paylint.browser.compose import Composed, Placed, compose, parts, references
from paylint.frontend.pages import lower_page
from paylint.ir.pages import Element, Page
from paylint.location import Path


def pages(files: Mapping[str, str]) -> dict[str, Page]:
    made = {name: lower_page(Path(name), text.encode()) for name, text in files.items()}
    return {name: page for name, page in made.items() if isinstance(page, Page)}


def composed(files: Mapping[str, str], name: str = "a.html") -> Composed:
    known = pages(files)
    return compose(known[name], known.get)


def names(items: Sequence[Placed]) -> list[str]:
    found: list[str] = []
    for item in items:
        if isinstance(item.node, Element) and item.node.tag == "input":
            found.append("".join(str(part) for part in dict(item.node.attributes)["name"]))
        found.extend(names(item.items))
    return found


def test_the_nearest_definition_of_a_block_counts_and_may_hold_the_one_above() -> None:
    page = composed(
        {
            "a.html": "{% extends 'b.html' %}{% block x %}<input name=a>{{ block.super }}{% endblock %}<input name=no>",
            "b.html": "{% extends 'c.html' %}{% block x %}<input name=b>{{ block.super }}{% endblock %}",
            "c.html": "<input name=first>{% block x %}<input name=c>{% endblock %}{% block y %}<input name=y>{% endblock %}",
        }
    )

    assert names(page.items) == ["first", "a", "b", "c", "y"]
    assert page.paths == ("a.html", "b.html", "c.html")


def test_a_block_inside_a_block_may_be_replaced_alone() -> None:
    page = composed(
        {
            "a.html": "{% extends 'b.html' %}{% block inner %}<input name=a>{% endblock %}",
            "b.html": "{% extends 'c.html' %}{% block x %}<input name=b>{% block inner %}<input name=no>{% endblock %}{% endblock %}",
            "c.html": "{% block x %}{% endblock %}",
        }
    )

    assert names(page.items) == ["b", "a"]


def test_every_element_knows_the_file_that_it_stands_in() -> None:
    page = composed({"a.html": "<form>{% include 'b.html' %}</form>", "b.html": "<input name=b>"})

    (form,) = page.items
    assert (form.page.path, form.items[0].page.path) == ("a.html", "b.html")


def test_templates_that_include_or_extend_one_another_are_taken_once() -> None:
    including = composed(
        {"a.html": "<input name=a>{% include 'b.html' %}", "b.html": "<input name=b>{% include 'a.html' %}"}
    )
    extending = composed(
        {"a.html": "{% extends 'b.html' %}<input name=a>", "b.html": "{% extends 'a.html' %}<input name=b>"}
    )

    assert names(including.items) == ["a", "b"]
    assert names(extending.items) == ["b"]


def test_what_is_not_found_is_named_and_the_page_stands_alone() -> None:
    page = composed({"a.html": "{% extends 'gone.html' %}{% block x %}<input name=a>{% include other %}{% endblock %}"})

    assert names(page.items) == ["a"]
    assert page.missing == ("gone.html", "other")


def test_includes_that_multiply_are_cut() -> None:
    files = {f"{n}.html": f"<input name=n>{{% include '{n + 1}.html' %}}" * 4 for n in range(12)}

    assert composed(files, "0.html").cut


def test_a_page_names_the_templates_that_it_refers_to() -> None:
    page = pages(
        {"a.html": "{% extends 'b.html' %}<form>{% include 'c.html' %}{% include 'c.html' %}{% include d %}</form>"}
    )

    assert references(page["a.html"]) == ("b.html", "c.html")


def test_each_template_of_a_file_of_many_is_a_page_of_its_own() -> None:
    page = pages(
        {
            "a.xml": '<odoo><template id="x"><input name="a"/></template><template id="y"><input name="b"/></template></odoo>'
        }
    )

    assert [names(compose(part, lambda _: None).items) for part in parts(page["a.xml"])] == [["a"], ["b"]]
