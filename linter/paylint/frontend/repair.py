"""Files that the parser refuses: as much of them as can be read, so that a broken place hides nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from paylint.frontend.decoding import SourceText, Unparsed, split_lines
from paylint.frontend.lexer import Logical, logical_lines
from paylint.frontend.parser import Parsed, accepts, parse_text
from paylint.frontend.python2 import modernised
from paylint.location import Path

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?$", re.MULTILINE)
_TEMPLATE_TAG = re.compile(r"^[ \t]*\{%.*%\}[ \t]*$", re.MULTILINE)
_CONTINUES = frozenset({"elif", "else", "except", "finally"})
_PLAIN_HEADS: Mapping[str, str] = {
    "@": "",
    "if": "if True:",
    "while": "if True:",
    "for": "if True:",
    "with": "if True:",
    "elif": "elif True:",
    "else": "else:",
    "try": "try:",
    "except": "except Exception:",
    "finally": "finally:",
    "match": "match None:",
    "case": "case _:",
}
_LEFT_OUT = 8
_ROUNDS = 3


@dataclass(slots=True)
class _Statement:
    """A logical line with the block below it."""

    line: Logical
    body: list[_Statement] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.body[-1].last if self.body else self.line.last


def repair(path: Path, source: SourceText, refused: Unparsed) -> Parsed | Unparsed:
    """Parse a refused file after changing it as little as possible; ``refused`` comes back where nothing helps.

    In this order: markers of a merge conflict and template tags on lines of their own are left out, Python 2 is
    rewritten, and then each smallest statement that is still refused is replaced by ``pass``. Lines keep their
    numbers. The result's ``partial`` says what was done.
    """
    lines = split_lines(source.text)
    done = list(source.partial)
    text = source.text
    for attempt, label in _ATTEMPTS:
        changed = attempt(text)
        if changed != text:
            text = changed
            done.append(label)
            parsed = parse_text(path, text, lines, tuple(done))
            if isinstance(parsed, Parsed):
                return parsed
    left_out: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        text, places = _without_broken(text)
        left_out = _joined([*left_out, *places])
        parsed = parse_text(path, text, lines, (*done, *_described(left_out)))
        if isinstance(parsed, Parsed):
            return parsed if _holds_code(parsed) else refused
    return refused


def _holds_code(parsed: Parsed) -> bool:
    """Whether anything but ``pass`` is left: a page of prose named ``.py`` is no program."""
    return any(
        not (isinstance(node, cst.SimpleStatementLine) and all(isinstance(small, cst.Pass) for small in node.body))
        for node in parsed.module.body
    )


def _without_conflicts(text: str) -> str:
    return _CONFLICT.sub("", text) if "<<<<<<<" in text else text


def _without_template_tags(text: str) -> str:
    return _TEMPLATE_TAG.sub("", text)


_ATTEMPTS: Sequence[tuple[Callable[[str], str], str]] = (
    (_without_conflicts, "merge conflict"),
    (_without_template_tags, "template tags"),
    (modernised, "Python 2 syntax"),
)


def _described(left_out: Sequence[tuple[int, int]]) -> Iterator[str]:
    for first, last in left_out[:_LEFT_OUT]:
        yield f"line {first} left out" if first == last else f"lines {first}-{last} left out"
    if len(left_out) > _LEFT_OUT:
        yield f"{len(left_out) - _LEFT_OUT} more places left out"


def _without_broken(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with broken statements replaced, and their first and last lines, counted from 1."""
    lines = list(split_lines(text))
    left_out: list[tuple[int, int]] = []
    _mend_block(_nested(logical_lines(text)), "", lines, left_out)
    return "\n".join(lines), left_out


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(places):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _nested(logical: Iterator[Logical]) -> list[_Statement]:
    """Statements by indentation, whether or not the line above may open a block."""
    top: list[_Statement] = []
    open_blocks: list[tuple[int, list[_Statement]]] = [(-1, top)]
    for line in logical:
        width = len(line.indent.expandtabs(8))
        while len(open_blocks) > 1 and open_blocks[-1][0] >= width:
            open_blocks.pop()
        statement = _Statement(line)
        open_blocks[-1][1].append(statement)
        open_blocks.append((width, statement.body))
    return top


