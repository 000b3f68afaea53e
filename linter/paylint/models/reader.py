"""YAML with line numbers, read strictly: an unknown key or a value of the wrong type is an error that names its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import yaml

from paylint.errors import PackError
from paylint.models.schema import RowOrigin

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

_STRING = "tag:yaml.org,2002:str"
_INTEGER = "tag:yaml.org,2002:int"
_BOOLEAN = "tag:yaml.org,2002:bool"
_NOT_TEXT = frozenset({"yes", "no", "true", "false", "on", "off", "null"})


class _Loader(_BaseLoader):
    """Takes a word for text without trying all of YAML's patterns on it: a third of the time of loading."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        if kind is yaml.ScalarNode and implicit[0] and value[:1].isalpha() and value.lower() not in _NOT_TEXT:
            return _STRING
        return str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Value:
    """A YAML node and the file that it stands in. Its readers raise `PackError` where the node is something else."""

    node: yaml.Node
    file: str

    @property
    def origin(self) -> RowOrigin:
        """Where the node stands."""
        return RowOrigin(self.file, self.node.start_mark.line + 1)

    @property
    def is_list(self) -> bool:
        """Whether the node is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    def error(self, message: str) -> PackError:
        """An error that names this place."""
        return PackError(f"{self.file}:{self.node.start_mark.line + 1}: {message}")

    def string(self) -> str:
        """A string. A whole number is taken as its text: argument positions are written without quotes."""
        node = self.node
        if isinstance(node, yaml.ScalarNode):
            if node.tag == _STRING or (node.tag == _INTEGER and node.value.isdecimal()):
                return str(node.value)
            raise self.error(f"{node.value!r} is read by YAML as something other than text; write it in quotes.")
        raise self.error("expected text here.")

    def strings(self) -> tuple[str, ...]:
        """A list of strings, or one string alone."""
        if isinstance(self.node, yaml.SequenceNode):
            return tuple([Value(item, self.file).string() for item in self.node.value])
        return (self.string(),)

    def flag(self) -> bool:
        """``true`` or ``false``."""
        node = self.node
        if isinstance(node, yaml.ScalarNode) and node.tag == _BOOLEAN and node.value in {"true", "false"}:
            return bool(node.value == "true")
        raise self.error("expected true or false here.")

    def items(self) -> Iterator[Value]:
        """The elements of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("expected a list here.")
        for item in self.node.value:
            yield Value(item, self.file)

    def table(self) -> dict[str, Value]:
        """A mapping by its keys, none of them twice."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("expected keys and values here.")
        table: dict[str, Value] = {}
        for key, value in self.node.value:
            name = Value(key, self.file).string()
            if name in table:
                raise Value(key, self.file).error(f"key {name!r} stands here twice.")
            table[name] = Value(value, self.file)
        return table

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """A mapping of strings to strings."""
        return tuple([(key, value.string()) for key, value in self.table().items()])


def read(file: str, content: bytes) -> dict[str, Value]:
    """The top level of one file.

    Raises:
        PackError: the file is no YAML, or no mapping at its top.
    """
    try:
        node = yaml.compose(content, Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"{file}:{_line(error)}: this is not YAML: {_problem(error)}.") from error
    if node is None:
        raise PackError(f"{file}:1: the file is empty.")
    return Value(node, file).table()


def check_keys(table: Mapping[str, Value], allowed: Collection[str], what: str) -> None:
    """Raise `PackError` for the first key that is not ``allowed``, with the nearest one that is."""
    for key, value in table.items():
        if key not in allowed:
            raise value.error(f"unknown key {key!r} in {what}{did_you_mean(key, allowed)}")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence: the nearest known word, or all of them where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1)
    if near:
        return f", did you mean {near[0]!r}?"
    return f"; known are {', '.join(sorted(known))}." if known else "; none are known."


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _problem(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).rstrip(".")
