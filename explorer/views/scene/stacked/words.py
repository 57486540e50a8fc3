"""Everything written in the stacked picture: labels, class names, logits and percentages."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from explorer.views.scene.glyphs import Glyphs
from explorer.views.scene.items import logit_text, readable
from explorer.views.scene.stacked.labels import Label
from explorer.views.scene.stacked.planes import Plane
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.theme import SMALL

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_labels(painter: QPainter, space: SpaceState) -> None:
    """Write the name and the shape of every stage under its stack, and how to fan it out."""
    theme = space.scene.theme
    style = space.scene.layout.type
    title = theme.font(SMALL, QFont.Weight.DemiBold)
    title.setPixelSize(style.title)
    small = theme.font(SMALL)
    first = style.height(1)
    painter.setPen(QPen(theme.color("border_strong"), 1))
    for label in space.labels:
        if label.box.y > label.foot[1] + 12:
            x = round(label.foot[0]) + 0.5
            painter.drawLine(QPointF(x, label.foot[1] + 4), QPointF(x, label.box.y - 2))
    for label, stack in zip(space.labels, space.arrangement.stacks, strict=True):
        box = label.box
        area = QRectF(box.x - 10, box.y, box.width + 20, first)
        painter.setFont(title)
        painter.setPen(theme.color("accent" if stack.fanned else "text"))
        painter.drawText(area, _CENTRE, label.words.lines[0])
        if stack.foldable:
            _paint_sign(painter, label, first, stack.fanned)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        area = QRectF(box.x - 10, box.y + first, box.width + 20, box.height - first)
        painter.drawText(area, _CENTRE, label.words.lines[1])


def _paint_sign(painter: QPainter, label: Label, line: float, fanned: bool) -> None:
    """Draw a small plus or minus behind a name: a click fans the stage out or stacks it again."""
    x = round(label.box.centre[0] + label.words.title_width / 2) + 5.5
    y = round(label.box.y + line / 2) + 0.5
    painter.drawLine(QPointF(x, y), QPointF(x + 6, y))
    if not fanned:
        painter.drawLine(QPointF(x + 3, y - 3), QPointF(x + 3, y + 3))


def paint_names(painter: QPainter, space: SpaceState) -> None:
    """Write the classes before their bars, where a row is high enough for it."""
    plane = space.arrangement.stacks[-1].planes[0]
    theme, small = space.scene.theme, space.scene.theme.size(SMALL)
    if _row_height(space, plane) < 0.9 * small:
        return
    trace = space.scene.trace
    top = trace.prediction if trace is not None else -1
    for row, name in enumerate(space.scene.layout.spec.classes):
        x, y = _left_of(space, plane, row)
        bold = row == top
        painter.setFont(theme.font(SMALL, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
        painter.setPen(theme.color("accent" if bold else "muted"))
        painter.drawText(QRectF(x - 206, y - small, 200, 2 * small), _RIGHT, name)


def paint_outputs(painter: QPainter, space: SpaceState, glyphs: Glyphs) -> None:
    """Write the logits in their cells and the percentages behind their bars."""
    trace, theme = space.scene.trace, space.scene.theme
    logits, bars = (stack.planes[0] for stack in space.arrangement.stacks[-2:])
    if trace is None or _row_height(space, bars) < 0.9 * theme.size(SMALL):
        return
    top = trace.prediction
    for row, share in enumerate(trace.probabilities.tolist()):
        x, y = space.view.to_window((bars.right, bars.y + (row + 0.5) * bars.height, bars.z))
        color = theme.color("accent" if row == top else "muted")
        glyphs.write(painter, f"{100 * share:.1f}", x + 8, y, color, "left", row == top)
    if _width(space, logits) < 3.2 * theme.size(SMALL):
        return
    colors = space.scene.mosaic.stage_words(logits.index).tolist()
    for row, value in enumerate(trace.logits.tolist()):
        middle = (logits.x + logits.width / 2, logits.y + (row + 0.5) * logits.height, logits.z)
        x, y = space.view.to_window(middle)
        glyphs.write(painter, logit_text(value), x, y, readable(colors[row]), "centre", False)


def _left_of(space: SpaceState, plane: Plane, row: int) -> tuple[float, float]:
    return space.view.to_window((plane.x, plane.y + (row + 0.5) * plane.height, plane.z))


def _row_height(space: SpaceState, plane: Plane) -> float:
    return space.view.axes()[1][1] * plane.height


def _width(space: SpaceState, plane: Plane) -> float:
    return space.view.axes()[0][0] * plane.columns * plane.width
