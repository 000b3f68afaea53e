"""Where a codebase names providers: a stage beside propagation that follows no value.

On the server's side: imports, calls and addresses in modules that name a provider. In the browser: addresses of scripts and frames,
calls in scripts, attributes that a provider's script looks for, and where forms lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from paylint.browser.forms import Contents, Form
from paylint.facts import ProviderUse
from paylint.graph.symbols import ModuleInfo
from paylint.graph.uses import Use, uses
from paylint.location import Location, Path
from paylint.models.places import Places, callees
from paylint.models.schema import BrowserRow
from paylint.site.reading import SeenPage, SeenScript, Site

Line = Callable[[Path, int], str]
BrowserRows = tuple[tuple[str, BrowserRow], ...]

_MARKUP = re.compile(r"""([\w-]+)=["']([^"'{]+)["']""")
_SCRIPT_FILE = re.compile(r"[\w.-]+\.js\b")
_TELLS_A_WAY = re.compile(r"redirect|token|nonce|iframe|hosted")


def server_uses(
    modules: Iterable[ModuleInfo], places: Places, own: Callable[[str], bool], line: Line
) -> Iterator[ProviderUse]:
    """The uses of providers in Python modules. ``own`` tells whether a top-level package name is the codebase's own.

    A package that is itself named for a provider counts, too: its code may name the provider nowhere.
    """
    for module in modules:
        yield from _own_name(module, places)
        for use in uses(module, places.tails):
            found = _server_use(use, places, own, line)
            if found is not None:
                yield found


def _own_name(module: ModuleInfo, places: Places) -> Iterator[ProviderUse]:
    provider = places.named(module.name.split("."))
    if provider:
        given = frozenset(word for word in map(str.lower, module.mentions) if _TELLS_A_WAY.search(word))
        for function in module.functions:
            given |= frozenset(word for word in map(str.lower, function.mentions) if _TELLS_A_WAY.search(word))
        yield ProviderUse(provider, "package", "", module.name, Location(module.node.path, 1), "", module.name, given)


def _server_use(use: Use, places: Places, own: Callable[[str], bool], line: Line) -> ProviderUse | None:
    if use.kind == "address":
        known = places.address(use.text) or places.path(use.text)
    elif own(use.text.partition(".")[0].removesuffix("()")):
        return None
    else:
        known = places.call(use.text) if use.kind == "call" else None
        known = known or (places.package(use.text), "")
    if known is None or not known[0]:
        return None
    provider, way = known
    code = line(use.location.path, use.location.line)
    return ProviderUse(provider, use.kind, way, use.text, use.location, code, use.function, use.given)


def browser_uses(site: Site, places: Places, rows: BrowserRows) -> Iterator[ProviderUse]:
    """The uses of providers in pages and scripts."""
    reader = _Browser(site, places, rows)
    for page in site.pages:
        yield from reader.page(page)
    for script in site.scripts:
        yield from reader.script(script)


class _Browser:
    """What the rows say of scripts' files, calls and markup, and the walk over pages and scripts."""

    def __init__(self, site: Site, places: Places, rows: BrowserRows) -> None:
        self._site = site
        self._places = places
        self._rows = rows
        self._loaded = tuple(
            (provider, row.flow, pattern) for provider, row in rows for pattern in map(_pattern, row.scripts) if pattern
        )
        self._loads = re.compile("|".join(pattern for _, _, pattern in self._loaded) or "(?!)")
        self._marked = tuple(
            (provider, row, frozenset(m.groups() for text in row.markup if (m := _MARKUP.search(text)) is not None))
            for provider, row in rows
            if row.markup
        )
        self._callable = tuple((provider, row, _Called(row)) for provider, row in rows)
        self._beginnings = tuple({each for _, _, called in self._callable for each in called.beginnings})
        self._roots: dict[Path, list[Path]] = {}
        for page in sorted(site.pages, key=lambda page: (not page.intakes, page.path)):
            for path in page.contents.paths:
                self._roots.setdefault(path, []).append(page.path)
        self._files = tuple(
            (provider, row.flow, file[0])
            for provider, row in rows
            for text in row.scripts
            if "//" not in text and (file := _SCRIPT_FILE.search(text)) is not None
        )

    def page(self, page: SeenPage) -> Iterator[ProviderUse]:
        """Scripts, frames, fields and forms of a page."""
        held = page.contents
        for script in held.scripts:
            yield from self._source(script.src.text, "script", script.location, held)
        for frame in held.frames:
            yield from self._source(frame.src.text, "frame", frame.location, held)
        fields = [field for form in held.forms for field in form.fields] + list(held.fields)
        for field in fields:
            attributes = {(name, "".join(v for v in value if isinstance(v, str))) for name, value in field.attributes}
            for provider, row, wanted in self._marked:
                if attributes & wanted:
                    yield self._seen(provider, "markup", row.flow, field.name or field.id, field.location, held)
        for form in held.forms:
            yield from self._form(form, held, page)

    def script(self, script: SeenScript) -> Iterator[ProviderUse]:
        """Calls, imports and addresses of a script."""
        for call in script.facts.calls:
            if not call.callee.startswith(("js.", "npm.")):
                continue
            name = call.callee.partition(".")[2]
            if not name.startswith(self._beginnings):
                continue
            for provider, row, called in self._callable:
                if called.answers(name):
                    given = frozenset(argument.path.rpartition(".")[2] for argument in call.arguments)
                    yield self._seen(provider, "call", row.flow, call.written, call.location, None, given)
        for imported in script.facts.imports:
            for provider, row in self._rows:
                if any(imported.name.startswith(_package(name)) for name in row.npm):
                    yield self._seen(provider, "import", row.flow, imported.name, imported.location, None)
        for address in script.facts.addresses:
            yield from self._source(address.text, "address", address.location, None)

    def _source(self, address: str, kind: str, location: Location, held: Contents | None) -> Iterator[ProviderUse]:
        if not address:
            return
        bare = address.split("://", 1)[-1].lstrip("/")
        named: list[tuple[str, str]] = []
        if self._loads.match(bare):
            named = [(provider, flow) for provider, flow, pattern in self._loaded if re.match(pattern, bare)]
        if address.endswith(".js"):
            named += [(provider, flow) for provider, flow, file in self._files if address.endswith(file)]
        if not named and "//" in address and (known := self._places.address(address)) is not None:
            named = [known]
        for provider, way in dict.fromkeys(named):
            yield self._seen(provider, kind, way, address, location, held)

    def _form(self, form: Form, held: Contents, page: SeenPage) -> Iterator[ProviderUse]:
        taken = frozenset(intake.kind for intake in page.intakes if intake.form is form and intake.posted)
        for action in (form.action, *form.others):
            known = self._places.address(action.text) if action.kind == "url" and "//" in action.text else None
            if known is not None and known[0]:
                way = "direct-post" if taken else "redirect"
                yield self._seen(known[0], "form", way, action.text, form.location, held, taken)

    def _seen(
        self,
        provider: str,
        kind: str,
        way: str,
        text: str,
        at: Location,
        held: Contents | None,
        given: frozenset[str] = frozenset(),
    ) -> ProviderUse:
        code = self._site.line(at.path, at.line)
        page = held.path if held is not None else next(iter(self._roots.get(at.path, ())), at.path)
        return ProviderUse(provider, kind, way, text, at, code, "", given, "browser", page)


