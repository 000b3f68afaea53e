"""Abstract values: which labels a value carries, and what it may be.

A value joins three things that a pass-by-pass analyser would guess separately: *taints* (labelled data with the way it
came), *references* (constants, functions, classes, heap objects, library names) and whether it may be *unknown*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paylint.facts import Origin
from paylint.finding import Confidence
from paylint.ir.nodes import Node
from paylint.location import Location
from paylint.record import record

if TYPE_CHECKING:
    from paylint.graph.symbols import ClassInfo, FunctionInfo

MAX_REFERENCES = 16
MAX_TAINTS = 24

NO_MARKS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A placeholder for the labels that a caller will pass: the ``index``-th tainted input of a summary.

    ``whole`` is true where all of them label an object that holds several kinds of data at once.
    """

    index: int
    whole: bool = False


@record
class Way:
    """A trace under construction: parent links from the newest step back to the source.

    ``before`` is the way up to here. ``inner`` is set where a callee's own way is spliced in after the call at ``at``.
    """

    at: Location
    kind: str
    note: str
    function: str
    before: Way | None = None
    inner: Way | None = None

    def __len__(self) -> int:
        return sum(1 for _ in self.steps())

    @property
    def start(self) -> Location:
        """Where a way without splices begins."""
        link = self
        while link.before is not None:
            link = link.before
        return link.at

    def steps(self) -> list[Way]:
        """The steps from the source on, each a link whose own fields are read and whose parents are not."""
        out: list[Way] = []
        pending: list[Way] = [self]
        while pending and len(out) < 10_000:
            link = pending.pop()
            if link.inner is not None and link.kind == "splice":
                if link.before is not None:
                    pending.append(link.before)
                pending.append(link.inner)
                continue
            out.append(link)
            if link.before is not None:
                pending.append(link.before)
        out.reverse()
        return out


