"""A lock of the clean trees of an incident, and the altered trees beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from paylint.cli.app import run

TREES = Path(__file__).resolve().parents[2] / "examples" / "system-five"


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """The lock of ``before-<reading>``, in the working folder under its usual name."""
    monkeypatch.chdir(tmp_path)
    assert run(["lock", str(TREES / f"before-{request.param}")]) == 0
    return tmp_path / "paylint.lock.json"


def roles(lock: Path) -> dict[str, list[str]]:
    return {file["path"]: file["roles"] for file in json.loads(lock.read_text("utf-8"))["files"]}


@pytest.mark.parametrize("lock", ["handler"], indirect=True)
def test_the_lock_of_a_handler_that_takes_cards_holds_code_and_page(lock: Path) -> None:
    found = roles(lock)

    assert found["shop/payments.py"] == ["declares", "path"]
    assert found["shop/checkout.py"] == ["path", "renders", "routes"]
    assert found["shop/templates/pay.html"] == ["page", "path"]
    assert found["shop/templates/base.html"] == ["page"]
    assert found["shop/settings.py"] == ["provider"]
    assert found["shop/orders.py"] == ["imported"]
    assert "shop/templates/privacy.html" not in found


@pytest.mark.parametrize("lock", ["page"], indirect=True)
def test_the_lock_of_a_page_that_takes_cards_holds_its_own_script(lock: Path) -> None:
    found = roles(lock)

    assert found["shop/static/pay.js"] == ["provider", "script"]
    assert found["shop/checkout.py"] == ["renders"]


@pytest.mark.parametrize(
    ("lock", "altered"),
    [("handler", "shop/payments.py"), ("page", "shop/static/pay.js")],
    indirect=["lock"],
)
def test_the_altered_file_is_the_one_that_differs(
    lock: Path, altered: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    reading = request.node.callspec.params["lock"]

    assert run(["verify", str(TREES / f"before-{reading}")]) == 0
    assert run(["verify", str(TREES / f"deployed-{reading}"), "--lock", str(lock), "--format", "json"]) == 1

    document = json.loads(capsys.readouterr().out.partition("\n{")[2].join(["{", ""]))
    assert [(each["verb"], each["path"]) for each in document["differences"]] == [("changed", altered)]


@pytest.mark.parametrize("lock", ["handler"], indirect=True)
@pytest.mark.usefixtures("lock")
def test_the_text_names_the_function_and_shows_the_new_lines(capsys: pytest.CaptureFixture[str]) -> None:
    run(["verify", str(TREES / "deployed-handler")])

    out = capsys.readouterr().out
    assert "shop/payments.py  changed in lines 3-4, 11-16, 45-47  [declares, path]\n" in out
    assert "    changed  shop.payments.charge (lines 32-54), payment data passes it\n" in out
    assert "       12 | _u = eval(\n" in out
    assert out.endswith("the tree differs from the lock: 1 changed (8 files are locked)\n")


@pytest.mark.parametrize("lock", ["handler"], indirect=True)
@pytest.mark.usefixtures("lock")
def test_files_that_came_and_went_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(TREES / "before-handler", tree, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "shop/templates/pay.html").unlink()
    (tree / "httpx").mkdir()
    (tree / "httpx/__init__.py").write_text("", "utf-8")

    assert run(["verify", str(tree)]) == 1

    out = capsys.readouterr().out
    assert "httpx/__init__.py  added  [not in the lock, beside locked files]\n" in out
    assert "shop/templates/pay.html  missing  [page, path]\n" in out


def test_the_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        assert run(["lock", str(TREES / "before-page"), "-o", str(file)]) == 0

    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_tree_without_payment_data_gives_no_lock(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hello.py").write_text("print('hello')\n", "utf-8")

    assert run(["lock", str(tmp_path), "-o", str(tmp_path / "lock.json")]) == 2

    assert "there is nothing to lock" in capsys.readouterr().err
    assert not (tmp_path / "lock.json").exists()


def test_wrong_calls_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert run(["verify", str(tmp_path), "--lock", str(tmp_path / "none.json")]) == 2
    assert "cannot read the lock" in capsys.readouterr().err
