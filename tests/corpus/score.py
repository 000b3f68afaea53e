"""Score an analyser's SARIF against the labelled corpus.

    python -m tests.corpus.score SOURCES [--tool 'paylint check {src} --format sarif --output {out}'] [--only NAME,NAME]
                                 [--core-recall 0.75] [--false-positives 0] [--json FILE] [--verbose]

``SOURCES`` is where ``fetch`` put the packages. SARIF is a common format, so any analyser can be set beside ours: ``{src}``
stands for a package's folder, ``{out}`` for the file to write. With ``--scope``, a command that writes JSON with
``integrations`` and ``verdict``, those are compared too; provider names are matched through the models of the rule pack.

found           a result, or the last place of its trace, is the labelled sink (same file, within three lines)
traced          ... and its trace touches the labelled source
begins          ... and its trace begins there
false positive  a result on a labelled not_flow, and near nothing else that is labelled
unlabelled      any other result: it counts neither way until somebody reads it

A flow marked ``echo`` is neither demanded nor wrong. Core flows are certain, and more than an expiry date or a name. Exit status
1 if a tool failed on a package or a threshold is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import yaml

from tests.corpus.check import labels, places

PROVIDERS = Path(__file__).resolve().parents[2] / "rules" / "paylint_rules" / "models" / "psps"
PAYLINT = f"{shlex.quote(sys.executable)} -m paylint check {{src}} --format sarif --output {{out}}"
SLACK = 3
FINDINGS = 1
"""The exit status of a tool that has findings; anything above means that it failed."""

SAME_FLOW: Mapping[str, str] = {
    "merchant-form": "merchant-form-token",
    "direct-post": "merchant-form-token",
    "iframe": "hosted-fields",
    "hosted": "hosted-fields",
    "token": "hosted-fields",
    "link": "redirect",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A place a result names."""

    path: str
    line: int
    end: int

    def near(self, place: tuple[str, int], slack: int = SLACK) -> bool:
        """Whether it is the labelled place, or at most ``slack`` lines away."""
        path, line = place
        same = self.path == path or self.path.endswith(f"/{path}") or path.endswith(f"/{self.path}")
        return same and self.line - slack <= line <= self.end + slack


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a SARIF log, with the places of each of its traces."""

    rule: str
    at: Point
    traces: tuple[tuple[Point, ...], ...]
    text: str

    def ends(self) -> tuple[Point, ...]:
        """Where it says the data arrives."""
        return (self.at, *(trace[-1] for trace in self.traces))


@dataclass(slots=True)
class Score:
    """What a tool did on one package."""

    package: str
    flows: int = 0
    found: int = 0
    traced: int = 0
    begins: int = 0
    core: int = 0
    core_found: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    kinds_found: Counter[str] = field(default_factory=Counter)
    false: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    integrations: int = 0
    integrations_right: int = 0
    integrations_invented: int = 0
    verdict: str = ""
    verdict_right: bool | None = None
    seconds: float = 0.0
    failed: str = ""


def results(sarif: dict[str, Any], root: Path) -> Iterator[Result]:
    """The results of a log that are not suppressed and name a place."""
    for run in sarif.get("runs", []):
        for item in run.get("results", []):
            at = [point for place in item.get("locations", []) if (point := _point(place, root))]
            if at and not item.get("suppressions"):
                text = (item.get("message") or {}).get("text", "")[:100]
                yield Result(item.get("ruleId", "?"), at[0], tuple(_traces(item, root)), text)


def _traces(item: dict[str, Any], root: Path) -> Iterator[tuple[Point, ...]]:
    for flow in item.get("codeFlows", []):
        for thread in flow.get("threadFlows", []):
            steps = (_point(step.get("location", {}), root) for step in thread.get("locations", []))
            if points := tuple(point for point in steps if point):
                yield points


def _point(location: dict[str, Any], root: Path) -> Point | None:
    physical = location.get("physicalLocation") or {}
    uri = (physical.get("artifactLocation") or {}).get("uri")
    if not uri:
        return None
    path = unquote(urlparse(uri).path if uri.startswith("file:") else uri)
    path = path.removeprefix(f"{root.resolve()}/").removeprefix(f"{root}/").removeprefix("./")
    region = physical.get("region") or {}
    start = int(region.get("startLine") or 0)
    return Point(path, start, int(region.get("endLine") or start))


def score(label: dict[str, Any], found: Sequence[Result]) -> Score:
    """Compare a tool's results with the label of a package."""
    out = Score(str(label["package"]))
    for flow in label["flows"]:
        if not flow.get("echo"):
            _score_flow(flow, found, out)
    known = [
        (path, line)
        for section in ("flows", "storage", "templates", "integrations", "right")
        for path, line, _ in places(label.get(section) or [])
    ]
    wrong = [(no["file"], no["line"]) for no in label["not_flows"]]
    for result in found:
        if not any(result.at.near(place) for place in known):
            where = f"{result.rule} {result.at.path}:{result.at.line} {result.text}"
            (out.false if any(result.at.near(place, 1) for place in wrong) else out.unlabelled).append(where)
    return out


