"""The picture that a training is watched with: the user's drawing, or an image it is judged by.

Beside it the answer of the network as it is at the moment, and since when it has been that one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from explorer.network.records import Trace
from explorer.network.spec import Spec
from explorer.text import _
from explorer.views.answer.bars import Bars
from explorer.views.answer.reconstruction import ReconstructionView
from explorer.views.pad.pad import Pad
from explorer.views.pad.panel import SquareHolder
from explorer.views.parts.brush import Painted
from explorer.views.parts.buttons import FLAT, ToolButton
from explorer.views.parts.chips import Chips
from explorer.views.parts.focus import FocusRing
from explorer.views.parts.help import explain
from explorer.views.parts.painting import thumbnail
from explorer.views.parts.widgets import HALF, Panel, caption, row
from explorer.views.style.theme import GRID, RADIUS, SMALL, Theme
from explorer.views.style.themed import Themed

_SIDE = 148  # of the pad, before the enlargement of text
_MOST_ROWS = 12


class CompactBars(Bars):
    """Probabilities in as much height as there is, each row lower where there are many classes."""

    def sizeHint(self) -> QSize:
        return QSize(140, 100)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 60)

    def _fit(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _row_height(self) -> int:
        return max(8, self.height() // max(1, min(len(self._classes), _MOST_ROWS)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        below = self.rect()
        below.setTop(self._row_height() * len(self._classes))
        QPainter(self).fillRect(below, self.theme.color("panel"))


class SampleView(Painted, FocusRing, QAbstractButton):
    """One image uint8 (c, h, w) as large as the pad; a click asks for another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: NDArray[np.uint8] | None = None
        self._picture: QImage | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        explain(
            self,
            _("Sample"),
            _("An image that the run is judged by; click for another one."),
            _("The network has never learned from it, so its answer shows what it understood."),
        )

    def show_image(self, image: NDArray[np.uint8] | None, text: str) -> None:
        """Show an image, or the text of an empty state."""
        self._image = image
        self.setText(text)
        self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        """Take paper and ink from a theme."""
        super().set_theme(theme)
        self._picture = None if self._image is None else thumbnail(self._image, self.look)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        painter.fillRect(self.rect(), look.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.fillPath(shape, look.color("field"))
        if self._picture is not None:
            painter.setClipPath(shape)
            painter.drawImage(QRectF(self.rect()), self._picture)
            painter.setClipping(False)
        else:
            painter.setFont(self.theme.font(SMALL))
            painter.setPen(look.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), int(flags), self.text())
        painter.setPen(QPen(look.color("accent" if self.ring else "border"), 2 if self.ring else 1))
        painter.drawPath(shape)


class FollowPanel(Themed, Panel):
    """Pad or sample at the left, the answer at the right, a sentence below.

    Emits `another_requested(int)` for the next sample
    (1) or the one before (-1), and `class_requested(int)` when the user presses a bar to know
    since when the answer has been this class. What the pad emits goes to the session.
    """

    another_requested = Signal(int)
    class_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pad, self.sample, self.bars = Pad(), SampleView(), CompactBars()
        self.drawn: ReconstructionView | None = None  # of an auto-encoder
        explain(
            self.bars,
            _("Answer at this step"),
            _("What the network makes of it at this step of the run, in percent."),
            _("Press a class to find out when the answer was first this one."),
        )
        self.source = Chips(
            _("What the training is watched with"),
            {
                "drawing": (_("my drawing"), _("Watch how your drawing is read while it learns.")),
                "sample": (_("a sample"), _("Watch an image that the run is judged by.")),
            },
        )
        self.source.show_chosen("drawing")
        self._build_buttons()
        self.sentence = caption("")
        self.sentence.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.show_source("drawing")

    def show_source(self, source: str) -> None:
        """Show the pad or the sample."""
        self.source.show_chosen(source)
        drawing = source == "drawing"
        self._stack.setCurrentWidget(self._pad_holder if drawing else self._sample_holder)
        self.clear.setVisible(drawing)
        for button in (self.before, self.after):
            button.setVisible(not drawing)

    def show_spec(self, spec: Spec) -> None:
        """Prepare the bars for a network's classes, or the place for what it draws."""
        if spec.reconstructs and self.drawn is None:
            self.drawn = ReconstructionView()
            self._answer.layout().addWidget(self.drawn)  # type: ignore[union-attr]
        self.bars.setVisible(not spec.reconstructs)
        if self.drawn is not None:
            self.drawn.setVisible(spec.reconstructs)
        if self.drawn is not None and spec.reconstructs:
            self.drawn.show_spec(spec)
        else:
            self.bars.show_spec(spec)

    def show_trace(self, trace: Trace | None) -> None:
        """Show what the network answers now."""
        if trace is not None and trace.spec.reconstructs != self.bars.isHidden():
            self.show_spec(trace.spec)
        drawn = self.drawn
        if drawn is not None and not drawn.isHidden():
            drawn.show_trace(trace)
        else:
            self.bars.show_trace(trace)

    def show_sentence(self, sentence: str) -> None:
        """Show since when it has been read so."""
        self.sentence.setText(sentence or " ")

    def set_theme(self, theme: Theme) -> None:
        """Take all looks from a theme."""
        super().set_theme(theme)
        side = round(_SIDE * min(theme.scale, 1.25))
        self._content.setFixedHeight(side)
        self._pictures.setFixedWidth(side)

    def _build_buttons(self) -> None:
        self.clear = ToolButton(
            _("Clear"),
            _("Empty the pad; undo brings it back."),
            shortcut="Del",
            icon="clear",
            shape=FLAT,
        )
        self.before = ToolButton(
            _("Sample before"), _("The sample before this one."), icon="back", shape=FLAT
        )
        self.after = ToolButton(_("Next sample"), _("Another sample."), icon="next", shape=FLAT)

    def _lay_out(self) -> None:
        self._pad_holder, self._sample_holder = SquareHolder(self.pad), SquareHolder(self.sample)
        self._pictures = QWidget()
        self._stack = QStackedLayout(self._pictures)
        self._stack.addWidget(self._pad_holder)
        self._stack.addWidget(self._sample_holder)
        self._content = QWidget()
        content = row(self._pictures, spacing=2 * GRID, within=self._content)
        self._answer = QWidget()
        row(self.bars, within=self._answer)
        content.addWidget(self._answer, 1)
        self.body.setSpacing(HALF)
        self.body.addLayout(row(self.source, None, self.before, self.after, self.clear))
        self.body.addWidget(self._content)
        self.body.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.sample.clicked.connect(lambda: self.another_requested.emit(1))
        self.before.clicked.connect(lambda: self.another_requested.emit(-1))
        self.after.clicked.connect(lambda: self.another_requested.emit(1))
        self.bars.cell_clicked.connect(lambda cell: self.class_requested.emit(cell.index[0]))
