"""The lock: which files and functions are on the path of data that decides, each with its hash; and how a tree differs.

`dumps` writes the form that ``schemas/lock.schema.json`` describes, the same bytes for the same tree. Nothing here reads a disk:
a tree is given as a `Tree`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from posixpath import dirname
from typing import Any

from paylint.datapath import IMPORTED, ROLES, DataPath
from paylint.errors import UsageError
from paylint.frontend.definitions import Definition, definitions
from paylint.location import Path

FORMAT = "paylint.lock"
VERSION = 1
_LINE_DIGITS = 8
_NEWLINE = re.compile(rb"\r\n|\r|\n")
_HASH = re.compile(r"[0-9a-f]{64}")
_LINES = re.compile(rf"(?:[0-9a-f]{{{_LINE_DIGITS}}})*")


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of files: ``read`` gives a file's bytes or ``None``, ``programs`` the program files beside others in a folder."""

    read: Callable[[str], bytes | None]
    programs: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LockedFunction:
    """A function, class or the module level. ``name`` is qualified; ``on_path`` tells whether data passes it."""

    name: str
    sha256: str
    on_path: bool


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file. ``lines`` holds eight digits of each line's hash, line after line; ``module`` is empty but for Python."""

    path: str
    sha256: str
    roles: tuple[str, ...]
    module: str
    lines: str
    functions: tuple[LockedFunction, ...]


