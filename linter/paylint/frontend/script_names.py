"""Names in scripts: which a function declares, and the dotted names of what comes from outside the file.

What the browser gives is ``js.fetch``, ``js.document.getElementById``. A package of npm is ``npm`` and its name with
``@`` dropped, ``/`` as a dot and everything else that is no letter, digit or underscore as ``_``: ``@stripe/stripe-js``
is ``npm.stripe.stripe_js``, and its default export is the package itself. Another script of the program is ``js:`` and
its path from the root, without its extension where an import leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from tree_sitter import Node

from paylint.location import Path

BROWSER = "js"
PACKAGES = "npm"

_NOT_IN_A_NAME = re.compile(r"\W", re.ASCII)
_FUNCTIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
_NAMED = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "class_declaration",
        "abstract_class_declaration",
        "enum_declaration",
    }
)
_BINDERS = frozenset({"variable_declarator", "for_in_statement", "catch_clause"})
_OUTSIDE = frozenset({"ambient_declaration", "interface_declaration", "type_alias_declaration"})


def script_name(path: Path) -> str:
    """The module name of a script file."""
    return f"{BROWSER}:{path}"


def package(specifier: str) -> str:
    """The dotted name of a package of npm, or of a part of it."""
    plain = specifier.removeprefix("node:").lstrip("@").rstrip("/")
    parts = [_NOT_IN_A_NAME.sub("_", part) or "_" for part in plain.split("/")]
    return ".".join((PACKAGES, *(f"_{part}" if part[0].isdigit() else part for part in parts)))


def outside(name: str) -> str:
    """A variable of the browser in a dotted name, which has no ``$``: ``$`` is ``js.dollar``."""
    return name.replace("$", "dollar")


def imported(specifier: str, importer: Path) -> str:
    """The module that an import in ``importer`` names: a script of the program, else a package."""
    if specifier.startswith("."):
        return f"{BROWSER}:{normpath(join(dirname(importer), specifier))}"
    if specifier.startswith(("/", "http:", "https:")):
        return f"{BROWSER}:{specifier}"
    return package(specifier)


def declared(root: Node) -> set[str]:
    """The names that a function's or a script's own body declares; what nested functions declare is theirs."""
    names: set[str] = set()
    pending = list(root.named_children)
    while pending:
        node = pending.pop()
        kind = node.type
        if kind in _OUTSIDE:
            continue
        if kind in _NAMED:
            names.update(_named(node))
        if kind in _FUNCTIONS or kind in ("class_declaration", "class", "abstract_class_declaration"):
            continue
        if kind in _BINDERS:
            names.update(_bound(node))
        elif kind in ("import_clause", "import_require_clause"):
            names.update(_imported_names(node))
        pending.extend(node.named_children)
    return names


def pattern_names(node: Node) -> Iterator[str]:
    """The variables that a pattern binds."""
    match node.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield text(node)
        case "assignment_pattern" | "object_assignment_pattern":
            left = node.child_by_field_name("left")
            if left is not None:
                yield from pattern_names(left)
        case "pair_pattern":
            value = node.child_by_field_name("value")
            if value is not None:
                yield from pattern_names(value)
        case "object_pattern" | "array_pattern" | "rest_pattern":
            for child in node.named_children:
                yield from pattern_names(child)
        case "required_parameter" | "optional_parameter":
            inner = node.child_by_field_name("pattern")
            if inner is not None:
                yield from pattern_names(inner)
        case _:
            return


def text(node: Node) -> str:
    """The source text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def _named(node: Node) -> Iterator[str]:
    name = node.child_by_field_name("name")
    if name is not None:
        yield text(name)


def _bound(node: Node) -> Iterator[str]:
    field = {"variable_declarator": "name", "for_in_statement": "left", "catch_clause": "parameter"}[node.type]
    if node.type == "for_in_statement" and node.child_by_field_name("kind") is None:
        return
    target = node.child_by_field_name(field)
    if target is not None:
        yield from pattern_names(target)


def _imported_names(node: Node) -> Iterator[str]:
    for child in node.named_children:
        if child.type == "identifier":
            yield text(child)
        elif child.type == "namespace_import":
            yield from (text(inner) for inner in child.named_children)
        elif child.type == "named_imports":
            for item in child.named_children:
                name = item.child_by_field_name("alias") or item.child_by_field_name("name")
                if name is not None:
                    yield text(name)
