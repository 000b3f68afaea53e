"""The rows of a model, typed. ``catalog.py`` reads them from YAML; propagation asks the catalog.

Dotted names. ``a.b.f`` is a function or attribute by its import path; ``a.B().m`` a method on an instance of ``a.B``,
or an attribute of what calling ``a.B`` gives; ``a.B().x.__set__`` is what setting an attribute does, ``a.B().[]`` any element. Aliases and base classes are followed before a row is looked up.

Argument paths. ``0`` is the first positional argument after the receiver, ``card`` a keyword, ``0/card`` either one;
``*`` all positional, ``**`` all keyword arguments; ``self`` the receiver with all its fields; ``return`` the result.
Dots go on into keys, attributes or elements: ``0.card.number``, ``items.[].card``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

Path = tuple[str, ...]
"""An argument path, split at its dots: ``("0/card", "number")``."""


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """Where a row is written: the pack's file and the line, for errors and for counting which rows are used."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """Which arguments of a registration call hold the URL pattern, the handler, the methods and the name that links use.

    ``under`` is the argument that holds a common prefix where the receiver was made (``Blueprint(..., url_prefix="/pay")``),
    ``scope`` the one that holds its name; without a name of its own, the handler's counts. ``shows`` holds a template's name.
    ``operation`` (``mutation``) says that clients call it by name and not by address: the name in ``pattern``, else the function's in camel case.
    """

    pattern: str
    handler: str = ""
    methods: str = ""
    name: str = ""
    under: str = ""
    scope: str = ""
    shows: str = ""
    operation: str = ""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What calling something does. One row may name several callables.

    sink:      channel that the ``arguments`` reach. ``address`` is the argument path that holds a URL or host,
               ``subject`` the one whose constant names what is written (a session key, a column). With ``bare`` only what is
               text itself arrives, not what an object holds.
    way:       which way of integrating a provider the call belongs to (``api``, ``token``, ``redirect``, ``iframe``, ...).
    source:    the result is data of that source (``request``), its keys read by name. ``kind`` fixes what it is.
    passes:    argument paths whose data the result holds; an empty tuple means none; ``None`` leaves the engine's
               default, which is all of them at lower confidence.
    into:      argument paths whose data ends up in the receiver (``list.append``, ``ElementTree.SubElement``).
    mark:      what is done to the data that passes: ``hashed``, ``encrypted``, ``encoded``, ``masked``, ...
    clean:     the result and the receiver hold no labelled data any more (a length, a token, a PSP's answer).
    named:     argument path whose constant names the result, for rows ``holds: named`` and for ``source``; ``self``
               for the name that the receiver has.
    returns:   dotted name of what the result is (``logging.Logger()``); ``0`` means the first argument itself,
               ``self`` the receiver, ``cls()`` a new instance of the class it is called on.
    like:      equivalent Python. Parameters are ``self``, ``args`` and ``kwargs``; the last line may ``return``.
    invokes:   argument paths of callables that will be called; what they get is ``given`` (argument paths, spread
               when they start with ``*``), or unknown.
    reads / writes: name of a store that outlives the call; ``key`` and ``value`` are argument paths.
    field:     calling it declares a field of this kind of data (``card.pan``); ``encrypts`` says the field encrypts;
               ``unnamed`` that its widget renders no name.
    route:     it registers a route. ``entry`` marks a decorator that hands the function to a framework.
    binds:     parameter position or name of the handler -> dotted type, for ``route`` and ``entry``.
    ends:      the call does not come back.
    lens:      the row speaks through this lens only, and there in place of what others say of the same name.
    """

    calls: tuple[str, ...]
    origin: RowOrigin
    sink: str = ""
    arguments: tuple[Path, ...] = ()
    address: str = ""
    subject: str = ""
    provider: str = ""
    way: str = ""
    tokens: tuple[Path, ...] = ()
    elements: tuple[tuple[Path, str], ...] = ()
    source: str = ""
    kind: str = ""
    passes: tuple[Path, ...] | None = None
    into: tuple[Path, ...] = ()
    mark: str = ""
    clean: bool = False
    returns: str = ""
    named: str = ""
    like: str = ""
    invokes: tuple[Path, ...] = ()
    given: tuple[Path, ...] = ()
    reads: str = ""
    writes: str = ""
    key: str = ""
    value: str = ""
    field: str = ""
    encrypts: bool = False
    unnamed: bool = False
    route: RouteSpec | None = None
    entry: bool = False
    binds: tuple[tuple[str, str], ...] = ()
    bare: bool = False
    ends: bool = False
    lens: str = ""


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """What reading (or writing) an attribute means.

    source:   a container of data of that source, whose keys are read by name (``request.POST``).
    returns:  dotted name of what it is.
    holds:    ``declared``: a mapping with one entry for each field that the object's class declares.
              ``constants``: a mapping of the program's own constants (settings): what is read under a name is, unless
              something else was written there, the variable of that name in a module or class body of the program.
              ``named``: what the object's own name says (the value of the input that a selector names).
    store:    a store that outlives the request; its keys are read and written by name (``request.session``).
    clean:    no labelled data, whatever the object holds (``card.last4`` of an SDK object).
    lens:     as for a `Behaviour`.
    """

    names: tuple[str, ...]
    origin: RowOrigin
    source: str = ""
    returns: str = ""
    holds: str = ""
    store: str = ""
    clean: bool = False
    lens: str = ""


