"""A baseline through some changes of a small shop, over the real line and the installed rules."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from paylint.cli.app import run

SHOP = """\
import logging

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/pay")
def pay():
    number = request.form["card_number"]
    log.info("paying with %s", number)
    return "ok"
"""
LEAK = '    log.info("paying with %s", number)\n'


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "views.py").write_text(SHOP)
    (tmp_path / "pyproject.toml").write_text('[tool.paylint]\nbaseline = "known.jsonl"\nselect = ["PAY3"]\n')
    monkeypatch.chdir(tmp_path)
    assert run(["baseline", "create"]) == 0
    return tmp_path


def rewrite(shop: Path, old: str, new: str) -> None:
    file = shop / "shop" / "views.py"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def out(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.usefixtures("shop")
def test_what_was_there_on_the_first_day_does_not_fail(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys)
    assert run(["check"]) == 0

    assert out(capsys) == "no further card flow found in 1 file (1 analysed); 1 in the baseline\n"
    assert run(["check", "--no-baseline"]) == 1


def test_moved_lines_and_renamed_variables_do_not_fail(shop: Path) -> None:
    rewrite(shop, "import logging", "import logging\nimport os\n\n# more")
    rewrite(shop, "number", "value_of_form")
    rewrite(shop, '"card_value_of_form"', '"card_number"')
    rewrite(
        shop,
        'log.info("paying with %s", value_of_form)',
        'log.info(\n        "paying with %s",\n        value_of_form,\n    )',
    )

    assert run(["check"]) == 0


def test_a_second_leak_in_the_same_function_fails(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(shop, LEAK, LEAK * 2)
    out(capsys)

    assert run(["check", "--format", "concise"]) == 1
    assert out(capsys).startswith("shop/views.py:13:")


def test_a_moved_file_does_not_fail(shop: Path) -> None:
    (shop / "checkout").mkdir()
    (shop / "shop" / "views.py").rename(shop / "checkout" / "views.py")

    assert run(["check"]) == 0


def test_a_file_with_another_name_does_not_fail_where_git_saw_it_move(shop: Path) -> None:
    for command in ("init -q", "add -A", "-c user.name=a -c user.email=a@example.com commit -qm a"):
        subprocess.run(["git", *command.split()], check=True, capture_output=True)
    subprocess.run(["git", "mv", "shop/views.py", "shop/pages.py"], check=True, capture_output=True)

    assert run(["check"]) == 0
    assert run(["baseline", "prune"]) == 0
    assert "shop/pages.py::pay" in (shop / "known.jsonl").read_text()


def test_what_is_fixed_is_said_and_pruned_and_is_new_when_it_comes_back(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(shop, LEAK, "    log.info('paying')\n")
    out(capsys)

    assert run(["check"]) == 0
    assert "    shop/views.py::pay: PAY301 info: card.pan from shop/views.py::pay\n" in out(capsys)
    assert run(["baseline", "prune"]) == 0
    assert out(capsys).splitlines()[-1] == "known.jsonl: 1 flow taken out, 0 flows kept"
    assert run(["baseline", "show"]) == 0
    assert out(capsys) == ""

    rewrite(shop, "    log.info('paying')\n", LEAK)
    assert run(["check"]) == 1


def test_update_accepts_what_is_new(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(shop, LEAK, LEAK + "    print(number)\n")
    assert run(["check"]) == 1
    out(capsys)

    assert run(["baseline", "update"]) == 0
    assert out(capsys).splitlines()[-1] == "known.jsonl: 1 flow before, 2 flows now"
    assert run(["check"]) == 0


def test_a_run_of_one_folder_does_not_take_the_rest_for_fixed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "other").mkdir()
    (shop / "other" / "empty.py").write_text("")
    before = (shop / "known.jsonl").read_text()
    out(capsys)

    assert run(["check", "other"]) == 0
    assert "Fixed" not in out(capsys)
    assert run(["baseline", "prune", "other"]) == 0
    assert (shop / "known.jsonl").read_text() == before


@pytest.mark.usefixtures("shop")
def test_an_existing_baseline_is_not_replaced_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "create"]) == 2
    assert "use `paylint baseline update`, or --force to begin anew" in capsys.readouterr().err
    assert run(["baseline", "create", "--force"]) == 0


def test_a_baseline_that_is_not_there_is_one_sentence(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--baseline", "gone.jsonl"]) == 2
    assert capsys.readouterr().err == (
        f"paylint: there is no baseline {shop / 'gone.jsonl'}; `paylint baseline create` makes it\n"
    )


@pytest.mark.usefixtures("shop")
def test_known_findings_stay_in_sarif_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys)
    run(["check", "--format", "sarif"])
    (result,) = json.loads(out(capsys))["runs"][0]["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "in the baseline known.jsonl"}
    ]

    run(["check", "--format", "json"])
    document = json.loads(out(capsys))
    assert document["findings"] == []
    assert [item["by"] for item in document["suppressed"]] == ["baseline"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--no-baseline", "--fail-on", "error"], 1),
        (["--no-baseline", "--fail-on", "error", "--select", "PAY302"], 0),
        (["--fail-on", "new"], 0),
        (["--no-baseline", "--fail-on", "new"], 2),
    ],
)
@pytest.mark.usefixtures("shop")
def test_fail_on(options: list[str], code: int) -> None:
    assert run(["check", *options]) == code


def test_a_severity_below_the_gate_is_shown_and_does_not_fail(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "pyproject.toml").write_text(
        '[tool.paylint]\nselect = ["PAY3"]\nper-file-severity = { "shop/" = { PAY3 = "note" } }\n'
    )
    out(capsys)

    assert run(["check", "--fail-on", "warning"]) == 0
    assert "1 note in 1 file" in out(capsys)
    assert run(["check"]) == 1


def test_line_ends_of_windows_in_a_baseline_change_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shop / "known.jsonl"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    capsys.readouterr()

    assert run(["check", "--format", "concise"]) == 0
    assert out(capsys) == ""
