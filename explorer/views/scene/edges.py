"""The edges of one unit of a dense layer: from the units that matter to the unit itself.

An edge is as wide and as strongly coloured as what it contributes, weight times value: blue where
it adds, orange where it takes away. Which edges there are is read off an explanation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan

import numpy as np
from numpy.typing import NDArray

from explorer.network.cells import Cell, number
from explorer.network.explanations import Contribution, DenseExplanation
from explorer.network.fields import place
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.parts.number_text import figure, places_for
from explorer.views.parts.printed import factors
from explorer.views.scene.layout.layout import SceneLayout, StageLayout
from explorer.views.scene.layout.places import box_in, cell_box

HOVERED, FROZEN = 24, 60  # edges drawn at most, unless all are asked for
OUTPUT = 128  # of an output under the mouse; once it is kept, all there are
MOST = 4096  # of all: more would take the pen longer than the eye forgives, 0.1 s

Point = tuple[float, float]
Ends = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edge:
    """A term of the sum and its way through the scene.

    It goes straight from the source at `start` to the unit at `end`: gaps are too narrow for
    curves to fan out. `share` is its size as a share of the largest, -1 to 1.
    """

    term: Contribution
    start: Point
    end: Point
    share: float


def edges_of(
    layout: SceneLayout, explanation: DenseExplanation, frozen: bool, everything: bool = False
) -> tuple[Edge, ...]:
    """Return the edges to draw for a unit, the strongest last.

    An output is joined to the whole layer before it; another unit, to what contributes most, unless
    `everything` is to be drawn, what contributes nothing too.
    """
    count, output = len(explanation.products), layout.stage(explanation.cell.stage).form == "rows"
    if not everything and not (output and frozen):
        count = OUTPUT if output else FROZEN if frozen else HOVERED
    terms = explanation.largest(min(count, MOST))
    if not everything and not output:
        terms = tuple(term for term in terms if term.product != 0)
    sizes = (abs(term.product) for term in terms if isfinite(term.product))
    largest = max(sizes, default=0.0) or 1.0
    end = cell_box(layout, explanation.cell)
    goal = (end.x, end.centre[1])
    if not terms:
        return ()
    before = layout.stage(terms[0].source.stage)  # all terms are of one layer
    return tuple(_edge(before, term, goal, largest) for term in reversed(terms))


def describe_edge(spec: Spec, edge: Edge, target: Cell, quantity: str = "") -> str:
    """Return what an edge adds, `relu3, unit 5: weight 0.31 × value 2.10 = +0.651 for ...`.

    With a `quantity` the edge shows that in place of its weight: "weight change +0.0012 for ...".
    """
    term, product = edge.term, number(edge.term.product)
    weight, value = number(term.weight), number(term.value)
    if not quantity and isfinite(term.product):
        places = places_for([term.product], least=2)
        least = [places_for([n], least=2) for n in (term.weight, term.value)]
        product = figure(term.product, places)
        weight, value = factors(term.weight, term.value, term.product, least, places)
    words = {
        "source": place(spec, term.origin if len(term.origin.index) == 3 else term.source),
        "target": place(spec, target),
        "amount": f"+{product}" if term.product > 0 else product,
        "quantity": quantity,
        "weight": weight,
        "value": value,
    }
    if quantity:
        return _("{source}: weight {quantity} {amount} for {target}").format_map(words)
    text = _("{source}: weight {weight} × value {value} = {amount} for {target}")
    return text.format_map(words)


def count_edges(drawn: int, count: int) -> str:
    """Return how many edges are drawn of how many there are, in words."""
    text = _("all {count:,} connections drawn")
    if drawn < count:
        text = _("{drawn:,} strongest of {count:,} connections drawn")
    return text.format(drawn=drawn, count=count)


def nearest(
    edges: Sequence[Edge], x: float, y: float, within: float, ends: Ends | None = None
) -> Edge | None:
    """Return the edge that passes closest to a point of the scene, if closer than `within`.

    `ends` (edges, 4) is where they run, start and end, if not where the flat picture has them.
    """
    if not edges:
        return None
    if ends is None:
        ends = np.array([(*edge.start, *edge.end) for edge in edges])
    x0, y0, x1, y1 = ends.T
    wide, high = x1 - x0, y1 - y0
    squared = np.maximum(wide**2 + high**2, 1e-9)
    along = ((x - x0) * wide + (y - y0) * high) / squared
    distance = np.abs((x - x0) * high - (y - y0) * wide) / np.sqrt(squared)
    distance[(along < 0) | (along > 1)] = np.inf
    last = distance[::-1]  # of two that meet, the stronger
    best = int(np.argmin(last))
    return edges[len(edges) - 1 - best] if last[best] < within else None


def _edge(before: StageLayout, term: Contribution, goal: Point, largest: float) -> Edge:
    """Return the edge of a term; a product that is no number counts as none."""
    box = box_in(before, term.source.index)
    share = 0.0 if isnan(term.product) else max(-1.0, min(1.0, term.product / largest))
    return Edge(term, (box.right, box.centre[1]), goal, share)
