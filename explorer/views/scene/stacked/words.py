"""Everything written in the stacked picture: labels, class names, logits and percentages."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from explorer.views.parts.guard import painting, saved
from explorer.views.scene.layout.headers import Type
from explorer.views.scene.numbers.glyphs import Glyphs
from explorer.views.scene.paint.outputs import derived_text, logit_text, readable, short_number
from explorer.views.scene.stacked.labels import Words as Said
from explorer.views.scene.stacked.planes import Plane
from explorer.views.scene.stacked.space_state import SpaceState
from explorer.views.style.theme import SMALL, Theme

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_ROOM = 4  # at both sides of a label


class Words:
    """Writes the labels and the names of the classes.

    Each is laid out once and then copied as a picture: words move in every frame of a turn.
    """

    def __init__(self, theme: Theme, style: Type, ratio: float) -> None:
        self._theme, self._style, self._ratio = theme, style, ratio
        self._title = theme.font(SMALL, QFont.Weight.DemiBold)
        self._title.setPixelSize(style.title)
        self._small, self._bold = theme.font(SMALL), theme.font(SMALL, QFont.Weight.DemiBold)
        self._labels: dict[tuple[Said, bool, bool], QPixmap] = {}
        self._names: dict[tuple[str, bool, int], QPixmap] = {}

    def paint_labels(self, painter: QPainter, space: SpaceState) -> None:
        """Write the name and the shape of every stage under its stack, and how to fan it out."""
        tick = self._theme.color("border_strong")
        for label in space.labels:
            if label.box.y > label.foot[1] + 12:
                x, top = round(label.foot[0]), round(label.foot[1]) + 4
                painter.fillRect(x, top, 1, round(label.box.y) - 2 - top, tick)
        for label, stack in zip(space.labels, space.arrangement.stacks, strict=True):
            place = round(label.box.x) - _ROOM, round(label.box.y)
            self.put_label(painter, place, label.words, stack.foldable, stack.fanned)

    def paint_names(self, painter: QPainter, space: SpaceState) -> None:
        """Write the classes before their bars, where a row is high enough for it."""
        plane, trace = space.arrangement.stacks[-1].planes[0], space.scene.trace
        if space.scene.layout.spec.reconstructs:
            return
        if _row_height(space, plane) < 0.9 * self._theme.size(SMALL):
            return
        top = trace.prediction if trace is not None else -1
        logits = space.arrangement.stacks[-2].planes[0]
        room = 8 * int((plane.x - logits.right) * space.view.axes()[0][0] / 8)
        for row, name in enumerate(space.scene.layout.spec.classes):
            x, y = _left_of(space, plane, row)
            self.put_name(painter, (x - 6, y), name, row == top, room)

    def put_label(
        self,
        painter: QPainter,
        place: tuple[int, int],
        said: Said,
        foldable: bool,
        fanned: bool,
    ) -> None:
        """Write a label with its top left corner at a place."""
        painter.drawPixmap(*place, self._label(said, foldable, fanned))

    def put_name(
        self, painter: QPainter, end: tuple[float, float], name: str, top: bool, room: int
    ) -> None:
        """Write the name of a class so that it ends at a place, which is half its height."""
        picture = self._name(name, top, room)
        size = picture.deviceIndependentSize()
        at = round(end[0] - size.width()), round(end[1] - size.height() / 2)
        painter.drawPixmap(*at, picture)

    def _label(self, said: Said, foldable: bool, fanned: bool) -> QPixmap:
        key = said, foldable, fanned
        if key not in self._labels:
            picture = self._blank(said.width + 2 * _ROOM, said.height)
            with painting(picture) as painter:
                self._write_label(painter, said, foldable, fanned)
            self._labels[key] = picture
        return self._labels[key]

    def _write_label(self, painter: QPainter, said: Said, foldable: bool, fanned: bool) -> None:
        wide, first = said.width + 2 * _ROOM, self._style.height(1)
        painter.setFont(self._title)
        painter.setPen(self._theme.color("accent" if fanned else "text"))
        painter.drawText(QRectF(0, 0, wide, first), _CENTRE, said.lines[0])
        if foldable:
            _paint_sign(painter, (wide + said.title_width) / 2, first / 2, fanned)
        painter.setFont(self._small)
        painter.setPen(self._theme.color("muted"))
        below = QRectF(0, first, wide, said.height - first)
        painter.drawText(below, _CENTRE, said.lines[1])

    def _name(self, name: str, top: bool, room: int) -> QPixmap:
        if (name, top, room) not in self._names:
            wide, high = self._name_size(name, top, room)
            picture = self._blank(wide, high)
            with painting(picture) as painter:
                self._write_name(painter, name, top, wide)
            self._names[name, top, room] = picture
        return self._names[name, top, room]

    def _name_size(self, name: str, top: bool, room: int) -> tuple[float, float]:
        metrics = QFontMetricsF(self._bold if top else self._small)
        return max(1.0, min(metrics.horizontalAdvance(name), room - 4)) + 1, metrics.height()

    def _write_name(self, painter: QPainter, name: str, top: bool, wide: float) -> None:
        font = self._bold if top else self._small
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.color("accent" if top else "muted"))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QPointF(0, metrics.ascent()), shown)

    def _blank(self, width: float, height: float) -> QPixmap:
        picture = QPixmap(ceil(width * self._ratio), ceil(height * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(self._theme.color("panel"))  # a tick behind it would cross the words
        return picture


class PlainWords(Words):
    """Writes words as words: for a picture of lines, which is painted once."""

    def put_label(
        self,
        painter: QPainter,
        place: tuple[int, int],
        said: Said,
        foldable: bool,
        fanned: bool,
    ) -> None:
        """Write a label with its top left corner at a place; nothing can be folded there."""
        with saved(painter):
            painter.translate(*place)
            ground = QRectF(0, 0, said.width + 2 * _ROOM, said.height)
            painter.fillRect(ground, self._theme.color("panel"))
            self._write_label(painter, said, False, fanned)

    def put_name(
        self, painter: QPainter, end: tuple[float, float], name: str, top: bool, room: int
    ) -> None:
        """Write the name of a class so that it ends at a place, which is half its height."""
        wide, high = self._name_size(name, top, room)
        with saved(painter):
            painter.translate(end[0] - wide, end[1] - high / 2)
            self._write_name(painter, name, top, wide)


def _paint_sign(painter: QPainter, end: float, middle: float, fanned: bool) -> None:
    """Draw a small plus or minus behind a name: a click fans the stage out or stacks it again."""
    x, y = round(end) + 5.5, round(middle) + 0.5
    painter.drawLine(QPointF(x, y), QPointF(x + 6, y))
    if not fanned:
        painter.drawLine(QPointF(x + 3, y - 3), QPointF(x + 3, y + 3))


def paint_outputs(painter: QPainter, space: SpaceState, glyphs: Glyphs) -> None:
    """Write the logits in their cells and the percentages behind their bars."""
    trace, theme = space.scene.trace, space.scene.theme
    if space.scene.layout.spec.reconstructs:
        return
    logits, bars = (stack.planes[0] for stack in space.arrangement.stacks[-2:])
    if space.scene.derived is not None and space.scene.derived.stages is not None:
        _paint_derived(painter, space, glyphs)
        return
    if trace is None or _row_height(space, bars) < 0.9 * theme.size(SMALL):
        return
    top = trace.prediction
    for row, share in enumerate(trace.probabilities.tolist()):
        x, y = space.view.to_window((bars.right, bars.y + (row + 0.5) * bars.height, bars.z))
        color = theme.color("accent" if row == top else "muted")
        glyphs.write(painter, f"{100 * share:.1f}", x + 8, y, color, "left", row == top)
    _paint_rows(painter, space, logits, glyphs, [logit_text(v) for v in trace.logits.tolist()])


def _paint_derived(painter: QPainter, space: SpaceState, glyphs: Glyphs) -> None:
    """Write what both outputs show in place of values, for the bars the largest only."""
    logits, bars = (stack.planes[0] for stack in space.arrangement.stacks[-2:])
    if _row_height(space, bars) < 0.9 * space.scene.theme.size(SMALL):
        return
    shares, sums = space.scene.numbers(bars.index), space.scene.numbers(logits.index)
    if shares is not None and shares.any():
        row = int(abs(shares).argmax())
        x, y = space.view.to_window((bars.right, bars.y + (row + 0.5) * bars.height, bars.z))
        text, color = derived_text(space.scene, float(shares[row])), space.scene.theme.color("text")
        glyphs.write(painter, text, x + 8, y, color, "left", True)
    if sums is not None:
        _paint_rows(painter, space, logits, glyphs, [short_number(v) for v in sums.tolist()])


def _paint_rows(
    painter: QPainter, space: SpaceState, plane: Plane, glyphs: Glyphs, texts: list[str]
) -> None:
    """Write a text into each cell of an upright row of units, where there is room."""
    if _width(space, plane) < 3.2 * space.scene.theme.size(SMALL):
        return
    colors = space.scene.mosaic.stage_words(plane.index).tolist()
    for row, text in enumerate(texts):
        middle = (plane.x + plane.width / 2, plane.y + (row + 0.5) * plane.height, plane.z)
        x, y = space.view.to_window(middle)
        glyphs.write(painter, text, x, y, readable(colors[row]), "centre", False)


def _left_of(space: SpaceState, plane: Plane, row: int) -> tuple[float, float]:
    return space.view.to_window((plane.x, plane.y + (row + 0.5) * plane.height, plane.z))


def _row_height(space: SpaceState, plane: Plane) -> float:
    return space.view.axes()[1][1] * plane.height


def _width(space: SpaceState, plane: Plane) -> float:
    return space.view.axes()[0][0] * plane.columns * plane.width
