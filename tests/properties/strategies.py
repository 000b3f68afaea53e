"""What the properties draw from: small programs with findings, choices among what applies to them, abstract values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from hypothesis import strategies as st

from paylint.dataflow.values import Constant, Ext, Loc, Ref, Taint, Value
from paylint.facts import Origin
from paylint.finding import Confidence
from paylint.location import Location
from paylint.location import Path as SourcePath

FIXTURES = Path(__file__).parent.parent / "linter" / "dataflow" / "fixtures"
SPEAKING_BY_ANNOTATION = {"fastapi_view.py"}


def _suitable(path: Path, text: str) -> bool:
    return (
        path.parent.name != "broken_files"
        and "expect: " in text
        and "todo-" not in text
        and path.name not in SPEAKING_BY_ANNOTATION
    )


_TEXTS = {path: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*/*.py"))}
PROGRAMS = tuple(text for path, text in _TEXTS.items() if _suitable(path, text))


def programs() -> st.SearchStrategy[str]:
    """One of the small programs whose findings are all as they should be."""
    return st.sampled_from(PROGRAMS)


def names(choices: st.DataObject) -> Callable[[Sequence[str]], str]:
    """A choice among names."""
    return lambda several: choices.draw(st.sampled_from(list(several)))


def places(choices: st.DataObject) -> Callable[[int], Collection[int]]:
    """A choice of a few places out of so many."""
    return lambda count: choices.draw(st.sets(st.integers(0, max(count - 1, 0)), max_size=5))


def origins() -> st.SearchStrategy[Origin]:
    """Sources of a few kinds at a few places."""
    return st.builds(
        Origin,
        st.sampled_from(["card.pan", "card.code"]),
        st.sampled_from(["request", "parameter"]),
        st.just("field"),
        st.builds(Location, st.just(SourcePath("shop.py")), st.integers(1, 3), st.just(1)),
        st.just(Confidence.HIGH),
        st.just("shop.pay"),
    )


def taints() -> st.SearchStrategy[Taint]:
    """Labels, marked or not, of any strength."""
    marks = st.frozensets(st.sampled_from(["last4", "encrypted"]), max_size=1)
    return st.builds(Taint, origins(), marks, st.sampled_from(list(Confidence)), st.none())


def references() -> st.SearchStrategy[Ref]:
    """Constants, addresses and library names."""
    return st.one_of(
        st.builds(Constant, st.integers(0, 40), st.just("int")),
        st.builds(Loc, st.integers(0, 5)),
        st.builds(Ext, st.sampled_from(["a.b", "a.c"])),
    )


def values() -> st.SearchStrategy[Value]:
    """Abstract values as the interpreter makes them: no label and no reference twice."""

    def made(labels: list[Taint], refs: list[Ref], unknown: bool) -> Value:
        return Value(tuple(labels), tuple(refs), unknown)

    labels = st.lists(taints(), max_size=6, unique_by=lambda taint: taint.key)
    return st.builds(made, labels, st.lists(references(), max_size=5, unique=True), st.booleans())
