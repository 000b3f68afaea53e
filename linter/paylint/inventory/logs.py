"""How long logs are kept, from the settings of what rotates them: days, or the bytes that all files may have together.

And what in the text of Python code tells that it sets anything of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NEEDLES = ("logging.disable", "logging_config", "log_message", "rotatingfilehandler", ".disabled", "access_log")
"""One of these stands, in whatever case, in every module that sets something for its logs."""

SIGN = re.compile(
    rb"logging\.disable\(|LOGGING_CONFIG\s*=\s*None|def log_message\(|RotatingFileHandler"
    rb"|(?:getLogger\([^)\n]*\)|\blog|logger)\.disabled\s*=\s*True|\baccess_log\s*=\s*False",
    re.IGNORECASE,
)
"""This stands there as well, and seldom elsewhere."""

_SIZE = re.compile(r"(\d+)\s*([kmgt]?)i?b?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "midnight": 86400}
_DAY = 86400
_WEEK = 7 * _DAY


def size(text: str) -> int:
    """A size such as ``10m`` in bytes; 0 where it is none."""
    match = _SIZE.fullmatch(text.strip())
    return int(match[1]) * 1024 ** _POWERS[match[2].lower()] if match else 0


def handler_retention(handler: str, options: Mapping[str, object]) -> tuple[int, str] | None:
    """What a rotating handler of Python's ``logging`` keeps, and its unit; ``None`` where it keeps everything or nobody knows.

    ``options`` are its arguments by name, as constants.
    """
    count = _number(options.get("backupCount", 0))
    if not count:
        return None
    if handler.endswith("TimedRotatingFileHandler"):
        when = str(options.get("when", "h")).lower()
        seconds = _WEEK if when.startswith("w") else _SECONDS.get(when, 0)
        interval = _number(options.get("interval", 1))
        return (seconds * (interval or 1) * count // _DAY, "days") if seconds else None
    if handler.endswith("RotatingFileHandler"):
        total = _number(options.get("maxBytes", 0))
        return (total * (count + 1), "bytes") if total else None
    return None


def _number(value: object) -> int:
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdigit() else 0
