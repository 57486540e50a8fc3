"""The drawing pad: turns mouse, touch and tablet into strokes, and shows the drawing.

It only emits what the hand does; the drawing that it shows comes back from the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.digits.drawing import PAD, Drawing
from explorer.live.facts import Pen
from explorer.text import _
from explorer.views.parts.files import dropped_content
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import LARGE, RADIUS, SMALL, Theme
from explorer.views.style.themed import Themed

if TYPE_CHECKING:
    from explorer.views.pad.canvas import PadCanvas

Box = tuple[float, float, float, float]
_LEAST = 160  # pixels on screen
_BEYOND = PAD  # how far off the pad a point may lie


class Pad(Themed, FocusRing, QWidget):
    """A square to draw on, 280 x 280 pad pixels whatever its size on the screen.

    `stroke_begun(x, y, pressure or None, erasing)`: `erasing` is True for the
    eraser end of a tablet's pen. Points may lie outside the pad when the hand leaves it.
    `content_dropped` carries a Path or the bytes of an image.
    """

    opaque = True

    stroke_begun = Signal(float, float, object, bool)
    stroke_extended = Signal(float, float, object)
    stroke_ended = Signal()
    content_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._canvas: PadCanvas | None = None
        self._drawing = Drawing()
        self._pen = Pen()
        self._marked: Box | None = None
        self._dragged_over = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tip = _("Draw a digit here with mouse, finger or pen.")
        detail = _(
            "A tablet's pressure widens the pen. Keys 0 to 9 place a sample digit; an image "
            "can be dropped or pasted. Everything at the right follows while you draw."
        )
        explain(self, _("Drawing pad"), tip, detail)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show a drawing, repainting only what is new in it."""
        was_empty, thickness = self._drawing.empty, self._drawing.thicken
        self._drawing = drawing
        if thickness != drawing.thicken:
            self._renew_cursor()
        if self._canvas is None:
            self.update()
            return
        dirty = self._canvas.show(drawing)
        if was_empty != drawing.empty:
            self.update()
        elif not dirty.isEmpty():
            self.update(self._on_screen(dirty))

    def show_pen(self, pen: Pen) -> None:
        """Show the pen's width as the mouse cursor."""
        self._pen = pen
        self._renew_cursor()

    def show_marked(self, box: Box | None) -> None:
        """Outline a rectangle of the pad (x0, y0, x1, y1): what the selected cell sees of it."""
        if box != self._marked:
            boxes = [self._scaled(old) for old in (self._marked, box) if old is not None]
            self._marked = box
            both = boxes[0].united(boxes[-1])  # Qt copies the paper fast into one rectangle
            self.update(both.toAlignedRect().adjusted(-3, -3, 3, 3))

    def set_theme(self, theme: Theme) -> None:
        """Take paper, ink and lines from a theme."""
        super().set_theme(theme)
        self._forget_canvas()
        self._renew_cursor()

    def sizeHint(self) -> QSize:
        return QSize(PAD, PAD)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, _LEAST)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._renew_cursor()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.stroke_begun.emit(*self._to_pad(event.position()), None, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.stroke_extended.emit(*self._to_pad(event.position()), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.stroke_ended.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()
        place, pressure = self._to_pad(event.position()), event.pressure()
        if event.type() == QEvent.Type.TabletPress:
            erasing = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.stroke_begun.emit(*place, pressure, erasing)
        elif event.type() == QEvent.Type.TabletMove and event.buttons():
            self.stroke_extended.emit(*place, pressure)
        elif event.type() == QEvent.Type.TabletRelease:
            self.stroke_ended.emit()

    def touchEvent(self, event: QTouchEvent) -> None:
        """Draw with the first finger; the others rest."""
        event.accept()
        kind = event.type()
        if kind in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self.stroke_ended.emit()
        elif event.points():
            place = self._to_pad(event.points()[0].position())
            if kind == QEvent.Type.TouchBegin:
                self.stroke_begun.emit(*place, None, False)
            else:
                self.stroke_extended.emit(*place, None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self.touchEvent(event)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._forget_canvas()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_content(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._show_dragged_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_dragged_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_dragged_over(False)
        content = dropped_content(event.mimeData())
        if content is not None:
            event.acceptProposedAction()
            self.content_dropped.emit(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget_canvas()
        self._renew_cursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._canvas is None and not self._drawing.empty:
            self._canvas = self._new_canvas()
        painter = QPainter(self)
        if self._canvas is None:
            painter.fillRect(self.rect(), QColor.fromRgb(self.theme.colormaps.paper))
        else:
            painter.drawImage(QPointF(0, 0), self._canvas.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drawing.empty:
            self._paint_invitation(painter)
        if self._marked is not None:
            painter.setPen(QPen(self.theme.color("selection"), 1.5))
            painter.drawRect(self._scaled(self._marked))
        if not self.rect().adjusted(8, 8, -8, -8).contains(event.rect()):
            self._paint_frame(painter)

    def _paint_frame(self, painter: QPainter) -> None:
        theme = self.theme
        corners = QPainterPath()
        corners.addRect(QRectF(self.rect()))
        corners.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.fillPath(corners, theme.color("panel"))
        strong = self.ring or self._dragged_over
        pen = QPen(theme.color("accent" if strong else "border"), 2 if strong else 1)
        painter.setPen(pen)
        inset = pen.widthF() / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, RADIUS - inset, RADIUS - inset)

    def _paint_invitation(self, painter: QPainter) -> None:
        """Paint the empty state: where a digit may go, and what one can do."""
        theme, side = self.theme, float(self.width())
        dashed = QPen(theme.color("faint"), 1, Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([3, 5])
        painter.setPen(dashed)
        margin = side / 14
        inner = QRectF(margin, margin, side - 2 * margin, side - 2 * margin)
        painter.drawRoundedRect(inner, RADIUS, RADIUS)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(LARGE))
        middle = int(Qt.AlignmentFlag.AlignCenter)
        line = theme.size(LARGE) * 1.5
        top = side / 2 - line
        painter.drawText(QRectF(0, top, side, line), middle, _("Draw a digit"))
        painter.setFont(theme.font(SMALL))
        small = theme.size(SMALL) * 1.5
        for index, text in enumerate((_("or press a key, 0 to 9"), _("drop or paste an image"))):
            where = QRectF(0, top + line + 2 + index * small, side, small)
            painter.drawText(where, middle, text)

    def _show_dragged_over(self, on: bool) -> None:
        self._dragged_over = on
        self.update()

    def _forget_canvas(self) -> None:
        """Let the next painting make a canvas of the right size and colours."""
        self._canvas = None
        self.update()

    def _new_canvas(self) -> PadCanvas:
        # An empty pad is painted before numpy comes.
        from explorer.views.pad.canvas import PadCanvas

        ratio = self.devicePixelRatioF()
        canvas = PadCanvas(max(1, round(self.width() * ratio)), self.theme.colormaps.ink)
        canvas.image.setDevicePixelRatio(ratio)
        canvas.show(self._drawing)
        return canvas

    def _renew_cursor(self) -> None:
        if not self.underMouse():
            return
        ink = self._pen.width * self._drawing.thicken
        width = max(4.0, ink * self.width() / PAD)
        color = self.theme.color("bad" if self._pen.eraser else "accent")
        self.setCursor(_brush_cursor(width, self.devicePixelRatioF(), color))

    def _to_pad(self, place: QPointF) -> tuple[float, float]:
        factor = PAD / self.width()
        x, y = (min(max(v * factor, -_BEYOND), 2 * PAD) for v in (place.x(), place.y()))
        return x, y

    def _scaled(self, box: Box) -> QRectF:
        factor = self.width() / PAD
        x0, y0, x1, y1 = (value * factor for value in box)
        return QRectF(QPointF(x0, y0), QPointF(x1, y1))

    def _on_screen(self, area: QRect) -> QRect:
        ratio = self.devicePixelRatioF()
        corner = QPointF(area.left() / ratio, area.top() / ratio)
        far = QPointF((area.right() + 1) / ratio, (area.bottom() + 1) / ratio)
        return QRectF(corner, far).toAlignedRect()


def _brush_cursor(width: float, ratio: float, color: QColor) -> QCursor:
    """Return a circle of the pen's width with a dot in its middle, light and dark around it."""
    side = int(width) + 5
    side += side % 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(side / 2, side / 2)
    halo = QColor("white")
    halo.setAlpha(150)
    for pen_color, pen_width in ((halo, 2.6), (color, 1.2)):
        painter.setPen(QPen(pen_color, pen_width))
        painter.drawEllipse(middle, width / 2, width / 2)
        painter.drawEllipse(middle, 0.7, 0.7)
    painter.end()
    return QCursor(pixmap, side // 2, side // 2)
