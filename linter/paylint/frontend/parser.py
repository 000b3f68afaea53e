"""Bytes to a LibCST tree with the place of every node."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from paylint.frontend.decoding import Unparsed, decode, split_lines
from paylint.frontend.lexer import Token, logical_lines
from paylint.location import Location, Path

_BLANKS = re.compile(r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_SEPARATORS = str.maketrans(";=", ",,")
_PLACE = re.compile(r"^parser error: error at (\d+):")
_BRACKETS = b"()[]{}"
_NOT_BRACKETS = bytes(set(range(256)) - set(_BRACKETS))
_OPENING = frozenset(b"([{")
_STRING_OR_COMMENT = re.compile(
    rb"""#[^\r\n]*|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'""",
    re.DOTALL,
)

MAX_NESTING = 200
"""Open brackets that Python's own tokenizer allows; LibCST overflows the stack of the process far above it."""

MAX_CHAIN = 6_000
"""Tokens of one expression without a comma; LibCST's time grows with the square of such a chain's length."""

MAX_FRAMES = 12_000
"""Frames that recording positions may use; a chain of n operands needs two for each."""


class Positions:
    """Where each node of one tree starts: a line and a column, both counted from 1. ``shift`` lines stand before the parsed text."""

    __slots__ = ("_offsets", "_shift", "_starts")

    def __init__(self, offsets: dict[int, int], starts: list[int], shift: int) -> None:
        self._offsets = offsets
        self._starts = starts
        self._shift = shift

    def of(self, node: cst.CSTNode) -> tuple[int, int]:
        """Line and column of the node's first character, leading comments and own parentheses left out."""
        offset = self._offsets[id(node)]
        line = bisect_right(self._starts, offset)
        return line + self._shift, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, its positions and its source lines; ``partial`` names what had to be changed or left out to get it."""

    path: Path
    module: cst.Module
    positions: Positions
    lines: tuple[str, ...]
    partial: tuple[str, ...] = ()


def parse(path: Path, content: bytes) -> Parsed | Unparsed:
    """Decode and parse one file. Never raises: whatever is wrong with the content becomes an `Unparsed`."""
    source = decode(path, content)
    if isinstance(source, Unparsed):
        return source
    return parse_text(path, source.text, split_lines(source.text), source.partial)


def parse_text(
    path: Path, text: str, lines: tuple[str, ...], partial: tuple[str, ...] = (), shift: int = 0
) -> Parsed | Unparsed:
    """Parse decoded text. ``lines`` are shown to readers and may differ from ``text`` where it was repaired.

    ``shift`` is the number of lines that stand in the file before the text.
    """
    if _nested_too_deep(text.encode("utf-8", "replace")):
        message = (
            f"{path} nests brackets more than {MAX_NESTING} deep, which Python refuses too; simplify the expression."
        )
        return Unparsed(path, Location(path, 1), message)
    if _chained_too_long(text):
        return too_deep(path)
    try:
        module = cst.parse_module(text)
        return Parsed(path, module, _positions(module, text, shift), lines, partial)
    except cst.ParserSyntaxError as error:
        return _broken(path, error)
    except RecursionError:
        return too_deep(path)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of LibCST's native parser derives from BaseException
        message = f"{path} could not be parsed: {type(error).__name__} in the parser."
        return Unparsed(path, Location(path, 1), message)


def accepts(text: str) -> bool:
    """Whether the parser takes a piece of source."""
    try:
        cst.parse_module(text)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - see parse_text
        return False
    return True


def too_deep(path: Path) -> Unparsed:
    """What to say of a file whose expressions or blocks are nested beyond what can be followed."""
    message = f"{path} nests expressions or blocks too deep to be analysed; split the longest expression."
    return Unparsed(path, Location(path, 1), message)


def _broken(path: Path, error: cst.ParserSyntaxError) -> Unparsed:
    """The parser's message knows the line better than its attributes do; the tokenizer's knows none."""
    place = _PLACE.search(error.message)
    if place is None:
        reason = error.message.removeprefix("tokenizer error: ")
        return Unparsed(path, Location(path, 1), f"{path} is not valid Python: {reason}.", broken=True)
    line = int(place.group(1))
    return Unparsed(
        path, Location(path, line), f"{path} is not valid Python: syntax error in line {line}.", broken=True
    )


def _nested_too_deep(content: bytes) -> bool:
    return _depth(content) > MAX_NESTING and _depth(_STRING_OR_COMMENT.sub(b"", content)) > MAX_NESTING


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for bracket in content.translate(None, _NOT_BRACKETS):
        if bracket in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif depth:
            depth -= 1
    return deepest


def _chained_too_long(text: str) -> bool:
    return max(map(len, text.translate(_SEPARATORS).split(","))) > MAX_CHAIN and any(
        _longest_chain(line.tokens) > MAX_CHAIN for line in logical_lines(text)
    )


def _longest_chain(tokens: Sequence[Token]) -> int:
    """The most tokens between two separators at one depth of brackets; adjacent strings are cheap and not counted."""
    counts = [0]
    longest = 0
    for token in tokens:
        if token.text in {"(", "[", "{"}:
            counts.append(0)
        elif token.text in {")", "]", "}"}:
            counts = counts[:-1] or [0]
        elif token.text in {",", ";", "="}:
            counts[-1] = -1
        if token.kind != "string":
            counts[-1] += 1
        longest = max(longest, counts[-1])
    return longest


class _StartRecorder(CodegenState):
    """Code generation that writes nothing and notes the offset at which each node starts.

    LibCST's own position provider costs more than twice the parse; this costs a fraction of it. Where LibCST has lost
    blanks of the source (those before the colon of ``except Error :``), the offset catches up with the text.
    """

    text: str
    offset: int
    offsets: dict[int, int]
    nothing: AbstractContextManager[None]

    def __init__(self, module: cst.Module, text: str) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.text = text
        self.offset = 0
        self.offsets = {}
        self.nothing = nullcontext()

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.offset += len(token)

    def add_token(self, value: str) -> None:
        if not self.text.startswith(value, self.offset):
            self.offset = _BLANKS.match(self.text, self.offset).end()  # type: ignore[union-attr] # it matches nothing, too
        self.offset += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.offsets[id(node)] = self.offset

    def pop_trailing_newline(self) -> None:
        pass

    def record_syntactic_position(
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,  # noqa: ARG002 - LibCST's signature
        end_node: cst.CSTNode | None = None,  # noqa: ARG002 - LibCST's signature
    ) -> Any:
        self.offsets[id(node)] = self.offset
        return self.nothing


def _positions(module: cst.Module, text: str, shift: int) -> Positions:
    state = _StartRecorder(module, text)
    with frames(MAX_FRAMES):
        module._codegen(state)  # noqa: SLF001 - no public entry takes a state
    return Positions(state.offsets, [0, *(match.end() for match in _NEWLINE.finditer(text))], shift)


@contextmanager
def frames(limit: int) -> Iterator[None]:
    """Allow at least so many nested calls for a while."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
