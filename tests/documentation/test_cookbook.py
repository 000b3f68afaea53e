"""The cookbook, followed word by word: its files are written, its commands run, and what they print compared."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paylint.cli.app import run

COOKBOOK = Path(__file__).resolve().parents[2] / "rules" / "COOKBOOK.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
FILE = re.compile(r"# file: (\S+)\n")


def blocks() -> Iterator[tuple[str, str]]:
    for match in BLOCK.finditer(COOKBOOK.read_text("utf-8")):
        yield match[1], match[2]


def test_every_step_of_the_cookbook_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0

    for language, text in blocks():
        if language != "sh":
            name = FILE.match(text)
            assert name is not None, text
            file = tmp_path / name[1]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text[name.end() :], "utf-8")
            continue
        for command, printed in COMMAND.findall(text):
            program, *arguments = shlex.split(command)
            assert program == "paylint"
            run(arguments)
            assert capsys.readouterr() == (printed, ""), command
            commands += 1

    assert commands >= 8
    for imported in [each for each in sys.modules if each.partition(".")[0] == "acme_rules"]:
        monkeypatch.delitem(sys.modules, imported)
