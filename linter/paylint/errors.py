"""Errors a user can meet. Each is one sentence that says what is wrong, where, and what to do.

PaylintError                exit code 3
└── UsageError              exit code 2
├── ConfigError         configuration file, key or value
└── PackError           rule pack, model row or vocabulary
"""

from __future__ import annotations


class PaylintError(Exception):
    """Base of all errors that are shown without a traceback."""

    exit_code = 3


class UsageError(PaylintError):
    """The call cannot be carried out as written."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file, key or value is wrong."""


class PackError(UsageError):
    """A rule pack, model row or vocabulary file is wrong."""
