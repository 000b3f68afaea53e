"""What a host written in the code is: inside the own network, outside of it, or not known."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

_INTERNAL_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".svc", ".cluster.local")


def host_name(address: str) -> str:
    """The host of a URL or of a bare ``host:port/path``, in lower case.

    Empty where it cannot be told: a path alone, or a ``{placeholder}`` in the part that names the owner.
    """
    text = address if "//" in address else f"//{address}"
    try:
        name = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    return "" if "{" in ".".join(name.split(".")[-2:]) else name


def is_internal(address: str) -> bool:
    """Whether the address names the own machine or network: loopback, a private address or a bare service name."""
    name = host_name(address)
    try:
        number = ip_address(name)
    except ValueError:
        return bool(name) and ("." not in name or name.endswith(_INTERNAL_SUFFIXES))
    return number.is_private


def is_outside(address: str) -> bool:
    """Whether the address names a host on the internet."""
    return bool(host_name(address)) and not is_internal(address)
