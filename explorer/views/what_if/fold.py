"""A panel's title that folds what is under it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import NORMAL, Theme

_HIGH, _ARROW = 22, 14.0


class FoldHeading(FocusRing, QAbstractButton):
    """Checked while unfolded."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._font = QFont()
        self.setText(title)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        explain(
            self,
            title,
            "Exchange activations and poolings of the running network, or shift by a pixel.",
            "The weights stay as they were trained. Press to fold or unfold the panel.",
        )

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        self._theme, self._font = theme, theme.font(NORMAL, QFont.Weight.DemiBold)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        scale = self._theme.scale if self._theme else 1.0
        wide = QFontMetricsF(self._font).horizontalAdvance(self.text()) + _ARROW * scale
        return QSize(int(wide) + 2, round(_HIGH * scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(64, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_arrow(painter, theme)
        painter.setFont(self._font)
        painter.setPen(theme.color("accent" if self.underMouse() else "text"))
        room = QRectF(_ARROW * theme.scale, 0, self.width(), self.height())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(self.width() - room.left())
        )
        painter.drawText(room, int(middle), text)
        if self.ring:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_arrow(self, painter: QPainter, theme: Theme) -> None:
        painter.save()
        painter.translate(4 * theme.scale, self.height() / 2)
        painter.scale(theme.scale, theme.scale)
        if self.isChecked():
            painter.rotate(90)
        pen = QPen(theme.color("muted"), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(-2, -3.5), QPointF(2, 0), QPointF(-2, 3.5)]))
        painter.restore()
