"""Which pages are payment pages, and what their scripts are."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from paylint.facts import PageScript, Program
from paylint.finding import Confidence
from paylint.models.reader import read
from paylint_rules.account_data import ACCOUNT_DATA
from paylint_rules.hosts import host_name

TAKING = frozenset({"hosted-fields", "iframe", "merchant-form-token", "hosted", "modal"})
USED = frozenset({"call", "markup", "frame"})
"""A script that is merely loaded may do no more than lead to the provider's own page."""
WATCHERS = "watchers.yaml"


def payment_pages(program: Program) -> frozenset[str]:
    """The pages with card fields of their own, and those on which a provider's script or frame takes the card."""
    own = {i.page for i in program.intakes if i.kind in ACCOUNT_DATA and i.confidence >= Confidence.MEDIUM}
    used = (s for s in program.provider_uses if s.side == "browser" and s.kind in USED)
    shown = {s.page for s in used if s.way in TAKING}
    return frozenset(own | shown)


def payment_scripts(program: Program) -> Iterator[PageScript]:
    """The scripts that run on payment pages."""
    pages = payment_pages(program)
    return (script for script in program.scripts if script.page in pages)


def watchers() -> dict[str, str]:
    """Hosts whose scripts watch or change a page, with what they are called; subdomains count."""
    package = __package__
    table = read(f"{package}/{WATCHERS}", files(package).joinpath(WATCHERS).read_bytes())
    return {host: name for name, hosts in table["watchers"].table().items() for host in hosts.strings()}


def watcher(address: str, known: dict[str, str]) -> str:
    """What a script at this address is called if it watches or changes the page, else an empty string."""
    host = host_name(address)
    return next((name for end, name in known.items() if host == end or host.endswith(f".{end}")), "")