@dataclass(frozen=True, slots=True)
class TypeRow:
    """What a class is for, by its library base class.

    role:        ``form``, ``serializer``, ``schema``, ``model``, ``record`` or ``""``.
    fields:      how fields are declared: ``assigned`` (``x = CharField()``) or ``annotated`` (``x: str``).
    handlers:    methods that the framework calls with outside data.
    binds:       parameter position or name of a handler -> dotted type.
    attributes:  attributes that the framework sets on ``self`` -> dotted type.
    declares:    fields that the library's own class declares -> kind of data.
    shows:       class attribute that names the template which the class's views show; ``forms`` that of the form's class.
    draws:       class attributes that name schemas for whose fields the class itself is a page with inputs.
    operation:   the handlers answer an operation that clients call by name (``mutation``); ``exposes`` is the method by whose
                 result a schema's attribute names it (``pay_by_card = PayByCard.Field()``), else the class does.
    filled:      the library fills an instance from the request by itself, when it is made.
    """

    names: tuple[str, ...]
    origin: RowOrigin
    role: str = ""
    declares: tuple[tuple[str, str], ...] = ()
    fields: str = ""
    handlers: tuple[str, ...] = ()
    binds: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    shows: str = ""
    forms: str = ""
    draws: tuple[str, ...] = ()
    operation: str = ""
    exposes: str = ""
    filled: bool = False

    def handles(self, method: str) -> bool:
        """Whether the framework calls a method of that name; ``transition_*`` in the row stands for many."""
        return any(fnmatchcase(method, pattern) for pattern in self.handlers)


@dataclass(frozen=True, slots=True)
class ShapeRow:
    """A call recognised by its looks, where its receiver cannot be resolved: the last resort.

    ``receivers`` are words of which the receiver's last name must hold one; ``methods`` the method's exact names.
    The rest is a `Behaviour`'s.
    """

    receivers: tuple[str, ...]
    methods: tuple[str, ...]
    behaviour: Behaviour


