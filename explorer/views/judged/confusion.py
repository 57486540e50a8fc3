"""The confusion matrix: how many images of each class were read as which."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from explorer.views.judged.score import score_text
from explorer.views.judged.wrong_strip import WrongStrip
from explorer.views.parts.brush import CENTRE, RIGHT, Look
from explorer.views.parts.figures import figure, percent
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.widgets import HALF, caption, heading, row
from explorer.views.style.colormaps import LEVELS
from explorer.views.style.theme import GRID, Theme

if TYPE_CHECKING:
    from explorer.training.record.validation import Validation

Counts = NDArray[np.int64]
Pair = tuple[int, int]  # true class, guess
_LEAST_CELL, _MOST_CELL = 12, 40
_NAME = 12  # characters of a class


class ConfusionMatrix(FocusRing, QWidget):
    """Rows are true classes, columns guesses. Arrow keys move, Enter keeps, Escape lets go.

    Says `pair_hovered((true, guess) or None)` and `pair_chosen((true, guess) or None)`.
    """

    pair_hovered = Signal(object)
    pair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._counts: Counts = np.zeros((0, 0), np.int64)
        self._shares = np.zeros((0, 0))
        self._classes: tuple[str, ...] = ()
        self._at: Pair | None = None
        self._chosen: Pair | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        explain(
            self,
            "Confusion matrix",
            "How many images of each class (rows) were read as which (columns).",
            "The diagonal is right, and grey. Blue shows which mistakes are the most "
            "frequent among the images of their class.",
        )

    def show_counts(self, counts: Counts, classes: tuple[str, ...]) -> None:
        """Show images by true class and guess, int64 (classes, classes)."""
        self._counts, self._classes = counts, classes
        self._shares = shares_of(counts)
        self.updateGeometry()
        self._at = self._chosen = None if len(classes) != len(counts) else self._chosen
        self.update()

    def show_chosen(self, pair: Pair | None) -> None:
        """Outline a kept cell."""
        self._chosen = pair
        self.update()

    def sentence(self, pair: Pair | None) -> str:
        """Return the facts of a cell: `4 read as 9: 12 of 980 (1.2 %)`."""
        if pair is None or not len(self._counts):
            return summary(self._counts)
        label, guess = pair
        count, total = int(self._counts[label, guess]), int(self._counts[label].sum())
        share = percent(count / total) if total else "none"
        names = f"{self._classes[label]} read as {self._classes[guess]}"
        return f"{names}: {count:,} of {total:,} ({share})"

    def set_theme(self, theme: Theme) -> None:
        """Take colours and fonts from a theme."""
        self._look = Look(theme)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 180)

    def heightForWidth(self, width: int) -> int:
        """Return the height that the grid takes at a width."""
        look, count = self._look, len(self._counts)
        if look is None or not count:
            return width
        longest, line = self._longest(look), look.line("small") + 3
        cell = min(int((width - longest - 9) / count), int(look.px(_MOST_CELL)))
        top = line if longest <= cell - 2 else longest + 8
        return int(top + max(_LEAST_CELL, cell) * count) + 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._pair_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            pair = self._pair_at(event.position())
            self._choose(None if pair == self._chosen else pair)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        key, last = Qt.Key(event.key()), len(self._counts) - 1
        if key in ways and last >= 0:
            row, column = self._at or (0, 0)
            down, right = ways[key] if self._at else (0, 0)
            self._point_at((min(max(row + down, 0), last), min(max(column + right, 0), last)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at:
            self._choose(self._at)
        elif key == Qt.Key.Key_Escape and self._chosen:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        if not len(self._counts):
            look.text(painter, QRectF(self.rect()), "no validation yet", "muted", align=CENTRE)
            return
        area, cell = self._grid(look)
        self._paint_cells(painter, look, area, cell)
        self._paint_names(painter, look, area, cell)
        for pair, color in ((self._at, "text"), (self._chosen, "selection")):
            if pair is not None:
                painter.setPen(look.pen(color, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self._cell(area, cell, pair).adjusted(0, 0, -1, -1))

    def _paint_cells(self, painter: QPainter, look: Look, area: QRectF, cell: float) -> None:
        painter.fillRect(area, look.color("field"))
        size = "small" if cell >= look.px(26) else "tiny"
        for label, guess in np.argwhere(self._counts > 0).tolist():
            rect = self._cell(area, cell, (label, guess))
            color = look.color("border")
            if label != guess:
                color = QColor.fromRgb(int(look.maps.ramp[_level(self._shares, label, guess)]))
            painter.fillRect(rect, color)
            text = f"{self._counts[label, guess]}"
            if look.width_of(text, size) <= cell - 2:
                painter.setFont(look.font(size))
                bright = color.lightnessF() > 0.55
                painter.setPen(look.on_bright if bright else look.on_dark)
                painter.drawText(rect, CENTRE, text)

    def _paint_names(self, painter: QPainter, look: Look, area: QRectF, cell: float) -> None:
        line = look.line("small")
        upright = self._longest(look) <= cell - 2
        for index, name in enumerate(self._classes):
            marked = self._at is not None and index in self._at
            color = "text" if marked else "muted"
            place = QRectF(0, area.top() + index * cell, area.left() - 6, cell)
            look.text(painter, place, _short(name), color, align=RIGHT)
            painter.save()
            painter.translate(area.left() + (index + 0.5) * cell, area.top() - 3)
            if upright:
                look.text(painter, QRectF(-cell / 2, -line, cell, line), name, color, align=CENTRE)
            else:
                painter.rotate(-90)
                look.text(painter, QRectF(0, -line / 2, 200, line), _short(name), color)
            painter.restore()

    def _longest(self, look: Look) -> float:
        return _widest(look, self._classes)

    def _grid(self, look: Look) -> tuple[QRectF, float]:
        """Return where the cells lie and the side of one."""
        side, count = self._longest(look) + 8, len(self._counts)
        line = look.line("small")
        top = line + 3
        cell = min((self.width() - side - 1) / count, (self.height() - top - 1) / count)
        if self._longest(look) > cell - 2:
            top = side
            cell = min(cell, (self.height() - top - 1) / count)
        cell = float(max(4, min(int(cell), int(look.px(_MOST_CELL)))))
        return QRectF(side, top, cell * count, cell * count), cell

    def _cell(self, area: QRectF, cell: float, pair: Pair) -> QRectF:
        label, guess = pair
        return QRectF(area.left() + guess * cell, area.top() + label * cell, cell - 1, cell - 1)

    def _pair_at(self, point: QPointF) -> Pair | None:
        if self._look is None or not len(self._counts):
            return None
        area, cell = self._grid(self._look)
        if not area.contains(point):
            return None
        last = len(self._counts) - 1
        row, column = (int((v) // cell) for v in (point.y() - area.top(), point.x() - area.left()))
        return min(row, last), min(column, last)

    def _point_at(self, pair: Pair | None) -> None:
        if pair != self._at:
            self._at = pair
            self.setAccessibleDescription(self.sentence(pair))
            self.pair_hovered.emit(pair)
            self.update()

    def _choose(self, pair: Pair | None) -> None:
        self._chosen = pair
        self.pair_chosen.emit(pair)
        self.update()


class ConfusionPanel(QWidget):
    """The matrix, the facts of a cell, and the surest mistakes.

    Says `sample_requested(int)` with the place of a misread image that was clicked.
    """

    sample_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix, self.wrong = ConfusionMatrix(), WrongStrip()
        self._validation: Validation | None = None
        self.score = QLabel()
        self.score.setProperty("role", "caption")
        self.facts = caption("")
        self._misread = caption("Surest mistakes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(HALF)
        top = row(heading("Confusion"), spacing=GRID)
        top.addStretch(1)
        top.addWidget(self.score)
        layout.addLayout(top)
        layout.addWidget(self.matrix)
        layout.addWidget(self.facts)
        layout.addSpacing(GRID)
        layout.addWidget(self._misread)
        layout.addWidget(self.wrong, 1)
        layout.addStretch(0)  # where there are no mistakes to fill the room
        self.matrix.pair_hovered.connect(self._on_pair_hovered)
        self.matrix.pair_chosen.connect(self._on_pair_chosen)
        self.wrong.sample_requested.connect(self.sample_requested)
        self._say(None)

    def show_validation(
        self,
        validation: Validation | None,
        classes: tuple[str, ...],
        images: NDArray[np.uint8] | None = None,
    ) -> None:
        """Show a validation; `images` uint8 (n, c, h, w) are all that its mistakes point into.

        That of an auto-encoder has no confusion, only an error.
        """
        self._validation = validation
        drawn = validation is not None and not validation.confusion.size
        for part in (self.matrix, self._misread, self.wrong):
            part.setVisible(not drawn)
        if validation is None or drawn:
            self.matrix.show_counts(np.zeros((0, 0), np.int64), ())
            self.wrong.show_wrong((), (), None)
        else:
            self.matrix.show_counts(validation.confusion, classes)
            self.wrong.show_wrong(validation.wrong, classes, images)
        self.score.setText(_score(validation))
        self._say(None)
        if drawn:
            self.facts.setText("An auto-encoder tells no classes apart: nothing to confuse.")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        self.matrix.set_theme(theme)
        self.wrong.set_theme(theme)

    def _on_pair_hovered(self, pair: Pair | None) -> None:
        self._say(pair)

    def _on_pair_chosen(self, pair: Pair | None) -> None:
        self.wrong.show_only(pair)
        self._say(pair)

    def _say(self, pair: Pair | None) -> None:
        self.facts.setText(self.matrix.sentence(pair))


def _score(validation: Validation | None) -> str:
    """Return the line beside the heading."""
    if validation is None:
        return ""
    drawn = not validation.confusion.size
    score = score_text(validation) if drawn else f"loss {figure(validation.loss, 3)}"
    return f"step {validation.step:,} · {score}"


def shares_of(counts: Counts) -> NDArray[np.float64]:
    """Return each count as a share of its row (classes, classes); an empty row has none."""
    totals = counts.sum(1, keepdims=True)
    return np.asarray(counts / np.maximum(totals, 1), np.float64)


def summary(counts: Counts) -> str:
    """Return the whole in a line: `951 of 1,000 right (95.1 %)`."""
    total, right = int(counts.sum()), int(np.trace(counts)) if len(counts) else 0
    return f"{right:,} of {total:,} right ({percent(right / total)})" if total else ""


def _level(shares: NDArray[np.float64], label: int, guess: int) -> int:
    """Return the place of a mistake on the ramp, by the most frequent of all."""
    most = float((shares - np.diag(np.diag(shares))).max())
    return int((LEVELS - 1) * (0.12 + 0.5 * shares[label, guess] / most))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


@lru_cache(maxsize=8)
def _widest(look: Look, classes: tuple[str, ...]) -> float:
    """Return how wide the longest name is; the layout asks again and again."""
    return max(look.width_of(_short(name)) for name in classes)
