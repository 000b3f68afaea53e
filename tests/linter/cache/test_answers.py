"""An answer out of the cache is the answer that a run without one gives."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from paylint import analysis
from paylint.cache import answers
from paylint.cache.store import Store
from paylint.config.settings import Settings, defaults
from paylint.finding import Problem, Report
from paylint.location import Location
from paylint.location import Path as Path_
from paylint.masking import mask_card_numbers
from paylint.pipeline import check
from tests.linter.cache.conftest import Analyses

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
VIEWS = """\
from django.http import HttpResponse

from shop.audit import note


def pay(request):
    note(request.POST["card_number"])
    return HttpResponse("ok")
"""
QUIET = "def note(value):\n    return value\n"
LEAKING = 'import logging\n\n\ndef note(value):\n    logging.info("%s", value)\n'
OLD = 1_600_000_000


class Shop:
    """A small shop, run with one store, and the runs that were analyses."""

    def __init__(self, folder: Path, cache: Path, counted: Analyses) -> None:
        self.folder = folder
        self.cache = cache
        self._counted = counted

    @property
    def analyses(self) -> int:
        """The runs that were analyses."""
        return self._counted.count

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        os.utime(file, (OLD, OLD + len(text)))

    def run(self, change: Callable[[Settings], Settings] = lambda s: s) -> Report:
        settings = change(defaults(str(self.folder), root=str(self.folder)))
        store = Store(self.cache)
        found = check(settings, store=store)
        store.close()
        counted = self.analyses
        assert found == check(settings), "not what a run without a cache says"
        self._counted.count = counted
        return found


@pytest.fixture
def shop(tmp_path: Path, analyses: Analyses) -> Shop:
    made = Shop(tmp_path / "shop", tmp_path / "cache", analyses)
    made.write("shop/__init__.py", "")
    made.write("shop/views.py", VIEWS)
    made.write("shop/audit.py", QUIET)
    made.write("shop/stock.py", "def count():\n    return 3\n")
    made.write("shop/templates/pay.html", "<form method=post action=/pay><input name=card_number></form>\n")
    return made


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings if finding.code in ("PAY101", "PAY301")]


def test_nothing_is_analysed_where_nothing_has_changed(shop: Shop) -> None:
    first, second = shop.run(), shop.run()

    assert first == second
    assert codes(first) == ["PAY101"]
    assert shop.analyses == 1


def test_nor_where_a_file_has_changed_that_no_card_comes_near(shop: Shop) -> None:
    shop.run()
    shop.write("shop/stock.py", "def count():\n    return 3\n\n\ndef more():\n    return 4\n")

    report = shop.run()

    assert shop.analyses == 1
    assert report.coverage.lines == sum(len(file.read_text("utf-8").splitlines()) for file in shop.folder.rglob("*.py"))


def test_a_change_in_one_file_opens_a_flow_from_another(shop: Shop) -> None:
    assert codes(shop.run()) == ["PAY101"]
    shop.write("shop/audit.py", LEAKING)

    assert codes(shop.run()) == ["PAY301", "PAY101"]
    assert shop.analyses == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/stock.py", 'def count(request):\n    return request.POST["card_number"]\n'),
        ("shop/stock.py", "def note(value):\n    return value\n"),
        ("shop/stock.py", "count = 3  # paylint: ignore[PAY101] nothing here\n"),
        ("shop/stock.py", 'KEY = "sk_' + 'live_4eC39HqLyjWDarjtT1zdp7dc"\n'),
        ("shop/templates/pay.html", "<form method=post action=/pay><input name=q></form>\n"),
        ("shop/fresh.py", "x = 1\n"),
    ],
    ids=["a card's name", "a name that was looked for", "a comment", "a key", "a page", "a file more"],
)
def test_what_can_bring_a_file_into_play_is_analysed(shop: Shop, path: str, text: str) -> None:
    shop.run()
    shop.write(path, text)

    shop.run()

    assert shop.analyses == 2


def test_a_file_that_goes_is_noticed(shop: Shop) -> None:
    shop.run()
    (shop.folder / "shop" / "stock.py").unlink()

    shop.run()

    assert shop.analyses == 2


def test_a_file_written_anew_with_the_same_text_costs_nothing(shop: Shop) -> None:
    shop.run()
    os.utime(shop.folder / "shop" / "views.py")

    shop.run()

    assert shop.analyses == 1


def test_thresholds_are_applied_to_what_is_kept(shop: Shop) -> None:
    shop.run()

    report = shop.run(lambda settings: replace(settings, per_file_ignores=(("shop/views.py", ("PAY1", "PAY6")),)))

    assert codes(report) == []
    assert shop.analyses == 1


def test_other_rules_are_another_question(shop: Shop) -> None:
    shop.run()

    assert codes(shop.run(lambda settings: replace(settings, select=("PAY3",)))) == []
    assert shop.analyses == 2


@pytest.mark.parametrize("name", sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "before").is_dir()))
def test_the_example_shops_say_the_same_cold_and_warm(name: str, tmp_path: Path) -> None:
    for state in ("before", "after"):
        settings = defaults(str(EXAMPLES / name / state))
        cold, first, warm = (
            check(settings),
            check(settings, store=Store(tmp_path)),
            check(settings, store=Store(tmp_path)),
        )
        assert cold == first == warm


def kept(shop: Shop) -> list[bytes]:
    store = Store(shop.cache)
    return [value for key in store.every_key() if (value := store.get(key)) is not None]


@pytest.mark.parametrize(
    "line",
    [
        'TEST = "4111111111111111"',
        'TEST = ("4539 5787 " "6362 1486")',
        'note("")  # paylint: ignore[PAY301] the test card 4111 1111 1111 1111',
    ],
    ids=["whole", "in two pieces that are one text", "in the reason of a comment"],
)
def test_no_card_number_lies_in_the_cache(shop: Shop, line: str) -> None:
    shop.write("shop/views.py", f"{VIEWS}\n{line}\n")
    shop.run()

    text = "".join(value.decode("latin-1") for value in kept(shop))
    assert "def note" in text, "the other files are kept"
    assert mask_card_numbers(text) == text


def test_a_file_whose_time_was_set_back_is_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_FRESH", 0)
    shop.write("shop/audit.py", LEAKING)
    assert codes(shop.run()) == ["PAY301", "PAY101"]
    shop.write("shop/audit.py", LEAKING.replace("info", "name"))

    shop.run()

    assert shop.analyses == 2


def test_files_with_their_old_size_and_times_are_not_read_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_FRESH", 0)
    shop.run()
    reads: list[str] = []
    monkeypatch.setattr(answers, "read_file", lambda file: reads.append(file.path))

    store = Store(shop.cache)
    check(defaults(str(shop.folder), root=str(shop.folder)), store=store)

    assert shop.analyses == 1
    assert reads == []


def test_a_run_in_which_something_of_our_own_failed_is_not_kept(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Problem("PAY901", Location(Path_("shop/views.py"), 1), "a rule failed", fatal=True)
    with monkeypatch.context() as patch:
        patch.setattr(analysis, "judge", lambda *_: ((), (broken,)))
        assert shop.run().exit_code == 3

    assert codes(shop.run()) == ["PAY101"]
