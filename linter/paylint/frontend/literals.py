"""The values of literals, from their source text."""

from __future__ import annotations

import re
import unicodedata

_PREFIX = re.compile(r"[A-Za-z]*")
_ESCAPE = re.compile(
    r"\\(\r\n|[\r\n]|[0-7]{1,3}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|.)", re.DOTALL
)
_BYTES_ESCAPE = re.compile(r"\\(\r\n|[\r\n]|[0-7]{1,3}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_SIMPLE = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LINE_END = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def string(source: str) -> str | bytes:
    """The value of one string or bytes literal with its prefix and quotes. An escape that is wrong stays as written."""
    prefix = _PREFIX.match(source)
    letters = prefix.group().lower() if prefix else ""
    body = source[len(letters) :]
    width = 3 if body[:3] in {'"""', "'''"} else 1
    body = body[width:-width]
    if "b" in letters:
        return _bytes(body, raw="r" in letters)
    return text(body, raw="r" in letters)


def text(body: str, *, raw: bool) -> str:
    """The value of the inside of a string literal."""
    body = _LINE_END.sub("\n", body) if "\r" in body else body
    if raw or "\\" not in body:
        return body
    return _SURROGATE.sub(_REPLACEMENT, _joined_surrogates(_ESCAPE.sub(_unescape, body)))


def integer(source: str) -> int | str:
    """The value of an integer literal; one that Python itself would refuse to convert stays text."""
    digits = source.replace("_", "")
    try:
        return int(digits, 0)
    except ValueError:
        pass
    try:
        return int(digits.rstrip("lL"), 8)
    except ValueError:
        return source


def floating(source: str) -> float:
    """The value of a floating-point literal."""
    return float(source)


def imaginary(source: str) -> complex:
    """The value of an imaginary literal."""
    return complex(0, float(source[:-1]))


def _bytes(body: str, *, raw: bool) -> bytes:
    if not raw and "\\" in body:
        body = _BYTES_ESCAPE.sub(_unescape, body)
    try:
        return body.encode("latin-1")
    except UnicodeEncodeError:
        return body.encode("utf-8", "replace")


def _unescape(match: re.Match[str]) -> str:
    escape = match.group(1)
    first = escape[0]
    if first in "\r\n":
        return ""
    if first in "01234567":
        return chr(int(escape, 8))
    if first in "xuU" and len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else _REPLACEMENT
    if first == "N" and len(escape) > 1:
        return _named(escape[2:-1])
    return _SIMPLE.get(escape, match.group())


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return _REPLACEMENT


def _joined_surrogates(value: str) -> str:
    if not _SURROGATE.search(value):
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