def _groups(statements: Sequence[_Statement]) -> Iterator[list[_Statement]]:
    """Statements that only make sense together: decorators with what they decorate, ``if`` with its ``else``."""
    group: list[_Statement] = []
    for statement in statements:
        joins = statement.line.keyword in _CONTINUES or (group and group[-1].line.keyword == "@")
        if group and not joins:
            yield group
            group = []
        group.append(statement)
    if group:
        yield group


def _mend(statements: Sequence[_Statement], lines: list[str], left_out: list[tuple[int, int]]) -> None:
    for group in _groups(statements):
        if _accepted(_source(group, lines)):
            continue
        if not any(statement.body for statement in group) or not _mend_heads(group, lines, left_out):
            _leave_out(group[0].line.first, group[-1].last, lines, left_out)
            continue
        for statement in group:
            _mend_body(statement, lines, left_out)


def _mend_body(statement: _Statement, lines: list[str], left_out: list[tuple[int, int]]) -> None:
    if not statement.body:
        return
    if statement.line.opens_block:
        _mend_block(statement.body, statement.body[0].line.indent, lines, left_out)
    else:
        _blank(statement.body[0].line.first, statement.last, lines, left_out)


def _mend_block(
    statements: Sequence[_Statement], indent: str, lines: list[str], left_out: list[tuple[int, int]]
) -> None:
    """Mend the statements of a block; those that are indented otherwise go."""
    _mend([statement for statement in statements if statement.line.indent == indent], lines, left_out)
    for statement in statements:
        if statement.line.indent != indent:
            _blank(statement.line.first, statement.last, lines, left_out)


def _mend_heads(group: Sequence[_Statement], lines: list[str], left_out: list[tuple[int, int]]) -> bool:
    """Replace the heads of a group that are broken; whether what is then left of it, its blocks aside, is sound."""
    if _accepted(_skeleton(group, lines)):
        return True
    for statement in group:
        line = statement.line
        others = [_plain(other, lines) if other is not statement else _head(other, lines) for other in group]
        if not _accepted([part for head in others for part in head]):
            _blank(line.first, line.last, lines, left_out)
            lines[line.first] = line.indent + _plain_head(line)
    return _accepted(_skeleton(group, lines))


def _plain(statement: _Statement, lines: Sequence[str]) -> list[str]:
    """A statement of the same kind that is surely sound, with an empty block."""
    if not statement.body or not statement.line.opens_block:
        return _head(statement, lines) if statement.line.keyword != "@" else []
    return [statement.line.indent + _plain_head(statement.line), *_empty_block(statement.line)]


def _head(statement: _Statement, lines: Sequence[str]) -> list[str]:
    head = list(lines[statement.line.first : statement.line.last + 1])
    return [*head, *_empty_block(statement.line)] if statement.body and statement.line.opens_block else head


def _empty_block(line: Logical) -> list[str]:
    return [f"{line.indent} case _: pass" if line.keyword == "match" else f"{line.indent} pass"]


def _plain_head(line: Logical) -> str:
    if line.keyword in _PLAIN_HEADS:
        return _PLAIN_HEADS[line.keyword]
    words = [token.text for token in line.tokens[:3] if token.text.isidentifier()]
    if "def" in words[:2] and words[-1] != "def":
        return f"{' '.join(words[: words.index('def') + 2])}():"
    if words[:1] == ["class"] and len(words) > 1:
        return f"class {words[1]}:"
    return "if True:" if line.opens_block else "pass"


def _source(group: Sequence[_Statement], lines: Sequence[str]) -> list[str]:
    return list(lines[group[0].line.first : group[-1].last + 1])


def _skeleton(group: Sequence[_Statement], lines: Sequence[str]) -> list[str]:
    return [part for statement in group for part in _head(statement, lines)]


def _accepted(lines: Sequence[str]) -> bool:
    """Whether statements, wherever they were nested, parse on their own."""
    if not lines:
        return True
    first = lines[0].split(maxsplit=1)[:1]
    opening = ["match None:"] if first == ["case"] else ["if True:"]
    indented = lines[0][:1] in {" ", "\t"}
    return accepts("\n".join([*opening, *lines] if indented else lines) + "\n")


def _leave_out(first: int, last: int, lines: list[str], left_out: list[tuple[int, int]]) -> None:
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    _blank(first, last, lines, left_out)
    lines[first] = indent + "pass"


def _blank(first: int, last: int, lines: list[str], left_out: list[tuple[int, int]]) -> None:
    lines[first : last + 1] = [""] * (last + 1 - first)
    left_out.append((first + 1, last + 1))
