from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from paylint import baseline
from paylint.baseline import Comparison
from paylint.errors import ConfigError
from paylint.finding import Confidence, Finding, Severity, Step, Trace
from paylint.location import Location, Path


def finding(
    line: int = 10,
    path: str = "shop/views.py",
    function: str = "shop.views.pay",
    source: tuple[str, str] | None = None,
    elements: tuple[str, ...] = ("card.pan",),
    subject: str = "info",
) -> Finding:
    begin_path, begin_function = source or (path, function)
    begin = Step("source", Location(Path(begin_path), line - 1, 5), f"local_{line} = x", "card_number", begin_function)
    end = Step("sink", Location(Path(path), line, 5), f"log.info(local_{line})", "", function)
    return Finding(
        "PAY301",
        "card-data-logged",
        Severity.ERROR,
        Confidence.HIGH,
        Location(Path(path), line, 5),
        "card data is logged",
        elements,
        (Trace((begin, end)),),
        1,
        function=function,
        subject=subject,
    )


def compared(
    before: Collection[Finding],
    now: Collection[Finding],
    *,
    renamed: Mapping[str, str] | None = None,
    gone: Collection[str] = (),
    looked_at: bool = True,
) -> Comparison:
    text = baseline.write(baseline.entries(before))
    return baseline.compare(
        baseline.read(text, "known.jsonl"), now, renamed=renamed or {}, gone=gone, looked_at=lambda _: looked_at
    )


def test_an_unchanged_finding_is_known() -> None:
    same = finding()

    assert compared([same], [same]) == Comparison((), (same,), (), baseline.entries([same]), ())


def test_moved_lines_other_formatting_and_renamed_variables_change_nothing() -> None:
    later = finding(line=99)

    assert compared([finding()], [later]).known == (later,)


def test_a_second_leak_of_the_same_kind_in_the_same_function_is_new() -> None:
    first, second = finding(10), finding(20)

    result = compared([first], [first, second])

    assert (result.known, result.new) == ((first,), (second,))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(finding(function="shop.views.refund"), id="another function"),
        pytest.param(finding(subject="warning"), id="another call"),
        pytest.param(finding(source=("shop/api.py", "shop.api.pay")), id="another source"),
        pytest.param(finding(elements=("card.pan", "card.code")), id="one more kind of data"),
        pytest.param(finding(path="shop/other.py", function="shop.other.pay"), id="another file"),
        pytest.param(replace(finding(), code="PAY302"), id="another rule"),
    ],
)
def test_what_is_not_in_the_baseline_is_new_and_what_is_not_in_the_code_is_fixed(other: Finding) -> None:
    result = compared([finding()], [other])

    assert result.new == (other,)
    assert result.fixed == baseline.entries([finding()])
    assert result.kept == ()


def test_a_finding_with_less_data_than_was_accepted_is_known() -> None:
    less = finding(elements=("card.pan",))

    result = compared([finding(elements=("card.pan", "card.code"))], [less])

    assert result.known == (less,)
    assert result.kept == baseline.entries([less])


def test_a_new_way_into_a_known_sink_is_new_and_the_old_way_stays_accepted() -> None:
    old = finding()
    both = replace(old, traces=(*old.traces, *finding(source=("shop/api.py", "shop.api.pay")).traces), sources=2)

    result = compared([old], [both])

    assert result.new == (both,)
    assert result.kept == baseline.entries([old])
    assert result.fixed == ()


def test_one_way_less_into_a_known_sink_is_known_and_partly_fixed() -> None:
    old = finding()
    both = replace(old, traces=(*old.traces, *finding(source=("shop/api.py", "shop.api.pay")).traces), sources=2)

    result = compared([both], [old])

    assert result.known == (old,)
    assert [str(entry) for entry in result.fixed] == ["shop/views.py::pay: PAY301 info: card.pan from shop/api.py::pay"]


def test_a_file_that_git_saw_move_keeps_its_entries() -> None:
    moved = finding(path="shop/checkout/pages.py", function="shop.checkout.pages.pay")

    result = compared([finding()], [moved], renamed={"shop/views.py": "shop/checkout/pages.py"}, gone=["shop/views.py"])

    assert result.known == (moved,)
    assert result.kept == baseline.entries([moved])


def test_without_git_a_file_of_the_same_name_elsewhere_takes_the_entries_of_one_that_is_gone() -> None:
    moved = finding(path="shop/checkout/views.py", function="shop.checkout.views.pay")

    assert compared([finding()], [moved], gone=["shop/views.py"]).known == (moved,)
    assert compared([finding()], [moved]).new == (moved,)


def test_an_entry_that_was_not_looked_at_is_neither_fixed_nor_lost() -> None:
    result = compared([finding()], [], looked_at=False)

    assert result.fixed == ()
    assert result.kept == result.unseen == baseline.entries([finding()])


def test_more_ways_than_a_finding_holds_are_one_entry() -> None:
    many = replace(finding(), sources=40)

    (entry,) = baseline.entries([many])

    assert entry.source.path == "*"
    assert compared([many], [many]).known == (many,)


def test_the_text_is_sorted_one_line_an_entry_without_lines_and_without_module_names() -> None:
    text = baseline.write(baseline.entries([finding(10), finding(20), finding(path="a.py", function="a.Shop.pay")]))

    ends = ', "rule": "PAY301", "subject": "info", "source": "%s", "elements": ["card.pan"], "count": %d}'
    assert text.splitlines() == [
        '{"paylint-baseline": 1}',
        '{"sink": "a.py::Shop.pay"' + ends % ("a.py::Shop.pay", 1),
        '{"sink": "shop/views.py::pay"' + ends % ("shop/views.py::pay", 2),
    ]


def test_equal_lines_that_a_merge_left_count_together() -> None:
    text = baseline.write(baseline.entries([finding()]))

    (entry,) = baseline.read(text + text.splitlines()[1] + "\n", "known.jsonl")

    assert entry.count == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "known.jsonl is no baseline of this paylint"),
        ('{"paylint-baseline": 2}\n', "known.jsonl is no baseline of this paylint"),
        ('{"paylint-baseline": 1}\n<<<<<<< HEAD\n', "known.jsonl:2: this line is no entry of a baseline"),
        ('{"paylint-baseline": 1}\n\n{"sink": 1}\n', "known.jsonl:3: this line is no entry of a baseline"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match="baseline") as caught:
        baseline.read(text, "known.jsonl")

    assert str(caught.value).startswith(said)


def test_a_card_number_does_not_get_into_the_file() -> None:
    assert "4242424242424242" not in baseline.write(baseline.entries([finding(subject="4242424242424242")]))
