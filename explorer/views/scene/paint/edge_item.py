"""The layer of the scene that draws the edges of a unit.

The lines are opaque and the weak ones one pixel wide: Qt draws those many times faster than
translucent or wide ones, and the edges have to keep up with the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.views.parts.guard import saved
from explorer.views.scene.edges import Edge
from explorer.views.scene.paint.items import SceneItem
from explorer.views.scene.paint.outputs import mixed, sign_color
from explorer.views.scene.state import SceneState

_PENS = 40  # of each sign, from no contribution to the largest
_WEAK = 0.2  # of the largest contribution


class Edges(SceneItem):
    """Draws the edges that the state holds; the one that is pointed at last and widest."""

    def __init__(self, state: SceneState) -> None:
        super().__init__(state, 2.7)
        self._shown: tuple[Edge, ...] = ()
        self._drawn: list[tuple[QPen, list[QLineF]]] = []
        self._pens: dict[int, QPen] = {}
        self._theme = state.theme

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None
    ) -> None:
        """Draw every edge in the width and colour of its contribution."""
        state = self.state
        if not state.edges:
            return
        if state.edges is not self._shown or state.theme is not self._theme:
            if state.theme is not self._theme:
                self._pens = {}
            self._shown, self._theme = state.edges, state.theme
            self._drawn = self._sorted(state.edges)
        with saved(painter):
            painter.setTransform(state.transform(), True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for pen, lines in self._drawn:
                painter.setPen(pen)
                painter.drawLines(lines)
            pointed = state.pointed_edge()
            if pointed is not None:
                self._paint_pointed(painter, pointed)

    def _paint_pointed(self, painter: QPainter, edge: Edge) -> None:
        line, pen = _line(edge), self._pen(edge)
        halo = QPen(self.state.theme.color("selection"), pen.widthF() + 4)
        halo.setCosmetic(True)
        for stroke in (halo, pen):
            painter.setPen(stroke)
            painter.drawLine(line)

    def _sorted(self, edges: tuple[Edge, ...]) -> list[tuple[QPen, list[QLineF]]]:
        """Return the lines of each pen, those of the weakest first."""
        drawn: dict[int, list[QLineF]] = {}
        for edge in edges:
            drawn.setdefault(round(edge.share * _PENS), []).append(_line(edge))
        levels = sorted(drawn, key=abs)
        return [(self._pen_of(level), drawn[level]) for level in levels]

    def _pen(self, edge: Edge) -> QPen:
        return self._pen_of(round(edge.share * _PENS))

    def _pen_of(self, level: int) -> QPen:
        if level not in self._pens:
            self._pens[level] = self._new_pen(level / _PENS)
        return self._pens[level]

    def _new_pen(self, share: float) -> QPen:
        size = abs(share)
        theme, color = self.state.theme, self.state.theme.color("faint")
        if share != 0:
            color = mixed(theme.color("panel"), sign_color(theme, share), min(1.0, 0.3 + size))
        pen = QPen(color, 1.0 if size < _WEAK else 1 + 2.5 * size)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def _line(edge: Edge) -> QLineF:
    return QLineF(*edge.start, *edge.end)
