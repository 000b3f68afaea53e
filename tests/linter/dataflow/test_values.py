"""Joining abstract values: the laws that make propagation end, and end with the same result in any order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paylint.dataflow.values import CLEAN, MAX_REFERENCES, MAX_TAINTS, Constant, Taint, Value, join, join_all
from paylint.facts import Origin
from tests.properties.strategies import references, taints, values

few = settings(max_examples=200, derandomize=True, deadline=None)


def content(value: Value) -> tuple[dict[object, int], set[object], bool]:
    return {taint.key: int(taint.sure) for taint in value.taints}, set(value.refs), value.unknown


def covers(larger: Value, smaller: Value) -> bool:
    labels, refs, unknown = content(larger)
    others, other_refs, other_unknown = content(smaller)
    return (
        all(labels.get(key, -1) >= sure for key, sure in others.items())
        and refs >= other_refs
        and (unknown or not other_unknown)
    )


@few
@given(values())
def test_a_value_joined_with_itself_or_with_nothing_is_that_value(value: Value) -> None:
    assert join(value, value).same(value)
    assert join(value, CLEAN) is value
    assert join(CLEAN, value).same(value)


@few
@given(values(), values())
def test_the_order_of_two_values_does_not_matter(first: Value, second: Value) -> None:
    assert content(join(first, second)) == content(join(second, first))


@few
@given(values(), values(), values())
def test_the_order_of_joining_does_not_matter(first: Value, second: Value, third: Value) -> None:
    assert content(join(join(first, second), third)) == content(join(first, join(second, third)))


@few
@given(values(), values())
def test_a_join_covers_both_values_and_then_grows_no_more(first: Value, second: Value) -> None:
    joined = join(first, second)

    assert covers(joined, first)
    assert covers(joined, second)
    assert join(joined, first) is joined
    assert join(joined, second) is joined


@few
@given(values(), values(), values())
def test_joining_keeps_order(smaller: Value, more: Value, other: Value) -> None:
    larger = join(smaller, more)

    assert covers(join(larger, other), join(smaller, other))


@few
@given(st.lists(references(), max_size=60, unique=True))
def test_a_value_that_may_be_too_much_forgets_constants_first(refs: list[object]) -> None:
    joined = join_all(Value(refs=(ref,)) for ref in refs)  # type: ignore[arg-type]

    assert len(joined.refs) <= MAX_REFERENCES
    assert {ref for ref in refs if not isinstance(ref, Constant)} <= set(joined.refs)


@few
@given(st.lists(taints(), max_size=60))
def test_a_value_with_too_many_labels_keeps_one_of_each_kind(labels: list[Taint]) -> None:
    joined = join_all(Value(taints=(label,)) for label in labels)

    def kinds(found: list[Taint]) -> set[str]:
        return {taint.origin.kind for taint in found if isinstance(taint.origin, Origin)}

    assert len(joined.taints) <= MAX_TAINTS
    assert kinds(list(joined.taints)) == kinds(labels)
