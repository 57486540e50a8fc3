"""One step of the preparation: a small picture of its outcome with a check mark to switch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from explorer.text import _
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.painting import ink_image
from explorer.views.style.theme import SMALL, Theme
from explorer.views.style.themed import Themed

if TYPE_CHECKING:
    from explorer.digits.prepare import Step

_LEAST = 36
_CHECK = 11.0


class StepButton(Themed, FocusRing, QAbstractButton):
    """Shows a `Step`; pressing it switches the step on or off.

    Painted, for Qt has no check box with a picture: its tool button with an icon takes as long
    for a pen move (0.8 ms for all four) and has no check mark.

    A step that is on but did nothing shows a dash instead of a tick, and its note explains why.
    """

    opaque = True

    def __init__(self, name: str, tip: str, detail: str) -> None:
        super().__init__()
        self.setText(name)
        self.setCheckable(True)
        self.setChecked(True)
        self._tip = tip
        self._step: Step | None = None
        self._picture: QImage | None = None
        self._font = QFont()
        self._square = QRect()  # where the picture is
        explain(self, _("Step: {name}").format(name=name), tip, detail)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_step(self, step: Step) -> None:
        """Show what a step made of the drawing."""
        before, self._step = self._step, step
        if before is None or before.note != step.note:
            note = _("Has no effect now: {reason}.").format(reason=step.note)
            self.setToolTip(f"{self._tip}\n{note}" if step.note else self._tip)
            self.update()
        self._renew_picture()
        self.update(self._square)

    def set_theme(self, theme: Theme) -> None:
        """Take colours and font from a theme."""
        super().set_theme(theme)
        self._fit()
        self._renew_picture()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def heightForWidth(self, width: int) -> int:
        return width + self._line() + 4

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        side, area = self._square.width(), event.rect()
        self._paint_picture(painter, side)
        color = "accent" if self.ring else "border_strong" if self.underMouse() else "border"
        painter.setPen(QPen(theme.color(color), 2 if self.ring else 1))
        painter.drawRect(QRectF(0.5, 0.5, side - 1, side - 1))
        if area.bottom() >= side or area.right() >= side:
            label = QRect(0, side, self.width(), self.height() - side)
            painter.fillRect(label, theme.color("panel"))
            painter.fillRect(side, 0, self.width() - side, side, theme.color("panel"))
        self._paint_label(painter, self.height() - self._line())

    def _paint_picture(self, painter: QPainter, side: int) -> None:
        picture, on = self._picture, self.isChecked()
        if picture is None or picture.width() != picture.height() or not on:
            painter.fillRect(QRectF(0, 0, side, side), QColor.fromRgb(self.theme.colormaps.paper))
        if picture is None:
            return
        scale = side / max(picture.width(), picture.height())
        wide, high = picture.width() * scale, picture.height() * scale
        if not on:
            painter.setOpacity(0.45)
        painter.drawImage(QRectF((side - wide) / 2, (side - high) / 2, wide, high), picture)
        painter.setOpacity(1.0)

    def _paint_label(self, painter: QPainter, top: float) -> None:
        theme, line = self.theme, self._line()
        corner = self._square.right() - _CHECK - 1.5
        check = QRectF(corner, 3.5, _CHECK - 1, _CHECK - 1)
        on = self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if on else "border_strong"), 1))
        painter.setBrush(theme.color("accent" if on else "panel"))
        painter.drawRoundedRect(check, 2.5, 2.5)
        if on:
            painter.setPen(QPen(theme.color("on_accent"), 1.5))
            x, y = check.left(), check.top()
            applied = self._step is None or self._step.applied or not self._step.note
            tick = [(2.2, 5.2), (4.2, 7.4), (7.8, 2.8)] if applied else [(2.5, 5), (7.5, 5)]
            painter.drawPolyline(QPolygonF([QPointF(x + a, y + b) for a, b in tick]))
        painter.setFont(self._font)
        painter.setPen(theme.color("text" if on else "muted"))
        where = QRectF(0, top, self.width(), line)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, int(middle), self.text())

    def _renew_picture(self) -> None:
        if self._step is None:
            return
        image = self._step.image
        shown = self.width() * self.devicePixelRatioF()
        coarse = max(1, int(max(image.shape[-2:]) / max(1.0, shown)))
        self._picture = ink_image(image[..., ::coarse, ::coarse], self.theme.colormaps.ink)

    def _fit(self) -> None:
        """Find the square that the picture has, and a font in which the name fits."""
        side = min(self.width(), self.height() - self._line() - 4)
        self._square = QRect(0, 0, side, side)
        self._font = self.theme.font(SMALL)
        room = max(1.0, float(self.width()))
        needed = QFontMetricsF(self._font).horizontalAdvance(self.text())
        if needed > room:
            self._font.setPixelSize(max(11, int(self._font.pixelSize() * room / needed)))

    def _line(self) -> int:
        return self.theme.size(SMALL) + 6