@record
class Taint:
    """Labelled data in a value: its origin (or the symbol that stands for it), its marks, and one way it came.

    Two taints with the same ``key`` are the same fact reached by two ways.
    """

    origin: Origin | Symbol
    marks: frozenset[str]
    sure: Confidence
    way: Way | None

    @property
    def key(self) -> tuple[Origin | Symbol, frozenset[str]]:
        """What makes two taints the same fact."""
        return (self.origin, self.marks)


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal value; ``kind`` keeps ``1`` and ``True`` apart."""

    value: str | bytes | int | float | complex | bool | None
    kind: str


class Loc(int):
    """A heap object's address, meaningful within one heap: a number, since nothing else is compared so often."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Func:
    """A function of the program, with the heap object that holds the variables it closes over."""

    info: FunctionInfo
    env: Loc | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A method (or any callable reference) with its receiver."""

    function: Func | Ext
    receiver: Loc | ClassRef | Func


@dataclass(frozen=True, slots=True)
class ClassRef:
    """A class of the program."""

    info: ClassInfo


@dataclass(frozen=True, slots=True)
class Ext:
    """Something outside the program, by dotted name: ``logging.getLogger``, ``requests.Session().post``."""

    path: str


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module of the program."""

    name: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A name imported from a module of the program, not looked up yet: nothing has asked for it."""

    module: str
    name: str


Ref = Constant | Loc | Func | Bound | ClassRef | Ext | ModuleRef | Imported


@dataclass(frozen=True, slots=True)
class Deferred:
    """What an object would be if anybody asked: the result of a call, an attribute, or what a class keeps.

    ``what`` is a callable, a class, or another deferred thing; ``step`` is ``()`` for calling it (with the constants in
    ``given``, anything for ``None``), ``.name`` for reading an attribute, ``self.name`` for what its methods keep there.
    """

    what: Ref | Deferred
    step: str
    given: tuple[Constant | ClassRef | None, ...] = ()
    node: Node | None = field(default=None, compare=False)


@record
class Value:
    """An abstract value.

    ``unknown`` is true where it may be something that nobody described: then a telling name may still label it.
    A value with neither taints, references nor ``unknown`` is known to be harmless (a length, a comparison).
    """

    taints: tuple[Taint, ...] = ()
    refs: tuple[Ref, ...] = ()
    unknown: bool = False

    def __bool__(self) -> bool:
        return bool(self.taints or self.refs or self.unknown)

    @property
    def locs(self) -> tuple[Loc, ...]:
        """The heap objects that it may be."""
        return tuple(ref for ref in self.refs if isinstance(ref, Loc))

    @property
    def strings(self) -> tuple[str, ...]:
        """The constant strings that it may be."""
        return tuple(r.value for r in self.refs if isinstance(r, Constant) and isinstance(r.value, str))

    @property
    def only_string(self) -> str | None:
        """The one constant string that it is, if it is surely one."""
        if len(self.refs) == 1 and not self.unknown:
            ref = self.refs[0]
            if isinstance(ref, Constant) and isinstance(ref.value, str):
                return ref.value
        return None

    def same(self, other: Value) -> bool:
        """Whether both describe the same set, ways aside."""
        return self is other or (
            self.unknown == other.unknown
            and self.refs == other.refs
            and [t.key for t in self.taints] == [t.key for t in other.taints]
        )


CLEAN = Value()
UNKNOWN = Value(unknown=True)


def constant(value: str | bytes | complex | bool | None) -> Value:
    """The value of a literal."""
    return Value(refs=(Constant(value, type(value).__name__),))


def of(*refs: Ref) -> Value:
    """A value that is one of the references."""
    return Value(refs=refs)


def merge_taints(first: tuple[Taint, ...], second: tuple[Taint, ...]) -> tuple[Taint, ...]:
    """Both sets of labels; of two equal ones the surer, then the first, is kept."""
    if not second or first is second:
        return first
    if not first:
        return second
    table = {taint.key: taint for taint in first}
    changed = False
    for taint in second:
        known = table.get(taint.key)
        if known is None or taint.sure > known.sure:
            table[taint.key] = taint
            changed = True
    if not changed:
        return first
    merged = tuple(table.values())
    return merged if len(merged) <= MAX_TAINTS else strongest(merged)


def strongest(taints: tuple[Taint, ...]) -> tuple[Taint, ...]:
    """At most `MAX_TAINTS` of them: first one for each kind and marks, so that no kind of data is lost."""

    def rank(taint: Taint) -> tuple[int, str]:
        sure = taint.origin.confidence if isinstance(taint.origin, Origin) else taint.sure
        return (-min(sure, taint.sure), str(getattr(taint.origin, "location", taint.origin)))

    ordered = sorted(taints, key=rank)
    seen: set[tuple[str, frozenset[str]]] = set()
    first: list[Taint] = []
    rest: list[Taint] = []
    for taint in ordered:
        kind = taint.origin.kind if isinstance(taint.origin, Origin) else f"#{taint.origin.index}"
        (rest if (kind, taint.marks) in seen else first).append(taint)
        seen.add((kind, taint.marks))
    return tuple((first + rest)[:MAX_TAINTS])


def join(first: Value, second: Value) -> Value:
    """The value that may be either."""
    if first is second or not second:
        return first
    if not first:
        return second
    taints = merge_taints(first.taints, second.taints)
    refs = first.refs
    unknown = first.unknown or second.unknown
    if second.refs and second.refs != refs:
        extra = tuple(ref for ref in second.refs if ref not in refs)
        refs = refs + extra
        if len(refs) > MAX_REFERENCES:
            refs = widen(refs)
    if taints is first.taints and refs is first.refs and unknown == first.unknown:
        return first
    return Value(taints, refs, unknown)


def widen(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """A shorter set: constants go first, since a constant cannot be labelled data; the rest is cut at the bound."""
    kept = tuple(ref for ref in refs if not isinstance(ref, Constant))
    return kept[:MAX_REFERENCES]


def join_all(values: Iterable[Value]) -> Value:
    """The value that may be any of them."""
    out = CLEAN
    for value in values:
        out = join(out, value)
    return out
