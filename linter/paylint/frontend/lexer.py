"""A forgiving tokenizer: for source that the parser refuses, of any version of Python, broken or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<string>[uUbBrRfFtT]{0,3}(?:
        \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
        | "(?:\\(?:\r\n|.)|[^"\\\r\n])*" | '(?:\\(?:\r\n|.)|[^'\\\r\n])*'))
    | (?P<comment>\#[^\r\n]*)
    | (?P<newline>\r\n|\n|\r)
    | (?P<continuation>\\(?:\r\n|\n|\r))
    | (?P<space>[ \t\f]+)
    | (?P<number>(?:0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+
        | \d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)? | \.\d[\d_]*(?:[eE][+-]?\d+)?)[lLjJ]?)
    | (?P<name>\w+)
    | (?P<operator><> | >>=? | <<=? | \*\*=? | //=? | -> | := | [!=<>+\-*/%&|^@]= | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_IGNORED = frozenset({"space", "comment", "newline", "continuation"})
_COMPOUND = frozenset({"if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class"})
_NEVER_IN_BRACKETS = frozenset(
    {"def", "class", "return", "import", "raise", "try", "while", "with", "elif", "except", "finally", "global"}
    | {"nonlocal", "del", "pass", "break", "continue", "assert"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``string``, ``number``, ``name``, ``operator`` or ``comment``, and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical line: its tokens, its first and last physical line (counted from 0) and its indentation."""

    tokens: tuple[Token, ...]
    first: int
    last: int
    indent: str

    @property
    def keyword(self) -> str:
        """The text of the first token."""
        return self.tokens[0].text

    @property
    def opens_block(self) -> bool:
        """Whether an indented block must follow."""
        return self.tokens[-1].text == ":"


def logical_lines(text: str) -> Iterator[Logical]:
    """The logical lines of a text. A bracket that is never closed ends where a statement must begin."""
    tokens: list[Token] = []
    line = first = depth = start_of_line = 0
    indent = ""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "operator"
        value = match.group()
        if kind not in _IGNORED:
            if tokens and depth and value in _NEVER_IN_BRACKETS and not text[start_of_line : match.start()].strip():
                yield Logical(tuple(tokens), first, line - 1, indent)
                tokens, depth = [], 0
            if not tokens:
                first, indent = line, _indentation(text[start_of_line : match.start()])
            tokens.append(Token(kind, value, match.start(), match.end()))
            depth = max(0, depth + (value in {"(", "[", "{"}) - (value in {")", "]", "}"}))
        elif kind == "newline" and tokens and not depth:
            yield Logical(tuple(tokens), first, line, indent)
            tokens = []
        if kind in {"newline", "continuation", "string"}:
            ends = _line_ends(value)
            line += ends
            start_of_line = match.end() if ends else start_of_line
    if tokens:
        yield Logical(tuple(tokens), first, line, indent)


def comments(text: str) -> Iterator[Token]:
    """The comments of a text, each with its ``#`` and as far as the end of its line."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "comment":
            yield Token("comment", match.group(), match.start(), match.end())


def statements(line: Logical) -> Iterator[tuple[Token, ...]]:
    """The statements of a logical line: split at semicolons and behind the colon of a compound statement's head."""
    compound = line.keyword in _COMPOUND
    current: list[Token] = []
    depth = lambdas = 0
    for token in line.tokens:
        depth += (token.text in {"(", "[", "{"}) - (token.text in {")", "]", "}"})
        lambdas += token.text == "lambda"
        if token.text == ":" and lambdas:
            lambdas -= 1
        elif depth == 0 and (token.text == ";" or (token.text == ":" and compound)):
            compound = compound and token.text == ";"
            if current:
                yield tuple(current)
            current = []
            continue
        current.append(token)
    if current:
        yield tuple(current)


def _indentation(text: str) -> str:
    return text if not text.strip() else text[: len(text) - len(text.lstrip())]


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
