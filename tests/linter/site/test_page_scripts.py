"""The scripts of a page as one text."""

from __future__ import annotations

from paylint.frontend.lowered import Lowered
from paylint.frontend.script import lower_script
from paylint.ir.dump import dump
from paylint.ir.pages import Block, Element, Page, Value
from paylint.location import Path
from paylint.site.page_scripts import page_script, without_holes


def script(text: str, line: int, **attributes: str) -> Element:
    named: tuple[tuple[str, Value], ...] = tuple((name, (value,)) for name, value in attributes.items())
    return Element(line, 1, "script", named, (), text, line)


def page(*scripts: Element) -> Page:
    inside = Block(1, 1, "content", (Element(1, 1, "form", (), scripts),))
    return Page(Path("pay.html"), "django", (), (inside,), ())


def test_every_line_stays_where_it_is_in_the_page() -> None:
    made = page_script(page(script("\nvar a = 1;\n", 3), script("pay(a)", 9)))

    assert made is not None
    assert made.content.decode().split("\n") == ["", "", "", "var a = 1;", "", "", "", "", "pay(a)"]


def test_only_scripts_are_read() -> None:
    assert page_script(page()) is None
    assert page_script(page(script("{}", 1, type="application/json"), script("", 2))) is None
    assert page_script(page(script("a()", 1, type="module"))) is not None
    typed = page_script(page(script("a()", 1, lang="ts")))
    assert typed is not None
    assert typed.language == "tsx"


def test_what_a_template_writes_is_set_aside_and_nothing_moves() -> None:
    text = "{% if a %}\nvar x = {{ amount }};\nvar y = '{% url 'pay' %}'; // {{ 'it' }}\n{% endif %}"

    made = without_holes(text)

    assert len(made) == len(text)
    assert made.split("\n")[0].strip() == ""
    assert made.split("\n")[1] == "var x = null        ;"


def test_a_string_has_the_template_s_quotes_again_when_it_is_lowered() -> None:
    made = page_script(page(script("fetch('{% url 'pay' %}');", 1)))

    assert made is not None
    lowered = lower_script(Path("pay.html"), made.content, "js:pay.html")
    assert isinstance(lowered, Lowered)
    assert lowered.partial == ()
    assert "fetch(\"{% url 'pay' %}\")" in dump(lowered.module)
