"""Lines of source code as HTML in which keywords, strings, comments, numbers and names are marked."""

from __future__ import annotations

from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType, is_token_subtype
from pygments.util import ClassNotFound

_LANGUAGES = {
    "py": "python",
    "html": "html+django",
    "htm": "html+django",
    "jinja": "html+django",
    "jinja2": "html+django",
    "j2": "html+django",
    "mako": "html+mako",
    "pt": "html",
    "vue": "html",
    "svelte": "html",
    "js": "javascript",
    "mjs": "javascript",
    "jsx": "javascript",
    "ts": "typescript",
    "tsx": "typescript",
}
_CLASSES = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (String, "s"),
    (Number, "m"),
    (Name.Function, "n"),
    (Name.Class, "n"),
    (Name.Attribute, "n"),
    (Name.Builtin, "n"),
    (Name.Decorator, "n"),
)


class Highlighter:
    """Highlights lines; lexers, which are slow to make, are kept from one line to the next."""

    def __init__(self) -> None:
        self._lexers: dict[str, Lexer | None] = {}

    def html(self, path: str, code: str) -> str:
        """``code`` as HTML, with ``<span class>`` of ``k``, ``s``, ``c``, ``m`` or ``n``; plain for unknown languages."""
        lexer = self._lexer(path.rpartition(".")[2].lower())
        if lexer is None:
            return escape(code)
        return "".join(_marked(kind, text) for kind, text in lexer.get_tokens(code)).rstrip("\n")

    def _lexer(self, suffix: str) -> Lexer | None:
        if suffix not in self._lexers:
            try:
                self._lexers[suffix] = (
                    get_lexer_by_name(_LANGUAGES[suffix], stripnl=False) if suffix in _LANGUAGES else None
                )
            except ClassNotFound:
                self._lexers[suffix] = None
        return self._lexers[suffix]


def _marked(kind: _TokenType, text: str) -> str:
    name = next((name for parent, name in _CLASSES if is_token_subtype(kind, parent)), "")
    return f'<span class="{name}">{escape(text)}</span>' if name else escape(text)
