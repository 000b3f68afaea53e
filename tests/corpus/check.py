"""Check the labels: every place they name must exist in the fetched source and say what they say it says.

    python -m tests.corpus.check SOURCES

``SOURCES`` is where ``fetch`` put the packages. Exit status 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

LABELS = Path(__file__).resolve().parent / "labels"
DATA = frozenset({"pan", "csc", "expiry", "holder"})
SOURCES = frozenset({"request", "form", "param", "model"})
SINKS = frozenset(
    {"psp-api", "http", "log", "storage", "session", "cache", "response", "email", "exception", "queue", "file"}
)
FLOWS = frozenset(
    {
        "api",
        "merchant-form-token",
        "direct-post",
        "hosted-fields",
        "redirect",
        "offline",
        "client-encrypted",
        "building-block",
        "none",
    }
)
CERTAINTIES = frozenset({"definite", "conditional", "second-order", "dead-code"})


def labels(folder: Path = LABELS) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each label file and what it holds, in order of name."""
    for path in sorted(folder.glob("*.yaml")):
        yield path, yaml.safe_load(path.read_text(encoding="utf-8"))


def places(value: Any) -> Iterator[tuple[str, int, str]]:
    """Each file, line and word that a label names."""
    if isinstance(value, dict):
        if "file" in value:
            yield value["file"], value["line"], value["has"]
        for text in value.get("evidence", ()):
            at, _, word = text.partition(" ")
            name, _, line = at.rpartition(":")
            yield name, int(line), word
        for inner in value.values():
            yield from places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def inconsistencies(label: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a label in itself, without its source."""
    for section in ("integrations", "flows", "not_flows"):
        ids = [entry["id"] for entry in label[section]]
        if len(ids) != len(set(ids)):
            yield f"{section}: an id stands twice"
    for flow in label["flows"]:
        yield from _flow_inconsistencies(label, flow)
    for entry in label["integrations"]:
        if entry["flow"] not in FLOWS:
            yield f"{entry['id']}: {entry['flow']} is no kind of integration"
    if label["verdict"]["flow_type"] not in FLOWS or label["verdict"]["saq"] not in {"A", "A-EP", "D"}:
        yield f"verdict: {label['verdict']}"


def _flow_inconsistencies(label: dict[str, Any], flow: dict[str, Any]) -> Iterator[str]:
    sink = flow["sink"]
    for key, found, allowed in (
        ("data", set(flow["data"]), DATA),
        ("source", {flow["source"]["kind"]}, SOURCES),
        ("sink", {sink["kind"]}, SINKS),
        ("certainty", {flow["certainty"]}, CERTAINTIES),
    ):
        if not found or found - allowed:
            yield f"{flow['id']}: {key} {sorted(found - allowed)}"
    files = {place["file"] for place in (flow["source"], *flow["steps"], sink)}
    if flow["crosses_files"] != len(files) - 1:
        yield f"{flow['id']}: crosses_files should be {len(files) - 1}"
    if flow.get("integration", "I1") not in {entry["id"] for entry in label["integrations"]}:
        yield f"{flow['id']}: no integration {flow['integration']}"
    for no in label["not_flows"]:
        same = (no["file"], no["line"], no["looks_like"]) == (sink["file"], sink["line"], sink["kind"])
        if same and set(no["data"]) & set(flow["data"]):
            yield f"{flow['id']} and {no['id']} contradict each other"


def misplaced(label: dict[str, Any], root: Path) -> Iterator[str]:
    """The places of a label that the source under ``root`` does not bear out."""
    for name, line, word in places(label):
        path = root / name
        lines = path.read_text("utf-8", "replace").split("\n") if path.is_file() else []
        if not 1 <= line <= len(lines):
            yield f"{name}:{line} is not there"
        elif word not in lines[line - 1]:
            yield f"{name}:{line} does not say {word!r}: {lines[line - 1].strip()[:80]!r}"


def main() -> int:
    """Check all labels against the sources that the command line names."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    args = ask.parse_args()
    wrong = checked = 0
    for path, label in labels():
        root = args.sources / f"{label['package']}-{label['version']}"
        problems = [*inconsistencies(label), *(misplaced(label, root) if root.is_dir() else ["source not fetched"])]
        checked += sum(1 for _ in places(label))
        wrong += len(problems)
        for problem in problems:
            print(f"{path.stem}: {problem}")
    print(f"{checked} places checked, {wrong} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
