"""Pages, routes and handlers linked: where each field of a page leads, and traces that begin at the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from paylint.browser.forms import Field, Form
from paylint.browser.holes import Address, Widget
from paylint.browser.inputs import Intake as PageIntake
from paylint.browser.operations import Operation
from paylint.dataflow.asking import Answer
from paylint.facts import Arrival, Declaration, Drawing, Flow, Intake, Origin, Program, ProviderUse, Rendering, Route
from paylint.finding import Confidence, Step, Trace
from paylint.location import Location, Path
from paylint.models.places import Places
from paylint.site.names import FORMS, form_names
from paylint.site.reading import SeenPage, Site
from paylint.site.taking import VARIABLES, Takers, is_sent

Line = Callable[[Path, int], str]

_CONVERTER = re.compile(r"<[^>]*>|\{[^}]*\}|\(\?P<[^>]*>[^)]*\)|\([^)]*\)|\\[dw]\+")
_ANCHORS = str.maketrans("", "", "^$")
OUTSIDE = frozenset({"request", "form"})
SUBMITTED = re.compile(r"on:?submit|@submit|(?:v-|x-)on:submit|\(submit\)|(?:data-)?ng-submit", re.IGNORECASE)
BOUND = re.compile(r"value$|v-model|bind:value|(?:data-)?ng-model|x-model|\[\(ngmodel\)\]", re.IGNORECASE)
VARIABLE = re.compile(r"[A-Za-z_$][\w$]*(?:\.[\w$]+)*")
GROUP = re.compile(r"^(\w+?)_?fields?$|^fields_?(\w+)$", re.IGNORECASE)
"""A part of a form that shows several of its fields (``form.card_fields``): those whose names begin so."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a form leads. ``kind`` is as in `facts.Intake`."""

    kind: str
    address: str = ""
    handlers: tuple[str, ...] = ()
    provider: str = ""
    via: Location | None = None


Ask = Callable[[str, Sequence[str]], Answer]
"""What ``x.first.second`` gives in a page that shows ``x``, an instance of a class of the program."""


def nothing_known(_owner: str, _path: Sequence[str]) -> Answer:
    """The answer where there is nobody to ask."""
    return Answer()


def link(
    program: Program,
    site: Site,
    places: Places,
    line: Line,
    uses: Iterable[ProviderUse] = (),
    ask: Ask = nothing_known,
) -> Program:
    """The program with the fields of its pages, and with traces that begin at the field that the data is typed into."""
    asked_for = {script.path: script.facts.operations for script in site.scripts if script.facts.operations}
    linker = _Linker(program, places, Takers(program.in_browser, uses, site.pages), ask, asked_for)
    asked = {intake for page in site.pages for intake in linker.page(page)}
    found = sorted(
        asked | set(linker.scripts(program.in_browser, line)) | set(linker.drawn(program.drawings, line)),
        key=lambda i: (i.location, i.kind, i.name, i.page, i.target, i.address),
    )
    begin = _Beginning(found, program.routes, line)
    return replace(
        program,
        intakes=tuple(found),
        flows=tuple(begin.flow(flow) for flow in program.flows),
        arrivals=tuple(begin.arrival(arrival) for arrival in program.arrivals),
    )


