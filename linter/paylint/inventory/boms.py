"""Software bills of materials: CycloneDX in JSON and XML, SPDX in JSON and as tags and values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.parsers import expat

from paylint.facts import Component
from paylint.inventory.document import Document
from paylint.inventory.versions import mark, split

_PACKAGE_URL = re.compile(r"pkg:(?P<type>[\w.+-]+)/(?:(?P<space>[^@?#]+)/)?(?P<name>[^@?#/]+)(?:@(?P<version>[^?#]+))?")
_TAG = re.compile(
    r"^(?P<tag>PackageName|PackageVersion|ExternalRef|PackageDownloadLocation):[ \t]*(?P<value>[^\n]*)", re.MULTILINE
)
_TYPES = {"deb": "deb", "rpm": "rpm", "apk": "apk", "alpine": "apk", "pypi": "pypi", "npm": "npm", "conda": "conda"}
_FROM_DISTRIBUTION = frozenset({"deb", "rpm", "apk"})


def bill(source: Document) -> Iterator[Component]:
    """The components that a bill lists; none where the file is another kind of JSON or XML.

    Raises:
        ValueError: the file is neither.
    """
    text = source.text.lstrip()
    if text.startswith("{"):
        yield from _json(source)
    elif text.startswith("<"):
        yield from _xml(source)
    else:
        yield from _tags(source)


def _json(source: Document) -> Iterator[Component]:
    content = json.loads(source.text)
    if not isinstance(content, dict):
        return
    if content.get("bomFormat") == "CycloneDX":
        yield from _cyclonedx(source, content.get("components"), [0])
    elif "spdxVersion" in content and isinstance(content.get("packages"), list):
        place = 0
        for entry in filter(_is_table, content["packages"]):
            name, version = str(entry.get("name", "")), str(entry.get("versionInfo", ""))
            url = next(
                (
                    str(reference.get("referenceLocator", ""))
                    for reference in entry.get("externalRefs") or ()
                    if _is_table(reference) and reference.get("referenceType") == "purl"
                ),
                "",
            )
            place = max(source.text.find(json.dumps(name, ensure_ascii=False), place), place)
            yield _component(source, name, version, url, source.at(place).line)


def _cyclonedx(source: Document, entries: object, place: list[int]) -> Iterator[Component]:
    for entry in filter(_is_table, entries if isinstance(entries, list) else ()):
        name, version, url = (str(entry.get(key) or "") for key in ("name", "version", "purl"))
        place[0] = max(source.text.find(json.dumps(name, ensure_ascii=False), place[0]), place[0])
        yield _component(source, name, version, url, source.at(place[0]).line)
        yield from _cyclonedx(source, entry.get("components"), place)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _xml(source: Document) -> Iterator[Component]:
    found: list[Component] = []
    open_: list[dict[str, str]] = []
    lines: list[int] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, _: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "component":
            open_.append({})
            lines.append(parser.CurrentLineNumber)
        elif open_ and tag in {"name", "version", "purl"}:
            open_[-1].setdefault(tag, "")
            open_[-1]["="] = tag

    def text(data: str) -> None:
        if open_ and open_[-1].get("="):
            open_[-1][open_[-1]["="]] += data

    def end(name: str) -> None:
        if open_:
            open_[-1].pop("=", None)
        if name.rpartition(" ")[2] == "component" and open_:
            entry, line = open_.pop(), lines.pop()
            found.append(
                _component(source, entry.get("name", ""), entry.get("version", ""), entry.get("purl", ""), line)
            )

    def entity(*_: object) -> None:
        raise ValueError("it declares entities")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(source.text, True)
    except expat.ExpatError as error:
        raise ValueError(expat.errors.messages[error.code]) from error
    yield from found


def _tags(source: Document) -> Iterator[Component]:
    entry: dict[str, str] = {}
    line = 1
    for match in (*_TAG.finditer(source.text), None):
        if match is None or match["tag"] == "PackageName":
            if entry:
                yield _component(source, entry["name"], entry.get("version", ""), entry.get("url", ""), line)
            if match is not None:
                entry, line = {"name": match["value"].strip()}, source.at(match.start()).line
        elif match["tag"] == "PackageVersion":
            entry["version"] = match["value"].strip()
        elif match["tag"] == "ExternalRef" and "pkg:" in match["value"]:
            entry["url"] = match["value"][match["value"].index("pkg:") :].strip()


def _component(source: Document, name: str, version: str, url: str, line: int) -> Component:
    match = _PACKAGE_URL.match(url)
    if match is not None:
        ecosystem = _TYPES.get(match["type"], "source")
        version = unquote(match["version"] or version)
        space = unquote(match["space"] or "")
        name = f"{space}/{match['name']}" if ecosystem == "npm" and space else unquote(match["name"])
    else:
        ecosystem = _packaged(version)
    plain, release = split(version) if ecosystem in _FROM_DISTRIBUTION else (version, "")
    return Component(
        name.lower() if ecosystem != "npm" else name,
        plain,
        ecosystem,
        source.on(line),
        source.code(line),
        release,
        mark(release),
    )


def _packaged(version: str) -> str:
    """The ecosystem that the form of a version gives away, ``source`` where it is its maker's own."""
    _, release = split(version)
    distribution = mark(release)
    if distribution.startswith(("el", "fc", "amzn")):
        return "rpm"
    if distribution:
        return "deb"
    return "apk" if re.fullmatch(r"r\d+", release) else "source"
