"""How much the findings depend on type annotations: strip them all, run again, and compare.

    python -m tests.corpus.annotations SOURCES [--most 0.02]

Annotations of parameters, results and variables go. In a class body an annotation declares a field, so there it becomes
``object``. Line numbers stay. A file that LibCST refuses (Python 2) holds no annotations and stays as it is. Exit status 1 if
more than that share of the findings changed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import libcst as cst

MOST = 0.02


class Stripper(cst.CSTTransformer):
    """Takes annotations out of a module."""

    def __init__(self) -> None:
        self._bodies: list[str] = ["module"]

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        """Enter a class body."""
        self._bodies.append("class")

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        """Leave a class body."""
        self._bodies.pop()
        return updated_node

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        """Enter a function body."""
        self._bodies.append("function")

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        """Leave a function body, without its result's annotation."""
        self._bodies.pop()
        return updated_node.with_changes(returns=None)

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> cst.Param:
        """A parameter without its annotation."""
        if updated_node.annotation is None:
            return updated_node
        equal = cst.AssignEqual() if updated_node.default is not None else cst.MaybeSentinel.DEFAULT
        return updated_node.with_changes(annotation=None, equal=equal)

    def leave_AnnAssign(
        self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign
    ) -> cst.AnnAssign | cst.Assign | cst.Pass:
        """A variable without its annotation; a class's field with one that says nothing."""
        if self._bodies[-1] == "class":
            return updated_node.with_changes(annotation=cst.Annotation(cst.Name("object")))
        if updated_node.value is None:
            return cst.Pass()
        return cst.Assign([cst.AssignTarget(updated_node.target)], updated_node.value)


def stripped(source: bytes) -> bytes:
    """The file without annotations; as it is where it cannot be parsed, or where lines would move."""
    try:
        module = cst.parse_module(source)
    except (cst.ParserSyntaxError, SyntaxError, UnicodeDecodeError):
        return source
    out = module.visit(Stripper()).bytes
    return out if out.count(b"\n") == source.count(b"\n") else source


def found(folder: Path) -> dict[str, str]:
    """The findings of paylint in a folder: what each is called from run to run, and what it says."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [sys.executable, "-m", "paylint", "check", str(folder), "--format", "json", "--output", out.name]
        subprocess.run(command, check=False, capture_output=True)
        report = json.loads(Path(out.name).read_text())
    return {
        finding["fingerprint"]: "{path}:{line} ".format(**finding["location"])
        + f"{finding['code']} {finding['message']}"
        for finding in report["findings"]
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print what stripping adds and removes in each package, and the share of all findings."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--most", type=float, default=MOST)
    options = parser.parse_args(argv)
    total = changed = files = 0
    with tempfile.TemporaryDirectory() as scratch:
        for folder in sorted(path for path in options.sources.iterdir() if path.is_dir()):
            bare = Path(scratch) / folder.name
            shutil.copytree(folder, bare)
            for file in bare.rglob("*.py"):
                source = file.read_bytes()
                without = stripped(source)
                files += without != source
                file.write_bytes(without)
            before, after = found(folder), found(bare)
            total += len(before)
            changed += len(before.keys() ^ after.keys())
            for mark, these, those in (("-", before, after), ("+", after, before)):
                for each in sorted(these.keys() - those.keys()):
                    print(f"{mark} {folder.name}/{these[each]}")
    share = changed / total if total else 0.0
    print(f"{files} files changed; {changed} of {total} findings changed: {share:.3f}")
    return int(share > options.most)


if __name__ == "__main__":
    raise SystemExit(main())
