"""YAML that describes machines and what runs on them: compose files, Kubernetes, Ansible, cloud-init, CloudFormation.

The forms are told apart by the keys of each mapping, so that one file may hold several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from paylint.facts import Component, Setting
from paylint.inventory.document import Document
from paylint.inventory.images import image
from paylint.inventory.logs import handler_retention, size
from paylint.inventory.runtimes import platform
from paylint.inventory.words import Variable, installed, named, package, variables

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIGN = re.compile(
    r"\b(?:image|apt|yum|dnf|apk|zypper|package|packages|runcmd|runtime|Runtime|dependencies|max-size|max-file|logging|enable-access-log|RetentionInDays|backupCount)\b\s*:"
    r"|_version\s*:|\binstall\s|\.tar\.|\.tgz|\.rpm\b|\.deb\b"
)
_CI = re.compile(
    r"(?:^|/)(?:\.gitlab-ci|\.travis|appveyor|\.appveyor|azure-pipelines|bitbucket-pipelines|\.drone|cloudbuild|\.pre-commit-config|tox|\.readthedocs|readthedocs)\.ya?ml$"
)
_MODULES = {
    "apt": "deb",
    "ansible.builtin.apt": "deb",
    "yum": "rpm",
    "ansible.builtin.yum": "rpm",
    "dnf": "rpm",
    "ansible.builtin.dnf": "rpm",
    "zypper": "rpm",
    "community.general.zypper": "rpm",
    "apk": "apk",
    "community.general.apk": "apk",
    "package": "deb",
    "ansible.builtin.package": "deb",
    "pip": "pypi",
    "ansible.builtin.pip": "pypi",
}
_NAMES = ("name", "pkg", "package", "deb")
_ITEM = re.compile(r"\{\{\s*item\s*\}\}")
_OLD_STYLE = re.compile(r"\b(?:name|pkg)=(?P<words>\"[^\"]*\"|'[^']*'|\S+)")
_LINES = re.compile(r"^[ \t]*(?:-[ \t]+)?image:[ \t]*[\"']?(?P<image>[\w./:@-]+)", re.MULTILINE)


def manifest(source: Document) -> Iterator[Component | Setting]:
    """What a YAML file installs, runs and keeps.

    Raises:
        yaml.YAMLError: the file is no YAML, and no template of one either.
    """
    if not _SIGN.search(source.text) or _CI.search(source.path):
        return
    try:
        nodes = list(yaml.compose_all(source.text, Loader=_LOADER))
    except yaml.YAMLError:
        if not re.search(r"\{\{|\{%", source.text):
            raise
        yield from _template(source)
        return
    known = variables(source.text)
    yield from named(source, known)
    for node in nodes:
        if node is not None:
            yield from _walk(source, node, known)


def _template(source: Document) -> Iterator[Component]:
    """A template of YAML is no YAML: its lines are read one by one."""
    for match in _LINES.finditer(source.text):
        yield from image(source, match["image"], source.at(match.start("image")).line)
    yield from installed(source, source.text, 1, variables(source.text))


def _walk(source: Document, node: yaml.Node, known: Mapping[str, Variable]) -> Iterator[Component | Setting]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(source, item, known)
    elif isinstance(node, yaml.MappingNode):
        table = {str(key.value): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        yield from _settings(source, table)
        handled = set()
        for name, value in table.items():
            found = list(_entry(source, name, value, table))
            yield from found
            if found or name in _MODULES:
                handled.add(name)
        for name, value in table.items():
            if name not in handled:
                yield from _walk(source, value, known)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str":
        first = node.start_mark.line + (2 if node.style in {"|", ">"} else 1)
        yield from installed(source, node.value, first, known)


def _entry(source: Document, name: str, value: yaml.Node, table: Mapping[str, yaml.Node]) -> Iterator[Component]:
    line = value.start_mark.line + 1
    if name == "image" and isinstance(value, yaml.ScalarNode):
        yield from image(source, value.value, line)
    elif name == "image" and isinstance(value, yaml.MappingNode):
        parts = {key.value: part for key, part in value.value if isinstance(part, yaml.ScalarNode)}
        if "repository" in parts and "tag" in parts:
            yield from image(
                source, f"{parts['repository'].value}:{parts['tag'].value}", parts["tag"].start_mark.line + 1
            )
    elif name in {"runtime", "Runtime"} and isinstance(value, yaml.ScalarNode):
        yield from platform(source, value.value, line)
    elif name in _MODULES:
        loop = next((table[key] for key in ("loop", "with_items") if key in table), None)
        yield from _module(source, _MODULES[name], value, loop)
    elif name in {"packages", "dependencies"} and isinstance(value, yaml.SequenceNode):
        ecosystem = "conda" if name == "dependencies" else "deb"
        for word, at in _words(value):
            yield from package(source, ecosystem, word, at)


def _module(source: Document, ecosystem: str, value: yaml.Node, loop: yaml.Node | None) -> Iterator[Component]:
    """A task that installs packages, by a mapping or, in the old style, by words with equals signs."""
    if isinstance(value, yaml.ScalarNode):
        match = _OLD_STYLE.search(value.value)
        words = [(word, value.start_mark.line + 1) for word in match["words"].strip("\"'").split(",")] if match else []
    elif isinstance(value, yaml.MappingNode):
        table = {str(key.value): part for key, part in value.value if isinstance(key, yaml.ScalarNode)}
        state = table.get("state")
        if isinstance(state, yaml.ScalarNode) and state.value in {"absent", "removed"}:
            return
        words = [word for key in _NAMES if key in table for word in _words(table[key])]
        version = table.get("version")
        if ecosystem == "pypi" and isinstance(version, yaml.ScalarNode):
            words = [(f"{word}=={version.value}", at) for word, at in words]
    else:
        words = list(_words(value))
    if loop is not None and any(_ITEM.search(word) for word, _ in words):
        words = list(_words(loop))
    for word, at in words:
        yield from package(source, ecosystem, word, at)


def _words(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.ScalarNode) and "{{" in node.value:
        yield node.value, node.start_mark.line + 1
    elif isinstance(node, yaml.ScalarNode):
        for word in node.value.replace(",", " ").split():
            yield word, node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                yield item.value, item.start_mark.line + 1


def _settings(source: Document, table: Mapping[str, yaml.Node]) -> Iterator[Setting]:
    scalars = {key: value for key, value in table.items() if isinstance(value, yaml.ScalarNode)}
    access = scalars.get("nginx.ingress.kubernetes.io/enable-access-log")
    if access is not None and access.value == "false":
        yield _off(source, access, "enable-access-log")
    if isinstance(driver := _below(table.get("logging"), "driver"), yaml.ScalarNode) and driver.value == "none":
        yield _off(source, driver, "logging driver")
    if "max-size" in scalars:
        files = int(scalars["max-file"].value) if "max-file" in scalars and scalars["max-file"].value.isdigit() else 1
        total = size(scalars["max-size"].value)
        if total:
            yield _setting(source, scalars["max-size"], "max-size", total * files, "bytes")
    if "RetentionInDays" in scalars and scalars["RetentionInDays"].value.isdigit():
        yield _setting(
            source, scalars["RetentionInDays"], "RetentionInDays", int(scalars["RetentionInDays"].value), "days"
        )
    if "class" in scalars and "backupCount" in scalars:
        kept = handler_retention(scalars["class"].value, {key: node.value for key, node in scalars.items()})
        if kept is not None:
            yield _setting(source, scalars["backupCount"], "backupCount", *kept)


def _setting(source: Document, node: yaml.Node, key: str, value: int, unit: str) -> Setting:
    line = node.start_mark.line + 1
    return Setting("log-retention", key, str(value), source.on(line), source.code(line), unit=unit)


def _below(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value of a key in a mapping; ``None`` for anything else."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if isinstance(name, yaml.ScalarNode) and name.value == key), None)


def _off(source: Document, node: yaml.ScalarNode, key: str) -> Setting:
    line = node.start_mark.line + 1
    return Setting("log-off", key, node.value, source.on(line), source.code(line))
