"""What a run says of the PCI DSS scope: integrations, account data, recipients, requirements, and the verdict over them.

A verdict is a reading of code: it is always "consistent with" an assessment, which the acquirer or the card brand chooses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from paylint.finding import Skipped, Trace
from paylint.location import Location, Path

Saq = OneOf["A", "A-EP", "A/A-EP", "D", "D-SP", "none"]
Way = OneOf["api", "merchant-form-token", "direct-post", "hosted-fields", "redirect", "offline"]
Stage = OneOf["enters", "passes", "rests", "leaves"]
Side = OneOf["server", "browser"]
Standing = OneOf["shown", "suspected", "not-shown", "person"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the code that speaks for an integration: ``code`` is its line, ``note`` what it shows."""

    location: Location
    side: Side
    code: str
    note: str


@dataclass(frozen=True, slots=True)
class Integration:
    """One way of paying that the code offers.

    ``provider`` is the id of a model row, or ``unknown``; ``way`` how card data travels; ``elements`` what passes the merchant's
    server or page; ``conditional`` why it may not apply (a library whose user chooses, code that nothing calls), else empty.
    """

    provider: str
    name: str
    way: Way
    location: Location
    saq: Saq
    evidence: tuple[Evidence, ...]
    elements: tuple[str, ...] = ()
    trace: Trace | None = None
    conditional: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Account data at one place: where it enters, passes, rests or leaves.

    ``what`` names the place in words (``POST /checkout/pay``, ``table orders``, ``api.stripe.com``); ``marks`` say how it is protected.
    """

    elements: tuple[str, ...]
    stage: Stage
    what: str
    location: Location
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A third party that is given account data or a customer to take it from. ``provider`` is empty for one that no model knows."""

    name: str
    provider: str
    host: str
    elements: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Requirement:
    """One PCI DSS requirement and what this run can say of it.

    ``shown``: the code shows a violation or is itself the evidence asked for; ``suspected``: a person must look; ``not-shown``: looked for
    and not found; ``person``: no repository can show it. ``evidence`` are the places; ``cannot`` is what code cannot show; ``confirm`` what a
    person has to confirm.
    """

    number: str
    demand: str
    standing: Standing
    evidence: tuple[Location, ...]
    cannot: str
    confirm: str


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that would move the verdict down a class, and where."""

    before: Saq
    after: Saq
    action: str
    location: Location


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reading for the codebase; the worst integration decides.

    ``flow_type`` is a `Way` or ``none``; ``japan`` the Japanese reading (``API型・通過型``); ``reasons`` are sentences, the decisive one first.
    """

    saq: Saq
    flow_type: str
    japan: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the run saw: the coverage that a negative statement needs.

    The assessment fills in what it counts: ``routes`` counts known routes, ``posts`` those that accept a POST, ``reading`` those of them that read card data; ``pages`` templates
    read; ``unread`` files not analysed; ``unresolved`` calls that lead nowhere known, ``on_path`` those of them in functions that touch card data.
    """

    files: int = 0
    analysed: int = 0
    pages: int = 0
    routes: int = 0
    posts: int = 0
    reading: int = 0
    calls: int = 0
    unresolved: int = 0
    on_path: int = 0
    unread: tuple[Path, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptEntry:
    """A script of a payment page: ``address`` is empty for one that stands in the page; ``what`` names it (``tag manager``)."""

    page: str
    location: Location
    address: str
    pinned: bool
    what: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where what is typed into an input goes.

    ``kind`` is ``route`` (this site), ``provider``, ``host`` (another site), ``script`` (no form sends it, a script takes it), ``nobody`` or
    ``unknown``. ``address`` is the pattern, the URL or the expression that says so; ``handlers`` are the functions that answer there;
    ``provider`` is the id of the provider that is posted to, or that the script hands it to.
    """

    kind: str
    address: str = ""
    handlers: tuple[str, ...] = ()
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """An input of a page that takes account data, where the page's source writes it or has the server's form written.

    ``name`` is what it is called: posted under that name if ``posted``. ``form`` is the class of the server's form that it comes from, if it
    does. ``sure`` is ``high``, ``medium`` or ``low``.
    """

    element: str
    name: str
    location: Location
    page: Path
    posted: bool
    target: Target
    form: str = ""
    sure: str = "high"


Zone = OneOf["browser", "server", "storage", "third-party"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the data-flow diagram. ``id`` is stable between runs: made of names, not of line numbers."""

    id: str
    label: str
    zone: Zone


@dataclass(frozen=True, slots=True)
class Arrow:
    """Account data on its way from one node to another; ``note`` says how (``POST``, ``token``, ``redirect``)."""

    source: str
    target: str
    elements: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """PCI DSS 1.2.4's data-flow diagram: nodes by zone, arrows in a stable order."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything `paylint scope` says, sorted so that the same tree gives the same bytes."""

    version: str
    root: str
    verdict: Verdict
    integrations: tuple[Integration, ...]
    inventory: tuple[Holding, ...]
    recipients: tuple[Recipient, ...]
    requirements: tuple[Requirement, ...]
    changes: tuple[Change, ...]
    extent: Extent
    diagram: Diagram
    scripts: tuple[ScriptEntry, ...] = ()
    inputs: tuple[Input, ...] = ()
