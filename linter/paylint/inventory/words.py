"""Commands that install software: archives that are fetched, packages that are named, variables that hold a version.

Shell scripts, the ``RUN`` lines of images, tasks of Ansible and provisioners are all read by these words, whatever stands
around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paylint.facts import Component
from paylint.inventory.document import Document
from paylint.inventory.versions import mark, split

_VARIABLE = re.compile(
    r"\$\{(?:var\.|local\.)?(?P<braces>\w+)(?::?[-+=][^}]*)?\}|\$(?P<plain>[A-Za-z_]\w*)|\{\{\s*(?P<jinja>\w+)\s*\}\}"
)
_ASSIGNED = re.compile(
    r"^[ \t]*(?:export[ \t]+|local[ \t]+|readonly[ \t]+|ARG[ \t]+|ENV[ \t]+|-[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*(?:=|:[ \t]|[ \t])[ \t]*"
    r"[\"']?(?P<value>v?\d[\w.+~:-]*)[\"']?[ \t]*(?:\\?$|&&|;|[ \t]#)",
    re.MULTILINE,
)
_NAMED_VERSION = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9]*)_(?:version|ver)", re.IGNORECASE)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)
_INSTALL = re.compile(
    r"\b(?P<tool>apt-get|apt|aptitude|yum|dnf|microdnf|zypper|apk|pip[23]?|npm|conda|rpm|dpkg)\b(?P<before>(?:[ \t]+-{1,2}[\w=.:/-]+)*)"
    r"(?:[ \t]+(?P<verb>install|add|localinstall|downgrade|reinstall|i)\b|(?=[ \t]+\S+\.(?:rpm|deb)\b))(?P<words>(?:[^\n;&|\\)]|\\\n)*)"
)
_ECOSYSTEMS = {
    "apt-get": "deb",
    "apt": "deb",
    "aptitude": "deb",
    "dpkg": "deb",
    "yum": "rpm",
    "dnf": "rpm",
    "microdnf": "rpm",
    "zypper": "rpm",
    "rpm": "rpm",
    "apk": "apk",
    "pip": "pypi",
    "pip2": "pypi",
    "pip3": "pypi",
    "npm": "npm",
    "conda": "conda",
}
_LONGEST_WORD = 200
_WITH_VALUE = frozenset(
    {"-r", "-c", "-e", "-i", "-f", "-t", "-X", "-n", "--requirement", "--constraint", "--editable", "--index-url"}
    | {"--extra-index-url", "--find-links", "--target-release", "--repository", "--virtual", "--root", "--prefix"}
)
_ARCHIVE = re.compile(
    r"(?<![\w.])(?P<name>[A-Za-z][A-Za-z0-9]*)(?:[-_]v?(?P<version>\d+(?:\.\d+)+[a-z]*(?:-(?:alpha|beta|rc|pre)\d*)?)"
    r"|_(?P<tag>\d+(?:_\d+)+[a-z]*))(?=$|[-/\s\"'`);&|,]|\.t|\.zip|\.[a-z]+\b)",
    re.MULTILINE,
)
_RPM_FILE = re.compile(
    r"(?P<name>[A-Za-z][\w+.]*?(?:-[A-Za-z][\w+.]*)*)-(?P<version>\d[^-\s/]*-\d[^-\s/]*?)\.\w+\.rpm$"
)
_DEB_FILE = re.compile(r"(?P<name>[a-z][a-z0-9+.-]*)_(?P<version>\d[^_\s/]*)_\w+\.deb$")
_NEVRA = re.compile(r"(?P<name>[A-Za-z][\w+.]*?(?:-[A-Za-z][\w+.]*)*)-(?P<version>\d[\w.+~:]*(?:-\d[\w.+~]*)?)")
_PYTHON_PACKAGE = re.compile(
    r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?P<bounds>(?:(?:[=<>!~]{1,3}[^,;\s=<>!~]+,?)*))$"
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with a version in it, and the line that says so."""

    value: str
    line: int


def variables(text: str, first: int = 1) -> dict[str, Variable]:
    """The variables that a text assigns a version to, the last one of a name."""
    found: dict[str, Variable] = {}
    for match in _ASSIGNED.finditer(text):
        line = first + text.count("\n", 0, match.start("name"))
        found[match["name"]] = Variable(match["value"], line)
    return found


