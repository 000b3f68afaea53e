"""JavaScript and TypeScript to the intermediate representation, with tree-sitter: what is broken is left out and named.

Some words of the language are said in the IR's own: ``new X()`` is a call, a promise is its value, ``o["card"]`` is
``o.card``, a template literal is a `Format`, a handler that is assigned (``form.onsubmit = f``) is one that is added.
Function declarations come first in their block. Names that no scope declares are imported from ``js``.
"""

from __future__ import annotations

from functools import cache
from typing import Literal as OneOf

from tree_sitter import Language, Node, Parser

from paylint.frontend.decoding import Unparsed, split_lines
from paylint.frontend.lowered import Lowered
from paylint.frontend.parser import MAX_FRAMES, frames, too_deep
from paylint.frontend.script_context import Context
from paylint.frontend.script_functions import class_
from paylint.frontend.script_names import script_name
from paylint.frontend.script_statements import block, program
from paylint.ir.nodes import Module
from paylint.location import Location, Path

ScriptLanguage = OneOf["js", "ts", "tsx"]

MOST_NAMED = 5
"""So many broken places are named one by one."""

_MARKUP = (b"<?xml", b"<!DOCTYPE")


def lower_script(
    path: Path, content: bytes, name: str, *, first_line: int = 1, language: ScriptLanguage = "js"
) -> Lowered | Unparsed:
    """Lower one script. Never raises.

    ``name`` is the module name (see `script_names.script_name`); ``first_line`` where the script begins in its file.
    ``Lowered.partial`` names the places that could not be read.
    """
    content = _utf8(content)
    if b"\0" in content:
        return Unparsed(path, Location(path, first_line), f"{path} is binary, not a script, and was not read.")
    if content.lstrip().startswith(_MARKUP):
        return Unparsed(path, Location(path, first_line), f"{path} is XML, not a script, and was not read.")
    root = Parser(grammar(language)).parse(content).root_node
    raw = tuple(content.split(b"\n"))
    context = Context(path, raw, first_line, content.isascii(), block, class_)
    try:
        with frames(MAX_FRAMES):
            broken = sorted(set(_broken(root)))
            body = program(context, root)
    except RecursionError:
        return too_deep(path)
    lines = ("",) * (first_line - 1) + split_lines(content.decode("utf-8", "replace"))
    said = [f"line {row + first_line} could not be read" for row in broken[:MOST_NAMED]]
    if len(broken) > MOST_NAMED:
        said.append(f"and {len(broken) - MOST_NAMED} more")
    return Lowered(Module(path, name or script_name(path), False, body, lines, "script"), tuple(said))


def script_language(path: Path) -> ScriptLanguage:
    """The language of a script file, by its extension."""
    extension = path.rpartition(".")[2].lower()
    return "tsx" if extension == "tsx" else "ts" if extension in ("ts", "mts", "cts") else "js"


@cache
def grammar(language: ScriptLanguage) -> Language:
    """The grammar of a language; the one for JavaScript knows JSX."""
    if language == "js":
        import tree_sitter_javascript

        return Language(tree_sitter_javascript.language())
    import tree_sitter_typescript

    make = tree_sitter_typescript.language_tsx if language == "tsx" else tree_sitter_typescript.language_typescript
    return Language(make())


def _utf8(content: bytes) -> bytes:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def _broken(root: Node) -> list[int]:
    """The rows of errors, without looking below nodes that have none."""
    rows: list[int] = []
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "ERROR" or node.is_missing:
            rows.append(node.start_point[0])
        elif node.has_error:
            pending.extend(node.children)
    return rows
