"""Findings mended in a file's text, by LibCST: what is not mended stays as it is, byte for byte."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from paylint.finding import Finding
from paylint.frontend.carriers import Carriers, Site, clue, find_site
from paylint.frontend.decoding import split_lines
from paylint.frontend.parser import Parsed, Positions, parse_text
from paylint.location import Path
from paylint.rule import Cut, Fix, SetArgument

_NUMBER_FORMAT = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[diouxXeEfFgG]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A file's new content, and which of the findings were mended in it, in the order in which they were given."""

    content: bytes
    done: tuple[bool, ...]


def mend(path: Path, content: bytes, findings: Sequence[tuple[Finding, Fix]]) -> Mended:
    """Mend the findings of one file, each on its own terms; those that cannot be are left. Never raises."""
    nothing = Mended(content, (False,) * len(findings))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return nothing
    parsed = parse_text(path, text, split_lines(text))
    if not isinstance(parsed, Parsed):
        return nothing
    plan = _Plan(parsed.positions, parsed.module)
    done = tuple(plan.add(finding, fix) for finding, fix in findings)
    if not any(done):
        return nothing
    new = parsed.module.visit(_Rewriter(plan)).code
    if not isinstance(parse_text(path, new, split_lines(new)), Parsed):
        return nothing
    return Mended(new.encode(encoding), done)


@dataclass(slots=True)
class _Plan:
    """What to do with which node, by the node's identity."""

    positions: Positions
    module: cst.Module
    replaced: dict[int, cst.CSTNode] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    before: dict[int, list[cst.SimpleStatementLine | cst.BaseCompoundStatement]] = field(default_factory=dict)

    def add(self, finding: Finding, fix: Fix) -> bool:
        """Plan one finding; false, and nothing planned, where it cannot be mended."""
        site = find_site(self.module, self.positions, (finding.location.line, finding.location.column))
        if site is None:
            return False
        if isinstance(fix, SetArgument):
            return self._set_argument(site, fix)
        return self._cut(site, finding, fix)

    def _set_argument(self, site: Site, fix: SetArgument) -> bool:
        if isinstance(site.node, cst.Call):
            for arg in site.node.args:
                if arg.keyword is not None and arg.keyword.value == fix.name:
                    self.replaced[id(arg.value)] = cst.parse_expression(fix.value)
                    return True
        return False

    def _cut(self, site: Site, finding: Finding, fix: Cut) -> bool:
        told = [trace for trace in finding.traces if trace.element in fix.last_four | fix.removed]
        if not told or finding.sources > len(finding.traces):
            return False
        step = _Plan(self.positions, self.module)
        for trace in told:
            carriers = Carriers(site, self.positions, clue(trace, finding.location))
            found = carriers.found()
            last_four = trace.element in fix.last_four
            done = step._replace_all(site, found, fix, last_four) if found else step._empty(site, carriers, fix)
            if not done:
                return False
        self.replaced |= step.replaced
        self.removed |= step.removed
        self.before |= step.before
        return True

    def _replace_all(self, site: Site, found: Sequence[cst.BaseExpression], fix: Cut, last_four: bool) -> bool:
        if any(_NUMBER_FORMAT.search(text) for text in _texts(site.node)):
            return False
        above = _above(site.node)
        for node in found:
            written = above.get(id(node))
            inside = _inside_written(node, above)
            if inside is not None and inside.format_spec is not None:
                return False
            if last_four:
                around = above.get(id(written))
                whole = around if isinstance(around, cst.Call) and _is_named(around.func, "str") else node
                self.replaced[id(whole)] = self._last_four(whole)
            elif inside is not None:
                self.replaced[id(inside)] = cst.FormattedStringText(fix.filler)
            elif fix.entries and isinstance(written, cst.DictElement):
                self.removed.add(id(written))
            else:
                self.replaced[id(node)] = cst.SimpleString(f'"{fix.filler}"')
        return True

    def _last_four(self, node: cst.BaseExpression) -> cst.BaseExpression:
        code = self.module.code_for_node(node)
        text = code if isinstance(node, cst.Call) and _is_named(node.func, "str") else f"str({code})"
        return cst.parse_expression(f"{text}[-4:]", self.module.config_for_parsing)

    def _empty(self, site: Site, carriers: Carriers, fix: Cut) -> bool:
        """Empty the attributes that hold the data, in front of the statement that stores their object."""
        kept = carriers.kept_as() if not fix.filler else []
        lines = self.before.setdefault(id(site.line), [])
        for owner, attribute in kept:
            made = cst.parse_statement(f'{owner}.{attribute} = ""', self.module.config_for_parsing)
            if not any(made.deep_equals(line) for line in lines):
                lines.append(made)
        return bool(kept)


class _Rewriter(cst.CSTTransformer):
    """Carries a plan out."""

    def __init__(self, plan: _Plan) -> None:
        super().__init__()
        self._plan = plan

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        """Every node as it was, but for those of the plan."""
        updated: Any = super().on_leave(original_node, updated_node)
        key = id(original_node)
        if key in self._plan.replaced:
            return self._plan.replaced[key]
        if key in self._plan.before:
            return cst.FlattenSentinel([*self._plan.before[key], updated])
        if isinstance(original_node, cst.Dict) and any(
            id(item) in self._plan.removed for item in original_node.elements
        ):
            return _without(original_node, updated, self._plan.removed)
        return updated


def _without(original: cst.Dict, updated: cst.Dict, removed: set[int]) -> cst.Dict:
    pairs = zip(original.elements, updated.elements, strict=True)
    kept = [now for before, now in pairs if id(before) not in removed]
    if kept:
        kept[-1] = kept[-1].with_changes(comma=updated.elements[-1].comma)
    return updated.with_changes(elements=kept)


def _above(root: cst.CSTNode) -> dict[int, cst.CSTNode]:
    """The node above each node below a root, by identity."""
    above: dict[int, cst.CSTNode] = {}
    pending = [root]
    while pending:
        node = pending.pop()
        for child in node.children:
            above[id(child)] = node
            pending.append(child)
    return above


def _inside_written(node: cst.CSTNode, above: dict[int, cst.CSTNode]) -> cst.FormattedStringExpression | None:
    """The outermost replacement field of a formatted string that a node stands in."""
    found = None
    current: cst.CSTNode | None = node
    while current is not None:
        found = current if isinstance(current, cst.FormattedStringExpression) else found
        current = above.get(id(current))
    return found


def _texts(node: cst.CSTNode) -> Iterator[str]:
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, cst.SimpleString):
            yield node.raw_value
        pending.extend(node.children)


def _is_named(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name