def _pattern(script: str) -> str:
    """What an address without its scheme matches if it is a script that a row names; a query that the row asks for is part of it."""
    return re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(script.split("://", 1)[-1])) if "//" in script else ""


class _Called:
    """The calls of a row, made ready to be looked for."""

    def __init__(self, row: BrowserRow) -> None:
        known = {*row.globals, *(_package(package).removeprefix("npm.") for package in row.npm)}
        self._names = frozenset(callees(row))
        self._made = tuple(f"{each}{end}" for each in sorted(known) for end in ("()", "."))
        self._known = frozenset(known)
        heads = ((head, tail) for head, _, tail in (wanted.rpartition(".") for wanted in self._names))
        self._tails = tuple(f".{tail}" for head, tail in heads if head[:1].islower() and "." not in head)
        self.beginnings = (*self._names, *known)

    def answers(self, name: str) -> bool:
        """Whether a resolved callee (``Stripe().elements().create``) is one of the calls (``elements.create``)."""
        if name in self._names:
            return True
        if "()" not in name or not name.endswith(self._tails):
            return False
        return name.startswith(self._made) or name.partition(".")[0].removesuffix("()") in self._known


def _package(name: str) -> str:
    """The dotted spelling of an npm package's name."""
    return "npm." + re.sub(r"[^\w.]", "_", name.lstrip("@").replace("/", "."))