class _Linker:
    """The program's renderings, routes and declarations, by what a page calls them."""

    def __init__(
        self,
        program: Program,
        places: Places,
        takers: Takers,
        ask: Ask,
        asked_for: Mapping[Path, tuple[Operation, ...]],
    ) -> None:
        self._places = places
        self._takers = takers
        self._ask = ask
        self._operations = asked_for
        self._renderings = program.renderings
        self._routes = program.routes
        self._declared: dict[str, list[Declaration]] = {}
        for item in program.declarations:
            if item.role in FORMS:
                self._declared.setdefault(item.owner, []).append(item)
        self._placed = form_names(program)

    def page(self, page: SeenPage) -> Iterator[Intake]:
        """The fields of one page: those that it writes itself, and those of the server's forms that it shows."""
        shown = [r for r in self._renderings if _stands_for(r.template, page.contents.paths)]
        for item in page.intakes:
            yield self._intake(item, page, shown)
        groups: list[tuple[Form | None, tuple[Widget, ...]]] = [(form, form.widgets) for form in page.contents.forms]
        groups.append((None, page.contents.widgets))
        known = {(item.source.location, item.kind) for item in page.intakes}
        single = {widget.field for _, widgets in groups for widget in widgets if not widget.whole}
        for form, widgets in groups:
            for widget in widgets:
                yield from self._widget(widget, form, page, shown, known, single)

    def scripts(self, flows: Iterable[Flow], line: Line) -> Iterator[Intake]:
        """The fields that scripts read and send to an address, where no page that was read has them."""
        for flow in flows:
            if is_sent(flow) and flow.confidence > Confidence.LOW and flow not in self._takers.used:
                target = self._sent(flow)
                origin = flow.origin
                code = line(origin.location.path, origin.location.line)
                yield Intake(
                    origin.kind,
                    origin.name,
                    origin.location,
                    code,
                    origin.location.path,
                    posted=True,
                    target=target.kind,
                    address=target.address,
                    handlers=target.handlers,
                    provider=target.provider,
                    confidence=flow.confidence,
                )

    def _sent(self, flow: Flow) -> Target:
        """Where a script sends it: to the handlers of the address, or of the operation whose variable it is put into."""
        target = self._address(Address("url", flow.sink.host), ()) if flow.sink.host else Target("unknown")
        _, of_variables, variable = flow.sink.argument.partition(VARIABLES)
        if not of_variables or target.kind not in {"route", "unknown"}:
            return target
        named = variable.partition(".")[0]
        here, anywhere = self._operations.get(flow.sink.location.path, ()), chain(*self._operations.values())
        for asked in (here, anywhere):
            names = {operation.name for operation in asked if named in operation.variables}
            handlers = _handlers(route for route in self._routes if route.pattern in names)
            if handlers:
                return replace(target, kind="route", handlers=handlers)
        return target

    def drawn(self, drawings: Iterable[Drawing], line: Line) -> Iterator[Intake]:
        """The fields of pages that classes are by themselves; they post to where they are."""
        for one in drawings:
            target = self._own((one.owner,))
            yield Intake(
                one.kind,
                one.field,
                one.location,
                line(one.location.path, one.location.line),
                one.location.path,
                posted=True,
                target=target.kind,
                address=target.address,
                handlers=target.handlers,
                form=one.owner,
                confidence=one.confidence,
            )

    def _own(self, handlers: tuple[str, ...]) -> Target:
        """The page's own address."""
        routes = [route for route in self._routes if route.handler in handlers]
        return Target("route", routes[0].pattern if routes else "", handlers)

    def _intake(self, item: PageIntake, page: SeenPage, shown: Sequence[Rendering]) -> Intake:
        source = item.source
        name = source.name if isinstance(source, Field) else source.field
        target = self._target(item.form, page, shown) if item.posted else Target("nobody")
        target = self._wanted(target, (each.name for each in item.form.fields) if item.form is not None else ())
        if item.form is not None and _handled(item.form):
            scripted = self._taken(Target("unknown"), item.kind, source, name, page)
            target = scripted if scripted.kind != "unknown" else target
        target = self._taken(target, item.kind, source, name, page)
        return Intake(
            item.kind,
            name or (source.id or _bound(source) if isinstance(source, Field) else ""),
            source.location,
            source.code,
            page.path,
            item.posted,
            target.kind,
            target.address,
            target.handlers,
            target.provider,
            confidence=item.confidence,
            via=target.via,
        )

    def _widget(
        self,
        widget: Widget,
        form: Form | None,
        page: SeenPage,
        shown: Sequence[Rendering],
        known: set[tuple[Location, str]],
        single: set[str],
    ) -> Iterator[Intake]:
        """The declared fields that a place shows where the server writes its form, or one field of it."""
        for owner in sorted(self._classes(widget, shown)):
            for item in self._declared.get(owner, ()):
                if _shows(widget, item.field, single) and (widget.location, item.kind) not in known:
                    target = self._target(form, page, shown) if not item.unnamed else Target("nobody")
                    target = self._wanted(target, (each.field for each in self._declared[owner]))
                    target = self._taken(target, item.kind, widget, item.field, page)
                    yield Intake(
                        item.kind,
                        item.field,
                        widget.location,
                        widget.code,
                        page.path,
                        not item.unnamed,
                        target.kind,
                        target.address,
                        target.handlers,
                        target.provider,
                        owner,
                        item.confidence,
                        target.via,
                    )

    def _classes(self, widget: Widget, shown: Sequence[Rendering]) -> set[str]:
        """The classes of the form that a place writes: as its page is given it, else as the program calls such forms."""
        path = widget.form.split(".")
        classes = {cls for rendering in shown for key, cls in rendering.forms if key == path[-1]}
        for rendering in shown if not classes and len(path) > 1 else ():
            classes.update(self._ask(rendering.function, path[1:]).classes)
        if not classes & self._declared.keys():
            classes = self._placed.get(path[-1], set())
        if not classes and GROUP.search(widget.field) and len(self._declared) == 1:
            classes = set(self._declared)
        return classes

    def _wanted(self, target: Target, names: Iterable[str]) -> Target:
        """The provider that fields are named for, where the server alone knows the address that they are posted to."""
        if target.kind != "unknown" or not target.address:
            return target
        provider = self._places.form_fields(names)
        return replace(target, kind="provider", provider=provider) if provider else target

    def _taken(self, target: Target, kind: str, source: Field | Widget, name: str, page: SeenPage) -> Target:
        """Where a script takes it that no form sends, or none that is known."""
        if target.kind not in {"nobody", "unknown"} or (target.kind == "unknown" and target.address):
            return target
        taken = self._takers.of(kind, source, name, page)
        if taken is None:
            return target
        via = taken.flow.origin.location if taken.flow is not None else None
        if taken.sent is not None:
            return replace(self._sent(taken.sent), via=via)
        return Target("script", provider=taken.provider, via=via)

    def _target(self, form: Form | None, page: SeenPage, shown: Sequence[Rendering]) -> Target:
        if form is None:
            scripted = [self._address(address, shown) for address in page.contents.scripted]
            return next((target for target in scripted if target.kind != "unknown"), Target("unknown"))
        first = self._address(form.action, shown)
        if form.action.kind == "own" and form.scripted:
            return self._address(form.scripted[0], shown)
        return first

    def _address(self, address: Address, shown: Sequence[Rendering]) -> Target:
        match address.kind:
            case "own":
                return self._own(tuple(dict.fromkeys(rendering.function for rendering in shown)))
            case "route":
                routes = [route for route in self._routes if _called(route, address.text)]
                return Target("route", routes[0].pattern if routes else address.text, _handlers(routes))
            case "url" if "//" in address.text:
                known = self._places.address(address.text)
                return Target("provider" if known else "host", address.text, (), known[0] if known else "")
            case "url":
                routes = [route for route in self._routes if _matches(route.pattern, address.text)]
                return Target("route", address.text, _handlers(routes))
            case "expression":
                return self._written(address.text, shown)
            case _:
                return Target("unknown", address.text)

    def _written(self, expression: str, shown: Sequence[Rendering]) -> Target:
        """Where an address leads that the server writes: what the context of the page holds under its name, if constant."""
        path = expression.split(".")
        given = [self._ask(rendering.function, path[1:]) for rendering in shown] if len(path) > 1 else []
        texts = [text for rendering in shown for key, text in rendering.texts if key == expression]
        for text in (*texts, *(text for one in given for text in one.texts)):
            if "//" in text:
                known = self._places.address(text)
                return Target("provider" if known else "host", text, (), known[0] if known else "")
        for name in (name for one in given for name in one.names):
            called = self._places.call(name)
            provider = called[0] if called is not None else self._places.package(name)
            if provider:
                return Target("provider", expression, (), provider)
        return Target("unknown", expression)


