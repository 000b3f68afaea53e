"""What runs on each page and what keeps other scripts off it: scripts, their integrity, and content security policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paylint.browser.forms import Script
from paylint.facts import PagePolicy, PageScript
from paylint.location import Location, Path
from paylint.models.places import Places
from paylint.site.reading import SeenPage, Site

POLICY = "Content-Security-Policy"
_DATA = ("json", "template", "x-", "importmap", "speculationrules")


def page_scripts(site: Site, places: Places) -> Iterator[PageScript]:
    """The scripts of all pages read, parts that are included among them."""
    for page in site.pages:
        for script in page.contents.scripts:
            if not any(word in script.type for word in _DATA):
                yield _script(script, page, site, places)


def _script(script: Script, page: SeenPage, site: Site, places: Places) -> PageScript:
    address = "" if script.src.kind == "own" else script.src.text
    if script.src.kind == "expression":
        address = f"{{{address}}}"
    outside = address.startswith(("//", "http://", "https://"))
    known = places.address(address) if outside else None
    return PageScript(
        page.path,
        script.location,
        site.line(script.location.path, script.location.line),
        address,
        outside,
        known[0] if known is not None else "",
        bool(script.integrity),
        bool(script.nonce),
    )


def policies(site: Site, server: Iterable[Path]) -> Iterator[PagePolicy]:
    """The policies in pages; ``server`` are files of server code and configuration that set one."""
    for page in site.pages:
        for policy in page.contents.policies:
            yield PagePolicy(page.path, policy.location)
    for path in server:
        yield PagePolicy("", Location(path, 1))
