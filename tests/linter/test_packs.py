from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paylint.errors import PackError
from paylint.packs import Pack, load_packs, rules_of

RULE = """
from collections.abc import Iterator
from paylint.facts import Program
from paylint.finding import Severity
from paylint.rule import Rule, Verdict

def judge(program: Program) -> Iterator[Verdict]:
    return iter(())

rule = Rule(code="{code}", name="n", summary="s", severity=Severity.ERROR, judge=judge, remedy="Do it.")
"""

MakePack = Callable[..., str]


@pytest.fixture
def make_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePack:
    """Write a pack as an importable package and give its name."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(name: str, init: str = "", **files: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        text = init or 'from paylint.packs import Pack\nPACK = Pack(name=__name__, prefix="ZZ", api=1)\n'
        (folder / "__init__.py").write_text(text)
        for file, content in files.items():
            (folder / f"{file}.py").write_text(content)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return make


def the(name: str) -> Pack:
    return next(pack for pack in load_packs((name,)) if pack.name == name)


def test_a_pack_is_loaded_by_module_name(make_pack: MakePack) -> None:
    name = make_pack("pack_by_name")

    assert the(name).prefix == "ZZ"


def test_a_pack_named_twice_counts_once(make_pack: MakePack) -> None:
    name = make_pack("pack_twice")

    assert [pack.name for pack in load_packs((name, name))].count(name) == 1


def test_rules_are_the_modules_that_hold_one_in_order_of_code(make_pack: MakePack) -> None:
    name = make_pack("pack_rules", later=RULE.format(code="ZZ102"), first=RULE.format(code="ZZ101"), other="x = 1")

    assert [rule.code for rule in the(name).rules()] == ["ZZ101", "ZZ102"]


def test_rule_modules_are_not_imported_before_the_rules_are_asked_for(make_pack: MakePack) -> None:
    name = make_pack("pack_lazy", broken="raise RuntimeError('imported')")

    pack = the(name)

    with pytest.raises(PackError, match=r"pack_lazy\.broken .*RuntimeError: imported"):
        pack.rules()


def test_a_code_in_two_modules_is_an_error_that_names_both(make_pack: MakePack) -> None:
    name = make_pack("pack_double", one=RULE.format(code="ZZ101"), two=RULE.format(code="ZZ101"))

    with pytest.raises(PackError, match=r"pack_double\.two: rule code ZZ101 is taken by pack_double\.one"):
        the(name).rules()


def test_a_code_in_two_packs_is_an_error(make_pack: MakePack) -> None:
    one = make_pack("pack_one", rule=RULE.format(code="ZZ101"))
    two = make_pack("pack_two", rule=RULE.format(code="ZZ101"))

    with pytest.raises(PackError, match="ZZ101 is in pack pack_one and in pack pack_two"):
        rules_of((the(one), the(two)))


def test_a_code_with_another_prefix_is_an_error(make_pack: MakePack) -> None:
    name = make_pack("pack_prefix", rule=RULE.format(code="XX101"))

    with pytest.raises(PackError, match="XX101 does not start with ZZ"):
        the(name).rules()


def test_a_module_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(PackError, match=r"pack no_such_pack cannot be imported: ModuleNotFoundError"):
        load_packs(("no_such_pack",))


def test_a_module_without_a_pack_is_an_error(make_pack: MakePack) -> None:
    name = make_pack("pack_without", init="x = 1\n")

    with pytest.raises(PackError, match="has no PACK"):
        load_packs((name,))


def test_a_pack_of_another_interface_version_is_an_error(make_pack: MakePack) -> None:
    name = make_pack("pack_api", init='from paylint.packs import Pack\nPACK = Pack(__name__, "ZZ", 99)\n')

    with pytest.raises(PackError, match="pack interface 99"):
        load_packs((name,))


def test_a_pack_of_an_installed_distribution_is_named_with_it_in_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "broken_dist-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-dist\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[paylint.packs]\nown = no_such_pack_module\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(PackError, match="pack no_such_pack_module of broken-dist"):
        load_packs()


def test_data_files_are_found_in_folders_of_folders_in_order(make_pack: MakePack, tmp_path: Path) -> None:
    name = make_pack("pack_data")
    for file in ("models/b.yaml", "models/a/x.yaml", "models/note.txt"):
        target = tmp_path / name / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("k: v")

    assert [shown for shown, _ in the(name).files("models")] == ["pack_data/models/a/x.yaml", "pack_data/models/b.yaml"]
    assert list(the(name).files("vocabulary")) == []
