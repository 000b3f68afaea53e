"""Where the parts of the data-flow diagram stand: columns from left to right, one trust boundary after the other.

Every arrow leaves and enters a box at a place of its own, runs along rows and, between columns, along a lane of its own;
its label stands on its row at the left end. So nothing covers anything, however long the names are. Storage and third
parties share the last column, and what goes straight from the browser to them passes above the server, never through it.

All numbers are whole, and no font is measured, so the same diagram is laid out the same everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from paylint.reporters.diagram_text import ZONES, arrow_label, of_zone
from paylint.reporters.diagram_wrapping import CELL, width, wrapped
from paylint.scope import Arrow, Diagram, Node, Zone

LINE = 15
_ROW = 20
_BOX_TEXT = 20
_LABEL_TEXT = 20
_BOX_WIDTH = _BOX_TEXT * CELL + 20
_BOX_PADDING = 10
_BOX_GAP = 20
_ZONE_PADDING = 16
_ZONE_TITLE = 24
_ZONE_GAP = 28
_LANE = 12
_NUDGE = 6
_LABEL_INSET = _ZONE_PADDING + 8
_MARGIN = 12
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place in the picture; ``x`` and ``y`` are its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Box:
    """A node: where it stands and the lines of its label."""

    node: Node
    place: Rectangle
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow: the corners of its way, and the lines of its label with the left end of the lowest one's base."""

    arrow: Arrow
    points: tuple[tuple[int, int], ...]
    lines: tuple[str, ...]
    label: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything placed. ``zones`` are the trust boundaries."""

    width: int
    height: int
    zones: tuple[tuple[Zone, Rectangle], ...]
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]


@dataclass(slots=True)
class _Item:
    """What takes room in a column: a box, or an arrow that passes through; ``band`` keeps groups apart, from the top."""

    column: int
    band: int
    height: int
    zone: Zone | None = None
    node: Node | None = None
    y: int = 0


@dataclass(frozen=True, slots=True)
class _Hop:
    """One arrow's way over one gap between columns, from the item on its left to the one on its right.

    A loop leaves and enters on the same side of the gap; ``right`` is then in the column of ``left``.
    """

    arrow: int
    gap: int
    left: int
    right: int
    labelled: bool


def laid_out(diagram: Diagram, language: str) -> Picture:
    """The places of all parts of ``diagram``. An arrow from a node to itself is left out: it crosses nothing."""
    return _Layout(diagram, language).picture()


class _Layout:
    """The work on one picture. Items are known by their number, so that order never depends on addresses."""

    def __init__(self, diagram: Diagram, language: str) -> None:
        self.diagram = diagram
        self.arrows = [arrow for arrow in diagram.arrows if arrow.source != arrow.target]
        self.labels = [wrapped(arrow_label(arrow, language), _LABEL_TEXT) for arrow in self.arrows]
        self.items: list[_Item] = []
        self.hops: list[_Hop] = []
        self.bypasses = 0
        columns = _columns(diagram)
        self.server = {columns[node.id] for node in of_zone(diagram, "server")}
        self.boxes = {node.id: self._add_box(node, columns[node.id]) for node in diagram.nodes}
        for number in range(len(self.arrows)):
            self._add_hops(number)
        self._order()
        self._place()

    def _add_box(self, node: Node, column: int) -> int:
        self.items.append(_Item(column, 2 if node.zone == "storage" else 1, 0, node.zone, node))
        return len(self.items) - 1

    def _add_hops(self, number: int) -> None:
        """The arrow's way from its left to its right end, with an item in every column that it passes through."""
        arrow = self.arrows[number]
        ends = (self.boxes[arrow.source], self.boxes[arrow.target])
        left, right = sorted(ends, key=lambda index: self.items[index].column)
        first, last = self.items[left], self.items[right]
        if first.column == last.column:
            self.hops.append(_Hop(number, first.column, *ends, labelled=True))
            return
        around = "server" not in (first.zone, last.zone) and any(
            first.column < column < last.column for column in self.server
        )
        row = self.bypasses
        self.bypasses += around
        here = left
        for column in range(first.column + 1, last.column):
            passes_by = around and column in self.server
            zone = None if passes_by else self._zone_of(column)
            through = _Item(column, 0 if passes_by else 1, _ROW, zone, y=row)
            self.items.append(through)
            self.hops.append(_Hop(number, column - 1, here, len(self.items) - 1, labelled=here == left))
            here = len(self.items) - 1
        self.hops.append(_Hop(number, last.column - 1, here, right, labelled=here == left))

    def _zone_of(self, column: int) -> Zone | None:
        return next((item.zone for item in self.items if item.column == column and item.node), None)

    def _row(self, number: int) -> int:
        return max(_ROW, len(self.labels[number]) * LINE + 8)

    def _order(self) -> None:
        """Put the items of each column in the order that their neighbours ask for, and give boxes their height."""
        for index, item in enumerate(self.items):
            if item.node is not None:
                text = len(wrapped((item.node.label,), _BOX_TEXT)) * LINE + 2 * _BOX_PADDING
                item.height = max(text, *(sum(self._rows(index, right=side).values()) for side in (True, False)))
        self.columns: dict[int, list[int]] = defaultdict(list)
        for index, item in enumerate(self.items):
            self.columns[item.column].append(index)
        for column in self.columns.values():
            column.sort(key=lambda index: (self.items[index].band, index))
        neighbours = self._neighbours()
        for sweep in range(_SWEEPS):
            for number in sorted(self.columns, reverse=bool(sweep % 2)):
                ranks = {index: rank for column in self.columns.values() for rank, index in enumerate(column)}
                self.columns[number].sort(key=lambda index: _wish(self.items[index].band, index, neighbours, ranks))

    def _neighbours(self) -> Mapping[int, list[int]]:
        near: dict[int, list[int]] = defaultdict(list)
        for hop in self.hops:
            near[hop.left].append(hop.right)
            near[hop.right].append(hop.left)
        return near

    def _rows(self, index: int, *, right: bool) -> dict[tuple[int, bool], int]:
        """The rows that begin or end on one side of an item, with their heights: ``(hop, whether at its left end)``."""
        rows: dict[tuple[int, bool], int] = {}
        for number, hop in enumerate(self.hops):
            loop = self.items[hop.left].column == self.items[hop.right].column
            if right and hop.left == index:
                rows[number, True] = self._row(hop.arrow) if hop.labelled else _ROW
            if right is loop and hop.right == index:
                rows[number, False] = _ROW
        return rows

    def _place(self) -> None:
        """Give every item its ``y``: the rows that pass above the server first, then stacks that follow neighbours."""
        top = _MARGIN
        rows = [item for item in self.items if item.band == 0]
        height = max((item.height for item in rows), default=0)
        for item in rows:
            item.y = top + item.y * height
        start = top + self.bypasses * height + _ZONE_TITLE + _ZONE_PADDING
        neighbours = self._neighbours()
        for sweep in range(_SWEEPS):
            for number in sorted(self.columns, reverse=bool(sweep % 2)):
                self._stack([i for i in self.columns[number] if self.items[i].band], start, sweep, neighbours)
        lift = min((item.y for item in self.items if item.band), default=start) - start
        for item in self.items:
            item.y -= lift if item.band else 0

    def _stack(self, column: Sequence[int], start: int, sweep: int, neighbours: Mapping[int, list[int]]) -> None:
        """Put a column's items under one another, as near to their neighbours' middle as the others let them."""
        wishes = []
        for index in column:
            near = [self.items[other] for other in neighbours[index] if sweep or other not in column]
            middles = sorted(item.y + item.height // 2 for item in near if item.band)
            middle = middles[len(middles) // 2] if middles and sweep else start
            wishes.append(middle - self.items[index].height // 2)
        offsets = [0]
        for above, below in pairwise(column):
            offsets.append(offsets[-1] + self.items[above].height + self._space(above, below))
        shifts = _rising([wish - offset for wish, offset in zip(wishes, offsets, strict=True)])
        for index, shift, offset in zip(column, shifts, offsets, strict=True):
            self.items[index].y = max(start, shift) + offset

    def _space(self, above: int, below: int) -> int:
        first, second = self.items[above], self.items[below]
        if first.band != second.band:
            return 2 * _ZONE_PADDING + _ZONE_TITLE + _ZONE_GAP
        return _BOX_GAP if first.node or second.node else _ROW // 2

    def picture(self) -> Picture:
        rows = self._row_heights()
        lanes = {gap: self._lanes(gap, rows) for gap in range(len(self.columns))}
        lefts = self._lefts(lanes)
        boxes = tuple(self._box(node, lefts) for node in self.diagram.nodes)
        zones = tuple(self._zone(zone, boxes) for zone in ZONES if of_zone(self.diagram, zone))
        routes = tuple(self._route(number, rows, lanes, lefts) for number in range(len(self.arrows)))
        bottoms = [zone.y + zone.height for _, zone in zones]
        bottoms += [y for route in routes for _, y in route.points]
        ends = [zone.x + zone.width for _, zone in zones] + [x for route in routes for x, _ in route.points]
        return Picture(max(ends, default=0) + _MARGIN, max(bottoms, default=0) + _MARGIN, zones, boxes, routes)

    def _row_heights(self) -> dict[tuple[int, bool], int]:
        """Where each end of each hop meets its item: the rows of a side share its height, in the order of their far ends."""
        places: dict[tuple[int, bool], int] = {}
        for index, item in enumerate(self.items):
            for right in (True, False):
                rows = self._rows(index, right=right)
                y = item.y + (item.height - sum(rows.values())) // 2
                for row in sorted(rows, key=lambda row: (self._far(row), row)):
                    y += rows[row]
                    places[row] = y - _ROW // 2 + 4
        for gap in range(len(self.columns)):
            self._part(gap, places)
        return places

    def _part(self, gap: int, places: dict[tuple[int, bool], int]) -> None:
        """Move right ends a little: onto the row of their own left end, and off the rows of the others'."""
        hops = [number for number, hop in enumerate(self.hops) if hop.gap == gap]
        for number in hops:
            hop, now = self.hops[number], places[number, False]
            beside = [places[n, False] for n in hops if n != number and self.hops[n].right == hop.right]
            across = [places[n, True] for n in hops if n != number]
            straight = [places[number, True]] if abs(places[number, True] - now) <= _ROW // 2 else []
            for y in (*straight, now, now + _NUDGE, now - _NUDGE):
                if all(abs(y - other) > _NUDGE for other in beside) and all(
                    abs(y - other) >= _NUDGE for other in across
                ):
                    places[number, False] = y
                    break
            if self.items[hop.right].node is None:
                onward = next(n for n, other in enumerate(self.hops) if other.left == hop.right)
                places[onward, True] = places[number, False]

    def _far(self, row: tuple[int, bool]) -> int:
        hop = self.hops[row[0]]
        item = self.items[hop.right if row[1] else hop.left]
        return item.y + item.height // 2

    def _lanes(self, gap: int, rows: Mapping[tuple[int, bool], int]) -> dict[int, int]:
        """For each hop of a gap that changes its row the number of its lane; lanes are shared where ways do not meet."""
        turning = [
            n
            for n, hop in enumerate(self.hops)
            if hop.gap == gap and (rows[n, True] != rows[n, False] or self._loop(hop))
        ]
        loops = [n for n in turning if self._loop(self.hops[n])]
        falling = sorted((n for n in turning if rows[n, False] > rows[n, True]), key=lambda n: (-rows[n, True], n))
        rising = sorted((n for n in turning if rows[n, False] <= rows[n, True]), key=lambda n: (rows[n, True], n))
        order = dict.fromkeys([*loops, *falling, *rising])
        return {number: lane for lane, number in enumerate(order)}

    def _loop(self, hop: _Hop) -> bool:
        return self.items[hop.left].column == self.items[hop.right].column

    def _label_room(self, gap: int) -> int:
        """How much of a gap, from the left, labels take."""
        shown = [self.labels[hop.arrow] for hop in self.hops if hop.gap == gap and hop.labelled]
        return max((width(lines) for lines in shown if lines), default=0) + _LABEL_INSET + _LANE

    def _loop_room(self, gap: int) -> int:
        """How much of a gap, after the labels, belongs to the trust boundary on its left: the lanes of its loops."""
        loops = sum(hop.gap == gap and self._loop(hop) for hop in self.hops)
        return loops * _LANE + 2 * _ZONE_PADDING if loops else 0

    def _lefts(self, lanes: Mapping[int, Mapping[int, int]]) -> list[int]:
        """The left edges of the columns."""
        lefts = [_MARGIN + _ZONE_PADDING]
        for gap in range(len(self.columns) - 1):
            lefts.append(lefts[-1] + _BOX_WIDTH + self._gap(gap, lanes[gap]))
        return lefts

    def _gap(self, gap: int, lanes: Mapping[int, int]) -> int:
        wide = self._label_room(gap) + self._loop_room(gap) + len(lanes) * _LANE + 2 * _ZONE_PADDING
        return max(wide, 2 * _ZONE_PADDING + _ZONE_GAP)

    def _box(self, node: Node, lefts: Sequence[int]) -> Box:
        item = self.items[self.boxes[node.id]]
        place = Rectangle(lefts[item.column], item.y, _BOX_WIDTH, item.height)
        return Box(node, place, wrapped((node.label,), _BOX_TEXT))

    def _zone(self, zone: Zone, boxes: Iterable[Box]) -> tuple[Zone, Rectangle]:
        places = [box.place for box in boxes if box.node.zone == zone]
        columns = {self.items[self.boxes[node.id]].column for node in of_zone(self.diagram, zone)}
        through = [i for i in self.items if i.node is None and i.zone == zone and i.column in columns]
        left = min(place.x for place in places) - _ZONE_PADDING
        top = min([place.y for place in places] + [item.y for item in through]) - _ZONE_PADDING - _ZONE_TITLE
        right = max(place.x + place.width for place in places)
        loops = self._loop_room(max(columns))
        right += self._label_room(max(columns)) + loops - _ZONE_PADDING if loops else _ZONE_PADDING
        bottom = max([p.y + p.height for p in places] + [i.y + i.height for i in through]) + _ZONE_PADDING
        return zone, Rectangle(left, top, right - left, bottom - top)

    def _route(
        self,
        number: int,
        rows: Mapping[tuple[int, bool], int],
        lanes: Mapping[int, Mapping[int, int]],
        lefts: Sequence[int],
    ) -> Route:
        points: list[tuple[int, int]] = []
        label = (0, 0)
        for index, hop in enumerate(self.hops):
            if hop.arrow != number:
                continue
            begin, end = rows[index, True], rows[index, False]
            left = lefts[hop.gap] + _BOX_WIDTH
            right = left if self._loop(hop) else lefts[hop.gap + 1]
            if hop.labelled:
                label = (left + _LABEL_INSET, begin - 5)
            points.append((left, begin))
            if index in lanes[hop.gap]:
                beyond = 0 if self._loop(hop) else self._loop_room(hop.gap)
                lane = left + self._label_room(hop.gap) + beyond + lanes[hop.gap][index] * _LANE
                points += [(lane, begin), (lane, end)]
            points.append((right, end))
        arrow = self.arrows[number]
        columns = [self.items[self.boxes[node]].column for node in (arrow.source, arrow.target)]
        if columns[0] > columns[1]:
            points.reverse()
        return Route(arrow, tuple(points), self.labels[number], label)


def _columns(diagram: Diagram) -> dict[str, int]:
    """The column of each node. Inside browser and server, what others lead to stands further right."""
    columns: dict[str, int] = {}
    first = 0
    for zones in (("browser",), ("server",), ("storage", "third-party")):
        ranks = _ranks([node.id for node in diagram.nodes if node.zone in zones], diagram.arrows, deep=len(zones) == 1)
        columns.update({node: first + rank for node, rank in ranks.items()})
        first += max(ranks.values(), default=-1) + 1
    return columns


def _ranks(nodes: Sequence[str], arrows: Sequence[Arrow], *, deep: bool) -> dict[str, int]:
    """How many steps each node is from the beginning, by the longest way; nodes of a circle share theirs."""
    if not deep:
        return dict.fromkeys(nodes, 0)
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((a.source, a.target) for a in arrows if a.source in graph and a.target in graph)
    circles = nx.condensation(graph)
    ranks: dict[str, int] = {}
    for rank, generation in enumerate(nx.topological_generations(circles)):
        for circle in generation:
            ranks.update(dict.fromkeys(circles.nodes[circle]["members"], rank))
    return {node: ranks[node] for node in nodes}


def _wish(
    band: int, index: int, neighbours: Mapping[int, list[int]], ranks: Mapping[int, int]
) -> tuple[int, float, int]:
    """Where an item wants to stand in its column: in its band, at the mean rank of its neighbours."""
    near = [ranks[other] for other in neighbours[index]]
    return band, sum(near) / len(near) if near else ranks[index], ranks[index]


def _rising(values: Sequence[int]) -> list[int]:
    """The rising sequence nearest to ``values`` (pools of adjacent violators, by least squares in whole numbers)."""
    pools: list[list[int]] = []
    for value in values:
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] > pools[-1][0] * pools[-2][1]:
            total, size = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += size
    return [total // size for total, size in pools for _ in range(size)]
