"""Imports and exports of scripts: of ES modules, and of what came before them."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from paylint.frontend import script_literals as literals
from paylint.frontend.script_context import Context
from paylint.frontend.script_names import PACKAGES, imported, text
from paylint.ir.nodes import Assign, Block, Expr, Import, ImportFrom, Name, Statement

DEFAULT = "default"


def imports(context: Context, node: Node) -> Block:
    """``import ... from "module"``."""
    source = node.child_by_field_name("source")
    clause = next((child for child in node.named_children if child.type.startswith("import_")), None)
    if clause is not None and clause.type == "import_require_clause":
        source = clause.child_by_field_name("source")
    if source is None or any(child.type in ("type", "typeof") for child in node.children):
        return ()
    line, column = context.at(node)
    module = imported(literals.string(source), context.path)
    if clause is None:
        return (Import(line, column, module, f"@{module}"),)
    return tuple(_clause(context, node, clause, module))


def _clause(context: Context, node: Node, clause: Node, module: str) -> Iterator[Statement]:
    line, column = context.at(node)
    packaged = module.startswith(f"{PACKAGES}.")
    for child in clause.named_children:
        match child.type:
            case "identifier" if packaged or clause.type == "import_require_clause":
                yield Import(line, column, module, text(child))
            case "identifier":
                yield ImportFrom(line, column, module, 0, ((DEFAULT, text(child)),))
            case "namespace_import":
                yield from (Import(line, column, module, text(name)) for name in child.named_children)
            case "named_imports":
                pairs = list(_pairs(child))
                names = tuple([pair for pair in pairs if pair[0] != DEFAULT or not packaged])
                if names:
                    yield ImportFrom(line, column, module, 0, names)
                yield from (Import(line, column, module, bound) for name, bound in pairs if (name, bound) not in names)
            case _:
                continue


def _pairs(node: Node) -> Iterator[tuple[str, str]]:
    """Pairs of the name there and the name here, of an import or export clause."""
    for child in node.named_children:
        name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
        if name is not None and not any(inner.type in ("type", "typeof") for inner in child.children):
            yield text(name).strip("'\""), text(alias or name).strip("'\"")


def reexports(context: Context, node: Node, source: Node) -> Block:
    """``export ... from "module"``."""
    line, column = context.at(node)
    module = imported(literals.string(source), context.path)
    clause = next((child for child in node.named_children if child.type in ("export_clause", "namespace_export")), None)
    if clause is None:
        return (ImportFrom(line, column, module, 0, (("*", "*"),)),)
    if clause.type == "namespace_export":
        return tuple([Import(line, column, module, text(name)) for name in clause.named_children])
    names = tuple(_pairs(clause))
    return (ImportFrom(line, column, module, 0, names),) if names else ()


def exported_names(context: Context, clause: Node) -> Iterator[Statement]:
    """``export { a as b }``: a variable of that name as well, where it is another."""
    line, column = context.at(clause)
    for name, alias in _pairs(clause):
        if name != alias:
            context.own.add(alias)
            yield Assign(line, column, (Name(line, column, alias),), Name(line, column, name))


def exports_target(node: Node) -> str | None:
    """The name that ``exports.name = ...`` exports; that of the whole module for ``module.exports = ...``."""
    if node.type != "member_expression":
        return None
    inner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if inner is None or name is None:
        return None
    if text(inner) == "module" and text(name) == "exports":
        return DEFAULT
    return text(name) if text(inner) in ("exports", "module.exports") else None


def exported(context: Context, node: Node, name: str, value: Expr, entries: list[tuple[str, Expr]]) -> Block:
    """The variables that an assignment to ``exports`` makes; those of a whole module are its entries, too."""
    line, column = context.at(node)
    context.own.add(name)
    made: list[Statement] = [Assign(line, column, (Name(line, column, name),), value)]
    for key, entry in entries:
        if not (isinstance(entry, Name) and entry.id == key):
            context.own.add(key)
            made.append(Assign(entry.line, entry.column, (Name(entry.line, entry.column, key),), entry))
    return tuple(made)