def installed(source: Document, text: str, first: int, known: Mapping[str, Variable]) -> Iterator[Component]:
    """What a piece of commands installs. ``text`` begins on line ``first`` of the file; ``known`` are variables with versions."""
    expanded = _expand(_COMMENT.sub(_blank, text), known)
    rest = list(expanded)
    for match in _INSTALL.finditer(expanded):
        rest[match.start() : match.end()] = _blank(match)
        ecosystem = _ECOSYSTEMS[match["tool"]]
        before = ""
        for word in re.finditer(r"[^\s\\]+", match["words"]):
            option, before = before, word[0]
            if option in _WITH_VALUE:
                continue
            line = first + expanded.count("\n", 0, match.start("words") + word.start())
            yield from package(source, ecosystem, word[0].strip("\"'"), _place(source, line, word[0], known))
    yield from _archives(source, "".join(rest), first, known)


def package(source: Document, ecosystem: str, word: str, line: int) -> Iterator[Component]:
    """The component that one word of an install command names; none for an option or a path."""
    made = _package(ecosystem, word)
    if made is not None:
        name, version, pinned = made
        plain, release = split(version) if ecosystem in {"deb", "rpm", "apk"} else (version, "")
        yield Component(
            name.lower(),
            plain,
            ecosystem,
            source.on(line),
            source.code(line),
            release,
            mark(release),
            pinned=pinned,
        )


def named(source: Document, known: Mapping[str, Variable]) -> Iterator[Component]:
    """The components of which a variable such as ``OPENSSL_VERSION`` holds the version."""
    for name, variable in known.items():
        match = _NAMED_VERSION.fullmatch(name)
        if match is not None:
            version = variable.value.removeprefix("v")
            if not version[:1].isdigit():
                continue
            yield Component(
                match["name"].lower(), version, "source", source.on(variable.line), source.code(variable.line)
            )


def _package(ecosystem: str, word: str) -> tuple[str, str, bool] | None:
    last = word.rpartition("/")[2][:_LONGEST_WORD]
    file = _RPM_FILE.search(last) or _DEB_FILE.search(last)
    if file is not None:
        return file["name"], file["version"], True
    if word.startswith("-") or len(word) > _LONGEST_WORD or "/" in word.removeprefix("@"):
        return None
    if ecosystem == "rpm":
        match = _NEVRA.fullmatch(word.removesuffix("*").rstrip(".-"))
        return (match["name"], match["version"], not word.endswith("*")) if match else (word, "", False)
    if ecosystem == "pypi":
        match = _PYTHON_PACKAGE.fullmatch(word)
        return (*python_bounds(match["name"], match["bounds"]),) if match else None
    if ecosystem == "npm":
        name, _, version = word.rpartition("@")
        return (name, version, version[:1].isdigit()) if name else (word, "", False)
    name, _, version = word.partition("=")
    return name.rstrip("~<>"), version.lstrip("=").rstrip("*"), bool(version) and not version.endswith("*")


def python_bounds(name: str, bounds: str) -> tuple[str, str, bool]:
    """A Python package's normal name, its version where only one will do, and whether that is so."""
    exact = re.fullmatch(r"\s*={2,3}\s*([^,;\s*]+)\s*", bounds)
    return re.sub(r"[-_.]+", "-", name).lower(), exact[1] if exact else "", exact is not None


def _archives(source: Document, text: str, first: int, known: Mapping[str, Variable]) -> Iterator[Component]:
    seen: set[tuple[str, str]] = set()
    for match in _ARCHIVE.finditer(text):
        version = match["version"] or match["tag"].replace("_", ".")
        identity = (match["name"].lower(), version)
        if identity in seen:
            continue
        seen.add(identity)
        line = _place(source, first + text.count("\n", 0, match.start()), version, known)
        yield Component(*identity, "source", source.on(line), source.code(line))


def _place(source: Document, line: int, version: str, known: Mapping[str, Variable]) -> int:
    """The line that holds the version: that of the variable, where the word itself only names one."""
    if version in source.raw(line):
        return line
    return next((variable.line for variable in known.values() if variable.value in version), line)


def _expand(text: str, known: Mapping[str, Variable]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match["braces"] or match["plain"] or match["jinja"]
        return known[name].value if name in known else match[0]

    return _VARIABLE.sub(value, text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