def _score_flow(flow: dict[str, Any], found: Sequence[Result], out: Score) -> None:
    sink = (flow["sink"]["file"], flow["sink"]["line"])
    sources = [(place["file"], place["line"]) for place in (flow["source"], *flow.get("also_sources", ()))]
    core = is_core(flow)
    kinds = (
        f"sink {flow['sink']['kind']}",
        f"{min(flow['crosses_files'], 3)} files crossed",
        "interprocedural" if flow["interprocedural"] else "local",
        flow["hardness"],
    )
    out.flows += 1
    out.core += core
    out.kinds.update(kinds)
    hits = [result for result in found if any(end.near(sink) for end in result.ends())]
    if not hits:
        out.missed.append(f"{flow['id']} {flow['sink']['kind']} {sink[0]}:{sink[1]} {'core' if core else 'secondary'}")
        return
    traces = [trace for hit in hits for trace in hit.traces]
    out.found += 1
    out.core_found += core
    out.kinds_found.update(kinds)
    out.traced += any(point.near(source) for trace in traces for point in trace for source in sources)
    out.begins += any(trace[0].near(source) for trace in traces for source in sources)


def is_core(flow: dict[str, Any]) -> bool:
    """Whether a flow must be found: it is marked so, is certain, and is more than an expiry date or a name."""
    certain = flow.get("strength", "core") == "core" and flow.get("certainty", "definite") == "definite"
    return certain and not set(flow["data"]) <= {"expiry", "holder"}


def judge(label: dict[str, Any], scope: dict[str, Any], out: Score, names: Mapping[str, str]) -> None:
    """Compare the integrations, each by provider and type, and the SAQ verdict."""
    got = {(provider(entry.get("psp"), names), _flow(entry.get("flow"))) for entry in scope.get("integrations") or []}
    wanted = [(provider(entry["psp"], names), _flow(entry["flow"])) for entry in label["integrations"]]
    for psp, flow in wanted:
        if flow not in {"offline", "building-block"}:
            out.integrations += 1
            out.integrations_right += bool({(psp, flow), ("?", flow)} & got)
    risky = {"api", "merchant-form-token"} - {flow for _, flow in wanted}
    out.integrations_invented = sum(flow in risky for _, flow in got)
    verdict = label["verdict"]
    accepted = {str(saq) for saq in (verdict["saq"], *verdict.get("also_saq", ()))}
    have = str((scope.get("verdict") or {}).get("saq"))
    out.verdict = f"{have} (want {' or '.join(sorted(accepted))})"
    out.verdict_right = have in accepted


def _flow(name: object) -> str:
    return SAME_FLOW.get(str(name), str(name))


def provider_names(folder: Path = PROVIDERS) -> dict[str, str]:
    """Every name by which the models know a provider, letters and digits only, to its id."""
    names: dict[str, str] = {}
    for path in sorted(folder.glob("**/*.yaml")):
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        said = row.get("names") or {}
        spoken = (
            [*said.values(), *(row.get("aka") or [])] if isinstance(said, dict) else [*said, *(row.get("aka") or [])]
        )
        for name in (row["provider"], *(name for name in spoken if isinstance(name, str))):
            for part in re.split(r"[(),/;]", name):
                names.setdefault(_plain(part), row["provider"])
    names.pop("", None)
    return names


