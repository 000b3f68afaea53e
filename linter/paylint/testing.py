"""Test a rule pack: run small programs and compare what is found with what comments in them expect.

A comment speaks of its own line. Several codes are parted by commas; a code named twice is expected twice.

    # expect: PAY101        a finding with this code stands here
    # ok: PAY101            none does, however tempting
    # todo-expect: PAY101   one should, and does not yet
    # todo-ok: PAY101       one does, and should not

A finding that no comment expects is a failure, and so is a ``todo`` that has come true: mark it anew. The comment may
be one of Python, JavaScript (``//`` and ``/* */``), HTML (``<!-- -->``), of a Django or Jinja template (``{# #}``) or of an
ini file (``;``). With ``-next`` (``# expect-next: PAY101``) it speaks of the next line, for files whose lines take no comment.

A snippet may hold several files; each begins after a comment ``# file: shop/views.py``.
"""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from paylint.config.settings import Settings, defaults
from paylint.finding import Finding, Report
from paylint.rule import Rule

_COMMENT = r"(?:\#|//|<!--|/\*|\{\#|;)\s*"
_EXPECTATION = re.compile(_COMMENT + r"(todo-expect|todo-ok|expect|ok)(-next)?:\s*([A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)")
_FILE = re.compile(r"^\s*" + _COMMENT + r"file:\s*(\S+)")
_SECTION = re.compile(r"^##\s+(.+?)\s*$")
_FENCE = re.compile(r"^```(\w*)(?: (\S+))?\s*$")
_DEFAULT_FILE = "example.py"
PLAIN = Settings(paths=(), root="")
"""No models and packs but those that are installed."""

Place = tuple[str, int, str]
"""A file, a line in it, and the code of what is found there."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a comment says: ``verb`` is ``expect``, ``ok``, ``todo-expect`` or ``todo-ok``."""

    path: str
    line: int
    code: str
    verb: str


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block of a rule's documentation, with the heading that it stands under."""

    code: str
    heading: str
    text: str


def check_folder(folder: str | Path, *codes: str, known: Settings = PLAIN) -> tuple[str, ...]:
    """Run every file under ``folder`` as one program; give what differs from its comments, one sentence each.

    The rules that run are those of ``codes`` and those that a comment mentions; ``known`` says which models and packs there
    are beside the installed ones.
    """
    root = Path(folder)
    files = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return _check(root, sorted(files), codes, known)


def check_file(path: str | Path, *codes: str, known: Settings = PLAIN) -> tuple[str, ...]:
    """Run one file as a program by itself; see `check_folder`."""
    file = Path(path)
    return _check(file.parent, [file], codes, known)


def check_snippet(text: str, *codes: str, known: Settings = PLAIN) -> tuple[str, ...]:
    """Run a snippet, which may hold several files, as one program; see `check_folder`."""
    with tempfile.TemporaryDirectory(prefix="paylint-") as folder:
        write_snippet(text, folder)
        return check_folder(folder, *codes, known=known)


def write_snippet(text: str, folder: str | Path) -> None:
    """Write the files of a snippet under ``folder``. Text before the first ``file:`` comment is ``example.py``.

    Raises:
        ValueError: a file name leads out of the folder.
    """
    root = Path(folder).resolve()
    for name, content in _files(textwrap.dedent(text)):
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            message = f"The file name {name!r} in a snippet leads out of its folder; use a relative name."
            raise ValueError(message)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def expectations(text: str, path: str = _DEFAULT_FILE) -> tuple[Expectation, ...]:
    """The expectation comments of one file."""
    return tuple(
        Expectation(path, number + bool(match[2]), code.strip(), match[1])
        for number, line in enumerate(text.splitlines(), 1)
        for match in _EXPECTATION.finditer(line)
        for code in match[3].split(",")
    )


def examples(rule: Rule) -> tuple[Example, ...]:
    """The fenced blocks of the rule's documentation that are programs, in order: those of Python, and those that name
    their file (three backquotes, then ``dockerfile Dockerfile``). The latter of one section are one program together.
    """
    return tuple(Example(rule.code, heading, text) for heading, text in _fenced(rule.documentation))