class _Beginning:
    """Steps before the first step of a trace: the field in the page, and the route that it leads to."""

    def __init__(self, intakes: Iterable[Intake], routes: Iterable[Route], line: Line) -> None:
        self._by_name: dict[tuple[str, str], list[Intake]] = {}
        self._scripted: dict[tuple[str, str], list[Intake]] = {}
        for intake in intakes:
            if intake.target == "route":
                self._by_name.setdefault((intake.kind, _plain(intake.name)), []).append(intake)
                for handler in intake.handlers if intake.via is not None else ():
                    self._scripted.setdefault((intake.kind, handler), []).append(intake)
        self._routes: Mapping[str, Route] = {route.handler: route for route in reversed(tuple(routes))}
        self._line = line

    def flow(self, flow: Flow) -> Flow:
        """The flow, begun at the page."""
        return replace(flow, trace=self._begun(flow.origin, flow.trace))

    def arrival(self, arrival: Arrival) -> Arrival:
        """The arrival, begun at the page."""
        return replace(arrival, trace=self._begun(arrival.origin, arrival.trace))

    def _begun(self, origin: Origin, trace: Trace) -> Trace:
        if origin.source not in OUTSIDE or not trace.steps:
            return trace
        functions = {step.function for step in trace.steps if step.function} | {origin.function}
        owners = {function.rpartition(".")[0] for function in functions}
        candidates: Sequence[Intake] = self._by_name.get((origin.kind, _plain(origin.name)), ())
        sure = [item for item in candidates if functions.union(owners).intersection(item.handlers)]
        sure += [item for each in sorted(functions | owners) for item in self._scripted.get((origin.kind, each), ())]
        chosen = next(iter(sure), candidates[0] if len({item.address for item in candidates}) == 1 else None)
        if chosen is None:
            return trace
        handler = next((h for h in chosen.handlers if h in functions or h in owners), next(iter(chosen.handlers), ""))
        route = self._routes.get(handler)
        pattern = route.pattern if route is not None else chosen.address
        steps = [Step("source", chosen.location, chosen.code, f"posts to {pattern or 'the page itself'}")]
        if chosen.via is not None and chosen.via != chosen.location:
            code = self._line(chosen.via.path, chosen.via.line)
            reads = f"a script reads {chosen.name}" if chosen.name else "a script reads the field"
            steps.append(Step("step", chosen.via, code, reads))
        if route is not None:
            code = self._line(route.location.path, route.location.line)
            steps.append(Step("route", route.location, code, f"{pattern} -> {route.handler}"))
        return replace(trace, steps=(*steps, *trace.steps))