@dataclass(frozen=True, slots=True)
class LockedFolder:
    """A folder in which a new program file would count: the names of those that are there."""

    path: str
    programs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """Files and folders, sorted by path."""

    files: tuple[LockedFile, ...]
    folders: tuple[LockedFolder, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A function that differs: ``verb`` is ``added``, ``missing`` or ``changed``; lines are the tree's, 0 where missing."""

    verb: str
    name: str
    first: int
    last: int
    on_path: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs: ``verb`` is ``added``, ``missing`` or ``changed``.

    ``lines`` are ranges of the tree's file that the locked one does not have; ``gone`` counts locked lines that are not
    there any more. Both are empty where line ends alone differ.
    """

    verb: str
    path: str
    lines: tuple[tuple[int, int], ...] = ()
    gone: int = 0
    functions: tuple[Changed, ...] = ()


def make(path: DataPath, tree: Tree, modules: Callable[[Path], str]) -> Lock:
    """The lock of a data path. ``modules`` gives a file's dotted name, empty for what is not Python.

    A file of the path that cannot be read is left out.
    """
    files = []
    for name, roles in path.files:
        content = tree.read(name)
        if content is not None:
            files.append(_locked(name, roles, content, modules(name), path.passes))
    folders = sorted(
        {dirname(file.path) for file in files if file.roles != (IMPORTED,)} | set(map(_import_root, files))
    )
    return Lock(tuple(files), tuple(LockedFolder(folder, tuple(sorted(tree.programs(folder)))) for folder in folders))


def dumps(lock: Lock) -> str:
    """The lock as JSON, keys and entries in a fixed order."""
    document = {"format": FORMAT, "version": VERSION, **asdict(lock)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def loads(text: str, name: str) -> Lock:
    """Read what `dumps` wrote. Raises `UsageError` for anything else; ``name`` is the file to blame."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _wrong(name, f"it is not JSON ({error})") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _wrong(name, f'it has no "format": "{FORMAT}"')
    if document.get("version") != VERSION:
        raise _wrong(name, f"its version is {document.get('version')!r}, and this paylint reads {VERSION}")
    try:
        lock = Lock(tuple(map(_file, document["files"])), tuple(map(_folder, document["folders"])))
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(name, f"an entry is incomplete or of the wrong form ({error})") from error
    return lock


def compare(lock: Lock, tree: Tree) -> tuple[Difference, ...]:
    """What is different in a tree, sorted by path."""
    found = [each for file in lock.files if (each := _difference(file, tree.read(file.path))) is not None]
    known = {file.path for file in lock.files}
    for folder in lock.folders:
        there = set(tree.programs(folder.path)) - set(folder.programs)
        added = {f"{folder.path}/{name}" if folder.path else name for name in there} - known
        found.extend(Difference("added", path) for path in added)
    return tuple(sorted(set(found), key=lambda each: (each.path, each.verb)))


def _locked(path: Path, roles: Sequence[str], content: bytes, module: str, passes: Callable[[str], bool]) -> LockedFile:
    functions = tuple(
        LockedFunction(f"{module}.{item.name}", item.digest, passes(f"{module}.{item.name}"))
        for item in (definitions(path, content) if module else ())
    )
    return LockedFile(path, _sha256(content), tuple(roles), module, "".join(_line_hashes(content)), functions)


def _import_root(file: LockedFile) -> str:
    """The folder that a file's imports are looked up in: a new module there hides an installed one of its name."""
    folder = dirname(file.path)
    depth = file.module.count(".") + (file.path.rpartition("/")[2] == "__init__.py")
    for _ in range(depth):
        folder = dirname(folder)
    return folder


def _difference(file: LockedFile, content: bytes | None) -> Difference | None:
    if content is None:
        return Difference("missing", file.path)
    if _sha256(content) == file.sha256:
        return None
    before = [file.lines[at : at + _LINE_DIGITS] for at in range(0, len(file.lines), _LINE_DIGITS)]
    ranges, gone = _changed_lines(before, _line_hashes(content))
    now = definitions(Path(file.path), content) if file.module else ()
    return Difference("changed", file.path, ranges, gone, tuple(_changed_functions(file, now)))


def _changed_functions(file: LockedFile, now: Iterable[Definition]) -> Iterable[Changed]:
    here = {f"{file.module}.{item.name}": item for item in now}
    locked = {item.name: item for item in file.functions}
    for name in sorted(here.keys() | locked.keys()):
        item, old = here.get(name), locked.get(name)
        on_path = old is not None and old.on_path
        if item is None:
            yield Changed("missing", name, 0, 0, on_path)
        elif old is None:
            yield Changed("added", name, item.first, item.last, on_path)
        elif item.digest != old.sha256:
            yield Changed("changed", name, item.first, item.last, on_path)


def _changed_lines(before: Sequence[str], now: Sequence[str]) -> tuple[tuple[tuple[int, int], ...], int]:
    """Ranges of lines that are new, and how many old ones are gone. What both share at either end is cut off first."""
    start = 0
    while start < min(len(before), len(now)) and before[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(before), len(now)) - start and before[-1 - end] == now[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], now[start : len(now) - end]
    ranges, gone = [], 0
    for verb, old_first, old_end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb != "equal":
            gone += old_end - old_first
            if last > first:
                ranges.append((start + first + 1, start + last))
    return tuple(ranges), gone


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _line_hashes(content: bytes) -> list[str]:
    return [_sha256(line)[:_LINE_DIGITS] for line in _NEWLINE.split(content)]


def _file(entry: Any) -> LockedFile:
    functions = tuple(
        LockedFunction(_text(item["name"]), _fitting(_HASH, item["sha256"]), item["on_path"] is True)
        for item in entry["functions"]
    )
    roles = tuple(map(_text, entry["roles"]))
    unknown = next((role for role in roles if role not in ROLES), None)
    if unknown is not None:
        raise ValueError(f"unknown role {unknown!r}")
    return LockedFile(
        _inside(entry["path"]),
        _fitting(_HASH, entry["sha256"]),
        roles,
        _text(entry["module"]),
        _fitting(_LINES, entry["lines"]),
        functions,
    )


def _folder(entry: Any) -> LockedFolder:
    return LockedFolder(_inside(entry["path"]) if entry["path"] else "", tuple(map(_text, entry["programs"])))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _fitting(pattern: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise ValueError(f"{text[:80]!r} is no hash")
    return text


def _inside(value: object) -> str:
    text = _text(value)
    steps = text.split("/")
    if "\\" in text or ":" in steps[0] or any(step in {"", ".", ".."} for step in steps):
        raise ValueError(f"{text!r} is no path inside the tree")
    return text


def _wrong(name: str, reason: str) -> UsageError:
    return UsageError(f"{name} is no lock of this paylint: {reason}; write it anew with `paylint lock`")
