"""What propagation learned, as rules see it: flows of labelled data into sinks, arrivals, declarations, routes.

No rule sees syntax. Kinds are dotted words that the rule pack's ``vocabulary/kinds.yaml`` introduces (``card.pan``);
channels are the kinds of sink that it introduces (``log``, ``storage``, ``psp``). The engine knows neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from paylint.finding import Confidence, Coverage, Trace
from paylint.location import Location


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of labelled data begins.

    ``source`` is ``request`` (a named request value), ``form`` (validated form data), ``page`` (an input of a page, read
    by its script), ``declared`` (a declared field
    read), ``parameter``, ``attribute``, ``key`` (read by name from something unknown), ``stored`` (read back from a
    store) or ``literal``. ``name`` is the name that gave it away.
    """

    kind: str
    source: str
    name: str
    location: Location
    confidence: Confidence
    function: str = ""


@dataclass(frozen=True, slots=True)
class Sink:
    """A place where data leaves the program's own variables.

    ``callee`` is the resolved dotted name of what is called, or the text of the expression; ``argument`` the argument,
    key or field that carries the data (``card.number``); ``provider`` the id of the payment provider where known;
    ``host`` the constant host or URL where known; ``function`` the qualified name of the enclosing function.
    """

    channel: str
    callee: str
    location: Location
    argument: str = ""
    provider: str = ""
    host: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Labelled data from one origin arriving at one sink.

    ``marks`` tell what was done to it on the way: ``last4``, ``bin``, ``truncated``, ``masked``, ``hashed``,
    ``keyed-hash``, ``encrypted``, ``encoded``. A value that its marks make harmless for its kind never becomes a flow.
    ``echo`` marks a form shown again to the browser that sent it.
    """

    origin: Origin
    sink: Sink
    trace: Trace
    marks: frozenset[str]
    confidence: Confidence
    echo: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Labelled data entering this server: a request value or validated form field that code reads.

    ``route`` is the URL pattern where known; ``handler`` the qualified name of the function that reads it.
    """

    origin: Origin
    handler: str
    route: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Declaration:
    """A class that declares a field for labelled data.

    ``role`` is ``form``, ``serializer``, ``schema``, ``model`` (persistent) or ``record`` (a plain value class);
    ``encrypted`` is true for a field type that encrypts what it stores; ``masked`` where the class masks on saving;
    ``unnamed`` for a form field whose widget posts nothing.
    """

    kind: str
    role: str
    owner: str
    field: str
    location: Location
    confidence: Confidence
    encrypted: bool = False
    masked: bool = False
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A URL pattern and the qualified name of its handler. ``methods`` is empty where unknown; ``name`` is what links call it."""

    pattern: str
    methods: tuple[str, ...]
    handler: str
    location: Location
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProviderUse:
    """A place where code names a provider: a library call, an import, an address, a script of a page, markup, a field.

    ``way`` is the way of integrating that the model row speaks of (``redirect``, ``hosted-fields``, ``api``, ...), empty where
    the place only says that the provider is there. ``given`` names what is handed over there: arguments, keys, fields.
    ``side`` is ``server`` or ``browser``; ``page`` the template that a browser-side one stands in.
    """

    provider: str
    kind: str
    way: str
    text: str
    location: Location
    code: str
    function: str = ""
    given: frozenset[str] = frozenset()
    side: str = "server"
    page: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """A field of a page that takes labelled data from whoever looks at it.

    ``name`` is the name that it is posted under. ``posted`` is false where a browser sends nothing of it by itself. ``target`` says
    where it goes, with its form or by a script: ``route``, ``provider``, ``host``, ``script`` (a script hands it to ``provider``), ``unknown`` or
    ``nobody``; ``address`` is the pattern, URL or expression; ``handlers`` are the functions that answer there. ``page`` is the template
    that shows it, ``form`` the class that renders it, ``via`` the place in a script that reads it.
    """

    kind: str
    name: str
    location: Location
    code: str
    page: str
    posted: bool
    target: str
    address: str = ""
    handlers: tuple[str, ...] = ()
    provider: str = ""
    form: str = ""
    confidence: Confidence = Confidence.HIGH
    via: Location | None = None


@dataclass(frozen=True, slots=True)
class PageScript:
    """A script that runs on a page.

    ``address`` is where it is loaded from, empty for one that stands in the page; ``outside`` is true for another site's, and
    ``provider`` names the payment provider that it is. ``pinned`` tells whether its integrity is given, ``nonce`` whether it has a nonce.
    """

    page: str
    location: Location
    code: str
    address: str = ""
    outside: bool = False
    provider: str = ""
    pinned: bool = False
    nonce: bool = False


@dataclass(frozen=True, slots=True)
class PagePolicy:
    """What stands for a content security policy: in a page itself (``page``), or in the server's code for all of them."""

    page: str
    location: Location