def told_apart(text: str) -> bytes:
    """A digest that tells texts apart without holding them."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the text of a file shows by itself: a regular expression over files that hold one of the lower-case ``needles``.

    see:       the name under which rules ask for it.
    text:      the expression, compiled when a file is looked through. Its group ``name`` is what was seen, else all of the match; the group ``told`` more words around it.
    languages: of the files it is looked for in; empty for all.
    besides:   an expression that what was seen must not match.
    known:     digests (`told_apart`) of texts that are none (published test numbers), without separators: what is kept of
               rows holds no number itself.
    lens:      the name must mean a kind of data that is followed through this lens.
    after:     it is looked for only where that (a pattern, a kind of data) was sighted somewhere in the program.
    stranger:  the name is an address, and that of a provider is none.
    telling:   one of the words told must mean data that is followed always, or speak of it; those that do are told.
    meant:     the name must mean such data.
    luhn:      the digits must pass the test of ISO/IEC 7812-1, annex B.
    hidden:    it is a secret: no more than its beginning is shown.
    once:      the first of a file is enough.
    asking:    where it is seen, rules ask whether the server's code names a provider: ``here``, in that file, or ``anywhere``.
    """

    see: str
    origin: RowOrigin
    needles: tuple[str, ...]
    text: str
    languages: frozenset[str] = frozenset()
    besides: re.Pattern[str] | None = None
    known: frozenset[bytes] = frozenset()
    lens: str = ""
    after: str = ""
    stranger: bool = False
    telling: bool = False
    meant: bool = False
    luhn: bool = False
    hidden: bool = False
    provider: str = ""
    once: bool = False
    asking: str = ""

    @property
    def group(self) -> str:
        """The name of its needles."""
        return f"pattern {self.origin.file}:{self.origin.line} {self.text}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An HTTP interface of a provider: hosts (``*.`` for any subdomain, ``{x}`` for a placeholder) and what it takes.

    ``elements`` and ``tokens`` name request parameters that carry raw account data, or a token in its place.
    """

    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    flow: str
    elements: tuple[tuple[str, str], ...]
    tokens: tuple[str, ...]
    origin: RowOrigin


@dataclass(frozen=True, slots=True)
class BrowserRow:
    """Evidence on the browser side: script URLs, globals, npm packages, calls and markup of one way of integrating."""

    flow: str
    scripts: tuple[str, ...]
    npm: tuple[str, ...]
    globals: tuple[str, ...]
    calls: tuple[str, ...]
    markup: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    origin: RowOrigin


@dataclass(frozen=True, slots=True)
class RedirectRow:
    """What starts a hosted page, a link or a modal session on the server. ``kind`` is redirect, iframe, direct-post."""

    start: str
    kind: str
    origin: RowOrigin


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What a provider's answer, which comes by the browser, repeats of the card: masked, under the names of the request.

    ``names`` are told by ``beside``: a function that reads two of these reads such an answer.
    """

    names: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Provider:
    """A payment service provider. Its calls are `Behaviour` rows in the same catalog, with ``provider`` set."""

    id: str
    names: tuple[tuple[str, str], ...]
    aka: tuple[str, ...]
    status: str
    packages: tuple[str, ...]
    endpoints: tuple[Endpoint, ...]
    browser: tuple[BrowserRow, ...]
    redirects: tuple[RedirectRow, ...]
    origin: RowOrigin
    replies: tuple[ReplyRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """Other dotted names of one thing. What comes after the name is kept."""

    names: tuple[str, ...]
    to: str


Row = Behaviour | AttributeRow | TypeRow | ShapeRow | Alias


@dataclass(frozen=True, slots=True)
class Defect:
    """Versions from ``first`` on and before ``fixed`` hold a known defect; ``builds`` are the first builds of distributions without it."""

    id: str
    first: str
    fixed: str
    since: str
    source: str
    builds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """The day from which nobody mends a branch of versions any more."""

    branch: str
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component of others.

    ``names`` are its names with the ecosystem that uses them (``deb:libssl1.0.0``); ``codenames`` map a release's name to its
    version; ``dated`` is the day for which the row is right: what ends later is not spoken of.
    """

    label: str
    names: tuple[str, ...]
    dated: str
    codenames: tuple[tuple[str, str], ...]
    defects: tuple[Defect, ...]
    ends: tuple[End, ...]
    origin: RowOrigin


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Sentences of one language that promise one thing.

    A sentence is one if it holds a phrase of ``about`` and one of ``says``, and none of ``unless``. A space in a phrase
    stands for any white space.
    """

    id: str
    language: str
    about: tuple[str, ...]
    says: tuple[str, ...]
    unless: tuple[str, ...]
    origin: RowOrigin
