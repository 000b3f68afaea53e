"""The tools that are measured, and the command of each for each case."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.peers.compare import Peer, home, install

HERE = Path(__file__).resolve().parent

START = "start: --version"
EMPTY = "one empty file"
COLD = "whole, nothing kept"
WARM = "whole again, nothing changed"
NEAR = "commit, one file changed near a card"
FAR = "commit, one file changed far from any"
ALONE = (START, EMPTY)
"""The cases that need no package."""
ON_A_PACKAGE = (COLD, WARM, NEAR, FAR)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, the package that brings it, and its arguments for each case, in which ``{path}`` is the tree or the file.

    A case that is missing is one that the tool does not have: what keeps nothing between runs has no second one.
    """

    name: str
    package: str
    program: str
    arguments: Mapping[str, tuple[str, ...]]
    fine: tuple[int, ...] = (0, 1)

    def command(self, folder: Path, case: str, path: Path) -> list[str]:
        """What to run for a case; the tool stands in its own environment below ``folder``."""
        bin_folder = home(folder, self.program) / "bin" if self.package else Path(sys.executable).parent
        return [str(bin_folder / self.program), *(each.format(path=path) for each in self.arguments[case])]

    def installed(self, folder: Path) -> str:
        """Have the tool in its environment, and give its name with its version."""
        return f"{self.name} {install(Peer(self.program, self.package, ''), folder)}".strip()


def _of_one_form(check: tuple[str, ...], warm: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """The arguments of a tool that takes a file as it takes a tree. ``warm`` are those with which it uses what it kept."""
    cases = {START: ("--version",), EMPTY: check, COLD: check, NEAR: warm or check, FAR: warm or check}
    return cases | ({WARM: warm} if warm else {})


SEMGREP = ("--metrics", "off", "--disable-version-check", "--quiet", "--no-git-ignore")
TOOLS = (
    Tool(
        "paylint",
        "",
        "paylint",
        {
            START: ("--version",),
            EMPTY: ("check", "--no-cache", "{path}"),
            COLD: ("check", "--no-cache", "{path}"),
            WARM: ("check", "{path}"),
            NEAR: ("check", "--staged", "--fail-on", "error"),
            FAR: ("check", "--staged", "--fail-on", "error"),
        },
    ),
    Tool(
        "Semgrep CE",
        "semgrep",
        "semgrep",
        _of_one_form(("scan", "--config", str(HERE / "semgrep-card.yaml"), *SEMGREP, "{path}")),
    ),
    Tool(
        "Ruff",
        "ruff",
        "ruff",
        _of_one_form(("check", "--isolated", "--no-cache", "{path}"), ("check", "--isolated", "{path}")),
    ),
    Tool(
        "Fixit",
        "fixit",
        "fixit",
        # a configuration of ours, because one of the package could name rules to import
        _of_one_form(("--quiet", "--config-file", str(HERE / "fixit.toml"), "lint", "{path}")),
        fine=(0, 1, 2, 3),
    ),
)
