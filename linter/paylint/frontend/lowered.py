"""One file from bytes to the intermediate representation: parsed, where needed repaired, and lowered as far as it is asked for."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

from paylint.frontend.decoding import SourceText, Unparsed, decode, split_lines
from paylint.frontend.lowering import lower, lower_code
from paylint.frontend.parser import MAX_FRAMES, Parsed, frames, parse_text, too_deep
from paylint.frontend.repair import repair
from paylint.frontend.survey import Extent, survey, without
from paylint.ir.nodes import Code, Module
from paylint.location import Path


@dataclass(frozen=True, slots=True)
class Lowered:
    """A lowered file; ``partial`` says what of it had to be changed or left out, one short phrase each."""

    module: Module
    partial: tuple[str, ...] = ()


def lower_file(path: Path, content: bytes, name: str, package: bool) -> Lowered | Unparsed:
    """Parse, where needed repair, and lower one file. Never raises.

    ``name`` is the dotted import name and ``package`` whether the file is a package's ``__init__``.
    """
    source = decode(path, content)
    if isinstance(source, Unparsed):
        return source
    lines = split_lines(source.text)
    try:
        return _lowered_in_part(path, source, lines, name, package) or _lowered_whole(
            path, source, lines, name, package
        )
    except RecursionError:
        return too_deep(path)


def _lowered_in_part(
    path: Path, source: SourceText, lines: tuple[str, ...], name: str, package: bool
) -> Lowered | None:
    """The file with functions whose code is unread; ``None`` if there are none, or the rest cannot be parsed."""
    extents = survey(source.text, lines)
    if not extents:
        return None
    parsed = parse_text(path, without(lines, extents), lines, source.partial)
    if isinstance(parsed, Unparsed):
        return None
    unread = {extent.begin: UnreadCode(path, lines, extent) for extent in extents}
    return Lowered(lower(parsed, name, package, unread), parsed.partial)


def _lowered_whole(
    path: Path, source: SourceText, lines: tuple[str, ...], name: str, package: bool
) -> Lowered | Unparsed:
    parsed = parse_text(path, source.text, lines, source.partial)
    if isinstance(parsed, Unparsed) and parsed.broken:
        parsed = repair(path, source, parsed)
    return parsed if isinstance(parsed, Unparsed) else Lowered(lower(parsed, name, package, {}), parsed.partial)


class UnreadCode:
    """The code of a function as `paylint.ir.nodes.Unread` wants it: parsed and lowered when it is asked for.

    ``problem`` says what was wrong if it then could not be.
    """

    __slots__ = ("_code", "_extent", "_lines", "_path", "problem")

    def __init__(self, path: Path, lines: tuple[str, ...], extent: Extent) -> None:
        self._path = path
        self._lines = lines
        self._extent = extent
        self._code: Code | None = None
        self.problem = ""

    @property
    def mentions(self) -> frozenset[str]:
        """The words in it."""
        return self._extent.mentions

    @property
    def texts(self) -> tuple[str, ...]:
        """The longer constants in it."""
        return self._extent.texts

    @property
    def name(self) -> str:
        """The name of the function, with those of the classes around it."""
        return self._extent.name

    @property
    def writes(self) -> tuple[str, ...]:
        """The attributes that it assigns on its first parameter."""
        return self._extent.writes

    @property
    def is_read(self) -> bool:
        """Whether it was asked for."""
        return self._code is not None

    def read(self) -> Code:
        """Look into it."""
        if self._code is None:
            self._code = self._lowered()
        return self._code

    def _lowered(self) -> Code:
        first, last = self._extent.first, self._extent.last
        lines = self._lines[first - 1 : last]
        around = ("if True:",) if lines[0][:1].isspace() else ()
        parsed = parse_text(self._path, "\n".join((*around, *lines)), (), shift=first - 1 - len(around))
        if isinstance(parsed, Parsed):
            try:
                return lower_code(parsed)
            except RecursionError:
                parsed = too_deep(self._path)
        self.problem = parsed.message
        return Code((), frozenset(), generator=False)


def lower_packed(path: Path, content: bytes, name: str, package: bool) -> bytes:
    """What `lower_file` gives, packed to cross a process boundary or to be kept; `unpacked` gives it back.

    A long chain of calls is deeper than pickling can follow by default.
    """
    lowered = lower_file(path, content, name, package)
    try:
        with frames(MAX_FRAMES):
            return pickle.dumps(lowered, pickle.HIGHEST_PROTOCOL)
    except RecursionError:
        return pickle.dumps(too_deep(path), pickle.HIGHEST_PROTOCOL)


def unpacked(packed: bytes) -> Lowered | Unparsed:
    """What `lower_packed` packed. Give it nothing else: unpacking bytes of others can run code."""
    lowered = pickle.loads(packed)  # noqa: S301 - our own bytes
    assert isinstance(lowered, Lowered | Unparsed)
    return lowered