@dataclass(frozen=True, slots=True)
class Drawing:
    """An input of a page that a class is by itself, for a field of a schema that it names there: no template writes it."""

    kind: str
    field: str
    owner: str
    location: Location
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Rendering:
    """A function or view class that shows a template; ``forms`` gives the class of each form in its context by name."""

    template: str
    function: str
    location: Location
    forms: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that the text of one file shows, without any flow: what a pattern of the rule pack looks for.

    ``what`` is the pattern's name for it (``live-secret``), ``kind`` the kind of data that the name in it means, if the pattern asks
    for one; ``name`` is what was seen, cut down where it is a secret; ``code`` the line, cut down the same; ``function`` the names of
    the enclosing classes and functions in a Python file (``Gateway.charge``); ``told`` the words around it that the pattern picks out.
    """

    what: str
    name: str
    location: Location
    code: str
    kind: str = ""
    provider: str = ""
    function: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weakness:
    """What a row of the component table says against one version of a component.

    ``kind`` is ``vulnerable`` or ``ended`` (its maker mends it no more); ``id`` the identifier (``CVE-2014-0160``) or the
    branch; ``since`` the day, ``fixed`` the first version without it, ``source`` where that is written.
    ``sure`` is false where the version alone does not tell, as for a distribution's own build.
    """

    kind: str
    id: str
    label: str
    since: str
    fixed: str
    source: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Component:
    """Software of others that a file beside the code names.

    ``version`` is that of its makers and ``release`` what a distribution adds (``16.el6_5.7``), ``distribution`` the
    mark of the distribution in it (``el6``); each may be empty. ``ecosystem`` is ``source``, ``image``, ``deb``, ``rpm``,
    ``apk``, ``pypi``, ``npm`` or ``runtime``; ``pinned`` tells whether exactly one version can be installed; ``provider``
    is the id of the payment provider whose package it is.
    """

    name: str
    version: str
    ecosystem: str
    location: Location
    code: str = ""
    release: str = ""
    distribution: str = ""
    pinned: bool = True
    provider: str = ""
    weaknesses: tuple[Weakness, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that a file beside the code or a statement of it makes.

    ``kind`` is ``log-off`` (something is no longer logged) or ``log-retention``, where ``value`` is a number of days
    or, with ``unit`` ``bytes``, a total size; ``key`` is the name of the setting as written, and ``context`` the block it stands in, outermost
    first (``server / location = /healthz``).
    """

    kind: str
    key: str
    value: str
    location: Location
    code: str = ""
    context: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that says what is not done with data.

    ``says`` names a claim of the pack's models (``not-kept``); ``text`` is the sentence, shortened.
    """

    says: str
    text: str
    language: str
    location: Location
    code: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A function that answers a request and takes labelled data in (``kinds``), or leads to a payment ``provider``.

    ``logged`` tells whether the function, one that it can call or one that can call it writes anything into the channel of
    loggers, labelled or not. Calls are followed by name, and where that leads too far, it is true.
    """

    function: str
    location: Location
    kinds: tuple[str, ...]
    provider: str
    logged: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """All facts of one run, each tuple sorted by place: the questions a rule may ask.

    ``in_browser`` holds the flows in scripts of pages, which no rule of the server's side sees; ``placed`` the names under which
    code puts an object of a class that declares such fields (``context["card_form"] = CardForm()``), with the class.
    """

    flows: tuple[Flow, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    routes: tuple[Route, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    provider_uses: tuple[ProviderUse, ...] = ()
    intakes: tuple[Intake, ...] = ()
    in_browser: tuple[Flow, ...] = ()
    scripts: tuple[PageScript, ...] = ()
    policies: tuple[PagePolicy, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    sightings: tuple[Sighting, ...] = ()
    components: tuple[Component, ...] = ()
    settings: tuple[Setting, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    placed: tuple[tuple[str, str], ...] = ()
    drawings: tuple[Drawing, ...] = ()

    def dump(self) -> str:
        """One line a fact, for tests and for people who write models."""
        lines = [
            f"flow {f.origin.kind} {f.origin.source} {f.origin.name} {f.origin.location} -> "
            f"{f.sink.channel} {f.sink.callee} {f.sink.location}"
            + (f" [{', '.join(sorted(f.marks))}]" if f.marks else "")
            for f in self.flows
        ]
        lines += [f"arrival {a.origin.kind} {a.origin.name} {a.origin.location} in {a.handler}" for a in self.arrivals]
        lines += [f"declaration {d.kind} {d.role} {d.owner}.{d.field} {d.location}" for d in self.declarations]
        lines += [f"sighting {s.what} {s.name} {s.location}" for s in self.sightings]
        lines += [f"route {r.pattern} {r.handler} {r.location}" for r in self.routes]
        lines += [
            f"component {c.ecosystem} {c.name} {c.version or '?'}{'-' + c.release if c.release else ''} {c.location}"
            + (f" [{', '.join(weakness.id for weakness in c.weaknesses)}]" if c.weaknesses else "")
            for c in self.components
        ]
        lines += [f"setting {s.kind} {s.key} {s.value} {s.location}" for s in self.settings]
        lines += [f"claim {c.says} {c.location}" for c in self.claims]
        lines += [
            f"event {e.function} {e.location} {' '.join(e.kinds) or e.provider}" + (" logged" if e.logged else "")
            for e in self.events
        ]
        return "\n".join(lines)

    def sighted(self, *what: str) -> Iterator[Sighting]:
        """The sightings of these patterns."""
        return (sighting for sighting in self.sightings if sighting.what in what)

    def flows_into(self, channels: frozenset[str], kinds: frozenset[str]) -> Iterator[Flow]:
        """The flows of these kinds into these channels."""
        return (flow for flow in self.flows if flow.sink.channel in channels and flow.origin.kind in kinds)
