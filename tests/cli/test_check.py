from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paylint.cli import output
from paylint.cli.app import run
from paylint.cli.options import rules_beginning
from paylint.errors import PackError
from paylint.finding import Confidence, Severity

if TYPE_CHECKING:
    from tests.cli.conftest import StubPipeline

CONCISE = (
    "shop/views 1.py:3:5: PAY101[card-data-received] card number enters this server\n"
    "old.py:3:1: PAY901 not analysed: Python 2\n"
)


@pytest.mark.usefixtures("pipeline")
def test_findings_are_printed_and_the_exit_code_is_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 1

    out, err = capsys.readouterr()
    assert "error  PAY101 card-data-received" in out
    assert 'log("424242******4242")' in out
    assert out.endswith("1 error in 12 files (2 analysed)\n")
    assert err == ""


def test_a_clean_report_exits_with_0(pipeline: StubPipeline) -> None:
    pipeline.report = replace(pipeline.report, findings=(), exit_code=0)

    assert run(["check"]) == 0


def test_exit_zero_forgives_findings_but_no_internal_error(pipeline: StubPipeline) -> None:
    assert run(["check", "--exit-zero"]) == 0

    pipeline.report = replace(pipeline.report, exit_code=3)
    assert run(["check", "--exit-zero"]) == 3


def test_the_current_folder_is_the_default(pipeline: StubPipeline, tmp_path: Path) -> None:
    run(["check"])

    assert pipeline.settings[0].paths == (str(tmp_path),)


def test_options_reach_the_settings(pipeline: StubPipeline, tmp_path: Path) -> None:
    options = "--select PAY1,PAY201 --select card-data-received --ignore PAY102 --severity warning --confidence high"
    more = "--exclude old/ --exclude *.gen.py --jobs 3 --fail-on-unanalysed"

    run(["check", "a", "b", *options.split(), *more.split()])

    settings = pipeline.settings[0]
    assert settings.paths == (str(tmp_path / "a"), str(tmp_path / "b"))
    assert settings.select == ("PAY1", "PAY201", "card-data-received")
    assert settings.ignore == ("PAY102",)
    assert settings.severity is Severity.WARNING
    assert settings.confidence is Confidence.HIGH
    assert settings.exclude == ("old/", "*.gen.py")
    assert settings.jobs == 3
    assert settings.fail_on_unanalysed is True


@pytest.mark.usefixtures("pipeline")
def test_concise_output_is_one_line_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--format", "concise"])

    assert capsys.readouterr().out == CONCISE


@pytest.mark.parametrize("form", ["json", "sarif"])
@pytest.mark.usefixtures("pipeline")
def test_machine_output_is_one_json_document_on_standard_output(capsys: pytest.CaptureFixture[str], form: str) -> None:
    run(["check", "--format", form, "--statistics"])

    out, err = capsys.readouterr()
    assert json.loads(out)
    assert "parse, seconds" in err


@pytest.mark.usefixtures("pipeline")
def test_times_are_written_only_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--format", "json"])
    assert "seconds" not in json.loads(capsys.readouterr().out)

    run(["check", "--format", "json", "--statistics"])
    assert json.loads(capsys.readouterr().out)["seconds"] == {"parse": 0.25}


@pytest.mark.usefixtures("pipeline")
def test_statistics_follow_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--statistics"])

    assert "1 error in 12 files (2 analysed)\n\nPAY101 card-data-received      1\n" in capsys.readouterr().out


