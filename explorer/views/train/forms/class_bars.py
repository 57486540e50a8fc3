"""How many images there are of each class; a click shows only those."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.parts.brush import RIGHT, Look
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.style.theme import Theme

_ROW = 20
ALL = -1


class ClassBars(FocusRing, QWidget):
    """One bar per class under one for all; says `class_chosen(int)`, -1 for all."""

    class_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._classes: tuple[str, ...] = ()
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._chosen = ALL
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(
            self,
            "Images per class",
            "How many images there are of each class; click one to see only those.",
            "Up and Down choose with the keyboard. A class with few images is learned worse.",
        )

    def show_counts(self, classes: tuple[str, ...], counts: NDArray[np.int64]) -> None:
        """Show the images per class int64 (classes,)."""
        self._classes, self._counts, self._chosen = classes, counts, ALL
        self._fit()
        self.update()

    def show_chosen(self, label: int) -> None:
        """Mark the chosen class, -1 for all."""
        self._chosen = label
        self.setAccessibleDescription(": ".join(self._text(label)))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        row = self._look.px(_ROW) if self._look else _ROW
        return QSize(200, int(row * (len(self._counts) + 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._look:
            place = int(event.position().y() // self._look.px(_ROW)) - 1
            if place < len(self._counts):
                self.class_chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if way:
            self.class_chosen.emit(min(max(self._chosen + way, ALL), len(self._counts) - 1))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        names = max((look.width_of(name) for name in ("all", *self._classes)), default=0)
        names = min(names, self.width() * 0.45)
        most = max(1, int(self._counts.max(initial=0)))
        for label in range(ALL, len(self._counts)):
            self._paint_row(painter, look, label, names, most)
        if self.ring:
            top = (self._chosen + 1) * look.px(_ROW)
            focus_frame(painter, look.theme, QRectF(0, top, self.width(), look.px(_ROW)))

    def _paint_row(
        self, painter: QPainter, look: Look, label: int, names: float, most: int
    ) -> None:
        high = look.px(_ROW)
        row = QRectF(0, (label + 1) * high, self.width(), high)
        chosen = label == self._chosen
        if chosen:
            painter.fillRect(row, look.color("accent_soft"))
        name, number = self._text(label)
        elided = look.metrics("small", "normal").elidedText(
            name, Qt.TextElideMode.ElideRight, int(names) + 1
        )
        color = "text" if chosen else "muted"
        inner = row.adjusted(4, 0, -4, 0)
        look.text(painter, inner, elided, color)
        look.text(painter, inner, number, color, align=RIGHT)
        if label == ALL:
            return
        left, wide = names + 14, self.width() - names - 14 - look.width_of(f"{most:,}") - 12
        thick = round(high * 0.4)
        bar = QRectF(left, row.top() + (high - thick) / 2, wide, thick)
        painter.fillRect(bar, look.color("field"))
        bar.setWidth(wide * int(self._counts[label]) / most)
        painter.fillRect(bar, look.color("accent", 255 if chosen else 150))

    def _text(self, label: int) -> tuple[str, str]:
        if label == ALL:
            return "all", f"{int(self._counts.sum()):,}"
        return self._classes[label], f"{int(self._counts[label]):,}"

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))
