"""What a fix changes in a file's text, and what it leaves alone because it is not plain what carries the data."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from paylint.finding import Confidence, Finding, Severity, Step, Trace
from paylint.frontend.mending import mend
from paylint.location import Location, Path
from paylint.rule import Cut, Fix, SetArgument

FILE = Path("shop.py")
MASKED = Cut(safe=True, last_four=frozenset({"card.pan"}), removed=frozenset({"card.code"}), filler="***", entries=True)
EMPTIED = Cut(safe=False, removed=frozenset({"card.code"}))


def place(text: str, mark: str) -> Location:
    before = text[: text.index(mark)]
    return Location(FILE, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def finding(text: str, sink: str, sources: Sequence[tuple[str, str]]) -> Finding:
    """A finding at the text ``sink``; sources are a kind and the text where it begins."""
    traces = []
    for kind, mark in sources:
        source = Step("source", place(text, mark), "", mark)
        traces.append(Trace((source, Step("sink", place(text, sink), "")), kind))
    kinds = tuple(kind for kind, _ in sources)
    at = place(text, sink)
    return Finding("X1", "x", Severity.ERROR, Confidence.HIGH, at, "", kinds, tuple(traces), len(traces))


def mended(text: str, sink: str, *sources: tuple[str, str], fix: Fix = MASKED) -> str:
    done = mend(FILE, text.encode(), [(finding(text, sink, sources), fix)])
    assert done.done == (done.content != text.encode(),)
    return done.content.decode()


PAN = ("card.pan", "number")
CODE = ("card.code", "cvv")
HEAD = "def pay(number, cvv):\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('log("no %s", number)', 'log("no %s", str(number)[-4:])'),
        ('log("no " + number)', 'log("no " + str(number)[-4:])'),
        ('log(f"no {number} ok")', 'log(f"no {str(number)[-4:]} ok")'),
        ('log("no {}".format(number))', 'log("no {}".format(str(number)[-4:]))'),
        ('log("no", number.strip())', 'log("no", str(number.strip())[-4:])'),
        ('log("no", str(number))', 'log("no", str(number)[-4:])'),
        ('log({"n": number, "a": 1})', 'log({"n": str(number)[-4:], "a": 1})'),
        ('log(json.dumps({"n": number}))', 'log(json.dumps({"n": str(number)[-4:]}))'),
        ('log("no",  # here\n        number)  # there', 'log("no",  # here\n        str(number)[-4:])  # there'),
        ('raise ValueError("no " + number)', 'raise ValueError("no " + str(number)[-4:])'),
    ],
)
def test_a_number_is_cut_where_it_stands_and_all_else_stays(before: str, after: str) -> None:
    sink = "raise" if before.startswith("raise") else "log("

    assert mended(f"{HEAD}    {before}\n", sink, PAN) == f"{HEAD}    {after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('log("code %s", cvv)', 'log("code %s", "***")'),
        ('log(f"code {cvv!r}")', 'log(f"code ***")'),
        ('log({"n": 1, "c": cvv})', 'log({"n": 1})'),
        ('log({"c": cvv, "n": 1})', 'log({"n": 1})'),
        ('log({"c": cvv})', "log({})"),
        ("log(code=cvv)", 'log(code="***")'),
    ],
)
def test_what_has_no_harmless_part_gives_way_to_a_mark(before: str, after: str) -> None:
    assert mended(f"{HEAD}    {before}\n", "log(", CODE) == f"{HEAD}    {after}\n"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('log("%d", number)', id="a number is wanted"),
        pytest.param('log(f"{number:>20}")', id="with a format of its own"),
        pytest.param("log(len(number))", id="its length is no number"),
        pytest.param("log(brand(number))", id="nobody knows what a function gives"),
        pytest.param('log(number == "1")', id="a comparison"),
        pytest.param("log(not number)", id="a truth value"),
        pytest.param("log([digit for digit in number])", id="a comprehension"),
        pytest.param("log(number[2:])", id="already cut, if not enough"),
        pytest.param("log(number.brand)", id="a part of something"),
        pytest.param("log(other)", id="something else"),
    ],
)
def test_what_is_not_plain_is_left_alone(line: str) -> None:
    text = f"{HEAD}    {line}\n"

    assert mended(text, "log(", PAN) == text


def test_a_local_name_is_followed_to_where_the_data_begins() -> None:
    text = 'def pay(request):\n    n, m = request.POST["card"].strip(), 1\n    log(n, m)\n'

    assert mended(text, "log(", ("card.pan", "request.POST")).endswith("    log(str(n)[-4:], m)\n")


def test_a_dictionary_that_holds_more_is_left_alone() -> None:
    text = 'def pay(request):\n    fields = {"n": request.POST["card"], "a": 1}\n    log(fields)\n'

    assert mended(text, "log(", ("card.pan", "request.POST")) == text


def test_one_key_of_many_is_cut_and_its_neighbours_stay() -> None:
    text = 'def pay(data):\n    log(data["n"], data["a"], data["n"])\n'
    at = place(text, "log(")
    steps = (Step("source", place(text, "data)"), "", "in"), Step("source", place(text, 'data["n"]'), "", "n"))
    found = Finding("X1", "x", Severity.ERROR, Confidence.HIGH, at, "", ("card.pan",), (Trace(steps, "card.pan"),), 1)

    done = mend(FILE, text.encode(), [(found, MASKED)]).content.decode()

    assert 'log(str(data["n"])[-4:], data["a"], ' in done


def test_a_number_that_a_caller_passed_is_cut_where_it_is_read_from_what_it_was_kept_under() -> None:
    text = 'def send(card):\n    log("card %s %s", card.number, card.brand)\n'
    at = place(text, "log(")
    steps = (
        Step("source", Location(FILE, 90, 1), "", "cardno"),
        Step("step", Location(FILE, 91, 1), "", "as number"),
        Step("call", Location(FILE, 92, 1), ""),
        Step("sink", at, ""),
    )
    found = Finding("X1", "x", Severity.ERROR, Confidence.HIGH, at, "", ("card.pan",), (Trace(steps, "card.pan"),), 1)

    assert (
        b'log("card %s %s", str(card.number)[-4:], card.brand)' in mend(FILE, text.encode(), [(found, MASKED)]).content
    )


def test_all_kinds_of_a_finding_are_mended_or_none() -> None:
    text = f"{HEAD}    log(number, code(cvv))\n"

    assert mended(text, "log(", PAN, CODE) == text
    assert mended(f"{HEAD}    log(number, cvv)\n", "log(", PAN, CODE).endswith('log(str(number)[-4:], "***")\n')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    store(code=cvv)\n", '    store(code="")\n'),
        (
            "    order = Order(note=cvv)\n    # kept\n    store(order)\n",
            '    order = Order(note=cvv)\n    order.note = ""\n    # kept\n    store(order)\n',
        ),
        (
            "    order.note = cvv\n    if order:\n        order.store()\n",
            '    order.note = cvv\n    if order:\n        order.note = ""\n        order.store()\n',
        ),
    ],
)
def test_what_may_not_be_stored_is_emptied_before_it_is(before: str, after: str) -> None:
    sink = "order.store" if "order.store" in before else "store("

    assert mended(HEAD + before, sink, CODE, fix=EMPTIED) == HEAD + after


def test_an_argument_is_set() -> None:
    text = "get(url, verify=False, timeout=3)  # slow\n"

    assert mended(text, "get(", fix=SetArgument(True, "verify", "True")) == "get(url, verify=True, timeout=3)  # slow\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{HEAD}    log(number)\r\n".replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(b"\xef\xbb\xbf" + f"{HEAD}    log(number)\n".encode(), id="a byte order mark"),
        pytest.param(f"# coding: cp932\n# カード\n{HEAD}    log(number)\n".encode("cp932"), id="another encoding"),
    ],
)
def test_the_bytes_around_a_change_stay_as_they_are(content: bytes) -> None:
    text = content.decode("cp932" if b"cp932" in content else "utf-8-sig").replace("\r\r\n", "\r\n")
    content = content.replace(b"\r\r\n", b"\r\n")

    done = mend(FILE, content, [(finding(text.replace("\r\n", "\n"), "log(", [PAN]), MASKED)])

    assert done.content == content.replace(b"log(number)", b"log(str(number)[-4:])")


def test_a_file_that_the_parser_refuses_is_left_alone() -> None:
    text = f"{HEAD}    log(number)\n    print number\n"

    assert mended(text, "log(", PAN) == text
