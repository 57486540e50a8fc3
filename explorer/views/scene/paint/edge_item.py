"""The layer of the scene that draws the edges of a unit.

The lines are opaque and the weak ones one pixel wide: Qt draws those many times faster than
translucent or wide ones, and the edges have to keep up with the mouse.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import saved
from explorer.views.scene.edges import Edge
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.paint.outputs import mixed, sign_color
from explorer.views.scene.state import SceneState
from explorer.views.style.theme import Theme

_PENS = 40  # of each sign, from no contribution to the largest
_WEAK = 0.2  # of the largest contribution


Drawn = list[tuple[QPen, list[QLineF]]]


class Edges(SceneItem):
    """Draws the edges that the state holds; the one that is pointed at last and widest."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.7)
        self._key: tuple[object, ...] = ()
        self._drawn: Drawn = []

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Draw every edge in the width and colour of its contribution."""
        state = self.state
        if not state.edges:
            return
        if self._key != (key := (state.edges, state.theme)):
            lines = (QLineF(*edge.start, *edge.end) for edge in state.edges)
            self._key, self._drawn = key, sort_lines(state.theme, state.edges, lines)
        with saved(painter):
            painter.setTransform(state.transform(), True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_lines(painter, self._drawn)
            pointed = state.pointed_edge()
            if pointed is not None:
                line = QLineF(*pointed.start, *pointed.end)
                draw_pointed(painter, state.theme, pointed, line)


def sort_lines(theme: Theme, edges: Iterable[Edge], lines: Iterable[QLineF]) -> Drawn:
    """Return the lines of edges by their pens, those of the weakest first."""
    drawn: dict[int, list[QLineF]] = {}
    for edge, line in zip(edges, lines, strict=True):
        drawn.setdefault(_level(edge), []).append(line)
    return [(_pen(theme, level), drawn[level]) for level in sorted(drawn, key=abs)]


def draw_lines(painter: QPainter, drawn: Drawn) -> None:
    """Draw lines as `sort_lines` has them."""
    for pen, lines in drawn:
        painter.setPen(pen)
        painter.drawLines(lines)


def draw_pointed(painter: QPainter, theme: Theme, edge: Edge, line: QLineF) -> None:
    """Draw the line of an edge that is pointed at, with a halo."""
    pen = _pen(theme, _level(edge))
    halo = QPen(theme.color("selection"), pen.widthF() + 4)
    halo.setCosmetic(True)
    draw_lines(painter, [(halo, [line]), (pen, [line])])


def _level(edge: Edge) -> int:
    return round(edge.share * _PENS)


@lru_cache(maxsize=4 * _PENS)
def _pen(theme: Theme, level: int) -> QPen:
    size, color = abs(level) / _PENS, theme.color("faint")
    if level:
        color = mixed(theme.color("panel"), sign_color(theme, level), min(1.0, 0.3 + size))
    pen = QPen(color, 1.0 if size < _WEAK else 1 + 2.5 * size)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