@pytest.mark.usefixtures("pipeline")
def test_output_goes_to_a_file_in_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--output", "out.txt"]) == 1

    assert "非保持化" in (tmp_path / "out.txt").read_text("utf-8")
    assert capsys.readouterr().out == ""


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    pipeline: StubPipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "--output", "no/such/out.txt"]) == 2

    folder = tmp_path / "no" / "such"
    assert capsys.readouterr().err == (
        f"paylint: cannot write no/such/out.txt: the folder {folder} does not exist; name another file\n"
    )
    assert pipeline.settings == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check', 'cache'?"),
        (["check", "--selct", "PAY1"], "No such option: --selct"),
        (["check", "--severity", "bad"], "'bad' is not one of 'note', 'warning', 'error'"),
        (["check", "--jobs", "0"], "--jobs"),
        (["check", "--config", "gone.toml"], "cannot read the configuration file gone.toml: No such file or directory"),
    ],
)
@pytest.mark.usefixtures("pipeline")
def test_wrong_usage_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(arguments) == 2

    err = capsys.readouterr().err
    assert err.startswith("paylint: ")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("pipeline")
def test_an_unknown_configuration_key_is_refused_with_the_nearest_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.paylint]\nexlude = ["a"]\n')

    assert run(["check"]) == 2

    assert capsys.readouterr().err == (
        f'paylint: {tmp_path / "pyproject.toml"}: [tool.paylint] unknown key "exlude"; did you mean "exclude"?\n'
    )


