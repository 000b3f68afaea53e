"""Container images: their names as registries write them, and the files that build one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paylint.facts import Component
from paylint.inventory.document import Document
from paylint.inventory.words import Variable, installed, named, variables

_OFFICIAL = re.compile(
    r"^(?:(?:docker\.io|index\.docker\.io|registry\.hub\.docker\.com|mirror\.gcr\.io|public\.ecr\.aws/docker)/)?(?:library/|_/)?(?P<name>[^/:@]+)$"
)
_INSTRUCTION = re.compile(r"\s*(?P<word>[A-Za-z]+)(?:\s+(?P<rest>.*))?$", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*[\"']?(?P<end>\w+)[\"']?")
_FROM = re.compile(r"(?:--\S+\s+)*(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?", re.IGNORECASE)
_ARGUMENT = re.compile(r"\$\{(?P<braces>\w+)(?::?-(?P<default>[^}]*))?\}|\$(?P<plain>\w+)")
_PAIR = re.compile(r"(\w+)=[\"']?([^\s\"']*)[\"']?")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction of a Dockerfile: its word in upper case, what follows, and its first line."""

    word: str
    rest: str
    line: int


def image(source: Document, reference: str, line: int) -> Iterator[Component]:
    """The component that an image reference names: ``python:3.6-slim`` is ``python``, version ``3.6``, release ``slim``."""
    bare, _, digest = reference.partition("@")
    name, tag = bare, ""
    if ":" in bare.rpartition("/")[2]:
        name, _, tag = bare.rpartition(":")
    if not name or "$" in reference or "{" in reference or "<" in reference:
        return
    official = _OFFICIAL.match(name)
    version, _, variant = tag.partition("-")
    yield Component(
        (official["name"] if official else name).lower(),
        version,
        "image",
        source.on(line),
        source.code(line),
        release=variant,
        pinned=bool(digest),
    )


def dockerfile(source: Document) -> Iterator[Component]:
    """What a Dockerfile builds on and installs."""
    stages: set[str] = set()
    arguments: dict[str, str] = {}
    known: dict[str, Variable] = {}
    for instruction in instructions(source.text):
        match instruction.word:
            case "FROM":
                found = _FROM.match(instruction.rest)
                if found is None:
                    continue
                reference = _filled(found["image"], arguments)
                if reference.lower() not in stages and reference != "scratch":
                    yield from image(source, reference, instruction.line)
                if found["stage"]:
                    stages.add(found["stage"].lower())
            case "ARG" | "ENV":
                fresh = dict(_assigned(instruction))
                arguments.update((name, variable.value) for name, variable in fresh.items())
                known.update(fresh)
                yield from named(source, fresh)
            case "RUN" | "ADD" | "COPY":
                inside = variables(instruction.rest, instruction.line)
                yield from named(source, inside)
                yield from installed(source, instruction.rest, instruction.line, {**known, **inside})
            case _:
                pass


def instructions(text: str) -> Iterator[Instruction]:
    """The instructions of a Dockerfile. Lines that go on keep their line ends, comments inside leave empty lines."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        first = number
        collected: list[str] = []
        open_line = True
        while open_line and number < len(lines):
            line = lines[number]
            number += 1
            if line.lstrip().startswith("#"):
                collected.append("")
                open_line = len(collected) > 1
                continue
            collected.append(line)
            open_line = line.rstrip().endswith("\\") or (len(collected) > 1 and not line.strip())
        for end in _HEREDOC.findall("\n".join(collected)):
            while number < len(lines):
                collected.append(lines[number])
                number += 1
                if collected[-1].strip() == end:
                    break
        found = _INSTRUCTION.match("\n".join(collected))
        if found is not None and found["word"] and collected[0].strip():
            yield Instruction(found["word"].upper(), found["rest"] or "", first + 1)


def _assigned(instruction: Instruction) -> Iterator[tuple[str, Variable]]:
    """The variables of ``ARG`` and ``ENV``; ``ENV name value`` is the old way of writing one."""
    pairs = list(_PAIR.finditer(instruction.rest))
    if not pairs:
        name, _, value = instruction.rest.strip().partition(" ")
        if value:
            yield name, Variable(value.strip().strip("\"'"), instruction.line)
    for match in pairs:
        yield match[1], Variable(match[2], instruction.line + instruction.rest.count("\n", 0, match.start()))


def _filled(reference: str, arguments: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match["braces"] or match["plain"]
        return arguments.get(name) or match["default"] or match[0]

    return _ARGUMENT.sub(value, reference)
