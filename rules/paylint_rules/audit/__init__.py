"""Logs: whether payments leave a trace, and how long it is kept."""