def check_example(example: Example, known: Settings = PLAIN) -> tuple[str, ...]:
    """Run a documentation example with its own rule alone; see `check_folder`."""
    return check_snippet(example.text, example.code, known=known)


def mismatches(expected: Iterable[Expectation], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Compare expectations with findings, by file, line and code; one sentence for each difference, in order."""
    verbs: dict[Place, str] = {}
    wanted: Counter[Place] = Counter()
    for item in expected:
        place = (item.path, item.line, item.code)
        verbs[place] = item.verb
        wanted[place] += item.verb in {"expect", "todo-ok"}
    found: dict[Place, list[str]] = {}
    for finding in findings:
        place = (str(finding.location.path), finding.location.line, finding.code)
        found.setdefault(place, []).append(finding.message)
    return tuple(
        f"{place[0]}:{place[1]}: {place[2]} {text}"
        for place in sorted(verbs.keys() | found.keys())
        if (text := _difference(verbs.get(place, ""), wanted[place], found.get(place, [])))
    )


def _difference(verb: str, wanted: int, messages: list[str]) -> str:
    found = len(messages)
    said = f": {messages[0]}" if messages else ""
    match verb:
        case "expect" if found < wanted:
            return f"is expected {wanted} times and found {found} times" if wanted > 1 else "is expected and not found"
        case "ok" if found:
            return f"is marked ok and found{said}"
        case "todo-expect" if found:
            return "is marked todo-expect and found now; mark it expect"
        case "todo-ok" if not found:
            return "is marked todo-ok and not found any more; mark it ok"
    if found > wanted:
        return f"is found {found} times and expected {wanted} times{said}" if wanted else f"is not expected{said}"
    return ""


def _check(root: Path, files: list[Path], codes: tuple[str, ...], known: Settings) -> tuple[str, ...]:
    expected = [item for file in files for item in expectations(_read(file), file.relative_to(root).as_posix())]
    selected = sorted({*codes, *(item.code for item in expected)})
    here = defaults(*map(str, files), root=str(root))
    settings = replace(here, select=tuple(selected), models=known.models, packs=known.packs)
    report = _run(settings)
    problems = tuple(f"{problem.location}: {problem.code} {problem.message}" for problem in report.problems)
    return (*problems, *mismatches(expected, report.findings))


def _run(settings: Settings) -> Report:
    from paylint.pipeline import check

    return check(settings)


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _files(text: str) -> Iterator[tuple[str, str]]:
    name = _DEFAULT_FILE
    lines: list[str] = []
    for line in text.splitlines():
        match = _FILE.match(line)
        if match is None:
            lines.append(line)
            continue
        if any(map(str.strip, lines)):
            yield name, "\n".join(lines) + "\n"
        name, lines = match[1], []
    yield name, "\n".join(lines) + "\n"


def _fenced(text: str) -> Iterator[tuple[str, str]]:
    """Programs in fenced blocks, with the heading before them."""
    heading = ""
    files: list[str] = []
    for section, fence, block in _blocks(text):
        if section != heading and files:
            yield heading, "".join(files)
            files = []
        heading = section
        if fence[2]:
            files.append(f"# file: {fence[2]}\n{block}")
        elif fence[1] == "python":
            yield heading, block
    if files:
        yield heading, "".join(files)


def _blocks(text: str) -> Iterator[tuple[str, re.Match[str], str]]:
    """Fenced blocks: the heading before each, its opening line, its lines."""
    heading = ""
    opened: re.Match[str] | None = None
    block: list[str] = []
    for line in text.splitlines():
        fence = _FENCE.match(line)
        if opened is not None and fence:
            yield heading, opened, "\n".join(block) + "\n"
            opened = None
        elif opened is not None:
            block.append(line)
        elif fence:
            opened, block = fence, []
        else:
            section = _SECTION.match(line)
            heading = section[1] if section else heading