def provider(name: object, names: Mapping[str, str]) -> str:
    """The models' id for a provider as a label or a tool writes it; ``?`` where they have none."""
    key = _plain(str(name))
    return names.get(key) or next((names[known] for known in names if len(known) > 3 and key.startswith(known)), "?")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def run(command: str, source: Path, timeout: int) -> tuple[dict[str, Any], float, str]:
    """What a tool wrote for a package, the seconds it took, and why it failed if it did."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch, "out.json")
        words = [word.replace("{src}", str(source)).replace("{out}", str(target)) for word in shlex.split(command)]
        began = time.perf_counter()
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            return {}, float(timeout), f"no answer in {timeout} s"
        took = time.perf_counter() - began
        last = done.stderr.strip()[-200:]
        if done.returncode > FINDINGS:
            return {}, took, f"exit status {done.returncode}: {last}"
        try:
            return json.loads(target.read_text(encoding="utf-8") if target.exists() else done.stdout), took, ""
        except json.JSONDecodeError:
            return {}, took, f"no JSON: {last}"


def score_package(label: dict[str, Any], source: Path, args: argparse.Namespace, names: Mapping[str, str]) -> Score:
    """Run the tools on one package and score what they say."""
    if not source.is_dir():
        return Score(label["package"], failed="source not fetched")
    sarif, seconds, failed = run(args.tool, source, args.timeout)
    out = score(label, list(results(sarif, source)))
    out.seconds, out.failed = seconds, failed
    if args.scope:
        scope, _, why = run(args.scope, source, args.timeout)
        judge(label, scope, out, names)
        out.failed = out.failed or why
    return out


def show(one: Score, *, verbose: bool) -> None:
    """One package's line of the scoreboard."""
    print(
        f"{one.package:28} core {one.core_found}/{one.core}  flows {one.found}/{one.flows}  traced {one.traced}  "
        f"begins {one.begins}  false {len(one.false)}  unlabelled {len(one.unlabelled)}  {one.verdict}"
        f"  {one.seconds:.1f} s  {one.failed}".rstrip(),
        flush=True,
    )
    if verbose:
        for word, rows in (("missed", one.missed), ("false", one.false), ("unlabelled", one.unlabelled)):
            for row in rows:
                print(f"    {word}: {row}")


def show_total(scores: Sequence[Score]) -> None:
    """The last lines of the scoreboard."""
    kinds: Counter[str] = sum((one.kinds for one in scores), Counter())
    kinds_found: Counter[str] = sum((one.kinds_found for one in scores), Counter())
    print("\n" + ", ".join(f"{kind} {kinds_found[kind]}/{count}" for kind, count in sorted(kinds.items())))
    core, core_found = sum(one.core for one in scores), sum(one.core_found for one in scores)
    flows, found = sum(one.flows for one in scores), sum(one.found for one in scores)
    print(f"core recall      {core_found}/{core} = {_share(core_found, core):.3f}")
    print(f"recall           {found}/{flows} = {_share(found, flows):.3f}")
    print(
        f"traced           {sum(one.traced for one in scores)}/{found}, {sum(one.begins for one in scores)} from the start"
    )
    print(f"false positives  {sum(len(one.false) for one in scores)}")
    print(f"unlabelled       {sum(len(one.unlabelled) for one in scores)}")
    judged = [one for one in scores if one.verdict_right is not None]
    if judged:
        right, wanted = sum(one.integrations_right for one in judged), sum(one.integrations for one in judged)
        print(f"integrations     {right}/{wanted}, {sum(one.integrations_invented for one in judged)} invented")
        print(f"verdicts         {sum(bool(one.verdict_right) for one in judged)}/{len(judged)}")
    print(f"seconds          {sum(one.seconds for one in scores):.1f}")


def record(one: Score) -> dict[str, Any]:
    """A score as JSON takes it."""
    return {part.name: getattr(one, part.name) for part in fields(one)}


def shortfalls(scores: Sequence[Score], core_recall: float, false_positives: int | None) -> Iterator[str]:
    """What the thresholds say is wrong."""
    for one in scores:
        if one.failed:
            yield f"{one.package}: {one.failed}"
    core, core_found = sum(one.core for one in scores), sum(one.core_found for one in scores)
    if _share(core_found, core) < core_recall:
        yield f"core recall {_share(core_found, core):.3f} is below {core_recall}"
    false = sum(len(one.false) for one in scores)
    if false_positives is not None and false > false_positives:
        yield f"{false} false positives; {false_positives} are allowed"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def main() -> int:
    """Score a tool on the packages the command line names."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("sources", type=Path)
    ask.add_argument("--tool", default=PAYLINT)
    ask.add_argument("--scope")
    ask.add_argument("--only", help="names, separated by commas")
    ask.add_argument("--timeout", type=int, default=300, help="seconds for one package")
    ask.add_argument("--core-recall", type=float, default=0.0)
    ask.add_argument("--false-positives", type=int)
    ask.add_argument("--json", type=Path)
    ask.add_argument("--verbose", "-v", action="store_true")
    args = ask.parse_args()
    names = provider_names() if args.scope else {}
    scores = []
    for path, label in labels():
        if not args.only or path.stem in args.only.split(","):
            source = args.sources / f"{label['package']}-{label['version']}"
            scores.append(score_package(label, source, args, names))
            show(scores[-1], verbose=args.verbose)
    show_total(scores)
    if args.json:
        args.json.write_text(json.dumps([record(one) for one in scores], indent=1), encoding="utf-8")
    wrong = list(shortfalls(scores, args.core_recall, args.false_positives))
    for problem in wrong:
        print(f"not good enough: {problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
