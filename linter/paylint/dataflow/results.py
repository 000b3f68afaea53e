"""What a run has learned, and how frameworks call what it found."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from paylint.dataflow.frame import Hit
from paylint.dataflow.values import (
    Taint,
)
from paylint.facts import Origin, Rendering, Route
from paylint.graph.symbols import FunctionInfo, ModuleInfo
from paylint.models.schema import RowOrigin


@dataclass(frozen=True, slots=True)
class Binding:
    """How a framework calls a function: the types of its parameters, the URL pattern where known, where results go.

    ``answer`` is the channel that the function's result reaches, if the framework sends it on; with ``named``, clients call it by name, and
    what it is given comes from them.
    """

    types: tuple[tuple[str, str], ...] = ()
    route: str = ""
    answer: str = ""
    named: bool = False


@dataclass(slots=True, eq=False)
class Results:
    """What a run has learned so far."""

    hits: dict[Hashable, Hit] = field(default_factory=dict)
    arrivals: dict[Origin, Taint] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    renderings: list[Rendering] = field(default_factory=list)
    exhausted: list[FunctionInfo | ModuleInfo] = field(default_factory=list)
    failures: list[tuple[FunctionInfo | ModuleInfo, Exception]] = field(default_factory=list)
    used: set[RowOrigin] = field(default_factory=set)
    placed: set[tuple[str, str]] = field(default_factory=set)
