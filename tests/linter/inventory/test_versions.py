"""How versions of makers and of distributions compare."""

from __future__ import annotations

import pytest

from paylint.inventory.versions import key, mark, mended, split, within

BUILDS = ("1.0.1e-16.el6_5.7", "1.0.1e-2+deb7u5", "1.0.1-4ubuntu5.12")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1.0.1", "1.0.1a"),
        ("1.0.1f", "1.0.1g"),
        ("1.0.1-beta1", "1.0.1"),
        ("1.0.1", "1.0.1.1"),
        ("3.9", "3.10"),
        ("16.el6_5.7", "16.el6_5.14"),
        ("2+deb7u5", "2+deb7u20"),
        ("15.el6", "16.el6_5.7"),
    ],
)
def test_one_version_comes_before_another(earlier: str, later: str) -> None:
    assert key(earlier) < key(later)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1:1.0.1e-2+deb7u4", ("1.0.1e", "2+deb7u4")),
        ("1.0.1e-16.el6_5.7.x86_64", ("1.0.1e", "16.el6_5.7")),
        ("1.0.1g-r0", ("1.0.1g", "r0")),
        ("1.0.1e", ("1.0.1e", "")),
    ],
)
def test_a_package_version_is_its_makers_and_the_distributions(written: str, parts: tuple[str, str]) -> None:
    assert split(written) == parts


@pytest.mark.parametrize(
    ("release", "name"), [("16.el6_5.7", "el6"), ("2+deb7u4", "deb7"), ("4ubuntu5.12", "ubuntu"), ("r0", ""), ("2", "")]
)
def test_a_release_tells_its_distribution(release: str, name: str) -> None:
    assert mark(release) == name


@pytest.mark.parametrize(
    ("build", "answer"),
    [
        ("1.0.1e-16.el6_5.7", True),
        ("1.0.1e-16.el6_5.4", False),
        ("1.0.1e-15.el6", False),
        ("1.0.1e-2+deb7u4", False),
        ("1.0.1e-2", False),
        ("1.0.1-4ubuntu5.31", True),
        pytest.param("1.0.1e-34.el7", None, id="a distribution that no build speaks of"),
        pytest.param("1.0.1f-1ubuntu2", None, id="a version that no build speaks of"),
    ],
)
def test_a_build_holds_the_repair_or_does_not_or_does_not_tell(build: str, answer: bool | None) -> None:
    assert mended(*split(build), BUILDS) is answer


def test_a_branch_ends_where_a_number_ends() -> None:
    assert within("3.1.4", "3.1")
    assert within("1.0.1e", "1.0.1")
    assert not within("3.10", "3.1")