def test_an_error_of_the_line_is_one_sentence_with_its_own_exit_code(
    pipeline: StubPipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.error = PackError("models/a.yaml:3: unknown key")

    assert run(["check"]) == 2
    assert capsys.readouterr().err == "paylint: models/a.yaml:3: unknown key\n"


def test_an_unexpected_error_asks_for_a_report_and_shows_no_traceback(
    pipeline: StubPipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline.error = ZeroDivisionError("x")

    assert run(["check"]) == 3

    err = capsys.readouterr().err
    assert err.startswith("paylint: internal error (ZeroDivisionError): please report it with `paylint 0.1.0`")
    assert err.count("\n") == 1


def test_the_traceback_is_shown_on_request(
    pipeline: StubPipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.error = ZeroDivisionError("x")

    assert run(["check", "--verbose"]) == 3
    assert "Traceback" in capsys.readouterr().err

    monkeypatch.setenv("PAYLINT_TRACEBACK", "1")
    assert run(["check"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_quiet(pipeline: StubPipeline, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.error = KeyboardInterrupt()

    assert run(["check"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("color", "environment", "coloured"),
    [
        pytest.param("auto", {}, True, id="a terminal is coloured"),
        pytest.param("auto", {"NO_COLOR": "1"}, False, id="NO_COLOR is heeded"),
        pytest.param("auto", {"NO_COLOR": ""}, True, id="an empty NO_COLOR says nothing"),
        pytest.param("auto", {"TERM": "dumb"}, False, id="a dumb terminal is not coloured"),
        pytest.param("always", {"NO_COLOR": "1"}, True, id="the option beats NO_COLOR"),
        pytest.param("never", {}, False, id="never is never"),
    ],
)
@pytest.mark.usefixtures("pipeline")
def test_colours_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
    color: str,
    environment: dict[str, str],
    coloured: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)

    run(["check", "--color", color])

    assert ("\x1b[" in screen.getvalue()) is coloured


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("pipeline")
def test_a_pipe_is_not_coloured(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check"])

    assert "\x1b[" not in capsys.readouterr().out


PROGRAM = """
import sys, types
import paylint
from paylint.finding import Confidence, Coverage, Finding, Report, Severity
from paylint.location import Location

def check(settings, progress, store=None):
    finding = Finding("PAY101", "a", Severity.ERROR, Confidence.HIGH, Location("a.py", 1), "caf\\u00e9 \\u6c7a\\u6e08")
    return Report("0", settings.root, (finding,) * 20_000, (), Coverage(), (), 1)

paylint.pipeline = sys.modules["paylint.pipeline"] = types.ModuleType("paylint.pipeline")
paylint.pipeline.check = check
from paylint.cli.app import main
main()
"""


def program(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with program("check", str(tmp_path), "--format", "concise") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_a_terminal_that_lacks_characters_still_gets_the_findings(tmp_path: Path) -> None:
    with program("check", str(tmp_path), "--format", "concise", PYTHONIOENCODING="ascii") as process:
        out, err = process.communicate()

    assert b"caf\\xe9 \\u6c7a\\u6e08" in out
    assert err == b""


def test_a_bar_is_drawn_on_a_terminal_only_when_the_work_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from paylint.cli import progress

    for patience, drawn in ((1e9, False), (0.0, True)):
        monkeypatch.setattr(progress, "PATIENCE", patience)
        screen = Terminal()
        monkeypatch.setattr(sys, "stderr", screen)

        with progress.progress_bar() as tell:
            tell("parse", 1, 2)

        assert ("parse" in screen.getvalue()) is drawn


@pytest.mark.usefixtures("pipeline")
def test_quiet_prints_findings_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "-q"]) == 1

    out, err = capsys.readouterr()
    assert "error  PAY101 card-data-received" in out
    assert "old.py:3  PAY901" in out, "what could not be read is no chatter"
    assert "in 12 files" not in out
    assert "minified" not in out
    assert err == ""


@pytest.mark.usefixtures("pipeline")
def test_verbose_says_on_standard_error_how_long_each_stage_took(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--format", "concise", "-v"])

    assert capsys.readouterr() == (CONCISE, "parse, seconds  0.250\n")


@pytest.mark.usefixtures("pipeline")
@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["--format", "jsn"], "json"),
        (["--severity", "eror"], "error"),
        (["--fail-on", "nwe"], "new"),
        (["--report", "sarf=x"], "sarif"),
    ],
)
def test_a_word_that_is_none_of_those_known_gets_the_nearest_one(
    arguments: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *arguments]) == 2

    assert capsys.readouterr().err.endswith(f'; did you mean "{meant}"?\n')


@pytest.mark.parametrize(
    ("stream", "environment", "linked"),
    [
        pytest.param(Terminal(), {"TERM": "xterm"}, True, id="on a terminal"),
        pytest.param(io.StringIO(), {"TERM": "xterm"}, False, id="not in a pipe, whatever the colours"),
        pytest.param(Terminal(), {"TERM": "linux"}, False, id="not on the console, which knows none"),
        pytest.param(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False, id="not without colours"),
    ],
)
def test_links_are_written_where_a_terminal_may_know_them(
    stream: io.StringIO, environment: dict[str, str], linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert output.linked(stream, "auto" if stream.isatty() else "always") == linked


@pytest.mark.parametrize(
    ("incomplete", "some", "not_this"),
    [
        ("PAY30", "PAY301", "PAY101"),
        ("card-data-l", "card-data-logged", "card-data-queued"),
        ("PAY101,PAY3", "PAY101,PAY301", "PAY301"),
        ("", "PAY101", "card-data-logged"),
    ],
)
def test_a_shell_completes_rules(incomplete: str, some: str, not_this: str) -> None:
    told = dict(rules_beginning(incomplete))

    assert told[some]
    assert not_this not in told


@pytest.mark.parametrize("words", ["paylint check --fo", "paylint explain PAY10"])
def test_a_shell_asks_the_program_itself(words: str) -> None:
    environment = {**os.environ, "_PAYLINT_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", "from paylint.cli.app import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    wanted = words.rsplit(maxsplit=1)[-1]
    assert done.stdout.split()
    assert all(word.startswith(wanted) for word in done.stdout.split()), done.stdout


def test_a_shop_with_line_ends_of_windows_is_the_same_shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = Path(__file__).resolve().parents[2] / "examples" / "tokiwa" / "before"
    told = []
    for name, end in (("unix", b"\n"), ("windows", b"\r\n")):
        shutil.copytree(shop, tmp_path / name)
        for file in (tmp_path / name).rglob("*.*"):
            file.write_bytes(file.read_bytes().replace(b"\n", end))
        assert run(["check", str(tmp_path / name), "--no-cache"]) == 1
        told.append(capsys.readouterr().out)

    assert told[0] == told[1]
