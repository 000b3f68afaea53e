"""A lock says what differs: which files, which functions, which lines."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping

import jsonschema
import pytest

from paylint.datapath import DataPath
from paylint.errors import UsageError
from paylint.location import Path
from paylint.lock import Difference, Lock, Tree, compare, dumps, loads, make

SCHEMA = json.loads(importlib.resources.files("paylint").joinpath("schemas/lock.schema.json").read_text("utf-8"))
SHOP = {
    "shop/pay.py": "import psp\n\n\ndef pay(card):\n    psp.charge(card)\n\n\ndef show():\n    return 1\n",
    "shop/psp.py": "def charge(card):\n    send(card)\n",
    "shop/settings.py": "HOST = 'a.example'\n",
    "shop/pay.html": "<input name=card>\n",
    "shop/logo.png": "x",
}
PATH = DataPath(
    (
        (Path("shop/pay.html"), ("page",)),
        (Path("shop/pay.py"), ("path",)),
        (Path("shop/psp.py"), ("path",)),
        (Path("shop/settings.py"), ("imported",)),
    ),
    frozenset({"shop.pay.pay", "shop.psp.charge"}),
)


def tree(files: Mapping[str, str]) -> Tree:
    def programs(folder: str) -> tuple[str, ...]:
        names = [path.rpartition("/") for path in files if not path.endswith(".png")]
        return tuple(name for where, _, name in names if where == folder)

    return Tree(lambda path: files[path].encode() if path in files else None, programs)


def module(path: Path) -> str:
    return path.removesuffix(".py").replace("/", ".") if path.endswith(".py") else ""


def locked() -> Lock:
    return make(PATH, tree(SHOP), module)


def found(**changes: str | None) -> tuple[Difference, ...]:
    files = {**SHOP, **{name: text for name, text in changes.items() if text is not None}}
    return compare(locked(), tree({name: text for name, text in files.items() if changes.get(name, "") is not None}))


def test_the_tree_that_was_locked_does_not_differ() -> None:
    assert found() == ()


def test_a_changed_function_is_named_with_its_lines_and_whether_data_passes_it() -> None:
    text = SHOP["shop/pay.py"].replace("    psp.charge(card)\n", "    psp.charge(card)\n    leak(card)\n")

    (difference,) = found(**{"shop/pay.py": text})

    assert (difference.verb, difference.path, difference.lines, difference.gone) == (
        "changed",
        "shop/pay.py",
        ((6, 6),),
        0,
    )
    assert [(each.verb, each.name, each.first, each.last, each.on_path) for each in difference.functions] == [
        ("changed", "shop.pay.pay", 4, 6, True)
    ]


def test_a_comment_changes_the_file_and_no_function() -> None:
    (difference,) = found(**{"shop/settings.py": "# ours\n" + SHOP["shop/settings.py"]})

    assert (difference.lines, difference.functions) == (((1, 1),), ())


def test_line_ends_alone_change_no_line_and_no_function() -> None:
    (difference,) = found(**{"shop/pay.py": SHOP["shop/pay.py"].replace("\n", "\r\n")})

    assert difference == Difference("changed", "shop/pay.py")


def test_functions_that_came_or_went_are_named() -> None:
    (difference,) = found(**{"shop/pay.py": SHOP["shop/pay.py"].replace("def show", "def steal")})

    assert [(each.verb, each.name) for each in difference.functions] == [
        ("missing", "shop.pay.show"),
        ("added", "shop.pay.steal"),
    ]


def test_lines_that_are_gone_are_counted() -> None:
    (difference,) = found(**{"shop/psp.py": "def charge(card):\n"})

    assert (difference.lines, difference.gone) == ((), 1)


def test_a_missing_file_is_named() -> None:
    assert found(**{"shop/pay.html": None}) == (Difference("missing", "shop/pay.html"),)


def test_a_new_program_beside_locked_files_is_added_and_other_files_are_not() -> None:
    assert found(**{"shop/extra.py": "x", "shop/new.png": "x", "other/thing.py": "x"}) == (
        Difference("added", "shop/extra.py"),
    )


def test_a_new_module_where_imports_are_looked_up_is_added() -> None:
    assert found(**{"requests.py": "x"}) == (Difference("added", "requests.py"),)


def test_the_written_form_is_that_of_the_schema_and_reads_back_as_the_same_lock() -> None:
    text = dumps(locked())

    jsonschema.validate(json.loads(text), SCHEMA)
    assert loads(text, "x") == locked()
    assert dumps(loads(text, "x")) == text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{", "", "it is not JSON"),
        ('"paylint.lock"', '"other"', 'it has no "format"'),
        ('"version": 1', '"version": 7', "its version is 7"),
        ('"shop/pay.py"', '"../pay.py"', "no path inside the tree"),
        ('"shop/pay.py"', '"/etc/passwd"', "no path inside the tree"),
        ('"path"', '"way"', "unknown role 'way'"),
        ('"sha256": "', '"sha256": "z', "is no hash"),
        ('"sha256"', '"sha1"', "'sha256'"),
    ],
)
def test_what_is_no_lock_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    text = dumps(locked()).replace(old, new, 1) if old != '"path"' else dumps(locked()).replace('    "path"\n', '"way"')

    with pytest.raises(UsageError, match=r"^here\.json is no lock of this paylint: .*`paylint lock`$") as error:
        loads(text, "here.json")
    assert said in str(error.value)