def _handled(form: Form) -> bool:
    """Whether a form without an address has its submission handled by a script, as components have it."""
    return form.action.kind == "own" and any(SUBMITTED.match(name) for name, _ in form.attributes)


def _bound(field: Field) -> str:
    """The variable of a component that a field is bound to."""
    for name, value in field.attributes:
        if BOUND.match(name):
            text = "".join(part if isinstance(part, str) else "".join(part.arguments) for part in value)
            if VARIABLE.fullmatch(text):
                return text.rpartition(".")[2]
    return ""


def _shows(widget: Widget, field: str, single: set[str]) -> bool:
    """Whether a place shows a field: all fields, this one, or those of a group that the page does not show one by one."""
    if widget.whole or widget.field == field:
        return True
    if field in single or not _part(widget.field, field):
        return False
    return len(_part(widget.field, field)) == max(len(_part(other, field)) for other in single)


def _part(group: str, field: str) -> str:
    """The start of a field's name by which a group of fields shows it; empty where it does not."""
    found = GROUP.search(group)
    start = (found[1] or found[2]) if found is not None else ""
    return start if field.startswith(start) else ""


def _plain(name: str) -> str:
    """A field's name without a prefix that a form puts before it."""
    return re.split(r"[.\-]", name)[-1]


def _stands_for(template: str, paths: Sequence[Path]) -> bool:
    tail = template.rpartition(":")[2].strip("/")
    return any(path == tail or path.endswith(f"/{tail}") for path in paths)


def _called(route: Route, name: str) -> bool:
    """Whether a link's name is the route's: a namespace before it may be given where the route is included."""
    if not route.name:
        return False
    return route.name == name or re.split(r"[:.]", name)[-1] == re.split(r"[:.]", route.name)[-1]


def _handlers(routes: Iterable[Route]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(route.handler for route in routes))


def _matches(pattern: str, address: str) -> bool:
    """Whether an address is one that a pattern stands for; a pattern may be included under a prefix."""
    path = address.split("?", 1)[0].strip("/").replace("{}", "0")
    fixed = _CONVERTER.sub("\0", pattern.translate(_ANCHORS)).strip("/")
    if not fixed:
        return not path
    regex = "[^/]+".join(re.escape(part) for part in fixed.split("\0"))
    return re.search(rf"(?:^|/){regex}$", path) is not None
