"""Every fix, over every fixture: the finding is gone, no other has come, all else is as it was, and once is enough."""

from __future__ import annotations

import ast
import difflib
import shutil
from collections import Counter
from pathlib import Path

import pytest

from paylint.config.settings import Settings, defaults
from paylint.finding import Report
from paylint.fixing import fix
from paylint.pipeline import check
from paylint_rules import PACK

FIXTURES = Path(__file__).parent / "fixtures"
FIXED = {rule.name.replace("-", "_"): rule.code for rule in PACK.rules() if rule.fix is not None}
PROGRAMS = sorted(
    path for family in ("exposure", "storage") for path in FIXTURES.glob(f"{family}/*/*") if path.name != "__pycache__"
)


@pytest.fixture
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    program: Path = request.param
    if program.is_dir():
        shutil.copytree(program, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    else:
        (tmp_path / "shop").mkdir()
        shutil.copy(program, tmp_path / "shop")
    return defaults(str(tmp_path / "shop"))


def counted(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter((finding.code, finding.location.path, finding.function) for finding in report.findings)


@pytest.mark.parametrize("shop", PROGRAMS, indirect=True, ids=lambda program: program.relative_to(FIXTURES).as_posix())
def test_a_fix_takes_its_findings_away_and_nothing_else(shop: Settings) -> None:
    before = check(shop)

    outcome = fix(shop, unsafe=True)
    expected = counted(before)
    for change in outcome.changes:
        expected.subtract((finding.code, finding.location.path, finding.function) for finding in change.findings)
        old, new = change.before.decode().splitlines(), change.after.decode().splitlines()
        ast.parse(change.after)
        changed = {row for row in difflib.ndiff(old, new) if row.startswith(("- ", "+ "))}
        assert len(changed) <= 2 * len(change.findings)
        Path(shop.root, change.path).write_bytes(change.after)
    after = check(shop)

    assert not counted(after) - expected
    assert fix(shop, unsafe=True).changes == ()


@pytest.mark.parametrize("name", sorted(FIXED))
def test_the_fixtures_of_a_rule_with_a_fix_show_what_it_mends(name: str, tmp_path: Path) -> None:
    (source,) = FIXTURES.glob(f"*/{name}")
    shutil.copytree(source, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__"))

    outcome = fix(defaults(str(tmp_path / "shop")), unsafe=True)

    assert FIXED[name] in {finding.code for change in outcome.changes for finding in change.findings}


def test_a_safe_run_leaves_what_changes_the_program(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("def check(card_number):\n    raise ValueError('bad ' + card_number)\n", "utf-8")

    outcome = fix(defaults(str(tmp_path)))

    assert (outcome.changes, outcome.left) == ((), ())
    assert [finding.code for finding in outcome.unsafe] == ["PAY302"]
