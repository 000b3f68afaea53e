"""paylint finds where payment data goes in server code, and says what that means."""

from __future__ import annotations

__version__ = "0.1.0"
