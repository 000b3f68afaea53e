"""Configuration of web servers and of what rotates their logs: nginx, Apache, logrotate, Docker, Python's logging in ini files."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from paylint.facts import Setting
from paylint.inventory.document import Document
from paylint.inventory.logs import handler_retention, size

_TOKEN = re.compile(r"#[^\n]*|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{};]|(?:[^\s{};\"'\\]|\\.|\$\{\w+\})+")
_NGINX = re.compile(r"^\s*(?:server|http|location[^\n]*|events|upstream[^\n]*)\s*\{", re.MULTILINE)
_NGINX_SIGN = re.compile(r"\b(?:access_log|error_log)\b")
_APACHE = re.compile(
    r"^\s*(?P<key>CustomLog|TransferLog)\s+(?P<target>\"[^\"]*\"|\S+)(?P<rest>[^\n]*)", re.MULTILINE | re.IGNORECASE
)
_ROTATED = re.compile(r"^[ \t]*(?P<paths>[\"/][^\n{}]*(?:\n[ \t]*[\"/][^\n{}]*)*)\s*\{(?P<body>[^}]*)\}", re.MULTILINE)
_SCRIPT = re.compile(r"^[ \t]*(?:pre|post|first|last)(?:rotate|action)\b.*?^[ \t]*endscript", re.MULTILINE | re.DOTALL)
_SHIPPED = re.compile(r"\b(?:aws\s+s3|s3cmd|gsutil|gcloud\s+storage|az\s+storage|azcopy|rclone|rsync|scp|sftp)\b")
_PERIODS = {"hourly": 1 / 24, "daily": 1, "weekly": 7, "monthly": 30.5, "yearly": 365}
_INI_HANDLER = re.compile(
    r"^\[handler_\w+\][^\[]*?^class\s*=\s*(?P<class>[\w.]+)[^\[]*?^args\s*=\s*(?P<args>\([^\n]*\))", re.MULTILINE
)
_ARGUMENTS = {
    "TimedRotatingFileHandler": ("filename", "when", "interval", "backupCount"),
    "RotatingFileHandler": ("filename", "mode", "maxBytes", "backupCount"),
}


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive of nginx: its words, its place, and the blocks around it, outermost first."""

    words: tuple[str, ...]
    offset: int
    blocks: tuple[str, ...]


def server_settings(source: Document) -> Iterator[Setting]:
    """What a configuration file says of logs.

    Raises:
        ValueError: a JSON file is none.
    """
    if source.name == "daemon.json":
        yield from _docker(source)
        return
    if _NGINX_SIGN.search(source.text) and (_NGINX.search(source.text) or "nginx" in source.path.lower()):
        yield from _nginx(source)
    elif "rotate" in source.text and _ROTATED.search(source.text):
        yield from _logrotate(source)
    elif "[handler_" in source.text:
        yield from _ini(source)
    else:
        yield from _apache(source)


def directives(text: str) -> Iterator[Directive]:
    """The simple directives of nginx, in order."""
    blocks: list[str] = []
    words: list[str] = []
    offset = 0
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.startswith("#"):
            continue
        if word == "{":
            blocks.append(" ".join(words))
            words = []
        elif word == "}":
            if blocks:
                blocks.pop()
            words = []
        elif word == ";":
            if words:
                yield Directive(tuple(words), offset, tuple(blocks))
            words = []
        else:
            offset = match.start() if not words else offset
            words.append(word.strip("\"'"))


def _nginx(source: Document) -> Iterator[Setting]:
    for directive in directives(source.text):
        match directive.words:
            case ("access_log", "off" | "/dev/null", *_) | ("error_log", "/dev/null", *_):
                yield _off(
                    source, directive.words[0], directive.words[1], directive.offset, " / ".join(directive.blocks)
                )
            case _:
                pass


def _apache(source: Document) -> Iterator[Setting]:
    for match in _APACHE.finditer(source.text):
        if match["target"].strip("\"'") == "/dev/null":
            yield _off(source, match["key"], "/dev/null", match.start("key"), "")


def _off(source: Document, key: str, value: str, offset: int, context: str) -> Setting:
    place = source.at(offset)
    return Setting("log-off", key, value, place, source.code(place.line), context)


def _logrotate(source: Document) -> Iterator[Setting]:
    outside = _rotation(_ROTATED.sub("", source.text))
    for match in _ROTATED.finditer(source.text):
        if _SHIPPED.search(match["body"]):
            continue
        inside = _rotation(_SCRIPT.sub("", match["body"]))
        merged = {**outside, **inside}
        count, period = merged.get("rotate"), merged.get("period")
        if count is None or period is None or count < 0:
            continue
        days = min(count * period, merged.get("maxage", count * period))
        found = re.search(r"^[ \t]*(rotate)\b", match["body"], re.MULTILINE)
        offset = match.start("body") + found.start(1) if found else match.start("paths")
        place = source.at(offset)
        yield Setting(
            "log-retention",
            "rotate",
            str(round(days)),
            place,
            source.code(place.line),
            " ".join(match["paths"].split()),
            "days",
        )


def _rotation(text: str) -> dict[str, float]:
    """``rotate``, ``maxage`` and ``period`` in days, as far as a piece of logrotate's configuration says."""
    found: dict[str, float] = {}
    for line in text.split("\n"):
        word, _, value = line.strip().partition(" ")
        if word in _PERIODS:
            found["period"] = _PERIODS[word]
        elif word in {"rotate", "maxage"} and value.strip().lstrip("-").isdigit():
            found[word] = int(value)
    return found


def _ini(source: Document) -> Iterator[Setting]:
    for match in _INI_HANDLER.finditer(source.text):
        name = match["class"].rpartition(".")[2]
        try:
            values = ast.literal_eval(match["args"])
        except (ValueError, SyntaxError):
            continue
        options = dict(zip(_ARGUMENTS.get(name, ()), values, strict=False))
        kept = handler_retention(name, options)
        if kept is not None:
            place = source.at(match.start("args"))
            yield Setting(
                "log-retention", "backupCount", str(kept[0]), place, source.code(place.line), match["class"], kept[1]
            )


def _docker(source: Document) -> Iterator[Setting]:
    content = json.loads(source.text)
    options = content.get("log-opts") if isinstance(content, dict) else None
    if not isinstance(options, dict):
        return
    total = size(str(options.get("max-size", ""))) * int(
        options["max-file"] if str(options.get("max-file", "")).isdigit() else 1
    )
    if total:
        place = source.at(max(source.text.find('"max-size"'), 0))
        yield Setting("log-retention", "max-size", str(total), place, source.code(place.line), "log-opts", "bytes")
