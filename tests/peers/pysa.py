"""Run Pysa on a package and write what it finds as SARIF.

    python -m tests.peers.pysa PYRE SOURCE OUT

Pysa writes each issue where the two halves of a flow meet, and the halves as links from one function's model to the next. Here the
links are followed to the source and to the sink, so that its results can be scored like those of other analysers.
It works on a copy, because it writes beside what it reads and names nothing outside of its own folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULES = Path(__file__).resolve().parent / "rules" / "pysa"
LONGEST = 30
"""Links followed in one direction; a trace that is longer is cut there."""

Models = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file."""

    path: str
    line: int


def findings(lines: Sequence[str]) -> Iterator[tuple[str, str, tuple[Place, ...]]]:
    """Code, message and trace, source first, of each issue in Pysa's ``taint-output.json``."""
    entries = [json.loads(line) for line in lines[1:]]
    models: Models = {entry["data"]["callable"]: entry["data"] for entry in entries if entry["kind"] == "model"}
    for entry in entries:
        if entry["kind"] == "issue":
            issue = entry["data"]
            halves = {trace["name"]: trace["roots"] for trace in issue["traces"]}
            for sink in halves["backward"]:
                before = _follow(halves["forward"][0], issue["filename"], models, "sources")
                after = _follow(sink, issue["filename"], models, "sinks")
                yield str(issue["code"]), issue["message"], (*reversed(before), *after)


def _follow(link: dict[str, Any], path: str, models: Models, half: str) -> tuple[Place, ...]:
    places: list[Place] = []
    for _ in range(LONGEST):
        if "origin" in link:
            return (*places, Place(path, link["origin"]["line"]))
        call = link.get("call")
        if not call:
            break
        places.append(Place(path, call["position"]["line"]))
        model = next((models[name] for name in call.get("resolves_to", ()) if name in models), None)
        if model is None or (found := _taint(model, half, call["port"])) is None:
            break
        link, path = found, model["filename"]
    return tuple(places)


def _taint(model: dict[str, Any], half: str, port: str) -> dict[str, Any] | None:
    """The shortest way on from a port of a function, or from a part of what comes in there."""
    ways = [
        taint
        for entry in model.get(half, ())
        if entry["port"].startswith(port) or port.startswith(entry["port"])
        for taint in entry["taint"]
    ]
    return min(ways, key=lambda taint: min((kind.get("length", 0) for kind in taint["kinds"]), default=0), default=None)


def sarif(found: Iterator[tuple[str, str, tuple[Place, ...]]]) -> dict[str, Any]:
    """A log of the findings that end inside the package: one result for each rule and sink, with all its traces."""
    results: dict[tuple[str, Place], dict[str, Any]] = {}
    for code, message, trace in found:
        if trace and trace[-1].path != "*":
            new = {
                "ruleId": code,
                "message": {"text": message},
                "locations": [_location(trace[-1])],
                "codeFlows": [],
            }
            flow = {"threadFlows": [{"locations": [{"location": _location(place)} for place in trace]}]}
            results.setdefault((code, trace[-1]), new)["codeFlows"].append(flow)
    return {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "Pysa"}}, "results": list(results.values())}],
    }


def _location(place: Place) -> dict[str, Any]:
    artifact = {"uri": place.path.removeprefix("source/")}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": place.line}}}


def main() -> int:
    """Run Pysa; its exit status is passed on where it failed."""
    pyre, source, out = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(source, Path(scratch, "source"))
        settings = {
            "project-includes": ["source/**/*.py"],
            "project-excludes": [],
            "disable-project-excludes-heuristics": True,
            "use-ignore-files": False,
            "search-path": [str(RULES / "stubs"), "source"],
            "python-version": "3.11",
        }
        # what JSON says of texts, lists and booleans, TOML says too
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        Path(scratch, "pyrefly.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [
            *(pyre, "--noninteractive", "--source-directory", "source", "--search-path", str(RULES / "stubs")),
            *("--dot-pyre-directory", ".pyre", "analyze", "--no-verify"),
            *("--taint-models-path", str(RULES), "--save-results-to", "out"),
        ]
        environment = os.environ | {"PATH": f"{Path(pyre).parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, text=True, check=False)
        written = Path(scratch, "out", "taint-output.json")
        if not written.exists():
            print(done.stderr[-2000:], file=sys.stderr)
            return max(done.returncode, 2)
        log = sarif(findings(written.read_text(encoding="utf-8").splitlines()))
    Path(out).write_text(json.dumps(log), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
