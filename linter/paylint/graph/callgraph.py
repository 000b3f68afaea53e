"""The call graph: who calls whom, by fully qualified name, kept in a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx


class CallGraph:
    """Edges from callers to callees, as propagation resolves them. Library callees are nodes by dotted name."""

    def __init__(self) -> None:
        self._edges: dict[str, dict[str, None]] = {}

    def add(self, caller: str, callee: str) -> None:
        """Note that ``caller`` can call ``callee``."""
        self._edges.setdefault(caller, {})[callee] = None

    def note(self, name: str) -> None:
        """Have a node for what may neither call nor be called."""
        self._edges.setdefault(name, {})

    def __len__(self) -> int:
        """How many edges there are."""
        return sum(len(callees) for callees in self._edges.values())

    def graph(self) -> nx.DiGraph:
        """The graph as networkx sees it, nodes and edges in sorted order."""
        import networkx as nx

        out = nx.DiGraph()
        for caller, callees in sorted(self._edges.items()):
            out.add_node(caller)
            out.add_edges_from((caller, callee) for callee in sorted(callees))
        return out

    def adjacency(self) -> dict[str, list[str]]:
        """Caller to sorted callees, every node listed, named as in PyCG's JSON (``<builtin>.len``)."""
        edges = {_shown(caller): {_shown(callee) for callee in callees} for caller, callees in self._edges.items()}
        nodes = edges.keys() | {name for callees in edges.values() for name in callees}
        return {name: sorted(edges.get(name, ())) for name in sorted(nodes)}


def _shown(name: str) -> str:
    builtin = name.removeprefix("builtins.")
    return name if builtin == name else f"<builtin>.{builtin}"
