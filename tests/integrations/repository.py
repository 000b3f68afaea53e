"""Git repositories for tests, with nobody's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Repository:
    """A git repository, and the environment of what runs in it."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=folder or self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def git(self, *arguments: str, folder: Path | None = None) -> str:
        done = self.run("git", *arguments, folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.run("git", "commit", "-m", "a change", folder=folder)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")


def said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def environment(home: Path) -> dict[str, str]:
    """What git, pre-commit and paylint run in: a home of their own, and the packages of the tests."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **inherited,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "a",
        "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "a@example.com",
        "GIT_CONFIG_KEY_2": "protocol.file.allow",
        "GIT_CONFIG_VALUE_2": "always",
    }


def paylint_on_path(folder: Path, given: dict[str, str]) -> dict[str, str]:
    """The same environment with a program ``paylint`` in ``folder``, which is the one under test."""
    folder.mkdir()
    program = folder / "paylint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m paylint "$@"\n')
    program.chmod(0o755)
    return given | {"PATH": f"{folder}{os.pathsep}{given['PATH']}"}
