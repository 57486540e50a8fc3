"""The surest mistakes in rows: the image, what it is and what it was taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.views.parts.brush import CENTRE, LEFT, Look
from explorer.views.parts.fields import focus_frame
from explorer.views.parts.figures import percent
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.thumbnails import Sheet
from explorer.views.style.theme import Theme

if TYPE_CHECKING:
    from explorer.training.record.validation import Wrong

_SIDE, _GAP, _BRIEF = 48, 10, 3


class WrongStrip(FocusRing, QWidget):
    """Says `sample_requested(int)` with the place of the image that was clicked in its data."""

    sample_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._all: tuple[Wrong, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._images: NDArray[np.uint8] | None = None
        self._only: tuple[int, int] | None = None
        self._sheets: dict[int, Sheet] = {}
        self._first = self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        explain(
            self,
            "Wrong digits",
            "The mistakes the network is surest of; click one to see it in the network.",
            "A cell of the matrix shows only its own. Arrow keys move, Enter takes one.",
        )

    @property
    def shown(self) -> tuple[Wrong, ...]:
        """The mistakes in the strip, those of the chosen pair of classes only if there is one."""
        if self._only is None:
            return self._all
        return tuple(w for w in self._all if (w.label, w.guess) == self._only)

    def show_wrong(
        self,
        wrong: tuple[Wrong, ...],
        classes: tuple[str, ...],
        images: NDArray[np.uint8] | None,
    ) -> None:
        """Show mistakes whose `image` is a place in `images` uint8 (n, c, h, w)."""
        self._all, self._classes, self._images = wrong, classes, images
        self._sheets.clear()
        self._first = self._at = 0
        self.update()

    def show_only(self, pair: tuple[int, int] | None) -> None:
        """Show the mistakes of one true class and guess, or all."""
        self._only = pair
        self._first = self._at = 0
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self._sheets.clear()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, int(self._high(self._look)) if self._look else 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._move(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        look, point = self._look, event.position()
        if event.button() != Qt.MouseButton.LeftButton or look is None:
            return
        column, row = int(point.x() // self._step(look)), int(point.y() // self._high(look))
        if column < self._columns(look) and row < self._rows(look):
            self._take(self._first + row * self._columns(look) + column)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by a row."""
        if self._look is not None:
            by = self._columns(self._look)
            back = event.angleDelta().y() + event.angleDelta().x() > 0
            last = (max(0, len(self.shown) - 1) // by - self._rows(self._look) + 1) * by
            self._first = min(max(0, self._first + (-by if back else by)), max(0, last))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        row = self._columns(self._look) if self._look else 1
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row}
        if key in ways:
            self._move(ways[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        shown = self.shown
        if not shown:
            text = "none of them among the surest" if self._all else "no mistake"
            text = text if self._classes else ""
            line = QRectF(0, 0, self.width(), self._high(look))
            look.text(painter, line, text, "muted", align=LEFT)
        columns = self._columns(look)
        seen = shown[self._first : self._first + columns * self._rows(look)]
        for place, wrong in enumerate(seen):
            row, column = divmod(place, columns)
            x, y = column * self._step(look), row * self._high(look)
            self._paint_one(painter, look, wrong, QPointF(x, y))
            if self.ring and self._first + place == self._at:
                rect = QRectF(x, y, self._step(look) - 4, self._high(look))
                focus_frame(painter, look.theme, rect)

    def _paint_one(self, painter: QPainter, look: Look, wrong: Wrong, corner: QPointF) -> None:
        side, line = look.px(_SIDE), look.line("small")
        left = corner.x() + 1 + ((self._step(look) - side) / 2 - 5 if self._long else 0)
        frame = QRectF(left, corner.y() + 2, side, side)
        painter.fillRect(frame, look.color("field"))
        sheet = self._sheet(look, wrong.image)
        if sheet is not None:
            image = sheet.image
            source = QRectF(0, 0, image.width() - 1, image.height() - 1)
            painter.drawImage(frame, image, source)
        first, second = self._lines(look, wrong)
        below = QRectF(frame.x() - 4, frame.bottom() + 1, self._step(look) - 2, line)
        below.moveCenter(QPointF(frame.center().x(), below.center().y()))
        look.text(painter, below, first, weight="strong", align=CENTRE)
        look.text(painter, below.translated(0, line - 2), second, "muted", align=CENTRE)

    def _lines(self, look: Look, wrong: Wrong) -> tuple[str, str]:
        """Return `4 → 9` over how sure that was, or long names one over the other."""
        label, guess = self._classes[wrong.label], self._classes[wrong.guess]
        if not self._long:
            return f"{label} → {guess}", percent(round(wrong.confidence, 3))
        metrics, room = look.metrics("small", "strong"), int(self._step(look) - 4)
        elide = Qt.TextElideMode.ElideRight
        return metrics.elidedText(label, elide, room), metrics.elidedText(f"→ {guess}", elide, room)

    @property
    def _long(self) -> bool:
        return any(len(name) > _BRIEF for name in self._classes)

    def _sheet(self, look: Look, place: int) -> Sheet | None:
        if self._images is None or not 0 <= place < len(self._images):
            return None
        if place not in self._sheets:
            images = self._images[place : place + 1]
            self._sheets[place] = Sheet(images, 1, look.maps.ink, 0)
        return self._sheets[place]

    def _move(self, by: int) -> None:
        if not self.shown or self._look is None:
            return
        self._at = min(max(self._at + by, 0), len(self.shown) - 1)
        columns, rows = self._columns(self._look), self._rows(self._look)
        row = self._at // columns
        self._first = min(max(self._first // columns, row - rows + 1), row) * columns
        wrong = self.shown[self._at]
        label, guess = self._classes[wrong.label], self._classes[wrong.guess]
        self.setAccessibleDescription(f"{label} read as {guess}, {percent(wrong.confidence)} sure")
        self.update()

    def _take(self, place: int) -> None:
        if 0 <= place < len(self.shown):
            self._at = place
            self.sample_requested.emit(self.shown[place].image)

    def _step(self, look: Look) -> float:
        return look.px(_SIDE + (3 * _GAP if self._long else _GAP))

    def _high(self, look: Look) -> float:
        return look.px(_SIDE) + 2 * look.line("small") + 6

    def _columns(self, look: Look) -> int:
        return max(1, int(self.width() // self._step(look)))

    def _rows(self, look: Look) -> int:
        return max(1, int(self.height() // self._high(look)))
