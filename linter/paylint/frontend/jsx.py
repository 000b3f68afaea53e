"""The page that JSX describes: elements of forms and components, in the order in which they stand in the file.

Every branch of a condition is there, once; a list's element, too. An attribute whose value is an expression has a hole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node, Parser

from paylint.frontend import script_literals as literals
from paylint.frontend.decoding import split_lines
from paylint.frontend.parser import MAX_FRAMES, frames
from paylint.frontend.script import ScriptLanguage, grammar
from paylint.frontend.script_names import text
from paylint.ir.pages import Element, Hole, Item, Page, Value
from paylint.location import Path

_MATTERS = frozenset(
    {"form", "input", "select", "textarea", "button", "label", "script", "iframe", "meta", "base", "a", "link"}
)
_READABLE = frozenset({"label", "button", "a"})
_RENAMED: Mapping[str, str] = {"htmlfor": "for", "classname": "class"}
_ELEMENTS = frozenset({"jsx_element", "jsx_self_closing_element"})


def jsx_page(path: Path, content: bytes, *, language: ScriptLanguage = "js") -> Page:
    """The elements that a script's JSX makes; attributes of HTML elements are spelled as HTML spells them.

    Never raises: what is broken, or nested hundreds deep, is left out.
    """
    reader = _Reader(content)
    try:
        with frames(MAX_FRAMES):
            items = tuple(reader.items(Parser(grammar(language)).parse(content).root_node))
    except RecursionError:
        items = ()
    return Page(path, "jsx", (), items, split_lines(content.decode("utf-8", "replace")))


class _Reader:
    """One file's elements."""

    def __init__(self, content: bytes) -> None:
        self.lines = content.split(b"\n")

    def at(self, node: Node) -> tuple[int, int]:
        row, column = node.start_point
        return row + 1, len(self.lines[row][:column].decode("utf-8", "replace")) + 1

    def items(self, node: Node) -> Iterator[Item]:
        """The elements in a node; those that do not matter are dissolved."""
        for child in node.named_children:
            if child.type in _ELEMENTS:
                yield from self.element(child)
            else:
                yield from self.items(child)

    def element(self, node: Node) -> Iterator[Item]:
        opening = node.child_by_field_name("open_tag") or node
        name = opening.child_by_field_name("name")
        tag = text(name) if name is not None else ""
        component = tag[:1].isupper() or "." in tag
        inside = tuple(item for child in node.named_children for item in self.inside(child))
        if not component and tag not in _MATTERS:
            yield from inside
            return
        attributes = tuple((self.attribute(child, component)) for child in opening.children_by_field_name("attribute"))
        shown = " ".join(_words(node)) if tag in _READABLE else ""
        line, column = self.at(node)
        yield Element(line, column, tag, attributes, inside, shown, line if shown else 0)

    def inside(self, child: Node) -> Iterator[Item]:
        """What stands in an element or, for a component, in what is handed to it."""
        if child.type in _ELEMENTS:
            yield from self.element(child)
        elif child.type != "jsx_closing_element":
            yield from self.items(child)

    def attribute(self, node: Node, component: bool) -> tuple[str, Value]:
        if node.type != "jsx_attribute" or not node.named_children:
            return ("", (self.hole(node),))
        name, *value = node.named_children
        written = text(name)
        word = written if component else _RENAMED.get(written.lower(), written.lower())
        return (word, self.value(value[0]) if value else ())

    def value(self, node: Node) -> Value:
        if node.type == "string":
            return (literals.string(node),)
        inner = node.named_children[0] if node.type == "jsx_expression" and node.named_children else node
        if inner.type == "string":
            return (literals.string(inner),)
        if inner.type == "template_string":
            return tuple(
                self.hole(child.named_children[0] if child.named_children else child)
                if child.type == "template_substitution"
                else literals.part(child)
                for child in inner.named_children
            )
        return (self.hole(inner),)

    def hole(self, node: Node) -> Hole:
        line, column = self.at(node)
        if node.type == "call_expression":
            function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
            if function is not None and given is not None:
                return Hole(
                    line, column, text(node), text(function), tuple(text(child) for child in given.named_children)
                )
        return Hole(line, column, text(node), "", (text(node),))


def _words(node: Node) -> Iterator[str]:
    for child in node.named_children:
        if child.type == "jsx_text":
            yield from text(child).split()
        elif child.type == "jsx_element":
            yield from _words(child)
