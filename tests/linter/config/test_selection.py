from __future__ import annotations

import pytest

from paylint.config.selection import chosen
from paylint.errors import UsageError

RULES = (("PAY101", "card-data-received"), ("PAY102", "card-data-sent"), ("PAY201", "code-stored"))


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        pytest.param((), (), "PAY101 PAY102 PAY201", id="nothing said is everything"),
        pytest.param(("PAY1",), (), "PAY101 PAY102", id="a prefix"),
        pytest.param(("code-stored",), (), "PAY201", id="a name"),
        pytest.param(("pay101",), (), "PAY101", id="small letters"),
        pytest.param((), ("PAY1",), "PAY201", id="all but a prefix"),
        pytest.param((), ("PAY1", "PAY2"), "", id="nothing left"),
        pytest.param(("PAY1",), ("PAY101",), "PAY102", id="ignoring the more specific"),
        pytest.param(("PAY101",), ("PAY1",), "PAY101", id="selecting the more specific"),
        pytest.param(("card-data-received",), ("PAY",), "PAY101", id="a name is as specific as its code"),
        pytest.param(("PAY101",), ("card-data-received",), "", id="ignoring wins among equals"),
    ],
)
def test_the_more_specific_selector_wins(select: tuple[str, ...], ignore: tuple[str, ...], codes: str) -> None:
    assert chosen(RULES, select, ignore) == frozenset(codes.split())


@pytest.mark.parametrize(
    ("select", "ignore", "complaint"),
    [
        (("PAY202",), (), 'unknown rule "PAY202" in select; did you mean "PAY201"?'),
        (
            ("card-data-recieved",),
            (),
            'unknown rule "card-data-recieved" in select; did you mean "card-data-received"?',
        ),
        (("PAY110",), (), 'unknown rule "PAY110" in select; did you mean "PAY102"?'),
        ((), ("XYZ",), 'unknown rule "XYZ" in ignore; `paylint rules` lists all rules'),
        (("",), (), 'unknown rule "" in select; `paylint rules` lists all rules'),
    ],
)
def test_an_unknown_selector_is_refused_with_the_nearest_rule(
    select: tuple[str, ...], ignore: tuple[str, ...], complaint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(RULES, select, ignore)

    assert str(caught.value) == complaint
